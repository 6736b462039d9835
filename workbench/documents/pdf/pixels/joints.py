# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bars of one tone made whole, where print or round corners cut them, and parted, where two boxes touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.documents.pdf.pixels.page import PixelPage
from workbench.documents.pdf.pixels.runs import HALF, Bar, all_of, covered, stretches


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points.
_PRINT = 14.0  # the height of a line of print inside a box
_ENDS = 2.0
_NARROW, _LOW = 10.0, 4.0  # the narrowest of boxes that touch side by side, the lowest of those below each other
_ACROSS = 0.9  # of the height of a box: no letter of a code is so high
_ROUND = 0.4  # of the shorter side of a box: the bend of its corners
_WIDER_THAN_HOLES = 1.3  # times its height: a box with round corners, that it is no punch hole
_CUT, _WIDE_STROKE = (0.35, 0.985), 7.0  # of a row with white print in it; no letter has so wide a stroke
_GAP = 26  # tones by which a gap between two boxes is lighter


def with_print(page: PixelPage, bar: Bar) -> Bar:
    """A black bar with what the white print at the rim of a box cuts it off from: a side of it goes on there."""
    most, wide = round(_PRINT * page.scale), round(_ENDS * page.scale)
    dark = page.calm[max(0, bar.top - most) : bar.bottom + most, bar.left : bar.right] < HALF
    side = (dark[:, :wide].mean(axis=1) > 0.8) | (dark[:, -wide:].mean(axis=1) > 0.8)
    ink = np.where(side & ~all_of(~dark, round(_WIDE_STROKE * page.scale), 1).any(axis=1), dark.mean(axis=1), 0)
    first = min(most, bar.top)
    up, down = (_printed(rows) for rows in (ink[:first][::-1], ink[first + bar.bottom - bar.top :]))
    area = bar.area + (up + down) * (bar.right - bar.left)
    return Bar(bar.left, bar.right, bar.top - up, bar.bottom + down, bar.ends, area)


def rounded(mask: NDArray[np.bool_], bar: Bar) -> Bar:
    """A bar with what lies above and below it between round corners."""
    most = round(_ROUND * min(bar.right - bar.left, bar.bottom - bar.top))
    above = mask[max(0, bar.top - most - 1) : bar.top, bar.left : bar.right][::-1]
    below = mask[bar.bottom : bar.bottom + most + 1, bar.left : bar.right]
    up, down = (_bent(part, most) for part in (above, below))
    high = bar.bottom - bar.top + up + down
    if not (up and down) or bar.right - bar.left < _WIDER_THAN_HOLES * high:
        return bar
    area = bar.area + round((up + down) * (bar.right - bar.left) * 0.9)
    return Bar(bar.left, bar.right, bar.top - up, bar.bottom + down, bar.ends, area)


def parted(page: PixelPage, bar: Bar, tone: float | None) -> Iterator[Bar]:
    """A bar, or those of which it consists: side by side where it is of a ``tone``, and one below the other.

    What is black paper parts already: it has no ``tone`` here.
    """
    for part in [bar] if tone is None else _beside(page, bar, tone):
        yield from _below(page, part)


def _beside(page: PixelPage, bar: Bar, tone: float) -> Iterator[Bar]:
    """A bar, or those of the same height of which it consists: something else runs from rim to rim."""
    inside = page.calm[bar.top + 1 : bar.bottom - 1, bar.left : bar.right]
    lighter = inside - np.float32(tone)
    other = (abs(lighter) > _GAP / 2).mean(axis=0) > _ACROSS
    parts = stretches(~other)
    paper = (lighter > _GAP / 2).mean(axis=0) > 0.5
    # Rules part the cells of a table.
    if not all(paper[a:b].any() for (_, a), (b, _) in pairwise(parts)):
        yield bar
        return
    width = bar.right - bar.left
    if len(parts) < 2 or min(b - a for a, b in parts) < _NARROW * page.scale or covered(parts) < 0.8 * width:
        yield bar
        return
    for first, last in parts:
        area = min(bar.area * (last - first) // covered(parts), (last - first) * (bar.bottom - bar.top))
        yield Bar(bar.left + first, bar.left + last, bar.top, bar.bottom, bar.ends, area)


def _below(page: PixelPage, bar: Bar) -> Iterator[Bar]:
    """A bar, or those of the same ends of which it consists: with a line of paper or of ink between them."""
    inside = page.grey[bar.top : bar.bottom, bar.left : bar.right]
    tones = np.median(inside, axis=1) if inside.size else np.zeros(0)
    tone = float(np.median(tones)) if tones.size else 0.0
    like = (tones < tone + _GAP) & (tones > tone - 2 * _GAP)
    parts = [(a, b) for a, b in stretches(like) if b - a >= _LOW * page.scale]
    if len(parts) < 2 or covered(parts) < 0.8 * len(tones):
        yield bar
        return
    share = bar.area / max(1, (bar.bottom - bar.top) * (bar.right - bar.left))
    for first, last in parts:
        area = round(share * (last - first) * (bar.right - bar.left))
        yield Bar(bar.left, bar.right, bar.top + first, bar.top + last, bar.ends, area)


def _printed(ink: NDArray[Any]) -> int:
    """How many rows next to a black bar, given the ink in each, are of its box, which white print cuts there.

    Rows without print are those of another box.
    """
    rows = int(np.argmin(np.append(ink, 0) > _CUT[0]))
    return rows if rows and float(ink[:rows].mean()) < _CUT[1] else 0


def _bent(rows: NDArray[np.bool_], most: int) -> int:
    """How many rows of a mask, next to a box first, lie between its round corners; 0 where those are square."""
    middle = rows.shape[1] // 3
    gaps = np.flatnonzero(np.any(~rows[:, middle:-middle], axis=1))
    high = int(gaps[0]) if len(gaps) else len(rows)
    corners = rows[max(0, high - 1) : high, :3].any() or rows[max(0, high - 1) : high, -3:].any()
    return 0 if high > most or corners else high
