# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is drawn on a page, as far as MuPDF's text page knows it: the box and the paint of every shape.

``extractBLOCKS`` would tell it at once and is not asked: in PyMuPDF 2.0 it never lets go of the text of a block, so
that memory grows with the pages and text outlives its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pymupdf


Rectangle = tuple[float, float, float, float]
TEXT, PICTURE, VECTOR = 0, 1, 3
"""MuPDF's kinds of blocks of a text page."""
# In JSON the quotes of a text are escaped, so that no text can pass for this.
_PAINT = re.compile(rb'"type":"vector","argb":(-?\d+),"stroked":(\d+)')
_THIN = 3.0
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


class Placed(NamedTuple):
    """The box of a block that is no text, and the number of the last text block before it."""

    box: Rectangle
    after: int


def read_shapes(textpage: pymupdf.TextPage, *, may_fade: bool = True) -> list[Shape]:
    """The shapes of a page whose vectors were collected, in the order in which they are painted.

    Where all are thin (rules, underlines, strokes through a word) and none may be clear, all are told to be black: to
    know better would take as long as to read the words of the page, and nobody asks.
    """
    boxes = list(blocks_of_kind(textpage, VECTOR))
    if all(is_thin(box) for box, _ in boxes) and not (may_fade and boxes):
        return [Shape(*box, False, 0, 255, after) for box, after in boxes if _has_area(box)]
    paints = [_paint(int(argb), int(stroked)) for argb, stroked in _PAINT.findall(_json(textpage))]
    if len(paints) != len(boxes):  # told otherwise by another PyMuPDF
        paints = [_of_block(b) for b in textpage.extractDICT()["blocks"] if b["type"] == VECTOR]
    return [Shape(*box, *paint, after) for (box, after), paint in zip(boxes, paints, strict=True) if _has_area(box)]


def is_thin(box: Rectangle) -> bool:
    """Whether it is a line rather than an area."""
    return box[2] - box[0] < _THIN or box[3] - box[1] < _THIN


def luminance(color: int) -> float:
    """How light 0xRRGGBB is, from 0 to 255."""
    return 0.299 * (color >> 16) + 0.587 * (color >> 8 & 0xFF) + 0.114 * (color & 0xFF)


def _has_area(box: Rectangle) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def blocks_of_kind(textpage: pymupdf.TextPage, kind: int) -> Iterator[Placed]:
    """The blocks of one kind, in the order of the page."""
    after = -1
    block = textpage.this.m_internal.first_block
    while block:
        found = block.type
        if found == TEXT:
            after += 1
        elif found == kind:
            box = block.bbox
            yield Placed((box.x0, box.y0, box.x1, box.y1), after)
        block = block.next


_Paint = tuple[bool, int, int]


def _paint(argb: int, stroked: int) -> _Paint:
    return bool(stroked), argb & 0xFFFFFF, argb >> 24 & 0xFF


def _of_block(block: dict[str, Any]) -> _Paint:
    return block["stroked"], block["color"], block["alpha"]


def _json(textpage: pymupdf.TextPage) -> bytes:
    buffer = mupdf.fz_new_buffer(4096)
    output = mupdf.FzOutput(buffer)
    mupdf.fz_print_stext_page_as_json(output, textpage.this, 1.0)
    output.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
