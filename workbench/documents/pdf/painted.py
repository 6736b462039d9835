# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures and shapes as they are painted: of each what clips leave of it, and as one what is painted in parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pymupdf

from workbench.documents.pdf.covers import OPAQUE, Cover
from workbench.documents.pdf.means import Means
from workbench.documents.pdf.picture import drawn, safe_scale
from workbench.documents.pdf.pieces import RawWord, around
from workbench.documents.pdf.run import PageRun, turning
from workbench.documents.pdf.shapes import PICTURE, Rectangle, Shape, blocks_of_kind, is_thin, read_shapes


# A picture this much of the page is the scan of a page, a smaller one an illustration or something stuck over text.
_SCAN_AREA = 0.25
_DPI = 72
# In points: as high and wide as a word at least; a strip is lower than a line of print, and touches the next.
_LOWEST, _NARROWEST, _STRIP, _APART = 7.5, 14.0, 6.0, 0.3
_OFF = 1.5  # points: so far off are the parts of one picture
# The thinnest pen that makes a box of a line; more shapes are a drawing.
_PEN, _MOST_SHAPES = 6.5, 400
# Of a flat picture with a code over it, and of its rim, is of its tone, give or take so much of 255.
_FILL, _RIM, _ALIKE = 0.5, 0.9, 8


class Painted:
    """What a page paints besides text; its ``words`` are those of ``run.text_page``."""

    def __init__(self, run: PageRun, means: Means, words: Sequence[RawWord]) -> None:
        self._run, self._words = run, words
        self.has_pictures = means.fills or (means.pictures and bool(run.page.get_images()))

    @cached_property
    def pictures(self) -> list[Cover]:
        """The pictures, each with the last of the text blocks painted before it; stencils and shadings among them."""
        if not self.has_pictures:
            return []
        page = self._run.page
        area = _SCAN_AREA * page.rect.width * page.rect.height
        clear = any(image[1] for image in page.get_images())
        found = list(blocks_of_kind(self._run.painted, PICTURE))
        wholes = _wholes([box for box, _ in found])
        return [
            Cover(*box, self._before(last), picture=True, clear=clear, scan=(x1 - x0) * (y1 - y0) >= area)
            for (box, last), (x0, y0, x1, y1) in zip(found, wholes, strict=True)
        ]

    def clipped(self, shapes: Sequence[Shape]) -> Sequence[Shape]:
        """The ``shapes`` of ``run.text_page`` as clips leave them, which they are where clips cut off text."""
        if self._run.cuts_off or self._run.means.frames == ():
            return shapes
        return shapes if all(s.stroked or is_thin(s[:4]) for s in shapes) else read_shapes(self._run.painted)

    def _before(self, last: int) -> int:
        """The block of the last word in or before block ``last`` of the painted page.

        Blocks are cut otherwise where pictures stand between them; words come in the same order in both.
        """
        before = bisect_right(self._numbers, last)
        return self._words[before - 1][5] if 0 < before <= len(self._words) else -1

    @cached_property
    def _numbers(self) -> list[int]:
        """The block of each of its words, which come block after block."""
        return [word[5] for word in self._run.painted.extractWORDS()]


def _wholes(boxes: Sequence[Rectangle]) -> list[Rectangle]:
    """For each box that of the picture which it makes with others: scanners cut a page into strips, or into tiles."""
    wholes = list(boxes)
    for side in (0, 1):  # those beside each other, then those below each other
        first, last, start, end = 1 - side, 3 - side, side, 2 + side
        order = sorted(range(len(boxes)), key=lambda at: (*map(round, wholes[at][first::2]), wholes[at][start]))
        groups: list[list[int]] = []
        for at in order:
            box, other = wholes[at], wholes[groups[-1][-1]] if groups else None
            alike = other and max(abs(box[first] - other[first]), abs(box[last] - other[last])) <= _OFF
            if other and alike and box[start] <= other[end] + _OFF:
                groups[-1].append(at)
            else:
                groups.append([at])
        for group in groups:
            whole = around([wholes[at] for at in group])
            for at in group:
                wholes[at] = whole
    return wholes


def flat_pictures(page: pymupdf.Page, pictures: Iterable[Cover]) -> list[Shape]:
    """The pictures of a page that show one colour, but for what is printed over them, as filled shapes."""
    sized = ((c, sorted((c.x1 - c.x0, c.y1 - c.y0))) for c in pictures if not c.scan)
    small = [cover for cover, (least, most) in sized if least >= _LOWEST and most >= _NARROWEST]
    if not small:
        return []
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


def with_strokes(run: PageRun, shapes: Sequence[Shape]) -> Sequence[Shape]:
    """``shapes`` with the straight strokes of a thick pen as the filled shapes that they look like.

    MuPDF's text page tells of a stroke no more than a box around it, larger by the pen than what is seen.
    """
    may_be_thick = any(s.stroked and min(s.y1 - s.y0, s.x1 - s.x0) >= _PEN for s in shapes)
    if not may_be_thick or len(shapes) > _MOST_SHAPES:
        return shapes
    matrix = turning(run.page)
    bars = [bar for path in run.page.get_cdrawings() for bar in _bar(path, matrix)]
    return [next((Shape(*bar, False, *shape[5:]) for bar in bars if _is_of(shape, bar)), shape) for shape in shapes]


def _bar(path: dict[str, Any], matrix: pymupdf.Matrix) -> Iterator[Rectangle]:
    """What the stroke of a path covers, if it goes along one line."""
    pen = (path.get("width") or 0.0) / 2
    if path["type"] != "s" or pen < _PEN / 2 or any(item[0] != "l" for item in path["items"]):
        return
    ends = pymupdf.Rect(around([(*start, *start) for item in path["items"] for start in item[1:]]))
    cap = pen if any(path["lineCap"]) else 0.0
    along, across = (cap, pen) if ends.width > ends.height else (pen, cap)
    if min(ends.width, ends.height) <= pen / 2:
        seen = pymupdf.Rect(ends.x0 - along, ends.y0 - across, ends.x1 + along, ends.y1 + across) * matrix
        yield seen.x0, seen.y0, seen.x1, seen.y1


def _is_of(shape: Shape, bar: Rectangle) -> bool:
    """Whether a stroke of the text page is that which covers ``bar``: around the same place, and larger."""
    gaps = bar[0] - shape.x0, bar[1] - shape.y0, shape.x1 - bar[2], shape.y1 - bar[3]
    return shape.stroked and min(gaps) > -1 and abs(gaps[0] - gaps[2]) < 1 and abs(gaps[1] - gaps[3]) < 1


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
