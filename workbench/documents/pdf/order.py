# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading order: columns, lines and blocks from where the pieces of a page lie. Geometry only, no PDF library.

The order of the file is no help: writers of PDF put headers last, columns line by line and corrections anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple


RawWord = tuple[float, float, float, float, str, int, int, int]
"""x0, y0, x1, y1 (points, as the reader sees the page), text, then MuPDF's numbers of block, line and word."""


class Fragment(NamedTuple):
    """Words that stand side by side without a wide gap, in the frame in which they are read.

    ``x0`` to ``y1``: for text that runs up or down the page the frame is turned, so that x is always the way of
    reading; where it is not turned it is ``upright``. ``words`` keep the coordinates of the page. ``size`` in points.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    words: Sequence[RawWord]
    size: float = 0.0
    bold: bool = False
    upright: bool = True

    @property
    def text(self) -> str:
        """Its words, one space between them."""
        return " ".join(word[4] for word in self.words)


Row = list[Fragment]


class Cell(list[Row]):
    """The lines of a cell, or of a row that is read across: what stands around it is never part of its paragraph."""


"""The fragments of one printed line, left to right."""

# What an exemption code at the edge of the paper begins with: (b)(1), b7C, B1, 1.4(d), 3.3(h)(2), E.O. 25X1, 50 USC...
_MARGINAL = re.compile(
    r"(?:\(?[bBjkJK]\)?\s?\(?\d|[136]\.[1345]\b|\(\d\)|25X|50X|EO\b|E\.O\.|\d+ U\.?S\.?C|CIA\b|NSA\b|STAT|P\.?L\.)"
)
_MARGINAL_LENGTH = 28
_RUNNING = re.compile(r"[a-z]{3}")
_PORTION = re.compile(r"\(+[A-Z][A-Z/,:\- ]*\)+")
_GUTTER_POINTS = 5.0
_GUTTER_ROWS = 3
_COLUMN_POINTS = 90.0
_COLUMN_FILL = 0.55
# Pieces looked at beside one. A page has some dozens on a line; more are a broken file, and all pairs take minutes.
_MOST_BESIDE = 400
# From line to line, in heights of a line: more than single spacing.
_SPACED = 1.3


@dataclass(slots=True)
class _Gutter:
    """A white stripe that several pairs of fragments leave free."""

    x0: float
    x1: float
    y0: float
    y1: float
    rows: int = 1


def arrange(fragments: Sequence[Fragment]) -> list[list[Row]]:
    """The blocks of a page in reading order, each a list of lines.

    A column is read to its end, footnotes with it, before the next; a code at the margin is a block of its own behind
    the block that it stands beside. Nothing is dropped: every fragment comes back once.
    """
    blocks: list[list[Row]] = []
    for region in _columns(list(fragments)):
        blocks.extend(blocks_of(region))
    return blocks


def rows_of(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments that share half of their height as one line, lines from the top down."""
    rows: list[Row] = []
    top = bottom = 0.0
    for piece in sorted(fragments, key=lambda f: (f.y0 + f.y1, f.x0)):
        shared = min(bottom, piece.y1) - max(top, piece.y0)
        if rows and shared >= 0.5 * min(bottom - top, piece.y1 - piece.y0):
            rows[-1].append(piece)
            continue
        rows.append([piece])
        top, bottom = piece.y0, piece.y1
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda f: f.x0)
    return rows


