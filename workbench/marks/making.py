# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a place in a document to a mark: its page, its boxes, whether it is struck through."""

from __future__ import annotations

from workbench.documents import Document, Span
from workbench.marks.model import Mark, MarkType, Value


def make_mark(document: Document, kind: MarkType, start: int, end: int, value: Value) -> Mark:
    """The mark at ``document.text[start:end]``; ``raw`` is exactly that text."""
    span = Span(start, end)
    return Mark(
        type=kind,
        raw=document.text[start:end],
        start=start,
        end=end,
        page=document.page_at(start),
        value=value,
        struck=bool(document.struck) and document.is_struck(span),
        boxes=document.boxes(span) if document.pages else (),
    )
