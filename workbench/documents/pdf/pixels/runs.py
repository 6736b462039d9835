# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the boxes of a page picture are made of: runs of one tone, dark strokes, and the bars that runs stack up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


# Tones: 0 is black. What is lighter than paper is no tint.
BLACK = 70
PAPER = 232
INK = 180
FAINT = 205  # the thinnest frames
HALF = 145  # the edge of what is black
SAME, LIKE = 9, 24  # what differs less is one tone, or one with the grain of a scan
PRINTED = 40  # what is printed in a box differs by more
# In points: the outline of a box; the height of the highest that is one line of print.
EDGE, HIGH_BAR = 2.2, 30.0
# In points, multiplied by the scale of the picture.
_SHORTEST_RUN = 10.0
_SHORTEST_WORD = 10.0
_HOLE = 3.0  # a break in a line of a bad copy
# The lightest tenth of a page is paper, which is between these tones where it is not white yet.
_LIGHT, _PAPER_TONES = 90, (150, 251)
_MOST_RUNS = 60_000


@dataclass(slots=True)
class Bar:
    """Rows with common ends, in pixels; ``right`` and ``bottom`` are exclusive.

    ``ends`` are those of its last row, ``area`` the pixels of all its rows.
    """

    left: int
    right: int
    top: int
    bottom: int
    ends: tuple[int, int] = (0, 0)
    area: int = 0

    def add(self, left: int, right: int, row: int) -> None:
        """A row more, or another run of the last row."""
        self.area += 0 if self.bottom > row else right - left
        self.bottom, self.ends = row + 1, (left, right)
        self.left, self.right = min(self.left, left), max(self.right, right)


def on_white(grey: Pixels) -> Pixels:
    """The picture with its tones stretched so that the paper, which a scanner has as a light grey, is white."""
    paper = int(np.percentile(grey[::8, ::8], _LIGHT))
    if not _PAPER_TONES[0] <= paper <= _PAPER_TONES[1]:
        return grey
    stretched = (np.arange(256) * (254 / paper)).clip(0, 255).astype(np.uint8)
    return np.asarray(stretched[grey], dtype=np.uint8)


def calmed(grey: Pixels) -> Pixels:
    """The mean of each pixel and those around it."""
    sums = np.pad(grey, 1, mode="edge").astype(np.uint16)
    sums = sums[:, :-2] + sums[:, 1:-1] + sums[:, 2:]
    sums = sums[:-2] + sums[1:-1] + sums[2:]
    return np.asarray(sums // 9, dtype=np.uint8)


def solid(mask: NDArray[np.bool_], height: int, width: int) -> NDArray[np.bool_]:
    """``mask`` without what is lower or narrower than so many pixels: letters, rules, and words that touch a box."""
    core = mask
    for axis, size in enumerate((height, width)):
        core = all_of(core, size, axis)
    # Back to where it was: every place that a rectangle of that size inside the mask covers.
    grown = np.zeros_like(mask)
    rows, columns = core.shape
    grown[:rows, :columns] = core
    for axis, size in enumerate((height, width)):
        grown = ~all_of(~grown, size, axis, before=True)
    return grown


def all_of(mask: NDArray[np.bool_], size: int, axis: int, *, before: bool = False) -> NDArray[np.bool_]:
    """Whether this and the ``size`` - 1 next pixels along an axis are set, or those ``before`` (none past the rim)."""
    if before:
        pad = [(0, 0), (0, 0)]
        pad[axis] = (size - 1, 0)
        mask = np.pad(mask, pad, constant_values=True)
    if axis:
        mask = mask.T
    done = 1
    while done < size:
        step = min(done, size - done)
        mask = mask[:-step] & mask[step:]
        done += step
    return mask.T if axis else mask


def stretches(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and the last place (exclusive) of every run of a row of a mask."""
    return list(zip(*(edges.tolist() for edges in _edges(mask)), strict=True))


def _edges(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    change = np.flatnonzero(np.diff(mask.ravel().astype(np.int8), prepend=0, append=0))
    return change[::2], change[1::2]


def mask_runs(mask: NDArray[np.bool_], scale: float) -> NDArray[Any]:
    """Row, first column, last column (exclusive) and 0 of every long run of a mask."""
    columns = mask.shape[1]
    flat = mask.copy()
    flat[:, -1] = False
    starts, ends = _edges(flat)
    keep = ends - starts >= _SHORTEST_RUN * scale
    starts, ends = starts[keep][:_MOST_RUNS], ends[keep][:_MOST_RUNS]
    row = starts // columns
    return np.stack([row, starts - row * columns, ends - row * columns, np.zeros_like(row)], axis=1)


def strokes_of(grey: Pixels, scale: float, least: float = 0.7) -> NDArray[Any]:
    """Row, first column, last column (exclusive) and per cent of ink of dark runs, holes closed: lines, and words.

    ``least`` is how much of them is ink.
    """
    columns = grey.shape[1]
    dark = grey < FAINT
    # A line a little askew steps from row to row.
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    thick[:, -1] = False
    starts, ends = _edges(thick)
    if not len(starts):
        return np.zeros((0, 4), dtype=np.int64)
    apart = (starts[1:] - ends[:-1] > _HOLE * scale) | (starts[1:] // columns != starts[:-1] // columns)
    first = np.insert(np.flatnonzero(apart) + 1, 0, 0)
    last = np.append(first[1:] - 1, len(starts) - 1)
    inked = np.add.reduceat(ends - starts, first)
    left, right = starts[first], ends[last]
    keep = (right - left >= _SHORTEST_WORD * scale) & (inked >= least * (right - left))
    left, right = left[keep][:_MOST_RUNS], right[keep][:_MOST_RUNS]
    row = left // columns
    density = 100 * inked[keep][:_MOST_RUNS] // (right - left)
    return np.stack([row, left - row * columns, right - row * columns, density], axis=1)


def bars_of(runs: NDArray[Any], scale: float) -> list[Bar]:
    """Runs of following rows of which each begins and ends where the last did, or nearly: sides may lean."""
    done: list[Bar] = []
    growing: list[Bar] = []
    slack = max(2, round(0.7 * scale))
    now = -1
    for row, left, right, _ in runs.tolist():
        if row != now:
            now = row
            done.extend(bar for bar in growing if bar.bottom < row)
            growing = [bar for bar in growing if bar.bottom >= row]
        for bar in growing:
            if abs(bar.ends[0] - left) <= slack and abs(bar.ends[1] - right) <= slack:
                bar.add(left, right, row)
                break
        else:
            growing.append(Bar(left, right, row, row + 1, (left, right), right - left))
    return sorted(done + growing, key=lambda bar: (bar.top, bar.left))


def covered(parts: list[tuple[int, int]]) -> int:
    """How many rows or columns the parts, each from its first to behind its last, have together."""
    return sum(last - first for first, last in parts)


def holds(a: Bar, b: Bar) -> bool:
    """Whether a bar lies in another, between whose print it is what is left of the fill."""
    return a.left <= b.left and b.right <= a.right and a.top <= b.top and b.bottom <= a.bottom and a is not b
