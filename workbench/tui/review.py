# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document under review: what is decided about each paragraph, and what still waits for a decision."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.cases import Note
from workbench.core.findings import Finding
from workbench.documents import Span
from workbench.redaction.approval import Stage, Standing
from workbench.redaction.intervals import common, merge, overlapping, subtract
from workbench.redaction.model import Action, Decision, Place, Redaction
from workbench.redaction.places import words_in
from workbench.structure.model import Analysis
from workbench.tui.reviewed_text import ReviewedText
from workbench.tui.rows import withheld_rows
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
        """Before any decision is known. ``by_policy`` is what the policy withholds where nobody decides.

        ``proposed`` is what its patterns find and a reviewer has to withhold or release.
        """
        super().__init__(analysis, findings)
        self._pending = withheld_rows(self.rows, by_policy)
        self._by_policy: dict[int, list[Span]] = defaultdict(list)
        for span in (span for redaction in by_policy for span in redaction.spans):
            self._by_policy[self.row_at(span.start)].append(span)
        self._proposed: dict[int, list[Span]] = defaultdict(list)
        for redaction in proposed:
            first, last = redaction.spans[0], redaction.spans[-1]
            self._proposed[self.row_at(first.start)].append(Span(first.start, last.end))
        self.decisions: tuple[Decision, ...] = ()
        self.notes: tuple[Note, ...] = ()
        self._whole: dict[int, Decision] = {}
        self._words: dict[int, list[Decision]] = {}
        self._changes: dict[int, list[tuple[Span, Action]]] = {}
        self._last_word: dict[int, dict[Action, list[Span]]] = {}
        self._pages: dict[int, Decision] = {}
        self._undecided: list[int] = []
        self._notes: dict[int, Note] = {}
        self.basis = ""
        """What a signature under the decisions in force signs."""
        self.standing = Standing()
        self.take(())

    def take(self, decisions: tuple[Decision, ...], notes: Sequence[Note] = ()) -> None:
        """Let these be the decisions and the notes in force."""
        self.decisions = decisions
        self.notes = tuple(notes)
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
        self._words, self._changes, self._last_word = dict(words), dict(changes), {}
        self._undecided = [i for i in range(len(self.rows)) if self._waits(i) or self.proposals(i)]

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

    def proposed(self, row: int) -> Sequence[Span]:
        """What patterns found in a row, decided or not, in order; what a page break cuts is one stretch."""
        return self._proposed.get(row, ())

    def proposals(self, row: int) -> list[Span]:
        """What of it is left to decide: not what goes with its paragraph, nor words that a decision touches."""
        whole = self.whole(row)
        if self._waits(row) or (whole and whole.action is Action.WITHHOLD):
            return []
        decided = [span for decision in self.words(row) for span in decision.spans]
        return [p for p in self.proposed(row) if not common(decided, p)]

    # --- what is decided -------------------------------------------------------------------------------------------

    @property
    def undecided_rows(self) -> Sequence[int]:
        """The rows that wait for a decision, in order."""
        return self._undecided

    @property
    def to_decide(self) -> int:
        """How many paragraphs the policy withholds or asks about unless somebody decides, decided ones included."""
        return len(self._pending) + sum(row not in self._pending for row in self._proposed)

    @property
    def undecided(self) -> int:
        """How many paragraphs wait for a decision."""
        return len(self._undecided)

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

    def is_asked(self, row: int) -> bool:
        """Whether choosing several rows chooses this one: paragraphs, and what the policy withholds; no box or page."""
        return row in self.paragraph_numbers or (row in self._pending and not self.rows[row].caption)

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

    def row_of_place(self, place: Place) -> int:
        """The row that a decision or a note about ``place`` is shown at."""
        spans, page, box = place
        if spans:
            return self._row_of.get(spans, self.row_at(spans[0].start))
        return (self.row_of_box(box) if box else self.first_row_of_page(page or 1)) or 0

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
        return next(iter(self._undecided), next(iter(self.paragraph_numbers), 0))

    def next_undecided(self, row: int) -> int | None:
        """The next row after ``row`` that waits for a decision; from the start again after the last."""
        if not self._undecided:
            return None
        return self._undecided[bisect_right(self._undecided, row) % len(self._undecided)]

    def previous_undecided(self, row: int) -> int | None:
        """The last row before ``row`` that waits for a decision; from the end again before the first."""
        return self._undecided[bisect_left(self._undecided, row) - 1] if self._undecided else None

    def next_by_others(self, row: int, by: int, reviewer: str) -> int | None:
        """The next row after ``row`` (before it: ``by`` is -1) about which another than ``reviewer`` said something."""
        pages = {self.row_of_place(d.place) for d in self._pages.values() if d.reviewer != reviewer}
        rows = range(len(self.rows))
        theirs = [i for i in rows if i in pages or any(d.reviewer != reviewer for d in self._about(i))]
        if not theirs:
            return None
        return theirs[bisect_right(theirs, row) % len(theirs) if by > 0 else bisect_left(theirs, row) - 1]

    def _about(self, row: int) -> list[Decision | Note]:
        found = (self.own(row), self.note(row), *self.words(row))
        return [about for about in found if about]
