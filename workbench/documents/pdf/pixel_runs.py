# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the boxes of a page picture are made of: runs of one tone, dark strokes, and the bars that runs stack up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


# Tones: 0 is black. What is lighter than paper is no run; what differs less is one tone.
BLACK = 70
PAPER = 232
SAME = 9
INK = 180
_FAINT = 205  # the thinnest frames
# In points, multiplied by the scale of the picture.
_SHORTEST_RUN = 10.0
_SHORTEST_WORD = 10.0
_HOLE = 3.0  # a break in a line of a bad copy
# The lightest tenth of a page is paper, which is between these tones where it is not white yet.
_LIGHT, _PAPER_TONES = 90, (190, 251)
_MOST_RUNS = 60_000
# A tint covers this share of the page at least; mean steps from pixel to pixel that are noise;
# larger ones are the dots of a halftone or nothing but edges.
_TINTED, _NOISY, _EDGE = 0.002, (1.5, 11.0), 40


@dataclass(slots=True)
class Bar:
    """Rows with common ends, in pixels; ``right`` and ``bottom`` are exclusive."""

    left: int
    right: int
    top: int
    bottom: int
    tone: int = 0


def on_white(grey: Pixels) -> Pixels:
    """The picture with its tones stretched so that the paper, which a scanner has as a light grey, is white."""
    import numpy as np

    paper = int(np.percentile(grey[::8, ::8], _LIGHT))
    if not _PAPER_TONES[0] <= paper <= _PAPER_TONES[1]:
        return grey
    stretched = (np.arange(256) * (254 / paper)).clip(0, 255).astype(np.uint8)
    return np.asarray(stretched[grey], dtype=np.uint8)


def calmed(grey: Pixels) -> Pixels:
    """The picture with the specks in black and the noise of a scanner's greys evened out."""
    import numpy as np

    sums = np.pad(grey, 1, mode="edge").astype(np.uint16)
    sums = sums[:, :-2] + sums[:, 1:-1] + sums[:, 2:]
    sums = sums[:-2] + sums[1:-1] + sums[2:]
    calm = (sums // 9).astype(np.uint8)
    grey = np.where(calm <= BLACK, calm, grey)
    middle = grey[1::3, :].astype(np.int16)
    tinted = (middle[:, :-1] > BLACK) & (middle[:, :-1] < PAPER)
    steps = np.abs(np.diff(middle, axis=1))[tinted]
    # Of letters' edges every step is large: a tint is there only where many are small.
    small = steps[steps < INK // 6]
    if small.size < _TINTED * grey.size / 3 or not _NOISY[0] <= float(small.mean()) <= _NOISY[1]:
        return grey
    # The edges of letters and boxes stay where they are.
    return np.where(np.abs(calm.astype(np.int16) - grey) > _EDGE, grey, calm)


def tone_runs(grey: Pixels, scale: float) -> NDArray[Any]:
    """Row, first column, last column (exclusive) and tone of every long run of one tone darker than paper."""
    import numpy as np

    columns = grey.shape[1]
    # All of black is one tone: the black of a scan is noisy.
    flat = np.maximum(grey, BLACK).astype(np.int16)
    flat[flat >= PAPER] = 400
    flat = flat.ravel()
    cut = np.abs(np.diff(flat)) > SAME
    cut[columns - 1 :: columns] = True
    ends = np.append(np.flatnonzero(cut) + 1, flat.size)
    starts = np.insert(ends[:-1], 0, 0)
    keep = (ends - starts >= _SHORTEST_RUN * scale) & (flat[starts] < PAPER)
    starts, ends = starts[keep][:_MOST_RUNS], ends[keep][:_MOST_RUNS]
    row = starts // columns
    return np.stack([row, starts - row * columns, ends - row * columns, flat[(starts + ends) // 2]], axis=1)


def strokes_of(grey: Pixels, scale: float) -> NDArray[Any]:
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


def bars_of(runs: NDArray[Any], scale: float) -> list[Bar]:
    """Runs of following rows that begin and end together."""
    done: list[Bar] = []
    growing: list[Bar] = []
    slack = max(2, round(0.7 * scale))
    now = -1
    for row, left, right, tone in runs.tolist():
        if row != now:
            now = row
            done.extend(bar for bar in growing if bar.bottom < row)
            growing = [bar for bar in growing if bar.bottom >= row]
        for bar in growing:
            if abs(bar.left - left) <= slack and abs(bar.right - right) <= slack and abs(bar.tone - tone) <= 2 * SAME:
                bar.bottom = row + 1
                break
        else:
            growing.append(Bar(left, right, row, row + 1, tone))
    return sorted(done + growing, key=lambda bar: (bar.top, bar.left))
