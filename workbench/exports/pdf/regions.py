# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where boxes are drawn for withheld lines: in the empty space between what is kept, never around what was there.

A box reaches from the kept line above to the kept line below, and across the whole column. Lines withheld one after the
other lie in the same empty space and share one box: how many there were shows only as far as the kept lines stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


Rect = tuple[float, float, float, float]
Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

# How far letters reach above and below their baseline, as a share of the font size.
ASCENT, DESCENT = 0.74, 0.24
_MARGIN = 36.0  # points: where a box ends when nothing kept lies beyond it
_LEAST = 5.0  # points: a box is never thinner than this


class Column(NamedTuple):
    """A column of print, from edge to edge in points."""

    x0: float
    x1: float


def columns(kept: Sequence[Rect], width: float) -> list[Column]:
    """The columns of a page of ``width`` points, by the boxes of its kept lines; at least one."""
    if not kept:
        return [Column(0.12 * width, 0.88 * width)]
    # Words may run over the edges of their page; what is drawn there nobody sees.
    left, right = max(0.0, min(r[0] for r in kept)), min(width, max(r[2] for r in kept))
    narrow = [r for r in kept if r[2] - r[0] < 0.55 * (right - left)]
    found = [
        column for column, lines in _clusters(narrow) if lines >= 4 and column.x1 - column.x0 > 0.2 * (right - left)
    ]
    return found if len(found) > 1 else [Column(left, max(right, min(0.88 * width, left + 0.5 * width)))]


def _clusters(rects: Sequence[Rect]) -> list[tuple[Column, int]]:
    """Stretches of the width that lines share, and how many lines.

    One line in ten may reach over the white between two of them: a running head, a page number in the middle.
    """
    edges = sorted(edge for x0, _, x1, _ in rects for edge in ((x0 + 1, 1), (max(x0 + 1, x1 - 1), -1)))
    few, covered, stretches = len(rects) // 10, 0, list[Column]()
    for (x, step), (after, _) in pairwise(edges):
        covered += step
        if covered > few:
            joined = bool(stretches) and stretches[-1].x1 == x
            stretches[-1:] = [Column(stretches[-1].x0, after)] if joined else [*stretches[-1:], Column(x, after)]
    found = []
    for number, (x0, x1) in enumerate(stretches):
        others = [*stretches[:number], *stretches[number + 1 :]]
        own = [
            r for r in rects if r[0] < x1 and r[2] > x0 and not any(r[0] < b - 1 and r[2] > a + 1 for a, b in others)
        ]
        if own:
            found.append((Column(min(r[0] for r in own), max(r[2] for r in own)), len(own)))
    return found


def column_of(x: float, found: Sequence[Column]) -> Column:
    """The column in which a line that starts at ``x`` stands."""
    return min(found, key=lambda c: 0.0 if c.x0 - 2 <= x <= c.x1 else min(abs(c.x0 - x), abs(c.x1 - x)))


def region(seed: tuple[float, float, float], obstacles: Sequence[Rect], column: Column, height: float) -> Rect:
    """The empty rectangle around ``seed`` (x, baseline, font size) between ``obstacles`` on a page of ``height``."""
    x, baseline, size = seed
    top, bottom = baseline - ASCENT * size * 0.7, baseline - 0.1 * size
    x0, x1 = column
    for left, high, right, low in obstacles:
        if high < bottom and low > top:
            if right <= x + 1:
                x0 = max(x0, right + 3)
            if left > x:
                x1 = min(x1, left - 3)
    if x1 - x0 < _LEAST:
        x0, x1 = column
    # Counted from the middle of the letters, so that lines set tight above and below are still above and below.
    middle = (top + bottom) / 2
    y0, y1 = min(_MARGIN, top), max(height - _MARGIN, bottom)
    for left, high, right, low in obstacles:
        if left < x1 and right > x0:
            if (high + low) / 2 < middle:
                y0 = max(y0, low)
            else:
                y1 = min(y1, high)
    if y1 - y0 < _LEAST:
        y0, y1 = middle - _LEAST / 2, middle + _LEAST / 2
    return round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)


def stands_in(seed: tuple[float, float, float], rect: Rect) -> bool:
    """Whether the line that begins at ``seed`` (x, baseline, font size) stands in ``rect``."""
    x, baseline, size = seed
    return rect[0] - 1 <= x < rect[2] and rect[1] <= baseline - ASCENT * size / 2 <= rect[3]


def touches(rect: Rect, other: Rect, by: float = 0.0) -> bool:
    """Whether two rectangles come closer than ``by`` points."""
    return rect[0] < other[2] + by and rect[2] > other[0] - by and rect[1] < other[3] + by and rect[3] > other[1] - by
