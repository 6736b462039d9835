# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes in the picture of a page: black, grey, coloured, and white with a frame."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import sub
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.pixels.page import PixelBox, PixelPage
from workbench.documents.pdf.pixels.runs import Bar


if TYPE_CHECKING:
    from workbench.documents.pdf.pixels.runs import Pixels

_Look = tuple[str, float, float, float]
_Placed = TypeVar("_Placed", bound=tuple[Any, ...])

# The bars of a chart end on one line to this much (points); the highest is higher than any line of print.
_BASE, _CHART = 2.0, 40.0
_ALIKE = 30  # tones by which two may differ and be taken for one colour
_BUILDING = 34.0  # the longer side of one on a map (points)
# Points by which keys of a chart may differ; so many colours they have, who redacts has one or two; more is a map.
_SIZE, _COLORS, _MOST_KEYS = 1.2, 3, 200


def find_pixel_boxes(picture: Pixels, scale: float) -> list[PixelBox]:
    """The redaction boxes of a page picture (rows, columns, RGB), from the top down; ``scale`` is pixels a point."""
    from workbench.documents.pdf.pixels.brackets import bracketed
    from workbench.documents.pdf.pixels.fields import on_axis, without_fields
    from workbench.documents.pdf.pixels.fills import filled
    from workbench.documents.pdf.pixels.frames import framed
    from workbench.documents.pdf.pixels.holes import holes
    from workbench.documents.pdf.pixels.screen import without_screen

    if scale < 1:
        return []  # nothing as thin as a frame is left in so small a picture
    page = PixelPage(without_screen(picture), scale)
    boxes, headings = filled(page)
    bars = {id(box): _bar(page, box) for box in boxes if box.style != "black"}
    fields = set(map(id, bars.values())) - set(map(id, without_fields(page, list(bars.values()))))
    boxes = [box for box in boxes if id(bars.get(id(box))) not in fields]
    found = _apart([*agreeing(page, [*boxes, *framed(page), *bracketed(page)], headings), *holes(page)])
    bars = {id(box): _bar(page, box) for box in found if box.style != "frame"}
    charted = set(map(id, on_axis(page, list(bars.values()))))
    found = [box for box in without_charts(found, found) if id(bars.get(id(box))) not in charted]
    return sorted(found, key=lambda box: (box.y0, box.x0))


def agreeing(page: PixelPage, boxes: list[PixelBox], headings: list[PixelBox]) -> list[PixelBox]:
    """``boxes`` that look like those that stand in a line of print, with ``headings`` that do; all, if none does.

    Who redacts a page does it in one way, and seldom without a word left beside a box: a logo, a panel or a photograph
    of another colour is none.
    """
    looks = {id(box): _look(page, box) for box in (*boxes, *headings)}
    boxes = _without_plan(page, without_keys(boxes, [looks[id(box)] for box in boxes]))
    sure = [looks[id(box)] for box in boxes if page.in_line(_bar(page, box))]

    def is_sure(box: PixelBox) -> bool:
        return any(_alike(looks[id(box)], look) for look in sure)

    return [*(box for box in boxes if not sure or is_sure(box)), *filter(is_sure, headings)]


def without_keys(boxes: Sequence[_Placed], looks: Sequence[_Look]) -> list[_Placed]:
    """``boxes`` without the keys of a chart or a map: of one size, in a row or a column, and of three colours or more.

    Each begins with left, top, right and bottom (points).
    """

    def colors(box: _Placed) -> int:
        others: list[_Look] = []
        for other, look in zip(boxes, looks, strict=True):
            if _is_in_row(box, other) and not any(_alike(look, color) for color in others):
                others.append(look)
        return len(others)

    return [box for box in boxes if colors(box) < _COLORS] if len(boxes) <= _MOST_KEYS else list(boxes)


