# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dark boxes and lines that a page paints over a picture, which is still whole below them: a scan redacted by drawing.

Coordinates are those PyMuPDF works in: points from the top left of the crop box, before the page is turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import Any, NamedTuple

from workbench.documents.pdf.means import read_means
from workbench.exports.pdf.painted import GRADIENT, clipped_drawings, painted
from workbench.exports.pdf.regions import Colour, Rect


class Cover(NamedTuple):
    """An opaque rectangle painted on the page as its ``order``-th thing."""

    order: int
    rect: Rect
    colour: Colour


_OPAQUE = 0.9
_THICK = 5.0  # points: a line this thick is drawn to cover something
_DARK = 0.35
_DARK_SHARE = 0.9
_LEAST = 60.0  # square points: a box over a word or more
_FULL = 0.8  # of its frame: a shape that is as good as a rectangle


def boxes_on_pictures(page: Any) -> list[Rect]:
    """The dark ones that are drawn over a part of a picture."""
    things = painted(page, read_means(page))
    pictures = [each for each in things if each.kind in ("fill-image", GRADIENT)]
    return [
        box.rect
        for box in (_covers(page) if pictures else ())
        if max(box.colour) < _DARK and _area(box.rect) > _LEAST
        if any(picture.order < box.order and _lies_in(box.rect, picture.rect) for picture in pictures)
    ]


def _covers(page: Any) -> list[Cover]:
    """Every opaque filled rectangle and thick line of the page."""
    drawings = list(clipped_drawings(page))
    found = [Cover(d["seqno"], _clipped(rect, clip), colour) for d, clip in drawings for rect, colour in _filled(d)]
    return found + list(_stacked([s._replace(rect=_clipped(s.rect, clip)) for d, clip in drawings for s in _strips(d)]))


def _clipped(rect: Rect, clip: Rect | None) -> Rect:
    """What of ``rect`` is seen; where it is nothing, a rectangle in which no point lies."""
    if clip is None:
        return rect
    return max(rect[0], clip[0]), max(rect[1], clip[1]), min(rect[2], clip[2]), min(rect[3], clip[3])


def _filled(drawing: dict[str, Any]) -> Iterator[tuple[Rect, Colour]]:
    fill, stroke = drawing.get("fill"), drawing.get("color")
    if fill and (drawing.get("fill_opacity") or 0) >= _OPAQUE:
        for item in drawing["items"]:
            if item[0] in ("re", "qu"):
                yield tuple(item[1].rect if item[0] == "qu" else item[1]), rgb(fill)
        around = tuple(drawing["rect"])
        if any(item[0] in ("c", "l") for item in drawing["items"]) and _outlined(drawing) > _FULL * _area(around):
            yield around, rgb(fill)  # a box with round corners, or drawn by hand
    if stroke and (drawing.get("stroke_opacity") or 0) >= _OPAQUE and (drawing.get("width") or 0) >= _THICK:
        half = drawing["width"] / 2
        for item in drawing["items"]:
            if item[0] == "l":
                yield from ((rect, rgb(stroke)) for rect in _along(item[1], item[2], half))


def _along(start: Any, end: Any, half: float) -> Iterator[Rect]:
    """Rectangles in a line twice as wide as ``half``: one where it is level or upright, else small ones along it."""
    (x0, x1), (y0, y1) = sorted((start.x, end.x)), sorted((start.y, end.y))
    if min(x1 - x0, y1 - y0) < half:
        yield x0 - half * (y1 > y0), y0 - half * (x1 > x0), x1 + half * (y1 > y0), y1 + half * (x1 > x0)
        return
    steps, inner = ceil(max(x1 - x0, y1 - y0) / half), half * sqrt(0.5)
    for step in range(steps + 1):
        x, y = start.x + (end.x - start.x) * step / steps, start.y + (end.y - start.y) * step / steps
        yield x - inner, y - inner, x + inner, y + inner


def _outlined(drawing: dict[str, Any]) -> float:
    """The area within the outline, in square points; a curve counts as the way along its control points."""
    points = [(point.x, point.y) for item in drawing["items"] if item[0] in ("c", "l") for point in item[1 : len(item)]]
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return float(abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2)


def _strips(drawing: dict[str, Any]) -> Iterator[Cover]:
    """Level lines too thin to hide anything by themselves, as wide as a letter and more."""
    stroke, width = drawing.get("color"), drawing.get("width") or 0.0
    if stroke and (drawing.get("stroke_opacity") or 0) >= _OPAQUE and width < _THICK:
        for item in drawing["items"]:
            if item[0] == "l" and abs(item[1].y - item[2].y) < 0.1 and abs(item[1].x - item[2].x) > _THICK:
                x0, x1 = sorted((item[1].x, item[2].x))
                yield Cover(drawing["seqno"], (x0, item[1].y - width / 2, x1, item[1].y + width / 2), rgb(stroke))


def _stacked(strips: list[Cover]) -> Iterator[Cover]:
    """Boxes made of lines: strips as long as each other that leave nothing open between them."""
    columns: dict[tuple[int, int, Colour], list[Cover]] = {}
    for strip in strips:
        columns.setdefault((round(strip.rect[0] / 3), round(strip.rect[2] / 3), strip.colour), []).append(strip)
    for column in columns.values():
        order, x0, y0, x1, y1 = 0, 0.0, 0.0, 0.0, -1.0
        for strip in sorted(column, key=lambda s: s.rect[1]):
            if strip.rect[1] > y1 + 0.3:
                if y1 - y0 >= _THICK:
                    yield Cover(order, (x0, y0, x1, y1), strip.colour)
                order, (x0, y0, x1, y1) = strip.order, strip.rect
            order, y1 = max(order, strip.order), max(y1, strip.rect[3])
        if y1 - y0 >= _THICK:
            yield Cover(order, (x0, y0, x1, y1), column[0].colour)


def rgb(colour: Sequence[float]) -> Colour:
    """A colour of one, three or four parts (grey, RGB, CMYK) as RGB, each part 0 to 1."""
    parts = tuple(colour)
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 4:
        c, m, y, k = parts
        return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return parts[0], parts[1], parts[2]


def _area(rect: Rect) -> float:
    return max(0.0, rect[2] - rect[0]) * max(0.0, rect[3] - rect[1])


def _lies_in(box: Rect, picture: Rect) -> bool:
    return _area(_clipped(box, picture)) > _DARK_SHARE * _area(box) and _area(box) < _DARK_SHARE * _area(picture)
