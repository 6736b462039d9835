# SPDX-License-Identifier: AGPL-3.0-or-later
"""The redaction boxes of a page: those in the pixels of a scan, and where in the text a reader meets each."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf

from workbench.documents.model import Box, Page, Visual
from workbench.documents.pdf.box_text import is_text
from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.picture import drawn, safe_scale
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.pixels.boxes import area, find_pixel_boxes, shared
from workbench.documents.pdf.pixels.page import PixelBox
from workbench.documents.words import Line


# Finer than the picture that tells hidden text: the frames of redaction software are a third of a point wide.
_DPI = 150
# Of usual print: what is drawn beside smaller print is looked at more closely; smaller is noise.
_SMALL, _SMALLEST = 0.93, 0.6


def scanned_shapes(page: pymupdf.Page, visible: Sequence[RawWord]) -> list[PixelBox]:
    """The redaction boxes in the pixels of ``page``; ``visible`` words, if OCR has left some, tell text in frames.

    What engines read in tints, and where codes are small, is nothing to go by: the pixels have told text there.
    Points are those of usual print: where the print of a page is smaller, all that is drawn on it is too.
    """
    from workbench.documents.pdf.pixels.level import USUAL, level, print_height

    scale = safe_scale(page, _DPI)
    if scale < 1:
        return []  # as much of a page as a wall has: no line of print is left in its picture
    picture = drawn(page, scale)[0]
    size = max(_SMALLEST, min(1.0, print_height(picture[:, :, 1], scale) / USUAL))
    if size < _SMALL:
        scale = safe_scale(page, _DPI / size)
        picture = drawn(page, scale)[0]
    unit = scale * size
    flat = level(picture, unit)
    found = (flat.to_page(box, unit) for box in find_pixel_boxes(flat.picture, unit))
    boxes = [PixelBox(x0 * size, y0 * size, x1 * size, y1 * size, style) for x0, y0, x1, y1, style in found]
    seen = ByHeight(visible)
    return [box for box in boxes if box.style != "frame" or not is_text([w[4] for w in seen.within(*box[:4])])]


def with_drawn(seen: Sequence[PixelBox], drawn: Sequence[PixelBox]) -> list[PixelBox]:
    """The boxes ``seen`` in the pixels of a scan, and those ``drawn`` over it that pixels do not tell: white ones."""
    return [*seen, *(box for box in drawn if all(shared(box, o) < 0.5 * min(area(box), area(o)) for o in seen))]


def place(boxes: Sequence[PixelBox], page: Page) -> list[Visual]:
    """The boxes of a page with the offsets in the text at which a reader meets them."""
    lines = tuple(page.lines) if boxes else ()
    placed = [Visual(Box(page.number, *box[:4]), box.style, _offset(box, lines, page.span.start)) for box in boxes]
    return sorted(placed, key=lambda visual: (visual.offset, visual.box.y0, visual.box.x0))


def _offset(box: PixelBox, lines: Sequence[Line], start: int) -> int:
    """Before the first word in it or to the right on its line; behind the last line above it; else at ``start``."""
    middle = (box.y0 + box.y1) / 2
    above: Line | None = None
    for line in lines:
        if line.box.y0 <= middle <= line.box.y1 and line.box.x0 < box.x1 + 200 and line.box.x1 > box.x0 - 200:
            for word in line.words:
                if word.box.x0 + word.box.x1 >= 2 * box.x0:  # a code may be wider than its box
                    return word.start
            return line.span.end
        if line.box.y1 <= box.y0 + 2 and (above is None or line.box.y1 >= above.box.y1):
            above = line
    return above.span.end if above else start
