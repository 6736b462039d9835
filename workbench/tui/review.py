# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document under review: what is decided about each paragraph, and what still waits for a decision."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.cases import Note
from workbench.core.findings import Finding
from workbench.documents import Span
from workbench.redaction.approval import Stage, Standing
from workbench.redaction.intervals import common, merge, overlapping, subtract
from workbench.redaction.model import Action, Decision, Redaction
from workbench.redaction.places import words_in
from workbench.structure.model import Analysis
from workbench.tui.reviewed_text import ReviewedText
from workbench.tui.rows import beside
from workbench.tui.signs import Sign


class Review(ReviewedText):
    """A loaded document with the decisions in force. Offsets count characters of its text."""

    def __init__(
        self,
        analysis: Analysis,
        findings: Sequence[Finding],
        by_policy: Sequence[Redaction],
        proposed: Sequence[Redaction] = (),
    ) -> None:
        """Before any decision is known."""
        super().__init__(analysis, findings, by_policy, proposed)
        self.basis = ""
        """What a signature under the decisions in force signs."""
        self.standing = Standing()
        self.take(())

    def take(self, decisions: tuple[Decision, ...], notes: Sequence[Note] = ()) -> None:
        """Let these be the decisions and the notes in force."""
        self.decisions, self.notes = decisions, tuple(notes)
        self._notes = {self.row_of_place(note.place): note for note in notes}
        self._pages = {d.page: d for d in decisions if d.page is not None}
        boxes = {d.box: d for d in decisions if d.box}
        self._whole = {self._row_of[d.spans]: d for d in decisions if d.spans in self._row_of}
        self._whole |= {i: boxes[row.box] for i, row in enumerate(self.rows) if row.box in boxes} if boxes else {}
        words: dict[int, list[Decision]] = defaultdict(list)
        changes: dict[int, list[tuple[Span, Action]]] = defaultdict(list)
        for decision in decisions:
            if decision.spans not in self._row_of:
                for row in {self.row_at(span.start) for span in decision.spans}:
                    words[row].append(decision)
            for span in self._touched(decision):
                changes[self.row_at(span.start)].append((span, decision.action))
        self._words, self._changes = dict(words), dict(changes)
        self._last_word: dict[int, dict[Action, list[Span]]] = {}
        self.undecided_rows = [i for i in range(len(self.rows)) if self._waits(i) or self.proposals(i)]
        """Those that wait for a decision, in order."""

    @property
    def stage(self) -> Stage:
        """Whether it is reviewed, approved, returned."""
        return self.standing.stage(self.basis)

    @property
    def to_sign(self) -> tuple[str, Stage]:
        """What a signature is about: the decisions in force, and who signed them before."""
        return self.basis, self.stage

    def _touched(self, decision: Decision) -> Sequence[Span]:
        """The words that a decision is about: those selected, or those that a box touches."""
        if decision.action is Action.DISMISS:
            return ()
        if decision.box:
            return words_in(self.document, decision.box) if decision.box.page <= len(self.document.pages) else ()
        return () if decision.spans in self._row_of else decision.spans

    def _waits(self, row: int) -> bool:
        return row in self._pending and self.whole(row) is None

    def proposals(self, row: int) -> list[Span]:
        """What of it is left to decide: not what goes with its paragraph, nor words that a decision touches."""
        whole = self.whole(row)
        if self._waits(row) or (whole and whole.action is Action.WITHHOLD):
            return []
        decided = [span for decision in self.words(row) for span in decision.spans]
        return [p for p in self.proposed(row) if not common(decided, p)]

    # --- what is decided -------------------------------------------------------------------------------------------

    @property
    def undecided(self) -> int:
        """How many paragraphs wait for a decision."""
        return len(self.undecided_rows)

    def whole(self, row: int) -> Decision | None:
        """The decision that holds for all of a row: its own, or that about its page.

        A page withheld outranks what was decided on it; a page released does not, it releases the rest.
        """
        own = self._whole.get(row)
        if not self._pages:
            return own
        on_pages = [self._pages.get(page) for page in self.pages_of(row)]
        if on_pages[0] and all(d and d.action is Action.WITHHOLD for d in on_pages):
            return on_pages[0]
        if own or self.rows[row].box:
            return own
        return on_pages[0] if all(d and d.action is Action.RELEASE for d in on_pages) else None

    def own(self, row: int) -> Decision | None:
        """The decision about this row itself, in force or outranked by one about its page."""
        return self._pages.get(self.rows[row].page) if self.rows[row].is_page else self._whole.get(row)

    def page_decision(self, page: int) -> Decision | None:
        """The decision about a page (from 1) as a whole."""
        return self._pages.get(page)

    def _in_part(self, row: int) -> bool:
        """Whether one of its pages is withheld, and another is not."""
        held = [d is not None and d.action is Action.WITHHOLD for d in map(self._pages.get, self.pages_of(row))]
        return any(held) and not all(held)

    def note(self, row: int) -> Note | None:
        """The note on a row."""
        return self._notes.get(row)

    def words(self, row: int) -> Sequence[Decision]:
        """The decisions about words in a row, in the order in which they were made."""
        return self._words.get(row, ())

    def withheld_words(self, row: int) -> list[Span]:
        """The words of a row that a decision withholds and no later one releases, in order."""
        return self._changed_words(row, Action.WITHHOLD)

    def released_words(self, row: int) -> list[Span]:
        """Those that a decision releases and no later one withholds."""
        return self._changed_words(row, Action.RELEASE)

    def policy_words(self, row: int) -> list[Span]:
        """Those that the policy withholds of a row that it does not withhold: the names of an authority block."""
        if row in self._pending or self.whole(row):
            return []
        changed = merge(span for span, _ in self._changes.get(row, ()))
        return [part for span in self._by_policy.get(row, ()) for part in subtract(span, changed)]

    def _changed_words(self, row: int, wanted: Action) -> list[Span]:
        if row not in self._last_word:
            self._last_word[row] = defaultdict(list)
            decided: list[Span] = []
            for span, action in reversed(self._changes.get(row, ())):
                for part in subtract(span, decided):
                    insort(decided, part)
                    insort(self._last_word[row][action], part)
        return self._last_word[row][wanted]

    def sign(self, row: int) -> Sign:
        """What the gutter shows."""
        decision = self.whole(row)
        if decision and decision.action is Action.DISMISS:
            return Sign.DISMISSED
        if decision and decision.action is Action.WITHHOLD:
            return Sign.PART if decision.page is None and self.released_words(row) else Sign.WITHHOLD
        if self._waits(row) or self.proposals(row):
            return Sign.UNDECIDED
        if self.withheld_words(row) or (self._pages and self._in_part(row)):
            return Sign.PART
        if decision:
            return Sign.RELEASE
        shown = self.rows[row]
        return Sign.NONE if shown.is_furniture and not shown.caption else Sign.POLICY

    def sign_of_words(self, span: Span) -> Sign:
        """What is decided about some words: undecided where any of them waits, in part where it is not one thing."""
        first, last = sorted(map(self.row_at, (span.start, span.end - 1)))
        pieces = ((row, piece) for row in range(first, last + 1) for piece in common(self.rows[row].spans, span))
        found = {sign for row, piece in pieces for sign in self._signs_of_words(row, piece)}
        if len(found) > 1:
            return Sign.UNDECIDED if Sign.UNDECIDED in found else Sign.PART
        return next(iter(found), Sign.NONE)

    def _signs_of_words(self, row: int, span: Span) -> Iterator[Sign]:
        whole, withheld, released = self.whole(row), self.withheld_words(row), self.released_words(row)
        action = whole.action if whole else None
        if whole and whole.page is not None and action is Action.WITHHOLD:
            yield Sign.WITHHOLD
            return
        if overlapping(withheld, span):
            yield Sign.WITHHOLD
        if overlapping(released, span):
            yield Sign.RELEASE
        rest = (part for left in subtract(span, withheld) for part in subtract(left, released))
        if any(self.document.text[start:end].strip() for start, end in rest):
            signs = {Action.WITHHOLD: Sign.WITHHOLD, Action.RELEASE: Sign.RELEASE}
            yield signs[action] if action in signs else Sign.UNDECIDED if self._waits(row) else Sign.POLICY

    # --- going on --------------------------------------------------------------------------------------------------

    def first(self) -> int:
        """Where to begin: what is undecided, else the first paragraph."""
        return next(iter(self.undecided_rows), next(iter(self.paragraph_numbers), 0))

    def next_undecided(self, row: int, by: int = 1) -> int | None:
        """The next row after ``row`` (before it: ``by`` is -1) that waits for a decision; on from the other end."""
        return beside(self.undecided_rows, row, by)

    def next_by_others(self, row: int, by: int, reviewer: str) -> int | None:
        """The next row after ``row`` (before it: ``by`` is -1) about which another than ``reviewer`` said something."""
        pages = {self.row_of_place(d.place) for d in self._pages.values() if d.reviewer != reviewer}
        rows = range(len(self.rows))
        theirs = [i for i in rows if i in pages or any(d.reviewer != reviewer for d in self._about(i))]
        return beside(theirs, row, by)

    def _about(self, row: int) -> list[Decision | Note]:
        found = (self.own(row), self.note(row), *self.words(row))
        return [about for about in found if about]
