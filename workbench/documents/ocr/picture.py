# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making the picture of a page fit for an OCR engine: specks out, lines level, and the way back to the page.

Nothing is done to a picture that does not need it: every filter costs letters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageFilter


if TYPE_CHECKING:
    from numpy.typing import NDArray

    Point = tuple[float, float]


LEAST_SKEW = 0.5
"""Degrees up to which both engines read a tilted line as well as a level one."""

_MOST_SKEW = 6.0
_COARSE, _FINE = 0.5, 0.1
_EDGE = 0.04  # of the page on each side: the black rim of a scan is no line of print
_SAMPLE = 60_000  # dark pixels are enough to tell the tilt
_PLAINLY = 1.2  # times as sharp as without a tilt: print on its side has bands at any angle
_DARK = 128
_SPECKLED = 0.06  # of the dark pixels stand alone
_TRANSPOSED = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


class Upright(NamedTuple):
    """A page turned so that its lines run level to the right; ``width`` and ``height`` are the page's own, in pixels.

    ``turn`` and ``skew`` (degrees clockwise) are how the lines lie on the page.
    """

    picture: Image.Image
    width: int
    height: int
    turn: int
    skew: float

    def to_page(self, x: float, y: float) -> Point:
        """The point of the page, in its pixels, that is at (x, y) of the upright picture."""
        flat = (self.width, self.height) if self.turn % 180 == 0 else (self.height, self.width)
        angle = math.radians(self.skew)
        dx, dy = x - self.picture.width / 2, y - self.picture.height / 2
        u = flat[0] / 2 + dx * math.cos(angle) - dy * math.sin(angle)
        v = flat[1] / 2 + dx * math.sin(angle) + dy * math.cos(angle)
        if self.turn == 90:
            return self.width - v, u
        if self.turn == 180:
            return self.width - u, self.height - v
        return (v, self.height - u) if self.turn == 270 else (u, v)


def upright(page: Image.Image, turn: int = 0) -> Upright:
    """The grey ``page``, whose lines are known to be turned by ``turn`` degrees clockwise, without specks and level."""
    picture = page.transpose(_TRANSPOSED[turn]) if turn else page
    if is_speckled(np.asarray(picture)):
        picture = picture.filter(ImageFilter.MedianFilter(3))
    skew = skew_of(np.asarray(picture))
    if abs(skew) < LEAST_SKEW:
        return Upright(picture, page.width, page.height, turn, 0.0)
    level = picture.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(picture))
    return Upright(level, page.width, page.height, turn, skew)


def skew_of(grey: NDArray[np.uint8]) -> float:
    """By how many degrees clockwise the lines of print are tilted (at most 6), to a tenth; 0 where there are none.

    Seen along level lines the ink of a page comes in sharp bands (projection profile); the angle with the sharpest
    bands is the tilt.
    """
    rows, columns = grey.shape
    top, left = int(rows * _EDGE), int(columns * _EDGE)
    ys, xs = np.nonzero(grey[top : rows - top, left : columns - left] < ink_threshold(grey))
    if not 50 <= len(ys) <= 0.5 * grey.size:
        return 0.0
    step = max(1, len(ys) // _SAMPLE)
    down, along = ys[::step].astype(np.float64), xs[::step].astype(np.float64)
    level = _sharpness(down, along, 0.0)
    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, _COARSE), key=lambda a: _sharpness(down, along, a))
    fine = max(coarse + np.arange(-_COARSE, _COARSE + 0.01, _FINE), key=lambda a: _sharpness(down, along, a))
    return round(float(fine), 1) if _sharpness(down, along, fine) > _PLAINLY * level else 0.0


def _sharpness(ys: NDArray[np.float64], xs: NDArray[np.float64], angle: float) -> float:
    profile = np.bincount((ys - xs * math.tan(math.radians(angle)) + xs.max()).astype(np.int64) // 2)
    return float(np.square(np.diff(profile.astype(np.float64))).sum())


def is_speckled(grey: NDArray[np.uint8]) -> bool:
    """Whether so many dark pixels stand alone that the page is a dirty photocopy."""
    dark = grey < _DARK
    total = int(dark.sum())
    if not total:
        return False
    padded = np.pad(dark, 1).astype(np.uint8)
    rows, columns = dark.shape
    beside = sum(
        padded[1 + dy : 1 + dy + rows, 1 + dx : 1 + dx + columns] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy
    )
    return int((dark & (np.asarray(beside) == 0)).sum()) > _SPECKLED * total


def ink_threshold(grey: NDArray[np.uint8]) -> int:
    """Halfway from the paper to the ink, which a faint copy has at grey."""
    paper, ink = np.percentile(grey[::4, ::4], (60, 0.5))
    return int((paper + ink) / 2)


def _paper(picture: Image.Image) -> int:
    return int(np.percentile(np.asarray(picture)[::4, ::4], 60))
