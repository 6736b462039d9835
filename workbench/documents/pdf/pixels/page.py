# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page as the finders of boxes ask about it: its tones, and what stands inside and beside a place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.documents.pdf.pixels.runs import INK, Bar, calmed, on_white


if TYPE_CHECKING:
    from workbench.documents.pdf.pixels.runs import Pixels


# In points.
_SIDE = 2.0
_BESIDE = 1.5, 16.0  # where a word on the line of a box begins
_FRINGE = 0.04  # of the page's width on each side: dirt
# Of a strip beside a box: less is dirt, more is another box. Of its height: print is no line from top to bottom.
_PRINTED = 0.03, 0.6
# Tones between which paper ends; how far it is from white in times of its grain.
_LIGHT, _GRAINS = (225, 243), 7
# A sharp edge goes this much of its way in one pixel, and a dark edge is at least so many tones high.
_STEEP, _EDGE = 0.6, 60
_MOST = 3  # times: more makes rims of the grain
_ROWS = 5  # one row of so many is asked


class PixelBox(NamedTuple):
    """A box in points, origin top left; ``style`` is black, grey, color or frame."""

    x0: float
    y0: float
    x1: float
    y1: float
    style: str


class PixelPage:
    """A page picture (rows, columns, RGB) on white paper; ``scale`` is pixels a point."""

    def __init__(self, picture: Pixels, scale: float) -> None:
        self.picture, self.scale = picture, scale

    @cached_property
    def grey(self) -> Pixels:
        """The tones, 0 is black; a coloured tint is as dark as the colour that it lacks."""
        red, green, blue = (on_white(self.picture[:, :, i]) for i in range(3))
        mean = ((red.astype(np.uint16) + green + blue) // 3).astype(np.uint8)
        return _sharpened(np.minimum(green, mean))

    @cached_property
    def calm(self) -> Pixels:
        """The tones without the noise and the specks of a scanner."""
        return calmed(self.grey)

    @cached_property
    def line(self) -> float:
        """The height of the lines of print in points."""
        from workbench.documents.pdf.pixels.level import print_height

        return print_height(self.grey, self.scale)

    @cached_property
    def paper(self) -> int:
        """The tone from which on it is paper: clear of the grain and the shadows that the paper has."""
        light = self.calm[::5, ::5]
        light = light[light >= _LIGHT[0]]
        grain = float(np.median(np.abs(light.astype(np.int16) - np.median(light)))) if light.size else 0.0
        return int(min(_LIGHT[1], max(_LIGHT[0], 254 - _GRAINS * grain)))

    def inside(self, box: Bar, edge: float = 1.2) -> tuple[slice, slice]:
        """The rows and columns of a box without an ``edge`` of so many points."""
        inset = max(1, min(round(edge * self.scale), (box.bottom - box.top) // 3))
        return slice(box.top + inset, box.bottom - inset), slice(box.left + inset, box.right - inset)

    def has_sides(self, box: Bar, dark: int, most: float) -> bool:
        """Whether something darker than ``dark`` runs down ``most`` of both sides."""
        return all(self.side_at(box, column, dark) >= most for column in (box.left, box.right))

    def side_at(self, box: Bar, column: int, dark: int) -> float:
        """How much of the height of a box something darker than ``dark`` covers at a column, give or take a little."""
        reach = max(2, round(_SIDE * self.scale))
        strip = self.grey[box.top : box.bottom, max(0, column - reach) : column + reach]
        return float((strip.min(axis=1) < dark).mean()) if strip.size else 0.0

    def in_line(self, box: Bar) -> bool:
        """Whether print stands close to the left or right of a box."""
        return any(self.beside(box))

    def beside(self, box: Bar) -> tuple[bool, bool]:
        """Whether print stands close to the left of a box, and to the right."""
        near, far = (round(points * self.scale) for points in _BESIDE)
        rim = round(_FRINGE * self.grey.shape[1])
        third = (box.bottom - box.top) // 4
        rows = self.grey[box.top + third : box.bottom - third]
        left = rows[:, max(rim, box.left - far) : max(rim, box.left - near)]
        right = rows[:, box.right + near : box.right + far]
        return _is_print(left), _is_print(right)

    def is_alone(self, box: Bar, apart: int) -> bool:
        """Whether there is nothing but paper left and right of its middle, ``apart`` pixels off, up to the rim."""
        rim = round(_FRINGE * self.grey.shape[1])
        third = (box.bottom - box.top) // 3
        rows = self.grey[box.top + third : box.bottom - third]
        beside = (rows[:, rim : max(rim, box.left - apart)], rows[:, box.right + apart : -rim])
        return not any(part.size and bool((part < INK).any(axis=1).mean() > 0.5) for part in beside)


def _is_print(part: Pixels) -> bool:
    return part.size > 0 and _PRINTED[0] < float((part < INK).mean()) < _PRINTED[1]


def _sharpened(grey: Pixels) -> Pixels:
    """The picture with its edges made steeper (unsharp masking) until they are as a scanner has them.

    Thin frames in a blurred one are too faint to be lines.
    """
    for _ in range(_MOST):
        if _steepness(grey) >= _STEEP:
            break
        twice = 2 * grey.astype(np.int16) - calmed(grey)
        grey = twice.clip(0, 255).astype(np.uint8)
    return grey


def _steepness(grey: Pixels) -> float:
    """How much of an edge, three pixels wide, lies between two of them: the median of all; 1 where there are none."""
    rows = grey[::_ROWS].astype(np.int16)
    step = np.abs(np.diff(rows, axis=1))
    whole = np.abs(rows[:, 3:] - rows[:, :-3])
    is_edge = whole > _EDGE
    if not is_edge.any():
        return 1.0
    steepest = np.maximum(np.maximum(step[:, :-2], step[:, 1:-1]), step[:, 2:])
    return float(np.median(steepest[is_edge] / whole[is_edge]))
