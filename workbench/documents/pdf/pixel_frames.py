# SPDX-License-Identifier: AGPL-3.0-or-later
"""White redaction boxes with a frame in the picture of a page: two dark lines with something dark down both sides."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workbench.documents.pdf.pixel_fields import without_fields, without_stacks
from workbench.documents.pdf.pixel_page import PixelBox, PixelPage
from workbench.documents.pdf.pixel_runs import FAINT, INK, PAPER, Bar, bars_of, strokes_of


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# In points.
_SHORTEST_LINE = 18.0
_THICKEST_LINE = 4.0
_LOWEST = 5.0
_NARROWEST = 20.0
_FLATTEST = 1.3  # width to height, of small ones
_APART = 3.0
_HIGHEST = 30.0  # of a frame that shares a rim
_LOW = 9.0
# A thick line, and how unlike its columns may be.
_THICK, _UNEVEN = 1.95, 0.1
_FRAYED = 0.1  # the ink of the last row of a line that leans
_NEAR = 2.0  # a side runs so close to the ends of the lines above and below; a leaning one within so many rows
_STRAIGHT = 40.0
# Per cent of a line that is there; of one of dashes, or that a fax has left; of a word.
_LINE_INK, _DASHED_INK, _WORD_INK = 92, 40, 70
# So far aside of a line of dashes there is as little ink; inside of a frame there is a margin.
_CLEAN, _CLEAN_INK, _MARGIN, _MARGIN_INK = 1.5, 0.15, 1.2, 0.2
# The widest and the highest code in a frame: of one line, and of more.
_CODE = 42.0, 9.0
# Lines go on beyond a corner from here to there, so far aside.
_BESIDE, _SIDE = (2.0, 9.0), 1.0
# The ink of a hatched frame; the width of a part with as much ink as others; the rows in which a slant is seen.
_HATCHED, _HATCH, _SLANT = (0.08, 0.75), 5.0, 3.5
_BLANK = 0.15  # of a frame is paper, beside a code
_HATCHED_PAPER = 0.1  # a photograph has less
_MOST_BARS = 3000
_UNDER_LONGER = 30.0, 9.0  # width and height of a frame that shares a rim: letters close smaller ones


def framed(page: PixelPage) -> list[PixelBox]:
    """The white boxes between two lines in a page picture."""
    return _Frames(page).boxes()


class _Frames:
    def __init__(self, page: PixelPage) -> None:
        self._page, self._grey, self._scale = page, page.grey, page.scale

    def boxes(self) -> list[PixelBox]:
        strokes = strokes_of(self._grey, self._scale, _DASHED_INK / 100)
        long = strokes[strokes[:, 2] - strokes[:, 1] >= _SHORTEST_LINE * self._scale]
        long = long[(long[:, 3] >= _LINE_INK) | self._is_between_paper(long)]
        bars = [b for b in bars_of(long, self._scale) if b.bottom - b.top <= _THICKEST_LINE * self._scale]
        bars = sorted([*bars, *_joined(bars, self._scale)], key=lambda b: (b.top, b.left))
        words = strokes[strokes[:, 3] >= _WORD_INK]
        closed = [(box, paper) for box, paper in self._closed(bars) if not self._is_cell(box, paper)]
        blank = [box for box, paper in closed if self._is_hatched(box) or self._is_blank(paper, words)]
        alone = without_stacks(blank, self._scale)
        return [box for box in map(self._as_box, without_fields(self._page, alone)) if box]

    def _is_between_paper(self, strokes: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether there is next to no ink close above and below strokes: dashes, or what a fax leaves of a line."""
        import numpy as np

        rows, columns = self._grey.shape
        ink = np.zeros((rows, columns + 1), dtype=np.int32)
        np.cumsum(self._grey < FAINT, axis=1, out=ink[:, 1:])
        row, left, right = strokes[:, 0], strokes[:, 1], strokes[:, 2]
        clear = np.ones(len(strokes), dtype=bool)
        for off in (-1, 1):
            beside = (row + off * round(_CLEAN * self._scale)).clip(0, rows - 1)
            clear &= ink[beside, right] - ink[beside, left] <= _CLEAN_INK * (right - left)
        return clear

    def _is_cell(self, box: Bar, paper: Bar) -> bool:
        """Whether the lines of a frame go on beyond three of its corners, to the side too: a cell of a table.

        A line that leans is, at its end, somewhere between the ``box`` and the ``paper`` in it.
        """
        near, far = round(_BESIDE[0] * self._scale), round(_BESIDE[1] * self._scale)
        wide = max(1, round(_SIDE * self._scale))
        down = across = 0
        for row, inner, out in ((box.top, paper.top, -1), (box.bottom, paper.bottom, 1)):
            for column, within, aside in ((box.left, paper.left, -1), (box.right, paper.right, 1)):
                left, right = max(0, min(column, within) - wide), max(column, within) + wide
                above, below = max(0, min(row, inner) - wide), max(row, inner) + wide
                rows = slice(*sorted((max(0, row + out * near), max(0, row + out * far))))
                columns = slice(*sorted((max(0, column + aside * near), max(0, column + aside * far))))
                upright = self._grey[rows, left:right] < INK + 30
                level = self._grey[above:below, columns] < INK + 30
                goes_across = level.size > 0 and bool(level.any(axis=0).mean() > 0.9)
                down += goes_across or (upright.size > 0 and bool(upright.any(axis=1).mean() > 0.9))
                across += goes_across
        return down >= 3 and across >= 2

    def _is_hatched(self, box: Bar) -> bool:
        """Whether slanting lines fill a frame: as much ink in each part of its width, and of its height."""
        import numpy as np

        rows, columns = self._page.inside(box, 2.2)
        tones = self._grey[rows, columns]
        if tones.size == 0 or float((tones > PAPER).mean()) < _HATCHED_PAPER:
            return False
        inside = tones < INK
        if min(inside.shape) < 4 * self._scale or not _HATCHED[0] < float(inside.mean()) < _HATCHED[1]:
            return False
        for axis, size in ((0, 2 * _HATCH), (1, _HATCH)):
            parts = np.array_split(inside.mean(axis=axis), max(2, int(inside.shape[1 - axis] / size / self._scale)))
            shares = np.array([part.mean() for part in parts])
            if float(shares.min()) < 0.6 * shares.mean() or float(shares.max()) > 1.6 * shares.mean():
                return False
        return _slant(inside, round(_SLANT * self._scale)) > 0.35

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
        near = round(_NEAR * self._scale)
        first = max(0, box.left - near)
        dark = self._grey[box.top : box.bottom, first : box.right + near] < INK + 30
        dashes = self._is_dashed(dark[:, 2 * near : -2 * near])
        left = self._side(dark[:, : 3 * near], dashes)
        right = left and self._side(dark[:, : -3 * near - 1 : -1], dashes)
        if not right or dark.shape[1] - left - right < _NARROWEST / 2 * self._scale:
            return None
        ink = dark[:, left:-right].mean(axis=1)
        above, below = self._end(ink), self._end(ink[::-1])
        within = dark[:, left:-right]
        lines = within[:above], within[len(ink) - below :]
        is_white = self._has_margins(ink) and not any(map(self._is_print, lines))
        if len(ink) - above - below < 2 or not (is_white or self._is_hatched(box)):
            return None
        return Bar(first + left, first + dark.shape[1] - right, box.top + above, box.bottom - below)

    def _is_print(self, line: NDArray[np.bool_]) -> bool:
        """Whether what looks like a thick line is a row of heavy print: not as thick in all columns."""
        thick = line.sum(axis=0)
        thick = thick[thick > 0]
        return thick.size > 0 and bool(thick.mean() > _THICK * self._scale and thick.std() > _UNEVEN * thick.mean())

    def _is_dashed(self, dark: NDArray[np.bool_]) -> bool:
        """Whether the lines above and below are broken: then those down the sides may be; blots of print are not."""
        if dark.size == 0:
            return False
        thick = max(1, round(_THICKEST_LINE * self._scale))
        most = max(int(rows.sum(axis=1).max()) for rows in (dark[:thick], dark[-thick:]))
        return bool(100 * most < _LINE_INK * dark.shape[1])

    def _has_margins(self, ink: NDArray[Any]) -> bool:
        """Whether paper lies between the lines of a frame and the print in it: above and below, in low ones at one.

        The tops and the feet of letters are no lines: their stems go on from there.
        """
        edge = max(1, round(_MARGIN * self._scale)) + 1
        clear = sorted(
            float(rows[end : end + edge].min(initial=1.0)) for rows in (ink, ink[::-1]) for end in (self._line(rows),)
        )
        return (
            clear[1] <= (_MARGIN_INK if len(ink) > _LOW * self._scale else 2 * _MARGIN_INK) and clear[0] <= _MARGIN_INK
        )

    def _side(self, strip: NDArray[np.bool_], dashes: bool) -> int:
        """How many columns of a strip, from the outside, a line takes up that runs down all of it; 0: there is none.

        It may be broken (``dashes``) where there is next to no ink beside it.
        """
        import numpy as np

        deepest = 0
        for part in np.array_split(strip, max(1, round(len(strip) / _STRAIGHT / self._scale))):
            ink = (part[:, 1:] | part[:, :-1]).mean(axis=0)
            at = int(ink.argmax())
            beside = at + round(_CLEAN * self._scale)
            clean = part[:, beside : beside + round(_NEAR / 2 * self._scale)]
            broken = dashes and clean.size > 0 and float(clean.mean(axis=0).min()) <= _CLEAN_INK
            if 100 * ink[at] < (_DASHED_INK if broken else _WORD_INK):
                return 0
            deepest = max(deepest, at + 1 + self._end(part.mean(axis=0)[at + 1 :]))
        return deepest

    def _end(self, ink: NDArray[Any]) -> int:
        """How many of the first rows or columns, given the ink in each, a line takes up with those that it fringes."""
        end = self._line(ink)
        while end < min(len(ink), _THICKEST_LINE * self._scale) and _FRAYED < ink[end] < ink[end - 1]:
            end += 1
        return end

    def _line(self, ink: NDArray[Any]) -> int:
        """Where the first line among rows or columns ends, given the ink in each."""
        import numpy as np

        near = ink[: round(_THICKEST_LINE * self._scale)] > _DASHED_INK / 100
        first = int(near.argmax())
        gaps = np.flatnonzero(~near[first:])
        return first + int(gaps[0]) if len(gaps) else len(near)

    def _as_box(self, bar: Bar) -> PixelBox | None:
        scale = self._scale
        width, height = bar.right - bar.left, bar.bottom - bar.top
        if height < _LOWEST * scale or width < _NARROWEST * scale:
            return None
        if width < 40 * scale and width < _FLATTEST * height:
            return None
        return PixelBox(bar.left / scale, bar.top / scale, bar.right / scale, bar.bottom / scale, "frame")

    def _is_blank(self, paper: Bar, words: NDArray[Any]) -> bool:
        """Whether a frame holds nothing, specks or a code: little ink, and of words no more than one small one."""
        import numpy as np

        scale = self._scale
        rows, columns = slice(paper.top + 1, paper.bottom - 1), slice(paper.left + 1, paper.right - 1)
        inside = self._grey[rows, columns]
        width, height = (paper.right - paper.left) / scale, (paper.bottom - paper.top) / scale
        if inside.size == 0 or float((inside < INK - 60).mean()) > (0.2 if height > 8 else 0.4):
            return False
        if float((self._page.calm[rows, columns] > self._page.paper).mean()) < _BLANK:
            return False  # no paper: a part of a photograph, a stippled tint
        aside = round(_NEAR * scale)
        across = self._grey[paper.top : paper.bottom, paper.left + aside : paper.right - aside]
        if bool(((across < PAPER - 10).mean(axis=0) > 0.97).any()):
            return False  # a rule from top to bottom: the row of a table
        within = (words[:, 0] >= rows.start) & (words[:, 0] < rows.stop)
        within &= (words[:, 2] > columns.start) & (words[:, 1] < columns.stop)
        filled = np.zeros(inside.shape, dtype=bool)
        for row, left, right in words[within][:, :3].tolist():
            filled[row - rows.start, max(0, left - columns.start) : max(0, right - columns.start)] = True
        wide, down = float(filled.any(axis=0).sum()) / scale, float(filled.any(axis=1).sum()) / scale
        return wide <= max(_CODE[0], 0.2 * width) and down <= max(_CODE[1], 0.6 * min(height, 20.0))


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


def _joined(bars: list[Bar], scale: float) -> list[Bar]:
    """The lines that lean, of which ``bars`` are the pieces: each goes on a row above or below the last."""
    hole, growing = _NEAR * scale, dict[int, list[Bar]]()
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
    return [line for line in lines if line.ends[0] > 1 and line.bottom - line.top <= _THICKEST_LINE * scale]


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
