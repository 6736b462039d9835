# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes at their places in the text of a page."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.documents.model import Box, Line, Page, Visual
from workbench.documents.pdf.pixel_page import PixelBox


def place(boxes: Sequence[PixelBox], page: Page) -> list[Visual]:
    """The boxes of a page with the offsets in the text at which a reader meets them."""
    lines = tuple(page.lines) if boxes else ()
    placed = [Visual(Box(page.number, *box[:4]), box.style, _offset(box, lines, page.span.start)) for box in boxes]
    return sorted(placed, key=lambda visual: (visual.offset, visual.box.y0, visual.box.x0))


def _offset(box: PixelBox, lines: Sequence[Line], start: int) -> int:
    """Before the first word to the right on its line; behind the last line above it; else at ``start``."""
    middle = (box.y0 + box.y1) / 2
    above: Line | None = None
    for line in lines:
        if line.box.y0 <= middle <= line.box.y1 and line.box.x0 < box.x1 + 200 and line.box.x1 > box.x0 - 200:
            for word in line.words:
                if word.box.x0 >= box.x0 - 1:
                    return word.start
            return line.span.end
        if line.box.y1 <= box.y0 + 2 and (above is None or line.box.y1 >= above.box.y1):
            above = line
    return above.span.end if above else start
