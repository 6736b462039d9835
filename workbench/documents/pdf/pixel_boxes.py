# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes in the picture of a page: black, grey, coloured, and white with a frame.

What all of them have in common, and letters, stamps and pen strokes have not: long runs that begin and end at the same
columns. Filled boxes are runs of one tone; frames are two dark lines, one above the other, with something dark down
both sides. What a box holds then says whether it is a redaction: nothing, specks, or a code.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.documents.pdf.pixel_runs import (
    BLACK,
    INK,
    PAPER,
    SAME,
    Bar,
    bars_of,
    calmed,
    on_white,
    strokes_of,
    tone_runs,
)


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.documents.pdf.pixel_runs import Pixels


# Everything below is in points and is multiplied by the scale of the picture.
_SHORTEST_LINE = 18.0
_LINE_INK = 92  # per cent of a line that is there
_THICKEST_LINE = 4.0
_LOWEST = {"black": 7.5, "grey": 6.5, "color": 7.5, "frame": 5.0}
_NARROWEST = {"black": 14.0, "grey": 16.0, "color": 20.0, "frame": 20.0}
_FLATTEST = {"black": 0.8, "grey": 1.3, "color": 1.3, "frame": 1.3}  # width to height, of small ones
_SMALL = 34.0
_TALL = 16.0
_BEYOND = 1.2
_SIDE = 2.0
_APART = 3.0
_RIM = 3.0
_ENDS = 1.4
# A bar with a heading in it, and its words.
_LONG_BAR, _HIGH_BAR, _SPACE, _HEADING = 90.0, 30.0, 6.0, 44.0
_UNDER_LONGER = 30.0, 9.0  # width and height of a frame that shares a rim: letters close smaller ones
_SPECK = 0.12  # of the height of a box: less ink in a column is dirt
_FRINGE = 0.04  # of the page's width on each side: dirt
_PRINT = 14.0  # the height of a line of print inside a box
# The bars of a chart end on one line to this much; the highest is higher than any line of print.
_BASE, _CHART = 2.0, 40.0


class PixelBox(NamedTuple):
    """A box in points, origin top left; ``style`` is black, grey, color or frame."""

    x0: float
    y0: float
    x1: float
    y1: float
    style: str


