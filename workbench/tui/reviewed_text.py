# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document under review before anybody decides: its rows, what each shows, and where a place of it is."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.findings import Finding
from workbench.documents import Box
from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.structure.model import Analysis
from workbench.tui.rows import row_at, rows_of, stretches_of, text_of
from workbench.tui.safe_text import collapse


class ReviewedText:
    """Never changes. Made in a worker thread: ``texts``, what each row shows, are there before the screen asks."""

    def __init__(self, analysis: Analysis, findings: Sequence[Finding]) -> None:
        """``findings`` in any order."""
        self.analysis = analysis
        self.document = analysis.document
        self.findings = tuple(sorted(findings, key=lambda f: (f.start is None, f.start or 0, f.code)))
        self.rows = rows_of(analysis)
        self.texts = [collapse(text_of(analysis.document.text, row), keep_lines=row.keeps_lines) for row in self.rows]
        self._stretches = stretches_of(self.rows)
        self._row_of = {row.spans: index for index, row in enumerate(self.rows) if not row.caption}
        self._numbers = {i: r.paragraph.number for i, r in enumerate(self.rows) if r.paragraph}
        self.paragraph_numbers = {i: n for i, n in self._numbers.items() if not self.rows[i].is_furniture}
        """For each row that is a paragraph with a reader's eyes, its number, which findings and records give too."""
        self._cells = {block.span.start: block for block in self.document.blocks if block.row > ROWS_OF_A_TABLE}

    @property
    def last_number(self) -> int:
        """The number of the last paragraph, page furniture included."""
        return max(self._numbers.values(), default=0)

    def cell(self, row: int) -> str:
        """Where in which table a row stands, as in ``table 2, r3 c1``; nothing where the file does not tell."""
        block = self._cells.get(self.rows[row].start) if self.rows[row].paragraph else None
        if block is None:
            return ""
        table, number = divmod(block.row, ROWS_OF_A_TABLE)
        return f"table {table}, r{number}" + (f" c{block.column}" if block.column else "")

    def pages_of(self, row: int) -> Sequence[int]:
        """The pages on which a row stands, in order."""
        if self.rows[row].caption:
            return (self.rows[row].page,)
        at = self.document.page_at
        return sorted({page for s, e in self.rows[row].spans for page in range(at(s), at(max(s, e - 1)) + 1)})

    def row_at(self, offset: int) -> int:
        """The row that holds the character at ``offset``."""
        return row_at(self._stretches, offset)

    def first_row_of_page(self, page: int) -> int | None:
        """The first row on ``page`` or, where that has none, on a later one."""
        return next((i for i, row in enumerate(self.rows) if row.page >= page), None)

    def row_of_box(self, box: Box) -> int | None:
        """The row of a box seen on a page; the first of its page where this reading did not see it."""
        found = (index for index, row in enumerate(self.rows) if row.box == box)
        return next(found, self.first_row_of_page(box.page))

    def row_of_number(self, number: int) -> int | None:
        """The row of the paragraph with this number."""
        return next((row for row, n in self._numbers.items() if n == number), None)
