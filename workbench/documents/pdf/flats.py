# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boxes that are not drawn as one shape: pictures of one tone, and strips of one paint that lie on each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pymupdf

from workbench.documents.pdf.covers import OPAQUE, Cover
from workbench.documents.pdf.picture import drawn, safe_scale
from workbench.documents.pdf.pieces import around
from workbench.documents.pdf.shapes import Shape


_DPI = 72
# In points: as high and wide as a word at least; a strip is lower than a line of print, and touches the next.
_LOWEST, _NARROWEST, _STRIP, _APART = 7.5, 14.0, 6.0, 0.3
# Of a flat picture with a code over it, and of its rim, is of its tone, give or take so much of 255.
_FILL, _RIM, _ALIKE = 0.5, 0.9, 8


def flat_pictures(page: pymupdf.Page, pictures: Iterable[Cover]) -> list[Shape]:
    """The pictures of a page that show one colour, but for what is printed over them, as filled shapes."""
    small = [c for c in pictures if not c.scan and c.y1 - c.y0 >= _LOWEST and c.x1 - c.x0 >= _NARROWEST]
    if not small:
        return []
    import numpy as np

    scale = safe_scale(page, _DPI)
    seen, column, row = drawn(page, scale, region=around(small))
    shapes = []
    for x0, y0, x1, y1, after, *_ in small:
        left, right = (max(0, round(x * scale) - column) for x in (x0, x1))
        top, bottom = (max(0, round(y * scale) - row) for y in (y0, y1))
        inside = seen[top + 1 : bottom - 1, left + 1 : right - 1]
        if not inside.size:
            continue
        tone = np.median(inside.reshape(-1, 3), axis=0)
        like = (np.abs(inside - tone) <= _ALIKE).all(axis=2)
        rim = np.concatenate((like[0], like[-1], like[:, 0], like[:, -1]))
        if float(like.mean()) >= _FILL and float(rim.mean()) >= _RIM:
            red, green, blue = (int(part) for part in tone)
            shapes.append(Shape(x0, y0, x1, y1, False, red << 16 | green << 8 | blue, 255, after))
    return shapes


def whole_shapes(shapes: Sequence[Shape]) -> list[Shape]:
    """``shapes`` with those that are strips of a box, one below the other, as one."""
    whole: list[Shape] = []
    open_: dict[tuple[int, int, int], int] = {}
    for shape in shapes:
        key = round(shape.x0), round(shape.x1), shape.color
        is_strip = not shape.stroked and shape.alpha >= OPAQUE and shape.y1 - shape.y0 < _STRIP
        at = open_.get(key) if is_strip else None
        if at is not None and min(abs(shape.y0 - whole[at].y1), abs(whole[at].y0 - shape.y1)) <= _APART:
            last = whole[at]
            whole[at] = last._replace(y0=min(last.y0, shape.y0), y1=max(last.y1, shape.y1), after=shape.after)
            continue
        if is_strip:
            open_[key] = len(whole)
        whole.append(shape)
    return whole
