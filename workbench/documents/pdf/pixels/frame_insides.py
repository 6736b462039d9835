# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a white frame in a page picture holds, and how its lines go on: nothing, a code, slanting lines, or a cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.documents.pdf.pixels.page import PixelPage
from workbench.documents.pdf.pixels.runs import EDGE, HIGH_BAR, INK, PAPER, Bar, stretches


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points: lines go on beyond a corner from here to there, so far aside; inside of a side there is room.
_BESIDE, _SIDE, _NEAR = (2.0, 9.0), 1.0, 2.0
_LOW = 8.0  # no row of a table is as low
# The widest and the highest code in a frame: of one line, and of more.
_CODE = 42.0, 9.0
# The ink of a hatched frame; the width of a part with as much ink as others; the rows in which a slant is seen.
_HATCHED, _HATCH, _SLANT = (0.08, 0.75), 5.0, 3.5
_BLANK = 0.15  # of a frame is paper, beside a code
_RULE = 0.97  # of the height of a frame has ink in the columns of a rule
# In points: so far apart are the sides of two frames beside each other; a cell is narrower than a box.
_GAP, _NARROWEST = 4.0, 16.0
_HATCHED_PAPER = 0.1  # a photograph has less


def is_cell(page: PixelPage, box: Bar, paper: Bar) -> bool:
    """Whether the lines of a frame go on beyond three of its corners, to the side too: a cell of a table.

    A line that leans is, at its end, somewhere between the ``box`` and the ``paper`` in it.
    """
    near, far = round(_BESIDE[0] * page.scale), round(_BESIDE[1] * page.scale)
    wide = max(1, round(_SIDE * page.scale))
    down = across = 0
    for row, inner, out in ((box.top, paper.top, -1), (box.bottom, paper.bottom, 1)):
        for column, within, aside in ((box.left, paper.left, -1), (box.right, paper.right, 1)):
            above, below = max(0, min(row, inner) - wide), max(row, inner) + wide
            columns = slice(*sorted((max(0, column + aside * near), max(0, column + aside * far))))
            level = page.grey[above:below, columns] < INK + 30
            goes_across = level.size > 0 and bool(level.any(axis=0).mean() > 0.9)
            down += goes_across or _goes_down(page, min(column, within), max(column, within), row, out)
            across += goes_across
    return down >= 3 and across >= 2


def _goes_down(page: PixelPage, left: int, right: int, row: int, out: int) -> bool:
    """Whether a line between two columns goes on beyond a row: above it (``out`` -1) or below (1)."""
    near, far, wide = (round(points * page.scale) for points in (*_BESIDE, _SIDE))
    rows = slice(*sorted((max(0, row + out * near), max(0, row + out * far))))
    line = page.grey[rows, max(0, left - max(1, wide)) : right + max(1, wide)] < INK + 30
    return line.size > 0 and bool(line.any(axis=1).mean() > 0.9)


def parts_of(page: PixelPage, box: Bar, paper: Bar) -> list[tuple[Bar, Bar]]:
    """A frame and the paper in it, or those side by side of which it consists: rules run from top to bottom between.

    Without print beside it, with cells narrower than a box or rules that go on it stays one: the row of a table.
    """
    rules = _rules(page, paper)
    for a, b in stretches(rules):
        if b - a < min(paper.top - box.top, box.bottom - paper.bottom) / 2:
            rules[a:b] = False  # thinner than the lines of the frame: a letter
    rooms = [(a + paper.left, b + paper.left) for a, b in stretches(~rules) if b - a > _GAP * page.scale]
    is_row = len(rooms) < 2 or min(b - a for a, b in rooms) < _NARROWEST * page.scale or not page.in_line(box)
    between = [(a, b) for (_, a), (b, _) in pairwise(rooms)]
    beyond = [_goes_down(page, *rule, *end) for rule in between for end in ((box.top, -1), (box.bottom, 1))]
    if is_row or sum(beyond) >= len(between):
        return [(box, paper)]
    starts = [box.left, *(a - _rule_width(rules[: a - paper.left][::-1]) for a, _ in rooms[1:])]
    ends = [*(b + _rule_width(rules[b - paper.left :]) for _, b in rooms[:-1]), box.right]
    return [
        (Bar(start, end, box.top, box.bottom), Bar(a, b, paper.top, paper.bottom))
        for start, end, (a, b) in zip(starts, ends, rooms, strict=True)
    ]