def find_pixel_boxes(picture: Pixels, scale: float) -> list[PixelBox]:
    """The redaction boxes of a page picture (rows, columns, RGB), from the top down; ``scale`` is pixels a point."""
    import numpy as np

    if scale < 1:
        return []  # nothing as thin as a frame is left in so small a picture
    mean = (picture.sum(axis=2, dtype=np.uint16) // 3).astype(np.uint8)
    page = _Page(picture, on_white(np.minimum(picture[:, :, 1], mean)), scale)
    found = _apart([*page.filled(), *page.framed()])
    return sorted(without_charts(found, found), key=lambda box: (box.y0, box.x0))


def without_charts(boxes: Sequence[PixelBox], filled: Sequence[PixelBox]) -> list[PixelBox]:
    """``boxes`` without the bars of a chart: three or more of the ``filled``, of unlike heights, on one base line."""
    bars = sorted((o.y1, o.y1 - o.y0) for o in filled if o.style != "frame")
    kept = []
    for box in boxes:
        first = bisect_left(bars, (box.y1 - _BASE, 0.0))
        last = bisect_right(bars, (box.y1 + _BASE, math.inf))
        heights = [height for _, height in bars[first:last]]
        if len(heights) < 3 or max(heights) < _CHART or max(heights) < 1.5 * min(heights):
            kept.append(box)
    return kept


class _Page:
    def __init__(self, picture: Pixels, grey: Pixels, scale: float) -> None:
        self._picture, self._grey, self._scale = picture, grey, scale

    def filled(self) -> list[PixelBox]:
        """Boxes of one tone; the print of a code may cut the bars they are made of."""
        bars = bars_of(tone_runs(calmed(self._grey), self._scale), self._scale)
        low = min(_LOWEST.values()) * self._scale
        whole = [bar for bar in bars if bar.bottom - bar.top >= low]
        joined = self._chained(bars)
        found = [self._as_box(bar, self._fill(bar)) for bar in [*whole, *joined]]
        return [box for box in found if box]

    def framed(self) -> list[PixelBox]:
        """White boxes between two lines."""
        strokes = strokes_of(self._grey, self._scale)
        long = strokes[(strokes[:, 2] - strokes[:, 1] >= _SHORTEST_LINE * self._scale) & (strokes[:, 3] >= _LINE_INK)]
        long[:, 3] = 0
        bars = [b for b in bars_of(long, self._scale) if b.bottom - b.top <= _THICKEST_LINE * self._scale]
        blank = [box for box in self._closed(bars) if self._is_blank(box, strokes)]
        return [box for box in (self._as_box(bar, "frame") for bar in blank) if box]

    def _chained(self, bars: list[Bar]) -> list[Bar]:
        """Bars of one tone and the same ends, one below the other, between which the fill goes on at both sides."""
        chains: list[Bar] = []
        growing: list[Bar] = []
        for bar in bars:
            growing = [chain for chain in growing if bar.top - chain.bottom <= _PRINT * self._scale]
            whole = next((chain for chain in growing if self._goes_into(chain, bar)), None)
            if whole:
                whole.bottom = bar.bottom
                if bar.bottom - bar.top > 1:  # the row at the edge of a box is half paper
                    whole.tone = bar.tone
            else:
                chains.append(Bar(bar.left, bar.right, bar.top, bar.bottom, bar.tone))
                growing.append(chains[-1])
        return chains

    def _goes_into(self, above: Bar, bar: Bar) -> bool:
        """Whether two bars are of one box: with print between them, but no line from side to side."""
        slack = _ENDS * self._scale
        if (
            abs(above.left - bar.left) > slack
            or abs(above.right - bar.right) > slack
            or abs(above.tone - bar.tone) > 3 * SAME
            or bar.bottom <= above.bottom
        ):
            return False
        between = Bar(above.left, above.right, above.bottom - 1, bar.top + 1)
        inside = self._grey[between.top : between.bottom, between.left : between.right]
        if bool(((abs(inside.clip(BLACK).astype("int16") - above.tone) > 3 * SAME).mean(axis=1) > 0.9).any()):
            return False
        return self._has_sides(between, PAPER - 12, 0.9) and not self._is_cut_out(between, above.tone)

    def _closed(self, bars: list[Bar]) -> list[Bar]:
        """For each bar the box that it closes with the next bar below that has the same ends and sides between."""
        found = (
            next((box for box in boxes if self._has_sides(box, INK + 30, 0.7)), None)
            for pairs in (_pairs(bars, self._scale), _under_longer(bars, self._scale))
            for boxes in pairs
        )
        return [box for box in found if box]

    def _as_box(self, bar: Bar, style: str | None) -> PixelBox | None:
        rows, columns = self._grey.shape
        scale, rim = self._scale, _RIM * self._scale
        if style is None or (bar.bottom - bar.top) < _LOWEST[style] * scale:
            return None
        width, height = bar.right - bar.left, bar.bottom - bar.top
        if width < _NARROWEST[style] * scale or (width < 40 * scale and width < _FLATTEST[style] * height):
            return None
        # The dark rim that a copier leaves, and bars that run off the page.
        if style != "frame" and (bar.left < rim or bar.right > columns - rim or bar.bottom > rows - rim):
            return None
        return PixelBox(bar.left / scale, bar.top / scale, bar.right / scale, bar.bottom / scale, style)

    def _has_sides(self, box: Bar, dark: int, most: float) -> bool:
        """Whether something dark runs down both sides."""
        reach = max(2, round(_SIDE * self._scale))
        for column in (box.left, box.right):
            strip = self._grey[box.top : box.bottom, max(0, column - reach) : column + reach]
            if strip.size == 0 or float((strip.min(axis=1) < dark).mean()) < most:
                return False
        return True

    def _inside(self, box: Bar, edge: float = 1.2) -> tuple[slice, slice]:
        inset = max(1, min(round(edge * self._scale), (box.bottom - box.top) // 3))
        return slice(box.top + inset, box.bottom - inset), slice(box.left + inset, box.right - inset)

    def _fill(self, box: Bar) -> str | None:
        """The style of a filled box; None for white ones, photographs and slanting shapes."""
        import numpy as np

        inside = self._grey[self._inside(box)]
        if inside.size == 0:
            return None
        tone = float(np.median(inside))
        if tone >= PAPER - 6 or float((np.abs(inside.astype(np.int16) - tone) <= 24).mean()) < 0.55:
            return None
        if tone <= BLACK + 20 and box.right - box.left < _SMALL * self._scale and self._goes_on(box, tone):
            return None
        if self._is_amid(box, tone) or (tone > BLACK + 20 and self._is_cut_out(box, tone)):
            return None
        # Black boxes bear long codes; tinted panels bear text, and boxes of their tint no more than a short code.
        other = (np.abs(inside.astype(np.int16) - tone) > 40).sum(axis=0)
        print_ = other >= 2
        reach = np.ones(max(3, round(3 * self._scale)), dtype=int)
        across = float((np.convolve(print_, reach, "same") > 0).sum()) / self._scale
        if tone > BLACK + 20 and across > max(44.0, 0.2 * (box.right - box.left) / self._scale):
            return None
        if self._is_heading(box, other > _SPECK * inside.shape[0]):
            return None
        middle = np.median(self._picture[self._inside(box)].reshape(-1, 3), axis=0)
        if float(middle.max() - middle.min()) > 40:
            return "color"
        return "black" if tone <= BLACK + 20 else "grey"

    def _is_heading(self, box: Bar, print_: NDArray[np.bool_]) -> bool:
        """Whether a long bar that stands alone on its line has words at its left end only, or in several places.

        Headings and the first rows of tables do; a code is short, and stands in the middle or fills its box.
        """
        import numpy as np

        width, height = (box.right - box.left) / self._scale, (box.bottom - box.top) / self._scale
        if width < _LONG_BAR or height > _HIGH_BAR:
            return False
        wide = np.convolve(print_, np.ones(max(3, round(_SPACE * self._scale)), dtype=int), "same") > 0
        edges = np.diff(np.concatenate(([0], wide.astype(np.int8), [0])))
        starts, ends = np.flatnonzero(edges == 1) / self._scale, np.flatnonzero(edges == -1) / self._scale
        if not len(starts):
            return False
        in_cells = len(starts) >= 3 and ends[-1] - starts[0] > 0.5 * width
        at_left = starts[0] < _SPACE * 2 and _HEADING < ends[-1] < 0.7 * width
        return (in_cells or at_left) and self._is_alone(box)

    def _is_alone(self, box: Bar) -> bool:
        """Whether there is nothing but paper to the left and right of its middle, up to the rim of the page."""
        rim, apart = round(_FRINGE * self._grey.shape[1]), round(_SPACE * self._scale)
        third = (box.bottom - box.top) // 3
        rows = self._grey[box.top + third : box.bottom - third]
        beside = (rows[:, rim : max(rim, box.left - apart)], rows[:, box.right + apart : -rim])
        return not any(part.size and bool((part < INK).any(axis=1).mean() > 0.5) for part in beside)

    def _is_cut_out(self, box: Bar, tone: float) -> bool:
        """Whether the tint goes on to the left or right: the piece of a panel between two words."""
        import numpy as np

        near, far = round(self._scale), round(3 * self._scale)
        for first, last in ((box.left - far, box.left - near), (box.right + near, box.right + far)):
            beyond = self._grey[box.top : box.bottom, max(0, first) : max(0, last)].astype(np.int16)
            if beyond.size and float((np.abs(beyond - tone) <= SAME).mean()) > 0.35:
                return True
        return False

    def _is_amid(self, box: Bar, tone: float) -> bool:
        """Whether it is a patch of a photograph: with paper on one side at most, or other greys on two.

        A line of boxes that touch those above and below has paper to the left and right.
        """
        near, far = round(self._scale), round(3 * self._scale)
        rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
        sides = (
            (slice(max(0, box.top - far), max(0, box.top - near)), columns),
            (slice(box.bottom + near, box.bottom + far), columns),
            (rows, slice(max(0, box.left - far), max(0, box.left - near))),
            (rows, slice(box.right + near, box.right + far)),
        )
        beyond = [part for part in (self._grey[side] for side in sides) if part.size]
        dark = [float((part < PAPER - 20).mean()) > 0.6 for part in beyond]
        greys = ((part > BLACK + 20) & (part < PAPER - 8) & (abs(part - tone) > 12) for part in beyond)
        if sum(float(grey.mean()) > 0.5 for grey in greys) >= 2:
            return True
        return sum(dark) >= 3 or (tone <= BLACK + 20 and sum(dark) == 2 and any(dark[2:]))

    def _goes_on(self, box: Bar, tone: float) -> bool:
        """Whether the fill runs on above or below: the widest part of a punch hole, a blot or a letter."""
        step, inset = max(2, round(_BEYOND * self._scale)), (box.right - box.left) // 5
        for row in (box.top - step, box.bottom + step - 1):
            beyond = self._grey[max(0, row) : row + 1, box.left + inset : box.right - inset]
            if beyond.size and float((beyond < tone + 60).mean()) > 0.8:
                return True
        return False

    def _is_blank(self, box: Bar, strokes: NDArray[Any]) -> bool:
        """Whether a frame holds nothing, specks or a code: little ink, and of words no more than one small one."""
        import numpy as np

        scale = self._scale
        rows, columns = self._inside(box, 2.2)
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


def _pairs(bars: list[Bar], scale: float) -> Iterator[list[Bar]]:
    """For each bar the boxes between it and the bars below it with the same ends, the nearest first."""
    slack = _APART * scale
    low = min(_LOWEST.values()) * scale
    columns: dict[int, list[Bar]] = {}
    for bar in bars:
        columns.setdefault(int(bar.left // slack), []).append(bar)
    for top in bars:
        key = int(top.left // slack)
        near = [bar for k in (key - 1, key, key + 1) for bar in columns.get(k, ())]
        below = [b for b in near if b.bottom - top.top >= low and b.top > top.top]
        below = [b for b in below if abs(b.left - top.left) <= slack and abs(b.right - top.right) <= slack]
        yield [
            Bar(min(top.left, b.left), max(top.right, b.right), top.top, b.bottom, top.tone)
            for b in sorted(below, key=lambda b: b.top)
        ]


def _under_longer(bars: list[Bar], scale: float) -> Iterator[list[Bar]]:
    """For each bar the boxes of one line that it closes with a longer bar above or below: the rim of the next frame."""
    slack, high = _APART * scale, _HIGH_BAR * scale
    tops = [bar.top for bar in bars]
    for i, bar in enumerate(bars):
        near = bars[bisect_left(tops, bar.top - high) : bisect_right(tops, bar.top + high)]
        longer = [o for o in near if o.left <= bar.left + slack and o.right >= bar.right - slack and o is not bars[i]]
        ends = [(min(bar.top, o.top), max(bar.bottom, o.bottom)) for o in longer]
        low = _UNDER_LONGER[1] * scale if bar.right - bar.left >= _UNDER_LONGER[0] * scale else math.inf
        yield [Bar(bar.left, bar.right, *end, bar.tone) for end in sorted(ends, key=_height) if _height(end) >= low]


def _height(ends: tuple[int, int]) -> int:
    return ends[1] - ends[0]


def _apart(boxes: list[PixelBox]) -> list[PixelBox]:
    """Largest first, without those that lie half or more in others: frames of codes, rows around their print."""
    kept: list[PixelBox] = []
    for box in sorted(boxes, key=lambda b: -_area(b)):
        shared = sum(
            max(0.0, min(box.x1, o.x1) - max(box.x0, o.x0)) * max(0.0, min(box.y1, o.y1) - max(box.y0, o.y0))
            for o in kept
        )
        if shared < 0.5 * _area(box):
            kept.append(box)
    return kept


def _area(box: PixelBox) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)
