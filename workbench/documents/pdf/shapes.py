# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is drawn on a page, as far as MuPDF's text page knows it: the box and the paint of every shape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import pymupdf


Rectangle = tuple[float, float, float, float]
_TEXT, _VECTOR = 0, 3
_PAINT = re.compile(r"\s*<vector (filled|stroked), color: #([0-9a-f]{6}), alpha: (\d+),")


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


class Drawing(NamedTuple):
    """The shapes of a page and the boxes of its text blocks, each in the order in which they are painted."""

    shapes: list[Shape]
    texts: list[Rectangle]


def read_drawing(textpage: pymupdf.TextPage) -> Drawing:
    """The drawing of a page whose vectors were collected.

    The list of blocks tells the paint in words, at a sixth of the cost of the dictionary of everything.
    """
    rows = textpage.extractBLOCKS()
    paints = [_paint(row[4]) if row[6] == _VECTOR else None for row in rows]
    if any(row[6] == _VECTOR and paint is None for row, paint in zip(rows, paints, strict=True)):
        return _in_order(map(_of_block, textpage.extractDICT()["blocks"]))  # told otherwise by another PyMuPDF
    return _in_order((row[6], row[:4], paint) for row, paint in zip(rows, paints, strict=True))


_Paint = tuple[bool, int, int]


def _in_order(blocks: Iterable[tuple[int, Rectangle, _Paint | None]]) -> Drawing:
    drawing = Drawing([], [])
    for kind, box, paint in blocks:
        if kind == _TEXT:
            drawing.texts.append(box)
        elif paint:
            drawing.shapes.append(Shape(*box, *paint, len(drawing.texts) - 1))
    return drawing


@lru_cache(maxsize=4096)
def _paint(told: str) -> _Paint | None:
    found = _PAINT.match(told)
    return (found[1] == "stroked", int(found[2], 16), int(found[3])) if found else None


def _of_block(block: dict[str, Any]) -> tuple[int, Rectangle, _Paint | None]:
    paint = (block["stroked"], block["color"], block["alpha"]) if block["type"] == _VECTOR else None
    return block["type"], block["bbox"], paint