def _rules(page: PixelPage, paper: Bar) -> NDArray[np.bool_]:
    """Which columns of the paper of a frame are a rule from top to bottom; none close to its sides."""
    aside = round(_NEAR * page.scale)
    ink = page.grey[paper.top : paper.bottom, paper.left : paper.right] < PAPER - 10
    rules: NDArray[np.bool_] = ink.mean(axis=0) > _RULE
    rules[:aside] = rules[-aside:] = False
    return rules


def _rule_width(rules: NDArray[np.bool_]) -> int:
    """How many of the first columns are one rule."""
    return int(rules.argmin()) if not rules.all() else len(rules)


def is_blank(page: PixelPage, paper: Bar, words: NDArray[Any], *, between: bool = False) -> bool:
    """Whether a frame holds nothing, specks or a code: little ink, and of words no more than one small one.

    ``between`` the words of a line of print, they may fill its width: (b)(6), (b)(7)(C).
    """
    scale = page.scale
    rows, columns = slice(paper.top + 1, paper.bottom - 1), slice(paper.left + 1, paper.right - 1)
    inside = page.grey[rows, columns]
    width, height = (paper.right - paper.left) / scale, (paper.bottom - paper.top) / scale
    if inside.size == 0 or float((inside < INK - 60).mean()) > (0.2 if height > 8 else 0.4):
        return False
    if float((page.calm[rows, columns] > page.paper).mean()) < _BLANK:
        return False  # no paper: a part of a photograph, a stippled tint
    if height > _LOW and bool(_rules(page, paper).any()):
        return False  # the row of a table; in a lower one a letter is as high
    within = (words[:, 0] >= rows.start) & (words[:, 0] < rows.stop)
    within &= (words[:, 2] > columns.start) & (words[:, 1] < columns.stop)
    filled = np.zeros(inside.shape, dtype=bool)
    for row, left, right in words[within][:, :3].tolist():
        filled[row - rows.start, max(0, left - columns.start) : max(0, right - columns.start)] = True
    wide, down = float(filled.any(axis=0).sum()) / scale, float(filled.any(axis=1).sum()) / scale
    widest = width if between and height <= HIGH_BAR else max(_CODE[0], 0.2 * width)
    return wide <= widest and down <= max(_CODE[1], 0.6 * min(height, 20.0))


def is_hatched(page: PixelPage, box: Bar) -> bool:
    """Whether slanting lines fill a frame: as much ink in each part of its width, and of its height."""
    rows, columns = page.inside(box, EDGE)
    tones = page.grey[rows, columns]
    if tones.size == 0 or float((tones > PAPER).mean()) < _HATCHED_PAPER:
        return False
    inside = tones < INK
    if min(inside.shape) < 4 * page.scale or not _HATCHED[0] < float(inside.mean()) < _HATCHED[1]:
        return False
    for axis, size in ((0, 2 * _HATCH), (1, _HATCH)):
        parts = np.array_split(inside.mean(axis=axis), max(2, int(inside.shape[1 - axis] / size / page.scale)))
        shares = np.array([part.mean() for part in parts])
        if float(shares.min()) < 0.6 * shares.mean() or float(shares.max()) > 1.6 * shares.mean():
            return False
    return _slant(inside, round(_SLANT * page.scale)) > 0.35


def _slant(ink: NDArray[np.bool_], step: int) -> float:
    """How much likelier than anywhere ink is ``step`` rows below ink along the slant for which it is likeliest."""
    upper, lower = ink[:-step], ink[step:]
    best = 0.0
    for aside in (*range(-2 * step, -1), *range(2, 2 * step + 1)):
        start, end = max(0, -aside), ink.shape[1] - max(0, aside)
        here, there = upper[:, start:end], lower[:, start + aside : end + aside]
        if here.any():
            best = max(best, float(there[here].mean() - ink.mean()))
    return best
