# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the print in the picture of a page lies: whether its lines run down the page, and how high they are.

Both are told in strips: a line of print is a short run of rows with ink in each strip that it crosses, whatever its
letters, and the lines of a column or a table need not go on beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray


USUAL = 7.0
"""The height of a line of print (points) for which the finders of boxes are made: that of 9 to 11 point type."""
_DARK = 170
# In points: how wide strips are, and between which heights runs of rows are lines of print.
_STRIP, _WIDE, _HEIGHTS = 24.0, 60.0, (3.0, 30.0)
_FEWEST = 15  # runs: fewer tell nothing
_PLAINLY = 1.35  # times as sharp as the lines across are those down the page


def print_height(grey: NDArray[np.uint8], scale: float) -> float:
    """The height of the lines of print in points, ``USUAL`` where there are few; ``scale`` is pixels a point.

    It is that of small letters with what stands out of them in the width of a few letters. ``grey``: rows, columns.
    """
    strips = _strips(grey < _DARK, round(_STRIP * scale)).any(axis=2)
    edges = np.diff(strips.T.astype(np.int8), axis=1, prepend=0, append=0)
    runs = (np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1]) / scale
    runs = runs[(runs >= _HEIGHTS[0]) & (runs <= _HEIGHTS[1])]
    return float(np.median(runs)) if len(runs) >= _FEWEST else USUAL


def is_sideways(grey: NDArray[np.uint8], scale: float) -> bool:
    """Whether the lines of print run down the page: its ink comes in sharper bands of columns than of rows."""
    wide = round(_WIDE * scale)
    return _sharpness(np.ascontiguousarray(grey.T), wide) > _PLAINLY * _sharpness(grey, wide) > 0


def _sharpness(grey: NDArray[np.uint8], wide: int) -> float:
    """How sharp the bands are of the upper edges of ink, in strips: a box has one edge, as letters have."""
    dark = grey < _DARK
    strips = _strips(dark[1:] & ~dark[:-1], wide).sum(axis=2, dtype=np.int64)
    pairs = strips[: len(strips) // 2 * 2].reshape(-1, 2, strips.shape[1]).sum(axis=1)
    bands = np.minimum(pairs, wide // 2)  # a rule is no sharper than a line of print
    return float(np.square(np.diff(bands, axis=0)).sum()) / max(1, int(bands.sum()))


def _strips(mask: NDArray[np.bool_], wide: int) -> NDArray[np.bool_]:
    """A mask in strips: rows, strips, and the columns of a strip; without what is left over at the right."""
    rows, columns = mask.shape
    return mask[:, : columns // wide * wide].reshape(rows, -1, wide) if columns >= wide else mask[:, None]
