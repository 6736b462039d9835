# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document under review: what is decided about each paragraph, and what still waits for a decision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum

from workbench.core.findings import Finding
from workbench.documents import Span
from workbench.redaction.model import Action, Decision, Redaction, Unit
from workbench.structure.model import Analysis, Paragraph
from workbench.tui.rows import Row, row_at, rows_of, text_of
from workbench.tui.safe_text import collapse


class Sign(StrEnum):
    """What the gutter says of a paragraph's decision."""

    WITHHOLD = "W"
    RELEASE = "R"
    PART = "P"
    """Words in it are released and others withheld."""
    UNDECIDED = "?"
    """The policy withholds it, or proposes words of it, and nobody has decided."""
    POLICY = "·"
    """The policy releases it, and nobody has decided otherwise."""
    NONE = " "


class Review:
    """A loaded document with the decisions in force. Offsets count characters of its text.

    Made in a worker thread: ``texts``, what each row shows, are there before the screen asks.
    """

    def __init__(
        self,
        analysis: Analysis,
        findings: Sequence[Finding],
        by_policy: Sequence[Redaction],
        proposed: Sequence[Redaction] = (),
    ) -> None:
        """Before any decision is known. ``by_policy`` is what the policy withholds where nobody decides.

        ``proposed`` is what its patterns find and a reviewer has to withhold or release.
        """
        self.analysis = analysis
        self.document = analysis.document
        self.findings = tuple(sorted(findings, key=lambda f: (f.start is None, f.start or 0, f.code)))
        self.rows = rows_of(analysis)
        self.texts = [collapse(text_of(analysis.document.text, row), keep_lines=row.keeps_lines) for row in self.rows]
        self._pending = _pending(self.rows, by_policy)
        self._proposed: dict[int, list[Span]] = defaultdict(list)
        for redaction in proposed:
            first, last = redaction.spans[0], redaction.spans[-1]
            self._proposed[self.row_at(first.start)].append(Span(first.start, last.end))
        self.paragraph_numbers = self._number()
        self.decisions: tuple[Decision, ...] = ()
        self._whole: dict[tuple[Span, ...], Decision] = {}
        self._words: dict[int, list[Decision]] = {}
        self._undecided: list[int] = []
        self.take(())

    def _number(self) -> dict[int, int]:
        """For each row that is a paragraph with a reader's eyes, its number from 1."""
        return {row: n for n, row in enumerate((i for i, r in enumerate(self.rows) if not r.is_furniture), start=1)}

    def take(self, decisions: tuple[Decision, ...]) -> None:
        """Let these be the decisions in force."""
        self.decisions = decisions
        places = {row.spans for row in self.rows}
        self._whole = {d.spans: d for d in decisions if d.spans in places}
        words: dict[int, list[Decision]] = defaultdict(list)
        for decision in decisions:
            if decision.spans and decision.spans not in places:
                words[self.row_at(decision.spans[0].start)].append(decision)
        self._words = dict(words)
        self._undecided = [i for i, row in enumerate(self.rows) if self._waits(row) or self.proposals(i)]

    def _waits(self, row: Row) -> bool:
        return row.spans in self._pending and row.spans not in self._whole

    def proposed(self, row: int) -> Sequence[Span]:
        """What patterns found in a row, decided or not, in order; what a page break cuts is one stretch."""
        return self._proposed.get(row, ())

    def proposals(self, row: int) -> list[Span]:
        """What of it is left to decide: not what goes with its paragraph, nor words that a decision touches."""
        whole = self.whole(row)
        if self._waits(self.rows[row]) or (whole and whole.action is Action.WITHHOLD):
            return []
        decided = [span for decision in self.words(row) for span in decision.spans]
        return [p for p in self.proposed(row) if not any(s.start < p.end and p.start < s.end for s in decided)]

    # --- what is decided -------------------------------------------------------------------------------------------

    @property
    def undecided_rows(self) -> Sequence[int]:
        """The rows that wait for a decision, in order."""
        return self._undecided

    @property
    def to_decide(self) -> int:
        """How many paragraphs the policy withholds or asks about unless somebody decides, decided ones included."""
        return len(self._pending) + sum(self.rows[row].spans not in self._pending for row in self._proposed)

    @property
    def undecided(self) -> int:
        """How many paragraphs wait for a decision."""
        return len(self._undecided)

    def whole(self, row: int) -> Decision | None:
        """The decision about all of a row."""
        return self._whole.get(self.rows[row].spans)

    def words(self, row: int) -> Sequence[Decision]:
        """The decisions about words in a row, in the order in which they were made."""
        return self._words.get(row, ())

    def withheld_words(self, row: int) -> list[Span]:
        """The words of a row that a decision withholds and no later one releases, in order."""
        gone: list[Span] = []
        for decision in self.words(row):
            for span in decision.spans:
                gone = [part for old in gone for part in _without(old, span)]
                gone += [span] if decision.action is Action.WITHHOLD else []
        return sorted(gone)

    def sign(self, row: int) -> Sign:
        """What the gutter shows."""
        decision = self.whole(row)
        if decision and decision.action is Action.WITHHOLD:
            return Sign.PART if any(d.action is Action.RELEASE for d in self.words(row)) else Sign.WITHHOLD
        if self._waits(self.rows[row]) or self.proposals(row):
            return Sign.UNDECIDED
        if self.withheld_words(row):
            return Sign.PART
        if decision:
            return Sign.RELEASE
        return Sign.NONE if self.rows[row].is_furniture else Sign.POLICY

    # --- finding a place -------------------------------------------------------------------------------------------

    def row_at(self, offset: int) -> int:
        """The row that holds the character at ``offset``."""
        return row_at(self.rows, offset)

    def row_of(self, paragraph: Paragraph) -> int:
        """The row of a paragraph."""
        return self.row_at(paragraph.spans[0].start)

    def next_undecided(self, row: int) -> int | None:
        """The next row after ``row`` that waits for a decision; from the start again after the last."""
        if not self._undecided:
            return None
        return self._undecided[bisect_right(self._undecided, row) % len(self._undecided)]

    def previous_undecided(self, row: int) -> int | None:
        """The last row before ``row`` that waits for a decision; from the end again before the first."""
        return self._undecided[bisect_left(self._undecided, row) - 1] if self._undecided else None

    def first_row_of_page(self, page: int) -> int | None:
        """The first row on ``page`` or, where that has none, on a later one."""
        return next((i for i, row in enumerate(self.rows) if row.page >= page), None)

    def row_of_number(self, number: int) -> int | None:
        """The row of the paragraph with this number."""
        return next((row for row, n in self.paragraph_numbers.items() if n == number), None)


def _pending(rows: Sequence[Row], by_policy: Sequence[Redaction]) -> frozenset[tuple[Span, ...]]:
    """The places that the policy withholds as a whole: marked or unmarked paragraphs, and text that is in none."""
    paragraphs = {r.paragraph for r in by_policy if r.unit is Unit.PARAGRAPH}
    strays = [r.spans[0].start for r in by_policy if r.paragraph is None]
    places = {row.spans for row in rows if row.paragraph and row.paragraph.id in paragraphs}
    for start in strays:
        row = rows[row_at(rows, start)] if rows else None
        if row and row.paragraph is None:
            places.add(row.spans)
    return frozenset(places)


def _without(span: Span, gone: Span) -> list[Span]:
    """What is left of ``span`` without ``gone``."""
    left = Span(span.start, min(span.end, gone.start))
    right = Span(max(span.start, gone.end), span.end)
    return [part for part in (left, right) if part.start < part.end]
