# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the print in the picture of a page lies: how high its lines are, and the picture made level where they are not.

Whether they run down the page is told in strips, and so is their height: a line of print is a short run of rows with
ink in each strip that it crosses, whatever its letters, and lines of a column or a table need not go on beside it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from workbench.documents.ocr.picture import skew_of
from workbench.documents.pdf.pixels.page import PixelBox


if TYPE_CHECKING:
    from numpy.typing import NDArray


USUAL = 7.0
"""The height of a line of print (points) for which the finders of boxes are made: that of 9 to 11 point type."""
_DARK = 170
# In points: how wide strips are, and between which heights runs of rows are lines of print.
_STRIP, _WIDE, _HEIGHTS = 24.0, 60.0, (3.0, 30.0)
_FEWEST = 15  # runs: fewer tell nothing
_PLAINLY = 1.35  # times as sharp as the lines across are those down the page
# Degrees up to which runs of one tone still begin and end at the same columns.
_LEAST = 0.25


class Level(NamedTuple):
    """``picture`` (rows, columns, RGB) with level lines; they were tilted by ``skew`` degrees clockwise on the page.

    ``turned``: and before, the page was turned to the left by a right angle. ``width`` and ``height`` are those
    of the turned page, in pixels.
    """

    picture: NDArray[np.uint8]
    skew: float
    width: int
    height: int
    turned: bool = False

    def to_page(self, box: PixelBox, scale: float) -> PixelBox:
        """``box`` (points of the level picture) as it lies on the page: what it covers, upright, in points."""
        x0, y0, x1, y1, style = self._tilted(box, scale) if self.skew else box
        high = self.height / scale
        return PixelBox(high - y1, x0, high - y0, x1, style) if self.turned else PixelBox(x0, y0, x1, y1, style)

    def _tilted(self, box: PixelBox, scale: float) -> PixelBox:
        rows, columns = self.picture.shape[:2]
        angle = math.radians(self.skew)
        cos, sin = math.cos(angle), math.sin(angle)
        dx = [x - columns / scale / 2 for x in (box.x0, box.x1, box.x0, box.x1)]
        dy = [y - rows / scale / 2 for y in (box.y0, box.y0, box.y1, box.y1)]
        xs = [self.width / scale / 2 + x * cos - y * sin for x, y in zip(dx, dy, strict=True)]
        ys = [self.height / scale / 2 + x * sin + y * cos for x, y in zip(dx, dy, strict=True)]
        return PixelBox(min(xs), min(ys), max(xs), max(ys), box.style)


def level(picture: NDArray[np.uint8], scale: float) -> Level:
    """``picture`` (rows, columns, RGB; ``scale`` pixels a point), turned where its lines of print are not level."""
    turned = _is_sideways(picture[:, :, 1], scale)
    if turned:
        picture = np.ascontiguousarray(np.rot90(picture))
    height, width = picture.shape[:2]
    skew = skew_of(_upper_edges(picture[:, :, 1]))
    if abs(skew) < _LEAST:
        return Level(picture, 0.0, width, height, turned)
    image = Image.fromarray(picture).rotate(skew, Image.Resampling.BILINEAR, fillcolor=(255, 255, 255))
    return Level(np.asarray(image), skew, width, height, turned)


def _upper_edges(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Black where ink begins below paper: as much for a letter as for a box that covers the page."""
    dark = grey < _DARK
    edges = np.full(grey.shape, 255, dtype=np.uint8)
    edges[1:][dark[1:] & ~dark[:-1]] = 0
    return edges


def print_height(grey: NDArray[np.uint8], scale: float) -> float:
    """The height of the lines of print in points, ``USUAL`` where there are few; ``scale`` is pixels a point.

    It is that of small letters with what stands out of them in the width of a few letters. ``grey``: rows, columns.
    """
    strips = _strips(grey < _DARK, round(_STRIP * scale)).any(axis=2)
    edges = np.diff(strips.T.astype(np.int8), axis=1, prepend=0, append=0)
    runs = (np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1]) / scale
    runs = runs[(runs >= _HEIGHTS[0]) & (runs <= _HEIGHTS[1])]
    return float(np.median(runs)) if len(runs) >= _FEWEST else USUAL


def _is_sideways(grey: NDArray[np.uint8], scale: float) -> bool:
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
