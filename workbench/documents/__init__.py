# SPDX-License-Identifier: AGPL-3.0-or-later
r"""What a document is, and how a file becomes one: ``open_document``, or ``read_document`` for bytes at hand.

>>> from workbench.documents import read_document
>>> document = read_document(b"SECRET\n\n(S) The pier is closed.\n", "memo.txt")
>>> document.format.value, len(document.pages), document.text[:6]
('text', 1, 'SECRET')
"""

from __future__ import annotations

from workbench.documents.decoding import decode_text, encode_text
from workbench.documents.formats import SUFFIXES
from workbench.documents.limits import DEFAULT_LIMITS, Limits
from workbench.documents.model import Block, Box, Document, Format, Page, Place, Recognised, Span, TextVersion, Visual
from workbench.documents.ocr import OcrMode
from workbench.documents.opening import open_document, read_bytes, read_document
from workbench.documents.words import Line, Word


__all__ = [
    "DEFAULT_LIMITS",
    "SUFFIXES",
    "Block",
    "Box",
    "Document",
    "Format",
    "Limits",
    "Line",
    "OcrMode",
    "Page",
    "Place",
    "Recognised",
    "Span",
    "TextVersion",
    "Visual",
    "Word",
    "decode_text",
    "encode_text",
    "open_document",
    "read_bytes",
    "read_document",
]
