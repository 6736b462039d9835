# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a place in a document to a mark: its page, its boxes, whether it is struck through."""

from __future__ import annotations

from workbench.documents import Document, Span
from workbench.marks.model import Mark, MarkType, Value


def make_mark(document: Document, kind: MarkType, start: int, end: int, value: Value) -> Mark:
    """The mark at ``document.text[start:end]``; ``raw`` is exactly that text."""
    page = document.page_at(start) if len(document.pages) > 1 else 1
    struck = bool(document.struck) and document.is_struck(Span(start, end))
    boxes = document.boxes(Span(start, end)) if document.printed else ()
    return Mark(kind, document.text[start:end], start, end, page, value, struck, boxes)
