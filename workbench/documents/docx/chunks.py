# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents in a DOCX that Word takes in when it opens it (``w:altChunk``: ISO/IEC 29500-1, 17.17.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.core.errors import DocumentError
from workbench.documents.docx.package import Package
from workbench.documents.limits import Limits
from workbench.documents.model import Document, Place, Span
from workbench.documents.ocr import OcrMode


_DEEPEST = 20
"""Levels that are read of a document in a document; of those in it none is read."""
_PLACES = frozenset((Place.TITLE, Place.HEADING, Place.LIST_ITEM))
_LINE = re.compile(r"[^\n\f]*[^\s][^\n\f]*")


class Chunks:
    """Reads them, each once however often it is taken in."""

    def __init__(self, package: Package, limits: Limits) -> None:
        """``limits``: of the document around."""
        self._package, self._limits = package, limits
        self._known: dict[str, Document | None] = {}

    def read(self, part: str) -> Document | None:
        """What ``part`` holds; None where no reader takes it."""
        if part not in self._known:
            self._known[part] = self._read(part)
        return self._known[part]

    def _read(self, part: str) -> Document | None:
        from workbench.documents.opening import read_document

        data = self._package.read(part)
        if data is None or self._limits.max_depth <= _DEEPEST:
            return None
        try:
            return read_document(data, part, replace(self._limits, max_depth=_DEEPEST), OcrMode.NEVER)
        except DocumentError:
            return None


def paragraphs_in(document: Document) -> Iterator[tuple[Span, Place]]:
    """Where its paragraphs stand, and what those are that stand in no table, header or note: BODY, if nothing else."""
    end = 0
    for block in (*sorted(document.blocks), None):
        start = block.span.start if block else len(document.text)
        yield from ((Span(*line.span()), Place.BODY) for line in _LINE.finditer(document.text, end, start))
        if block and block.span.start >= end:
            yield block.span, block.place if block.place in _PLACES else Place.BODY
            end = block.span.end
