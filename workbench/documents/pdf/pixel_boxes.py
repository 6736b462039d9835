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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


# Everything below is in points and is multiplied by the scale of the picture.
_SHORTEST_RUN = 10.0
_SHORTEST_LINE = 18.0
_SHORTEST_WORD = 10.0
_LINE_INK = 92  # per cent of a line that is there
_HOLE = 3.0  # a break in a line of a bad copy
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
_PRINT = 14.0  # the height of a line of print inside a box
# The bars of a chart end on one line to this much; the highest is higher than any line of print.
_BASE, _CHART = 2.0, 40.0
# Tones: 0 is black. What is lighter than paper is no run; what differs less is one tone.
_BLACK = 70
_PAPER = 232
_SAME = 9
_INK = 180
_FAINT = 205  # the thinnest frames
# The lightest tenth of a page is paper, which is between these tones where it is not white yet.
_LIGHT, _PAPER_TONES = 90, (190, 251)
_MOST_RUNS = 60_000
# A tint covers this share of the page at least; mean steps from pixel to pixel that are noise;
# larger ones are the dots of a halftone or nothing but edges.
_TINTED, _NOISY, _EDGE = 0.002, (1.5, 11.0), 40


class PixelBox(NamedTuple):
    """A box in points, origin top left; ``style`` is black, grey, color or frame."""

    x0: float
    y0: float
    x1: float
    y1: float
    style: str


@dataclass(slots=True)
class _Bar:
    """Rows with common ends, in pixels; ``right`` and ``bottom`` are exclusive."""

    left: int
    right: int
    top: int
    bottom: int
    tone: int = 0


