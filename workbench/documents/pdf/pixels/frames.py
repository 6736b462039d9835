# SPDX-License-Identifier: AGPL-3.0-or-later
"""White redaction boxes with a frame in the picture of a page: two dark lines with something dark down both sides."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.documents.pdf.pixels.fields import without_fields, without_stacks
from workbench.documents.pdf.pixels.frame_insides import is_blank, is_cell, is_hatched, parts_of
from workbench.documents.pdf.pixels.lines import (
    CLEAN,
    CLEAN_INK,
    DASHED_INK,
    LINE_INK,
    NEAR,
    THICKEST,
    WORD_INK,
    has_margins,
    is_dashed,
    is_print,
    line_end,
    side_width,
)
from workbench.documents.pdf.pixels.page import PixelBox, PixelPage
from workbench.documents.pdf.pixels.runs import FAINT, HIGH_BAR, INK, Bar, bars_of, strokes_of


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points.
_SHORTEST_LINE = 18.0
_LOWEST = 5.0
_NARROWEST = 20.0
_FLATTEST = 1.3  # width to height, of small ones
_APART = 3.0
_ENDS = 5.0, 9.0  # from beyond a side: there is paper inside of a frame that lacks the other
_HIGHEST = 30.0  # of a frame that shares a rim
_UNDER_LONGER = 30.0, 9.0  # width and height of a frame that shares a rim: letters close smaller ones
_MOST_BARS = 3000


def framed(page: PixelPage) -> list[PixelBox]:
    """The white boxes between two lines in a page picture."""
    return _Frames(page).boxes()


class _Frames:
    def __init__(self, page: PixelPage) -> None:
        self._page, self._grey, self._scale = page, page.grey, page.scale

    def boxes(self) -> list[PixelBox]:
        strokes = strokes_of(self._grey, self._scale, DASHED_INK / 100)
        long = strokes[strokes[:, 2] - strokes[:, 1] >= _SHORTEST_LINE * self._scale]
        long = long[(long[:, 3] >= LINE_INK) | self._is_between_paper(long)]
        bars = [b for b in bars_of(long, self._scale) if b.bottom - b.top <= THICKEST * self._scale]
        bars = sorted([*bars, *_joined(bars, self._scale)], key=lambda b: (b.top, b.left))
        words = strokes[strokes[:, 3] >= WORD_INK]
        closed = [(box, paper) for box, paper in self._closed(bars) if not is_cell(self._page, box, paper)]
        whole = (parts_of(self._page, box, paper) for box, paper in closed)
        blank = [box for parts in whole if all(self._is_empty(*part, words) for part in parts) for box, _ in parts]
        alone = without_stacks(blank, self._scale)
        return [box for box in map(self._as_box, without_fields(self._page, alone)) if box]

    def _is_empty(self, box: Bar, paper: Bar, words: NDArray[Any]) -> bool:
        between = all(self._page.beside(box))
        return is_hatched(self._page, box) or is_blank(self._page, paper, words, between=between)

    def _is_between_paper(self, strokes: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether there is next to no ink close above and below strokes: dashes, or what a fax leaves of a line."""
        rows, columns = self._grey.shape
        ink = np.zeros((rows, columns + 1), dtype=np.int32)
        np.cumsum(self._grey < FAINT, axis=1, out=ink[:, 1:])
        row, left, right = strokes[:, 0], strokes[:, 1], strokes[:, 2]
        clear = np.ones(len(strokes), dtype=bool)
        for off in (-1, 1):
            beside = (row + off * round(CLEAN * self._scale)).clip(0, rows - 1)
            clear &= ink[beside, right] - ink[beside, left] <= CLEAN_INK * (right - left)
        return clear

    def _closed(self, bars: list[Bar]) -> list[tuple[Bar, Bar]]:
        """For each bar the box that it closes with the next bar below that has the same ends and lines down its sides.

        With each goes the paper inside of its lines.
        """
        found = (
            next(((box, paper) for box in boxes if (paper := self._paper_in(box))), None)
            for pairs in (_pairs(bars, self._scale), _under_longer(bars, self._scale))
            for boxes in pairs
        )
        return [pair for pair in found if pair]

    def _paper_in(self, box: Bar) -> Bar | None:
        """What the lines of a frame enclose; None where no line runs down a side, or print begins right at one."""
        scale = self._scale
        near = round(NEAR * scale)
        first = max(0, box.left - near)
        dark = self._grey[box.top : box.bottom, first : box.right + near] < INK + 30
        dashes = is_dashed(dark[:, 2 * near : -2 * near], scale)
        left = side_width(dark[:, : 3 * near], scale, dashes=dashes)
        right = side_width(dark[:, : -3 * near - 1 : -1], scale, dashes=dashes)
        if not (left and right):
            if not (left or right) or dashes or not self._may_be_open(box, dark):
                return None
            left, right = left or near, right or near
        if dark.shape[1] - left - right < _NARROWEST / 2 * scale:
            return None
        ink = dark[:, left:-right].mean(axis=1)
        above, below = line_end(ink, scale), line_end(ink[::-1], scale)
        within = dark[:, left:-right]
        is_white = has_margins(ink, scale) and not any(is_print(rows, scale) for rows in (within, within[::-1]))
        if len(ink) - above - below < 2 or not (is_white or is_hatched(self._page, box)):
            return None
        return Bar(first + left, first + dark.shape[1] - right, box.top + above, box.bottom - below)

    def _may_be_open(self, box: Bar, dark: NDArray[np.bool_]) -> bool:
        """Whether a frame may lack a side: it is as high as a line of print and in one, with paper at its ends.

        A code stands in the middle of it, the words of a line that two rules cut begin where they do.
        """
        begin, end = (round(points * self._scale) for points in _ENDS)
        thick = round(THICKEST * self._scale)
        blank = (dark[thick:-thick, begin:end], dark[thick:-thick, -end:-begin])
        is_line = box.bottom - box.top <= HIGH_BAR * self._scale and self._page.in_line(box)
        return is_line and all(part.size and float(part.mean()) < CLEAN_INK / 5 for part in blank)

    def _as_box(self, bar: Bar) -> PixelBox | None:
        scale = self._scale
        width, height = bar.right - bar.left, bar.bottom - bar.top
        if height < _LOWEST * scale or width < _NARROWEST * scale:
            return None
        if width < 40 * scale and width < _FLATTEST * height:
            return None
        return PixelBox(bar.left / scale, bar.top / scale, bar.right / scale, bar.bottom / scale, "frame")


def _joined(bars: list[Bar], scale: float) -> list[Bar]:
    """The lines that lean, of which ``bars`` are the pieces: each goes on a row above or below the last."""
    hole, growing = NEAR * scale, dict[int, list[Bar]]()
    lines = []
    for bar in sorted(bars, key=lambda b: b.left)[:_MOST_BARS]:
        for row in range(bar.top - 2, bar.bottom + 3):
            for line in growing.get(row, ()):
                if line.left < bar.left <= line.right + hole and line.right < bar.right:
                    break
            else:
                continue
            break
        else:
            line = Bar(bar.left, bar.right, bar.top, bar.bottom)
            lines.append(line)
        line.right, line.ends = bar.right, (line.ends[0] + 1, 0)
        line.top, line.bottom = min(line.top, bar.top), max(line.bottom, bar.bottom)
        for row in range(bar.top, bar.bottom):
            growing.setdefault(row, []).append(line)
    return [line for line in lines if line.ends[0] > 1 and line.bottom - line.top <= THICKEST * scale]


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
