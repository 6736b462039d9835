# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document under review before anybody decides: its rows, where a place of it is, what the policy withholds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from workbench.core.findings import Finding
from workbench.documents import Box, Span
from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.redaction.model import Place, Redaction
from workbench.structure.model import Analysis
from workbench.tui.rows import row_at, rows_of, stretches_of, text_of, withheld_rows
from workbench.tui.safe_text import collapse


class ReviewedText:
    """Never changes. Made in a worker thread: ``texts``, what each row shows, are there before the screen asks."""

    def __init__(
        self,
        analysis: Analysis,
        findings: Sequence[Finding],
        by_policy: Sequence[Redaction],
        proposed: Sequence[Redaction],
    ) -> None:
        """``findings`` in any order. ``by_policy`` is what the policy withholds where nobody decides.

        ``proposed`` is what its patterns find and a reviewer has to withhold or release.
        """
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
        self._pending = withheld_rows(self.rows, by_policy)
        self._by_policy: dict[int, list[Span]] = defaultdict(list)
        for span in (span for redaction in by_policy for span in redaction.spans):
            self._by_policy[self.row_at(span.start)].append(span)
        self._proposed: dict[int, list[Span]] = defaultdict(list)
        for redaction in proposed:
            first, last = redaction.spans[0], redaction.spans[-1]
            self._proposed[self.row_at(first.start)].append(Span(first.start, last.end))

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

    def proposed(self, row: int) -> Sequence[Span]:
        """What patterns found in a row, decided or not, in order; what a page break cuts is one stretch."""
        return self._proposed.get(row, ())

    @property
    def to_decide(self) -> int:
        """How many paragraphs the policy withholds or asks about unless somebody decides, decided ones included."""
        return len(self._pending) + sum(row not in self._pending for row in self._proposed)

    def is_asked(self, row: int) -> bool:
        """Whether choosing several rows chooses this one: paragraphs, and what the policy withholds; no box or page."""
        return row in self.paragraph_numbers or (row in self._pending and not self.rows[row].caption)

    def row_of_place(self, place: Place) -> int:
        """The row that a decision or a note about ``place`` is shown at."""
        spans, page, box = place
        if spans:
            return self._row_of.get(spans, self.row_at(spans[0].start))
        return (self.row_of_box(box) if box else self.first_row_of_page(page or 1)) or 0
