# SPDX-License-Identifier: AGPL-3.0-or-later
"""White redaction boxes with a frame in the picture of a page: two dark lines with something dark down both sides."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workbench.documents.pdf.pixel_page import PixelBox, PixelPage
from workbench.documents.pdf.pixel_runs import INK, PAPER, Bar, bars_of, strokes_of


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# In points.
_SHORTEST_LINE = 18.0
_LINE_INK = 92  # per cent of a line that is there
_THICKEST_LINE = 4.0
_LOWEST = 5.0
_NARROWEST = 20.0
_FLATTEST = 1.3  # width to height, of small ones
_TALL = 16.0
_APART = 3.0
_HIGHEST = 30.0  # of a frame that shares a rim
# Lines go on beyond a corner from here to there, so far aside.
_BESIDE, _SIDE = (2.0, 9.0), 1.0
# The ink of a hatched frame; the width of a part with as much ink as others; the rows in which a slant is seen.
_HATCHED, _HATCH, _SLANT = (0.08, 0.75), 5.0, 3.5
# Before a field of a form there is paper so far, and a label within that.
_CLEAR, _LABEL = 6.0, 220.0
_UNDER_LONGER = 30.0, 9.0  # width and height of a frame that shares a rim: letters close smaller ones


def framed(page: PixelPage) -> list[PixelBox]:
    """The white boxes between two lines in a page picture."""
    return _Frames(page).boxes()


class _Frames:
    def __init__(self, page: PixelPage) -> None:
        self._page, self._grey, self._scale = page, page.grey, page.scale

    def boxes(self) -> list[PixelBox]:
        strokes = strokes_of(self._grey, self._scale)
        long = strokes[(strokes[:, 2] - strokes[:, 1] >= _SHORTEST_LINE * self._scale) & (strokes[:, 3] >= _LINE_INK)]
        bars = [b for b in bars_of(long, self._scale) if b.bottom - b.top <= _THICKEST_LINE * self._scale]
        closed = [box for box in self._closed(bars) if not self._is_cell(box)]
        blank = [box for box in closed if self._is_hatched(box) or self._is_blank(box, strokes)]
        return [box for box in map(self._as_box, _without_fields(self._page, blank)) if box]

    def _is_cell(self, box: Bar) -> bool:
        """Whether the lines of a frame go on beyond three of its corners, to the side too: a cell of a table."""
        near, far = round(_BESIDE[0] * self._scale), round(_BESIDE[1] * self._scale)
        wide = max(1, round(_SIDE * self._scale))
        down = across = 0
        for row, out in ((box.top, -1), (box.bottom, 1)):
            for column, aside in ((box.left, -1), (box.right, 1)):
                rows = slice(*sorted((max(0, row + out * near), max(0, row + out * far))))
                columns = slice(*sorted((max(0, column + aside * near), max(0, column + aside * far))))
                upright = self._grey[rows, max(0, column - wide) : column + wide] < INK + 30
                level = self._grey[max(0, row - wide) : row + wide, columns] < INK + 30
                goes_across = level.size > 0 and bool(level.any(axis=0).mean() > 0.9)
                down += goes_across or (upright.size > 0 and bool(upright.any(axis=1).mean() > 0.9))
                across += goes_across
        return down >= 3 and across >= 2

    def _is_hatched(self, box: Bar) -> bool:
        """Whether slanting lines fill a frame: as much ink in each part of its width, and of its height."""
        import numpy as np

        rows, columns = self._page.inside(box, 2.2)
        inside = self._grey[rows, columns] < INK
        if min(inside.shape) < 4 * self._scale or not _HATCHED[0] < float(inside.mean()) < _HATCHED[1]:
            return False
        for axis, size in ((0, 2 * _HATCH), (1, _HATCH)):
            parts = np.array_split(inside.mean(axis=axis), max(2, int(inside.shape[1 - axis] / size / self._scale)))
            shares = np.array([part.mean() for part in parts])
            if float(shares.min()) < 0.6 * shares.mean() or float(shares.max()) > 1.6 * shares.mean():
                return False
        return _slant(inside, round(_SLANT * self._scale)) > 0.35

    def _closed(self, bars: list[Bar]) -> list[Bar]:
        """For each bar the box that it closes with the next bar below that has the same ends and sides between."""
        found = (
            next((box for box in boxes if self._page.has_sides(box, INK + 30, 0.7)), None)
            for pairs in (_pairs(bars, self._scale), _under_longer(bars, self._scale))
            for boxes in pairs
        )
        return [box for box in found if box]

    def _as_box(self, bar: Bar) -> PixelBox | None:
        scale = self._scale
        width, height = bar.right - bar.left, bar.bottom - bar.top
        if height < _LOWEST * scale or width < _NARROWEST * scale:
            return None
        if width < 40 * scale and width < _FLATTEST * height:
            return None
        return PixelBox(bar.left / scale, bar.top / scale, bar.right / scale, bar.bottom / scale, "frame")

    def _is_blank(self, box: Bar, strokes: NDArray[Any]) -> bool:
        """Whether a frame holds nothing, specks or a code: little ink, and of words no more than one small one."""
        import numpy as np

        scale = self._scale
        rows, columns = self._page.inside(box, 2.2)
        inside = self._grey[rows, columns]
        if inside.size == 0 or float((inside < INK - 60).mean()) > (0.2 if box.bottom - box.top > 8 * scale else 0.4):
            return False
        if float(np.median(inside)) < PAPER - 20:
            return False  # no paper: a part of a photograph
        tall = box.bottom - box.top > _TALL * scale
        if tall and bool(((inside < PAPER - 10).mean(axis=0) > 0.9).any()):
            return False  # a rule from top to bottom: the row of a table
        within = (strokes[:, 0] >= rows.start) & (strokes[:, 0] < rows.stop)
        within &= (strokes[:, 2] > columns.start) & (strokes[:, 1] < columns.stop)
        words = strokes[within]
        filled = np.zeros(inside.shape, dtype=bool)
        for row, left, right in words[:, :3].tolist():
            filled[row - rows.start, max(0, left - columns.start) : max(0, right - columns.start)] = True
        width, height = (box.right - box.left) / scale, (box.bottom - box.top) / scale
        across, down = float(filled.any(axis=0).sum()) / scale, float(filled.any(axis=1).sum()) / scale
        return across <= max(42.0, 0.2 * width) and down <= max(9.0, 0.6 * min(height, 20.0))


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


def _without_fields(page: PixelPage, frames: list[Bar]) -> list[Bar]:
    """``frames`` without the fields of a form: three or more of one width below each other with a label before each."""
    slack = round(page.scale)
    kept = []
    for box in frames:
        alike = [o for o in frames if abs(o.left - box.left) <= slack and abs(o.right - box.right) <= slack]
        if len({o.top for o in alike}) < 3 or not all(_is_labelled(page, o) for o in alike):
            kept.append(box)
    return kept


def _is_labelled(page: PixelPage, box: Bar) -> bool:
    """Whether there is print to the left of a box, and only paper close to it on both sides."""
    scale = page.scale
    near, far = round(_CLEAR * scale), round(_LABEL * scale)
    rows = page.grey[box.top : box.bottom]
    edge = round(1.5 * scale)
    close = (rows[:, max(0, box.left - near) : max(0, box.left - edge)], rows[:, box.right + edge : box.right + near])
    if any(part.size and float((part < INK).mean()) > 0.01 for part in close):
        return False
    label = rows[:, max(0, box.left - far) : max(0, box.left - near)]
    return label.size > 0 and float((label < INK).mean()) > 0.005


def _pairs(bars: list[Bar], scale: float) -> Iterator[list[Bar]]:
    """For each bar the boxes between it and the bars below it with the same ends, the nearest first."""
    slack = _APART * scale
    low = _LOWEST * scale
    columns: dict[int, list[Bar]] = {}
    for bar in bars:
        columns.setdefault(int(bar.left // slack), []).append(bar)
    for top in bars:
        key = int(top.left // slack)
        near = [bar for k in (key - 1, key, key + 1) for bar in columns.get(k, ())]
        below = [b for b in near if b.bottom - top.top >= low and b.top > top.top]
        below = [b for b in below if abs(b.left - top.left) <= slack and abs(b.right - top.right) <= slack]
        yield [
            Bar(min(top.left, b.left), max(top.right, b.right), top.top, b.bottom)
            for b in sorted(below, key=lambda b: b.top)
        ]


def _under_longer(bars: list[Bar], scale: float) -> Iterator[list[Bar]]:
    """For each bar the boxes of one line that it closes with a longer bar above or below: the rim of the next frame."""
    slack, high = _APART * scale, _HIGHEST * scale
    tops = [bar.top for bar in bars]
    for i, bar in enumerate(bars):
        near = bars[bisect_left(tops, bar.top - high) : bisect_right(tops, bar.top + high)]
        longer = [o for o in near if o.left <= bar.left + slack and o.right >= bar.right - slack and o is not bars[i]]
        ends = [(min(bar.top, o.top), max(bar.bottom, o.bottom)) for o in longer]
        low = _UNDER_LONGER[1] * scale if bar.right - bar.left >= _UNDER_LONGER[0] * scale else math.inf
        yield [Bar(bar.left, bar.right, *end) for end in sorted(ends, key=_height) if _height(end) >= low]


def _height(ends: tuple[int, int]) -> int:
    return ends[1] - ends[0]
