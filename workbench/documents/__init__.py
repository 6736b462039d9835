# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a document is, and how bytes become one: one reader a file, one ``open_document``."""

from __future__ import annotations

from workbench.documents.model import Block, Box, Document, Format, Line, Page, Place, Span, Word


__all__ = ["Block", "Box", "Document", "Format", "Line", "Page", "Place", "Span", "Word"]
