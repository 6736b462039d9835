# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces of a DOCX that stand on the page in another order than in the file: text boxes, frames, mirrored tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.documents.model import Span, Torn
from workbench.documents.tears import in_any_order


class Scattered:
    """Collects them while a DOCX is read."""

    def __init__(self) -> None:
        self._groups: list[Sequence[Span]] = []
        self._frames: list[Span] = []
        self._framed = False

    def group(self, spans: Sequence[Span]) -> None:
        """Any two of ``spans`` may stand side by side: a paragraph and its text boxes, the cells of a row."""
        self._groups.append(spans)

    def paragraph(self, span: Span, *, framed: bool) -> None:
        """Frames stand anywhere around each other and the paragraph below them (ISO/IEC 29500-1, 17.3.1.11)."""
        if framed or self._framed:
            self._frames.append(span)
        self._framed = framed

    def torn(self, text: str) -> Iterator[Torn]:
        """What each piece is a part of, in every order that may be."""
        for group in (*self._groups, self._frames):
            yield from in_any_order(text, [span for span in group if span.start < span.end])
