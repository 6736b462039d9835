# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ink on the picture of a page: which of it belongs to a kept line, and which nobody has read.

All thresholds are told from kept lines alone, so that what is withheld does not change what is made of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Grey = NDArray[np.uint8]


class Band(NamedTuple):
    """A rectangle of pixels: rows ``top`` to ``bottom``, columns ``left`` to ``right``, the ends not included."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """For an array of the page."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


_RULE = 80  # pixels in a row: no letter is as wide, and as thin as ...
_THIN = 8
_SOLID = 16  # pixels both ways: thicker than any stroke
_CELL = 20  # pixels: a tenth of an inch
_SPECKS = 12  # pixels of ink in a cell that are dirt
_LETTER = 60  # pixels of ink that a mark of a pen or a letter has at least
_REACH = 0.3  # of a line's height: as far as a neighbour's letters may reach into it


def tones(grey: Grey, bands: Sequence[Band]) -> tuple[int, int]:
    """The tone of the paper in ``bands``, and the one below which a pixel is ink."""
    samples = [grey[band.slices].ravel() for band in bands]
    pixels = np.concatenate(samples) if samples else np.full(1, 255, np.uint8)
    paper, dark = (int(value) for value in np.percentile(pixels, (75, 1)))
    return paper, (paper + min(dark, paper // 2)) // 2


def intruders(ink: Mask, band: Band) -> Mask:
    """The ink in ``band`` that hangs together with ink above or below it: tails and heads of other lines' letters."""
    inside = ink[band.slices]
    found = np.zeros_like(inside)
    depth = max(1, int(_REACH * (band.bottom - band.top)))
    for edge, step in ((0, 1), (inside.shape[0] - 1, -1)):
        beyond = band.top - 1 if step > 0 else band.bottom
        if not 0 <= beyond < ink.shape[0]:
            continue
        front = ink[beyond, band.left : band.right]
        for row in range(edge, edge + step * depth, step):
            if not front.any():
                break
            front = _spread(_wide(front) & inside[row], inside[row])
            found[row] |= front
    return _dilated(found)


def _wide(row: Mask) -> Mask:
    """The pixels of a row and their neighbours."""
    wider = row.copy()
    wider[1:] |= row[:-1]
    wider[:-1] |= row[1:]
    return wider


def _spread(seeds: Mask, row: Mask) -> Mask:
    """The runs of ink in ``row`` that hold a seed."""
    runs = np.cumsum(np.diff(row, prepend=False) & row)
    return row & np.isin(runs, np.unique(runs[seeds]))


def _dilated(mask: Mask) -> Mask:
    """A pixel more all round: the grey edge of a stroke belongs to it."""
    wider = mask.copy()
    for axis in (0, 1):
        grown = wider.copy()
        for shift in (1, -1):
            grown |= np.roll(wider, shift, axis)
        wider = grown
    return wider


def writing(ink: Mask) -> Mask:
    """``ink`` without what no pen or type leaves: the rules of a form or table, punched holes, black boxes."""
    solid = _runs_of(ink, _SOLID) & _runs_of(ink.T, _SOLID).T
    for _ in range(_THIN):
        solid = _dilated(solid)
    return ink & ~_rules(ink) & ~_rules(ink.T).T & ~solid


def _rules(ink: Mask) -> Mask:
    """The pixels of runs along the rows that are as long as a rule and as thin."""
    long = _runs_of(ink, _RULE)
    thick = _runs_of(long.T, _THIN + 1).T
    return long & ~thick


def _runs_of(mask: Mask, least: int) -> Mask:
    """The pixels of runs along the rows of at least ``least``."""
    padded = np.pad(mask, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    kept = ends - starts >= least
    marks = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int32)
    np.add.at(marks, (rows[kept], starts[kept]), 1)
    np.add.at(marks, (rows[kept], ends[kept]), -1)
    found: Mask = np.cumsum(marks, axis=1)[:, :-1] > 0
    return found


def written(ink: Mask) -> Iterator[tuple[float, float]]:
    """Where there is writing: (x, y) in pixels for each tenth of an inch that holds a part of it, specks left out."""
    rows, columns = (-(-size // _CELL) for size in ink.shape)
    padded = np.zeros((rows * _CELL, columns * _CELL), np.int32)
    padded[: ink.shape[0], : ink.shape[1]] = ink
    cells = padded.reshape(rows, _CELL, columns, _CELL).swapaxes(1, 2)
    counts = cells.sum(axis=(2, 3))
    for group in _groups({(int(r), int(c)) for r, c in zip(*np.nonzero(counts >= _SPECKS), strict=True)}):
        if sum(int(counts[cell]) for cell in group) >= _LETTER:
            for row, column in group:
                down, along = np.nonzero(cells[row, column])
                yield column * _CELL + float(along.mean()), row * _CELL + float(down.mean())


def _groups(left: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cells that touch each other, in order."""
    while left:
        group, queue = [], [min(left)]
        left.discard(queue[0])
        while queue:
            row, column = queue.pop()
            group.append((row, column))
            near = {(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            queue += sorted(near)
        yield sorted(group)
