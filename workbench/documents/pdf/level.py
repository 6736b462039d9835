# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page, tilted or on its side, made level, and the way of its boxes back to the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from workbench.documents.ocr.picture import skew_of
from workbench.documents.pdf.pixel_page import PixelBox
from workbench.documents.pdf.print_lie import is_sideways


if TYPE_CHECKING:
    from numpy.typing import NDArray


# Degrees up to which runs of one tone still begin and end at the same columns.
_LEAST = 0.25
_DARK = 170


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
    turned = is_sideways(picture[:, :, 1], scale)
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
