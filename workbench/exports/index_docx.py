# SPDX-License-Identifier: AGPL-3.0-or-later
"""The redaction index as a Word table, to be put before a court."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.documents import Place, Span
from workbench.documents.docx.model import Cell, Look, Paragraph, Row, Section, Table, Tree
from workbench.exports.docx.paragraphs import Bit, Lines
from workbench.exports.docx.writer import write_docx


_SMALL = Look(size=9)


def index_docx(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A landscape page with a table whose first row repeats on every page."""
    texts = ["".join(c if c.isprintable() else " " for c in text) for row in (columns, *rows) for text in row]
    cells = [Cell((Paragraph((), Span(number, number)),)) for number in range(len(texts))]
    firsts = range(0, len(texts), len(columns))
    made = tuple(Row(tuple(cells[first : first + len(columns)]), repeated=first == 0) for first in firsts)
    page = Section((), (Table(made, len(columns)),), (), (), landscape=True)

    def cell(paragraph: Paragraph) -> Sequence[Lines]:
        return (Lines((Bit(texts[paragraph.span.start], _SMALL),)),)

    return write_docx(Tree("", (page,), (0,)), cell, [Lines((Bit(title),), Place.HEADING, 1)])
