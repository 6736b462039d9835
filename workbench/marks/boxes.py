# SPDX-License-Identifier: AGPL-3.0-or-later
"""Placeholders that are drawn: boxes where an earlier reviewer took something out, found by the reader of the page."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.documents import Document
from workbench.marks.model import Mark, MarkType, Placeholder


_VALUE = Placeholder(quantity=None, unit=None, what="text", visual=True)


def find_boxes(document: Document) -> Iterator[Mark]:
    """A placeholder with ``visual`` true for every redaction box on the pages, in the order of the text."""
    for visual in document.visual:
        place = visual.offset
        yield Mark(MarkType.PLACEHOLDER, "", place, place, visual.box.page, _VALUE, boxes=(visual.box,))
