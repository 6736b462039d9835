# SPDX-License-Identifier: AGPL-3.0-or-later
"""A DOCX as a ``Document``: the tree's text, its paragraphs as blocks, its pages where Word breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from workbench.documents.docx.model import Row, Table, Tree, paragraphs_of
from workbench.documents.docx.tree import read_tree
from workbench.documents.limits import Limits
from workbench.documents.model import ROWS_OF_A_TABLE, Block, Document, Format, Page, Span
from workbench.documents.tears import joined


def read_docx(data: bytes, path: str, sha256: str, limits: Limits) -> Document:
    """What the DOCX ``data`` shows.

    Raises:
        DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError: see ``documents.docx.package``.

    """
    tree = read_tree(data, path, limits)
    document = Document(path, sha256, Format.DOCX, tree.text, _pages(tree), findings=tree.findings)
    paragraphs = [p for p in tree.paragraphs() if p.span.start < p.span.end]
    cells = dict(_cells(tree))
    blocks = tuple(
        Block(p.span, document.page_at(p.span.start), p.place, *cells.get(p.span.start, (0, 0))) for p in paragraphs
    )
    runs = (run for paragraph in paragraphs for run in paragraph.runs)
    struck = (run.span for run in runs if run.look.strike and run.text.strip())
    return replace(document, blocks=blocks, struck=tuple(joined(struck)), torn=tree.torn)


def _pages(tree: Tree) -> tuple[Page, ...]:
    return tuple(Page(i, Span(*cut)) for i, cut in enumerate(pairwise((*tree.page_starts, len(tree.text))), 1))


def _cells(tree: Tree) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where each paragraph of a table starts, and the numbers of its row and column; of an inner table the outer ones.

    The column is 0 where the cell, or another of the table, goes over several rows or columns.
    """
    tables = [item for section in tree.sections for items in section.groups() for item in items]
    for number, table in enumerate((table for table in tables if isinstance(table, Table)), 1):
        even = all(_is_even(row) for row in table.rows)
        for at, row in enumerate(table.rows, number * ROWS_OF_A_TABLE + 1):
            for column, cell in enumerate(row.cells, 1):
                place = at, column if even else 0
                yield from ((paragraph.span.start, place) for paragraph in paragraphs_of(cell.items))


def _is_even(row: Row) -> bool:
    return not row.before and all(cell.columns == 1 and not (cell.merged or cell.merge_start) for cell in row.cells)