def find_pixel_boxes(picture: Pixels, scale: float) -> list[PixelBox]:
    """The redaction boxes of a page picture (rows, columns, RGB), from the top down; ``scale`` is pixels a point."""
    import numpy as np

    if scale < 1:
        return []  # nothing as thin as a frame is left in so small a picture
    mean = (picture.sum(axis=2, dtype=np.uint16) // 3).astype(np.uint8)
    page = _Page(picture, _on_white(np.minimum(picture[:, :, 1], mean)), scale)
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
        bars = _bars(_tone_runs(_calmed(self._grey), self._scale), self._scale)
        low = min(_LOWEST.values()) * self._scale
        whole = [bar for bar in bars if bar.bottom - bar.top >= low]
        joined = self._chained(bars)
        found = [self._as_box(bar, self._fill(bar)) for bar in [*whole, *joined]]
        return [box for box in found if box]

    def framed(self) -> list[PixelBox]:
        """White boxes between two lines."""
        strokes = _strokes(self._grey, self._scale)
        long = strokes[(strokes[:, 2] - strokes[:, 1] >= _SHORTEST_LINE * self._scale) & (strokes[:, 3] >= _LINE_INK)]
        long[:, 3] = 0
        bars = [b for b in _bars(long, self._scale) if b.bottom - b.top <= _THICKEST_LINE * self._scale]
        blank = [box for box in self._closed(bars, _INK + 30, 0.7) if self._is_blank(box, strokes)]
        return [box for box in (self._as_box(bar, "frame") for bar in blank) if box]

    def _chained(self, bars: list[_Bar]) -> list[_Bar]:
        """Bars of one tone and the same ends, one below the other, between which the fill goes on at both sides."""
        slack, apart = _ENDS * self._scale, _PRINT * self._scale
        chains: list[_Bar] = []
        growing: list[_Bar] = []
        for bar in bars:
            growing = [chain for chain in growing if bar.top - chain.bottom <= apart]
            for chain in growing:
                if (
                    abs(chain.left - bar.left) <= slack
                    and abs(chain.right - bar.right) <= slack
                    and abs(chain.tone - bar.tone) <= 3 * _SAME
                    and bar.bottom > chain.bottom
                    and self._has_sides(_Bar(chain.left, chain.right, chain.bottom - 1, bar.top + 1), _PAPER - 12, 0.9)
                ):
                    chain.bottom = bar.bottom
                    break
            else:
                chains.append(_Bar(bar.left, bar.right, bar.top, bar.bottom, bar.tone))
                growing.append(chains[-1])
        return chains

    def _closed(self, bars: list[_Bar], dark: int, most: float) -> list[_Bar]:
        """For each bar the box that it closes with the next bar below that has the same ends and sides between."""
        found = (
            next((box for box in boxes if self._has_sides(box, dark, most)), None)
            for boxes in _pairs(bars, self._scale)
        )
        return [box for box in found if box]

    def _as_box(self, bar: _Bar, style: str | None) -> PixelBox | None:
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

    def _has_sides(self, box: _Bar, dark: int, most: float) -> bool:
        """Whether something dark runs down both sides."""
        reach = max(2, round(_SIDE * self._scale))
        for column in (box.left, box.right):
            strip = self._grey[box.top : box.bottom, max(0, column - reach) : column + reach]
            if strip.size == 0 or float((strip.min(axis=1) < dark).mean()) < most:
                return False
        return True

    def _inside(self, box: _Bar, edge: float = 1.2) -> tuple[slice, slice]:
        inset = max(1, min(round(edge * self._scale), (box.bottom - box.top) // 3))
        return slice(box.top + inset, box.bottom - inset), slice(box.left + inset, box.right - inset)

    def _fill(self, box: _Bar) -> str | None:
        """The style of a filled box; None for white ones, photographs and slanting shapes."""
        import numpy as np

        inside = self._grey[self._inside(box)]
        if inside.size == 0:
            return None
        tone = float(np.median(inside))
        if tone >= _PAPER - 6 or float((np.abs(inside.astype(np.int16) - tone) <= 24).mean()) < 0.55:
            return None
        if tone <= _BLACK + 20 and box.right - box.left < _SMALL * self._scale and self._goes_on(box, tone):
            return None
        if self._is_amid(box, tone) or (tone > _BLACK + 20 and self._is_cut_out(box, tone)):
            return None
        # Black boxes bear long codes; tinted panels bear text, and boxes of their tint no more than a short code.
        print_ = (np.abs(inside.astype(np.int16) - tone) > 40).sum(axis=0) >= 2
        reach = np.ones(max(3, round(3 * self._scale)), dtype=int)
        across = float((np.convolve(print_, reach, "same") > 0).sum()) / self._scale
        if tone > _BLACK + 20 and across > max(44.0, 0.2 * (box.right - box.left) / self._scale):
            return None
        middle = np.median(self._picture[self._inside(box)].reshape(-1, 3), axis=0)
        if float(middle.max() - middle.min()) > 40:
            return "color"
        return "black" if tone <= _BLACK + 20 else "grey"

    def _is_cut_out(self, box: _Bar, tone: float) -> bool:
        """Whether the tint goes on to the left or right: the piece of a panel between two words."""
        import numpy as np

        near, far = round(self._scale), round(3 * self._scale)
        for first, last in ((box.left - far, box.left - near), (box.right + near, box.right + far)):
            beyond = self._grey[box.top : box.bottom, max(0, first) : max(0, last)].astype(np.int16)
            if beyond.size and float((np.abs(beyond - tone) <= _SAME).mean()) > 0.35:
                return True
        return False

    def _is_amid(self, box: _Bar, tone: float) -> bool:
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
        dark = [float((part < _PAPER - 20).mean()) > 0.6 for part in beyond]
        greys = ((part > _BLACK + 20) & (part < _PAPER - 8) & (abs(part - tone) > 12) for part in beyond)
        if sum(float(grey.mean()) > 0.5 for grey in greys) >= 2:
            return True
        return sum(dark) >= 3 or (tone <= _BLACK + 20 and sum(dark) == 2 and any(dark[2:]))

    def _goes_on(self, box: _Bar, tone: float) -> bool:
        """Whether the fill runs on above or below: the widest part of a punch hole, a blot or a letter."""
        step, inset = max(2, round(_BEYOND * self._scale)), (box.right - box.left) // 5
        for row in (box.top - step, box.bottom + step - 1):
            beyond = self._grey[max(0, row) : row + 1, box.left + inset : box.right - inset]
            if beyond.size and float((beyond < tone + 60).mean()) > 0.8:
                return True
        return False

    def _is_blank(self, box: _Bar, strokes: NDArray[Any]) -> bool:
        """Whether a frame holds nothing, specks or a code: little ink, and of words no more than one small one."""
        import numpy as np

        scale = self._scale
        rows, columns = self._inside(box, 2.2)
        inside = self._grey[rows, columns]
        if inside.size == 0 or float((inside < _INK - 60).mean()) > (0.2 if box.bottom - box.top > 8 * scale else 0.4):
            return False
        if float(np.median(inside)) < _PAPER - 20:
            return False  # no paper: a part of a photograph
        tall = box.bottom - box.top > _TALL * scale
        if tall and bool(((inside < _PAPER - 10).mean(axis=0) > 0.9).any()):
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


def _on_white(grey: Pixels) -> Pixels:
    """The picture with its tones stretched so that the paper, which a scanner has as a light grey, is white."""
    import numpy as np

    paper = int(np.percentile(grey[::8, ::8], _LIGHT))
    if not _PAPER_TONES[0] <= paper <= _PAPER_TONES[1]:
        return grey
    stretched = (np.arange(256) * (254 / paper)).clip(0, 255).astype(np.uint8)
    return np.asarray(stretched[grey], dtype=np.uint8)


def _calmed(grey: Pixels) -> Pixels:
    """The picture with the specks in black and the noise of a scanner's greys evened out."""
    import numpy as np

    sums = np.pad(grey, 1, mode="edge").astype(np.uint16)
    sums = sums[:, :-2] + sums[:, 1:-1] + sums[:, 2:]
    sums = sums[:-2] + sums[1:-1] + sums[2:]
    calm = (sums // 9).astype(np.uint8)
    grey = np.where(calm <= _BLACK, calm, grey)
    middle = grey[1::3, :].astype(np.int16)
    tinted = (middle[:, :-1] > _BLACK) & (middle[:, :-1] < _PAPER)
    steps = np.abs(np.diff(middle, axis=1))[tinted]
    # Of letters' edges every step is large: a tint is there only where many are small.
    small = steps[steps < _INK // 6]
    if small.size < _TINTED * grey.size / 3 or not _NOISY[0] <= float(small.mean()) <= _NOISY[1]:
        return grey
    # The edges of letters and boxes stay where they are.
    return np.where(np.abs(calm.astype(np.int16) - grey) > _EDGE, grey, calm)


def _tone_runs(grey: Pixels, scale: float) -> NDArray[Any]:
    """Row, first column, last column (exclusive) and tone of every long run of one tone darker than paper."""
    import numpy as np

    columns = grey.shape[1]
    # All of black is one tone: the black of a scan is noisy.
    flat = np.maximum(grey, _BLACK).astype(np.int16)
    flat[flat >= _PAPER] = 400
    flat = flat.ravel()
    cut = np.abs(np.diff(flat)) > _SAME
    cut[columns - 1 :: columns] = True
    ends = np.append(np.flatnonzero(cut) + 1, flat.size)
    starts = np.insert(ends[:-1], 0, 0)
    keep = (ends - starts >= _SHORTEST_RUN * scale) & (flat[starts] < _PAPER)
    starts, ends = starts[keep][:_MOST_RUNS], ends[keep][:_MOST_RUNS]
    row = starts // columns
    return np.stack([row, starts - row * columns, ends - row * columns, flat[(starts + ends) // 2]], axis=1)


def _strokes(grey: Pixels, scale: float) -> NDArray[Any]:
    """Row, first column, last column (exclusive) and per cent of ink of dark runs, holes closed: lines, and words."""
    import numpy as np

    columns = grey.shape[1]
    dark = grey < _FAINT
    # A line a little askew steps from row to row.
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    thick[:, -1] = False
    change = np.flatnonzero(np.diff(thick.ravel().astype(np.int8), prepend=0, append=0))
    starts, ends = change[::2], change[1::2]
    if not len(starts):
        return np.zeros((0, 4), dtype=np.int64)
    apart = (starts[1:] - ends[:-1] > _HOLE * scale) | (starts[1:] // columns != starts[:-1] // columns)
    first = np.insert(np.flatnonzero(apart) + 1, 0, 0)
    last = np.append(first[1:] - 1, len(starts) - 1)
    inked = np.add.reduceat(ends - starts, first)
    left, right = starts[first], ends[last]
    keep = (right - left >= _SHORTEST_WORD * scale) & (inked >= 0.7 * (right - left))
    left, right = left[keep][:_MOST_RUNS], right[keep][:_MOST_RUNS]
    row = left // columns
    density = 100 * inked[keep][:_MOST_RUNS] // (right - left)
    return np.stack([row, left - row * columns, right - row * columns, density], axis=1)


def _bars(runs: NDArray[Any], scale: float) -> list[_Bar]:
    """Runs of following rows that begin and end together."""
    done: list[_Bar] = []
    growing: list[_Bar] = []
    slack = max(2, round(0.7 * scale))
    now = -1
    for row, left, right, tone in runs.tolist():
        if row != now:
            now = row
            done.extend(bar for bar in growing if bar.bottom < row)
            growing = [bar for bar in growing if bar.bottom >= row]
        for bar in growing:
            if abs(bar.left - left) <= slack and abs(bar.right - right) <= slack and abs(bar.tone - tone) <= 2 * _SAME:
                bar.bottom = row + 1
                break
        else:
            growing.append(_Bar(left, right, row, row + 1, tone))
    return sorted(done + growing, key=lambda bar: (bar.top, bar.left))


def _pairs(bars: list[_Bar], scale: float) -> Iterator[list[_Bar]]:
    """For each bar the boxes between it and the bars below it with the same ends, the nearest first."""
    slack = _APART * scale
    low = min(_LOWEST.values()) * scale
    columns: dict[int, list[_Bar]] = {}
    for bar in bars:
        columns.setdefault(int(bar.left // slack), []).append(bar)
    for top in bars:
        key = int(top.left // slack)
        near = [bar for k in (key - 1, key, key + 1) for bar in columns.get(k, ())]
        below = [b for b in near if b.bottom - top.top >= low and b.top > top.top]
        below = [b for b in below if abs(b.left - top.left) <= slack and abs(b.right - top.right) <= slack]
        yield [
            _Bar(min(top.left, b.left), max(top.right, b.right), top.top, b.bottom, top.tone)
            for b in sorted(below, key=lambda b: b.top)
        ]


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