def _without_plan(page: PixelPage, boxes: list[PixelBox]) -> list[PixelBox]:
    """``boxes`` without the buildings of a map: small black ones of unlike heights in no line of print."""
    small = [b for b in boxes if b.style == "black" and max(b.x1 - b.x0, b.y1 - b.y0) < _BUILDING]
    alone = [box for box in small if not all(page.beside(_bar(page, box)))]
    heights = [box.y1 - box.y0 for box in alone]
    if len(heights) < 3 or max(heights) < 1.5 * min(heights):
        return boxes
    return [box for box in boxes if all(box is not other for other in alone)]


def _is_in_row(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    """Whether two are as large, and stand in one row or column."""
    left, top, right, bottom = (float(x) - float(y) for x, y in zip(a[:4], b[:4], strict=True))
    return max(abs(left - right), abs(top - bottom), min(abs(left), abs(top))) <= _SIZE


def _alike(a: _Look, b: _Look) -> bool:
    return a[0] == b[0] and max(map(abs, map(sub, a[1:], b[1:]))) <= _ALIKE


def _look(page: PixelPage, box: PixelBox) -> _Look:
    """The style of a box, and of a tint its colour."""
    if box.style in ("black", "frame"):
        return box.style, 0.0, 0.0, 0.0
    red, green, blue = np.median(page.picture[page.inside(_bar(page, box))][::2, ::2].reshape(-1, 3), axis=0).tolist()
    return box.style, red, green, blue


def _bar(page: PixelPage, box: PixelBox) -> Bar:
    left, top, right, bottom = (round(value * page.scale) for value in box[:4])
    return Bar(left, right, top, bottom)


def without_charts(boxes: Sequence[PixelBox], filled: Sequence[PixelBox]) -> list[PixelBox]:
    """``boxes`` without the bars of a chart: three or more of the ``filled``, of unlike heights, on one base line."""
    bars = sorted((o.y1, o.y1 - o.y0) for o in filled if o.style != "frame")
    kept = []
    for box in boxes:
        first = bisect_left(bars, (box.y1 - _BASE, 0.0))
        last = bisect_right(bars, (box.y1 + _BASE, math.inf))
        heights = [height for _, height in bars[first:last]]
        if len(heights) < 3 or max(heights) < _CHART or max(heights) < 1.5 * min(heights):
            kept.append(box)
    return kept


def _apart(boxes: list[PixelBox]) -> list[PixelBox]:
    """Largest first, without those that lie half or more in others: frames of codes, rows around their print.

    One that is as wide as two others or more in it is none: they were seen apart.
    """
    every = ByHeight(boxes)
    once = [box for box in boxes if next(other for other in _near(every, box) if _is_same(box, other)) is box]
    few, kept = ByHeight(once), dict[int, PixelBox]()
    for box in sorted(once, key=lambda b: -area(b)):
        around = _near(few, box)
        parts = sorted(o for o in around if area(o) < 0.75 * area(box) and shared(o, box) > 0.9 * area(o))
        beside = all(b.x0 > a.x1 - 1 for a, b in pairwise(parts))
        if len(parts) > 1 and beside and sum(o.x1 - o.x0 for o in parts) > 0.95 * (box.x1 - box.x0):
            continue
        if sum(shared(box, o) for o in around if id(o) in kept) < 0.5 * area(box):
            kept[id(box)] = box
    return list(kept.values())


def _is_same(a: PixelBox, b: PixelBox) -> bool:
    return shared(a, b) >= 0.75 * max(area(a), area(b))


def _near(boxes: ByHeight[PixelBox], box: PixelBox) -> list[PixelBox]:
    """Those that may share some of the height of one of them, itself among them: of thousands some do."""
    reach = boxes.tallest / 2 + 1
    return boxes.between(box.y0 - reach, box.y1 + reach)


def shared(a: PixelBox, b: PixelBox) -> float:
    """The area that both cover, in square points."""
    return max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))


def area(box: PixelBox) -> float:
    """Of a box, in square points."""
    return (box.x1 - box.x0) * (box.y1 - box.y0)