def _columns(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Regions in reading order, each without a column gutter in it."""
    gutter = _best_gutter(fragments)
    if gutter is None:
        return [fragments] if fragments else []
    _extend(gutter, fragments)
    above: list[Fragment] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    below: list[Fragment] = []
    middle = (gutter.x0 + gutter.x1) / 2
    for piece in fragments:
        y = (piece.y0 + piece.y1) / 2
        if y < gutter.y0:
            above.append(piece)
        elif y > gutter.y1:
            below.append(piece)
        else:
            (left if (piece.x0 + piece.x1) / 2 < middle else right).append(piece)
    if not left or not right:
        return [fragments]
    return [region for part in (above, left, right, below) for region in _columns(part)]


def _best_gutter(fragments: list[Fragment]) -> _Gutter | None:
    gaps = _gaps(fragments)
    if len(gaps) < _GUTTER_ROWS:
        return None
    gutters: list[_Gutter] = []
    falling = sorted(fragments, key=_middle)
    middles = list(map(_middle, falling))
    for gap in gaps:
        for gutter in gutters:
            x0, x1 = max(gutter.x0, gap.x0), min(gutter.x1, gap.x1)
            if x1 - x0 < _GUTTER_POINTS:
                continue
            beside = falling[bisect_right(middles, gutter.y0) : bisect_left(middles, gap.y1)]
            if not _crossed(beside, x0, x1):
                gutter.x0, gutter.x1, gutter.y1 = x0, x1, max(gutter.y1, gap.y1)
                gutter.rows += 1
                break
        else:
            gutters.append(gap)
    accepted = [g for g in gutters if g.rows >= _GUTTER_ROWS and _parts_columns(g, fragments)]
    return max(accepted, key=lambda g: (g.rows, -g.y0), default=None)


def _gaps(fragments: list[Fragment]) -> list[_Gutter]:
    """The white between each fragment and its next neighbour to the right, from the top down."""
    ordered = sorted(fragments, key=lambda f: f.y0)
    nearest: dict[int, Fragment] = {}
    for i, a in enumerate(ordered):
        for j in range(i + 1, min(i + _MOST_BESIDE, len(ordered))):
            b = ordered[j]
            if b.y0 > a.y1 - 0.25 * min(a.y1 - a.y0, b.y1 - b.y0):
                break
            left, right, key = (a, b, i) if a.x1 <= b.x0 else (b, a, j)
            if left.x1 <= right.x0 and (key not in nearest or right.x0 < nearest[key].x0):
                nearest[key] = right
    gaps = []
    for key, right in nearest.items():
        left = ordered[key]
        if right.x0 - left.x1 >= _GUTTER_POINTS:
            gaps.append(_Gutter(left.x1, right.x0, min(left.y0, right.y0), max(left.y1, right.y1)))
    return sorted(gaps, key=lambda g: (g.y0, g.x0))


def _crossed(fragments: list[Fragment], x0: float, x1: float) -> bool:
    left, right = x0 + 1, x1 - 1
    return any(f.x0 < right and f.x1 > left for f in fragments)


def _middle(piece: Fragment) -> float:
    return (piece.y0 + piece.y1) / 2


def _parts_columns(gutter: _Gutter, fragments: list[Fragment]) -> bool:
    """Whether both sides are columns of running text: wide, and filled by most lines.

    Table cells, numbers before paragraphs and codes at the margin are not.
    """
    inside = [f for f in fragments if gutter.y0 <= (f.y0 + f.y1) / 2 <= gutter.y1]
    for side in ([f for f in inside if f.x1 <= gutter.x0 + 1], [f for f in inside if f.x0 >= gutter.x1 - 1]):
        widths = [f.x1 - f.x0 for f in side]
        if len(widths) < _GUTTER_ROWS or max(widths) < _COLUMN_POINTS:
            return False
        if sum(widths) / len(widths) < _COLUMN_FILL * max(widths):
            return False
    return True


def _extend(gutter: _Gutter, fragments: list[Fragment]) -> None:
    """Lengthen the stripe over the lines that go on in one column where the other has ended, up to what crosses it."""
    crossing = [f for f in fragments if f.x0 < gutter.x1 - 1 and f.x1 > gutter.x0 + 1]
    top = max((f.y1 for f in crossing if f.y1 <= gutter.y0 + 2), default=float("-inf"))
    bottom = min((f.y0 for f in crossing if f.y0 >= gutter.y1 - 2), default=float("inf"))
    free = [f for f in fragments if f not in crossing]
    for piece in sorted(free, key=lambda f: f.y0):
        if gutter.y1 <= piece.y1 <= bottom + 2 and piece.y0 - gutter.y1 < 1.2 * (piece.y1 - piece.y0):
            gutter.y1 = piece.y1
    for piece in sorted(free, key=lambda f: -f.y1):
        if gutter.y0 >= piece.y0 >= top - 2 and gutter.y0 - piece.y1 < 1.2 * (piece.y1 - piece.y0):
            gutter.y0 = piece.y0


def blocks_of(region: list[Fragment]) -> list[list[Row]]:
    """The blocks of a region without columns: its lines from the top down, cut where a paragraph begins."""
    rows = rows_of(region)
    margins = _margins(rows)
    lines = [[f for f in row if f not in margins] for row in rows] if margins else rows
    blocks: list[list[Row]] = []
    beside: list[Fragment] = []
    breaks = _breaks([line for line in lines if line])
    number = 0
    for row, line in zip(rows, lines, strict=True):
        if line:
            if breaks[number]:
                blocks.extend([[code]] for code in beside)
                beside = []
                blocks.append([])
            blocks[-1].append(line)
            number += 1
        if len(line) < len(row):
            beside.extend(f for f in row if f in margins)
    blocks.extend([[code]] for code in beside)
    return blocks


def _margins(rows: list[Row]) -> list[Fragment]:
    """The short fragments beside the column of text: codes and notes to its right, exemption codes to its left.

    What stands to the left of the text is as a rule its number or portion mark, which belongs to the line.
    """
    if all(len(row) == 1 for row in rows):
        return []
    pieces = [f for row in rows for f in row]
    width = max(f.x1 for f in pieces) - min(f.x0 for f in pieces)
    body = [f for f in pieces if f.x1 - f.x0 > 0.4 * width]
    if len(body) < 2:
        return []
    left, right = min(f.x0 for f in body), max(f.x1 for f in body)
    found = []
    for f in pieces:
        behind, before = f.x0 >= right - 2, f.x1 <= left + 2
        if (
            (behind or before)
            and is_short(f)
            and ((behind and _is_note(f.text)) or (before and _MARGINAL.match(f.text)))
        ):
            found.append(f)
    return found


def is_short(fragment: Fragment) -> bool:
    """Whether it is as short as a code or note at the margin."""
    words = fragment.words
    return 2 * len(words) <= _MARGINAL_LENGTH and sum([len(word[4]) + 1 for word in words]) <= _MARGINAL_LENGTH


def _is_note(text: str) -> bool:
    """Whether a short text to the right of the column is a code or note, not the end of a line with a hole in it."""
    if _MARGINAL.match(text):
        return True
    return not _RUNNING.search(text) and not _PORTION.fullmatch(text)


def _breaks(lines: list[Row]) -> list[bool]:
    """For each line whether a block begins with it: more white than usual above it, another size, or an indent."""
    if not lines:
        return []
    # The widest piece stands for the line: bullets and raised figures have boxes of their own height.
    widest = [line[0] if len(line) == 1 else max(line, key=lambda f: f.x1 - f.x0) for line in lines]
    lefts = [line[0].x0 for line in lines]
    edge = max(line[-1].x1 for line in lines)
    steps = [b.y1 - a.y1 for a, b in pairwise(widest)]
    least = 1.25 * min((s for s in steps if s > 0), default=0.0) + 0.5
    breaks = [True]
    for i, step in enumerate(steps, 1):
        above, line = widest[i - 1], widest[i]
        height = min(above.y1 - above.y0, line.y1 - line.y0)
        breaks.append(
            (step > least and step > 1.25 * _usual(steps[max(0, i - 8) : i + 8], height) + 0.5)
            or _other_size(above, line)
            or _is_bullet(lines[i])
            or (step > _SPACED * height and _ends_early(lines[i - 1], lines[i], edge))
            or (not breaks[-1] and not _is_bullet(lines[i - 1]) and _indented(lefts, i, height))
        )
    return breaks


def _usual(steps: list[float], height: float) -> float:
    """The usual step from line to line around here; a page of single lines far apart is no paragraph."""
    near = [s for s in steps if 0 < s < 2.6 * height]
    return min(median(near), 2.2 * height) if near else height


def _ends_early(above: Row, line: Row, edge: float) -> bool:
    """Whether the next word would have fitted: the line above ends its paragraph, whatever the spacing."""
    word = line[0].words[0]
    return above[-1].x1 + 1.3 * (word[2] - word[0]) + 4 < edge


def _other_size(above: Fragment, line: Fragment) -> bool:
    a, b = above.size, line.size
    return bool(a and b) and abs(a - b) > 0.15 * max(a, b)


def _is_bullet(line: Row) -> bool:
    """Whether the line opens with a bullet; those of symbol fonts come as private characters."""
    first = line[0].words[0][4]
    return len(first) == 1 and (first in "•▪●○◦‣■□-–—*·" or "\ue000" <= first <= "\uf8ff")


def _indented(lefts: list[float], i: int, height: float) -> bool:
    """A line set in between two lines at the edge: the first of a paragraph."""
    if i + 1 >= len(lefts):
        return False
    edge = lefts[i + 1]
    return lefts[i] - edge > 0.9 * height and abs(lefts[i - 1] - edge) < 0.3 * height
