# SPDX-License-Identifier: AGPL-3.0-or-later
"""The simple drawings of a page that may be kept: rules of tables, pale grounds, boxes of earlier reviewers.

Text can be drawn as outlines, and no search reads outlines. So nothing with a curve or a slanted line is kept, nothing
as small as a letter, and nothing near a place where something is withheld: an underline is as long as its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pymupdf

from workbench.documents.pdf.run import turning
from workbench.exports.pdf.regions import Colour, Rect, touches


_LONG = 36.0  # points: shorter rules could be strokes of letters
_THIN = 3.0  # points: a rectangle thinner than this is a rule
_NEAR = 12.0  # points: a frame around a word, or a rule below it, is no further off
_MANY = 1500  # shapes on a page: more is a picture made of lines


class Shape(NamedTuple):
    """A filled rectangle in the coordinates of the page as a reader sees it."""

    rect: Rect
    colour: Colour

    @property
    def is_rule(self) -> bool:
        """Whether it is a line."""
        return min(self.rect[2] - self.rect[0], self.rect[3] - self.rect[1]) < _THIN


def simple_shapes(page: Any, closed: Sequence[Rect]) -> tuple[list[Shape], int]:
    """What is kept of the drawings of ``page``, and how many are not. ``closed`` are places to stay away from."""
    drawings = page.get_drawings()
    kept: list[Shape] = []
    dropped, turn = 0, turning(page)
    if len(drawings) > _MANY:
        return [], len(drawings)
    for drawing in drawings:
        shapes = list(_shapes(drawing, turn))
        fine = [s for s in shapes if _is_large(s) and not any(touches(s.rect, place, 1.0) for place in closed)]
        kept += fine
        dropped += len(fine) < max(1, len(shapes))
    told = _telling(kept, closed, page.rect.width / 2)
    lying = [shape.rect for shape in kept if shape.is_rule and not _is_upright(shape) and shape not in told]
    joined = [s for s in kept if s not in told and (not _is_upright(s) or _is_joined(s, lying))]
    return [s for s in joined if s.colour != (1.0, 1.0, 1.0)], dropped + len(kept) - len(joined)


def _telling(shapes: Sequence[Shape], closed: Sequence[Rect], wide: float) -> set[Shape]:
    """Those near what is withheld that may be as long as it is: no longer than ``wide``, and none further off is so."""
    near = {s for s in shapes if not _is_upright(s) and any(touches(s.rect, place, _NEAR) for place in closed)}
    known = {_ends(shape) for shape in shapes if shape not in near}
    return {shape for shape in near if shape.rect[2] - shape.rect[0] < wide and _ends(shape) not in known}


def _ends(shape: Shape) -> tuple[int, int]:
    return round(shape.rect[0]), round(shape.rect[2])


def _shapes(drawing: dict[str, Any], turn: Any) -> Iterator[Shape]:
    """The rectangles and straight rules of a drawing; nothing at all if any of it is something else."""
    if any(item[0] not in ("re", "l", "qu") or not _is_straight(item) for item in drawing["items"]):
        return
    fill, stroke, width = drawing.get("fill"), drawing.get("color"), max(0.5, drawing.get("width") or 0.5)
    if fill and any(item[0] == "l" for item in drawing["items"]):
        return  # a filled polygon of lines may be a letter
    for item in drawing["items"]:
        around = (
            item[1].rect if item[0] == "qu" else item[1] if item[0] == "re" else pymupdf.Rect(*item[1:]).normalize()
        )
        rect = tuple((around * turn).normalize())
        if fill and (drawing.get("fill_opacity") or 0) > 0.05:
            yield Shape(rect, _faded(rgb(fill), drawing["fill_opacity"]))
        if stroke:
            yield from (Shape(edge, rgb(stroke)) for edge in _edges(rect, width, is_line=item[0] == "l"))


def _is_straight(item: Any) -> bool:
    if item[0] == "re":
        return True
    if item[0] == "qu":
        return bool(item[1].is_rectangular)
    start, end = item[1], item[2]
    return bool(abs(start.x - end.x) < 0.1 or abs(start.y - end.y) < 0.1)


def _edges(rect: Rect, width: float, *, is_line: bool) -> Iterator[Rect]:
    x0, y0, x1, y1 = rect
    half = width / 2
    if is_line:
        flat = x1 - x0 >= y1 - y0
        yield (x0, y0 - half, x1, y1 + half) if flat else (x0 - half, y0, x1 + half, y1)
        return
    for y in (y0, y1):
        yield (x0, y - half, x1, y + half)
    for x in (x0, x1):
        yield (x - half, y0, x + half, y1)


def _faded(colour: Colour, opacity: float) -> Colour:
    """The colour as it looks on white paper: a highlighter's yellow must not cover what it marks."""
    red, green, blue = (1 - opacity * (1 - part) for part in colour)
    return red, green, blue


def _is_large(shape: Shape) -> bool:
    x0, y0, x1, y1 = shape.rect
    if _is_upright(shape):
        return y1 - y0 >= 6
    return x1 - x0 >= (_LONG if shape.is_rule else 12) and (shape.is_rule or y1 - y0 >= 6)


def _is_upright(shape: Shape) -> bool:
    x0, y0, x1, y1 = shape.rect
    return shape.is_rule and y1 - y0 > x1 - x0


def _is_joined(upright: Shape, lying: Sequence[Rect]) -> bool:
    """An upright rule is kept where it is as long as a column or stands between rules that lie: in a table."""
    x0, y0, x1, y1 = upright.rect
    if y1 - y0 >= 2 * _LONG:
        return True
    across = [r for r in lying if r[0] - 2 <= x0 and x1 <= r[2] + 2]
    return any(abs(r[1] - y0) < 3 for r in across) and any(abs(r[3] - y1) < 3 for r in across)


def rgb(colour: Sequence[float]) -> Colour:
    """A colour of one, three or four parts (grey, RGB, CMYK) as RGB, each part 0 to 1."""
    parts = tuple(colour)
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 4:
        c, m, y, k = parts
        return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return parts[0], parts[1], parts[2]
