# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is drawn on a page, as far as MuPDF's text page knows it: the box and the paint of every shape.

``extractBLOCKS`` would tell it at once and is not asked: in PyMuPDF 2.0 it never lets go of the text of a block, so
that memory grows with the pages and text outlives its document.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import NamedTuple

import pymupdf


Rectangle = tuple[float, float, float, float]
TEXT, PICTURE, VECTOR = 0, 1, 3
"""MuPDF's kinds of blocks of a text page."""
# In XML a text is escaped, so that none can pass for this.
_PAINTED = re.compile(rb'<(?:block |vector bbox="([^"]*)" stroke="(\d)"[^>]* argb="([0-9a-f]+)")')
_THIN = 3.0
# A box of a stroke that is no higher, and so much longer, is a line; higher ones are frames.
_THICKEST, _LONG = 16.0, 3
mupdf = pymupdf.mupdf


class Shape(NamedTuple):
    """A shape in points; ``color`` is 0xRRGGBB, ``alpha`` 0 to 255.

    ``after``: the number of the last text block that was painted before it (from 0, -1 none).
    """

    x0: float
    y0: float
    x1: float
    y1: float
    stroked: bool
    color: int
    alpha: int
    after: int


def read_shapes(textpage: pymupdf.TextPage) -> list[Shape]:
    """The shapes of a page whose vectors were collected, in the order in which they are painted."""
    if next(blocks_of_kind(textpage, VECTOR), None) is None:
        return []
    shapes = []
    after = -1
    for box, stroked, argb in _PAINTED.findall(_xml(textpage)):
        if not box:
            after += 1
            continue
        # As many digits as tell one 32 bit float from the next.
        x0, y0, x1, y1 = array("f", map(float, box.split()))
        if x0 < x1 and y0 < y1:
            color = int(argb, 16)
            shapes.append(Shape(x0, y0, x1, y1, stroked == b"1", color & 0xFFFFFF, color >> 24, after))
    return shapes


def is_thin(box: Rectangle) -> bool:
    """Whether it is a line rather than an area."""
    return box[2] - box[0] < _THIN or box[3] - box[1] < _THIN


def as_seen(shape: Shape) -> Shape:
    """A line as thick as it is seen: MuPDF's box of one that a pen draws goes beyond it by half of the pen."""
    down = shape.x1 - shape.x0 < shape.y1 - shape.y0
    thick, long = sorted((shape.x1 - shape.x0, shape.y1 - shape.y0))
    if not shape.stroked or thick > _THICKEST or long < _LONG * thick:
        return shape
    x, y = (thick / 4, 0.0) if down else (0.0, thick / 4)
    return shape._replace(x0=shape.x0 + x, y0=shape.y0 + y, x1=shape.x1 - x, y1=shape.y1 - y)


def luminance(color: int) -> float:
    """How light 0xRRGGBB is, from 0 to 255."""
    return 0.299 * (color >> 16) + 0.587 * (color >> 8 & 0xFF) + 0.114 * (color & 0xFF)


def blocks_of_kind(textpage: pymupdf.TextPage, kind: int) -> Iterator[tuple[Rectangle, int]]:
    """The boxes of the blocks of one kind, in the order of the page, each with the last text block before it."""
    after = -1
    block = textpage.this.m_internal.first_block
    while block:
        found = block.type
        if found == TEXT:
            after += 1
        elif found == kind:
            box = block.bbox
            yield (box.x0, box.y0, box.x1, box.y1), after
        block = block.next


def _xml(textpage: pymupdf.TextPage) -> bytes:
    """The blocks and lines of the page, without its characters one by one."""
    buffer = mupdf.fz_new_buffer(4096)
    output = mupdf.FzOutput(buffer)
    mupdf.fz_print_stext_page_as_xml_with_flags(output, textpage.this, 0, 0)
    output.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
