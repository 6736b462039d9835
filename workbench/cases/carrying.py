# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carrying decisions and notes over from another version of a document: a corrected file, the same memo as a DOCX.

Both texts are compared, character by character, white space aside, so both documents have to be at hand. A case holds
no hash of a paragraph by which this could be told without: who has the case could try out what was withheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from workbench.cases.ledger import Note
from workbench.cases.passages import Passages, letters, stretches
from workbench.core.counted import counted
from workbench.documents import Span
from workbench.redaction.equities import Equity, asked
from workbench.redaction.intervals import merge, overlapping
from workbench.redaction.model import Action, Decision, Place
from workbench.structure.model import Analysis, Paragraph


_T = TypeVar("_T")

CHANGED = "on text, a mark or a box that is not the same here"
TWICE = "on text that stands in one of them more than once"
ELSEWHERE = "about text outside of paragraphs"
DECIDED = "on what is decided or noted about here"
WHY = "a release that has to give its reason"
HELD = "a release of what is withheld in part, and that part is not carried over"


class Decided(Protocol):
    """A document with the decisions and notes in force."""

    @property
    def analysis(self) -> Analysis:
        """The document as it was read."""

    @property
    def decisions(self) -> Sequence[Decision]:
        """In the order in which they were made."""

    @property
    def notes(self) -> Sequence[Note]:
        """One a place."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What can be carried over: ``decisions`` and ``notes`` about the other document. ``left`` counts the rest, by why.

    A note stays that of the reviewer who wrote it; a decision is that of who carries it over.
    """

    decisions: tuple[Decision, ...]
    notes: tuple[Note, ...]
    left: Counter[str]

    @property
    def amount(self) -> str:
        """How much is carried over, in words."""
        parts = [counted(len(self.decisions), "decision")] if self.decisions or not self.notes else []
        return " and ".join([*parts, *([counted(len(self.notes), "note")] if self.notes else [])])


class _NotCarriedError(Exception):
    """Something that cannot be carried over; its words say why."""


def carry_over(old: Decided, new: Decided, ask_why: Iterable[Equity], reviewer: str) -> Carried:
    """The decisions and notes about ``old`` that hold for ``new`` too, as decisions of ``reviewer``.

    Only where the text of a paragraph or a page and its marks are the same, and stand once in either document; about a
    box, where it lies in the same place of a page with the same text. Never where ``new`` has a decision or a note, no
    release that ``ask_why`` of the policy wants a reason for and that has none, and none of text of which something is
    withheld by a decision that is not carried.
    """
    carrying = _Carrying(old, new, tuple(ask_why), reviewer)
    left: Counter[str] = Counter()
    made = [(was, _carried(carrying.decision, was, left)) for was in old.decisions]
    held = merge(s for was, now in made if not now and was.action is Action.WITHHOLD for s in carrying.reach(was))
    decisions = [
        now
        for was, now in made
        if now and not (was.action is Action.RELEASE and any(overlapping(held, s) for s in carrying.reach(was)))
    ]
    left[HELD] = sum(now is not None for _, now in made) - len(decisions)
    notes = [now for note in old.notes if (now := _carried(carrying.note, note, left))]
    return Carried(tuple(decisions), tuple(notes), +left)


def _carried(carry: Callable[[_T], _T], what: _T, left: Counter[str]) -> _T | None:
    try:
        return carry(what)
    except _NotCarriedError as why:
        left[str(why)] += 1
        return None


class _Carrying:
    """From the places of one document to those of another."""

    def __init__(self, old: Decided, new: Decided, ask_why: Sequence[Equity], reviewer: str) -> None:
        self._old = Passages(old.analysis)
        self._new = Passages(new.analysis)
        self._ask_why = ask_why
        self._reviewer = reviewer
        self._taken = [decision.place for decision in new.decisions]
        self._noted = {note.place for note in new.notes}

    def reach(self, decision: Decision) -> Sequence[Span]:
        """The text of the old document that a decision says something about."""
        return self._old.reach(decision.place)

    def decision(self, decision: Decision) -> Decision:
        """The same about the new document."""
        was, now = self._old.document, self._new.document
        if not decision.reading.fits(was.reading):
            raise _NotCarriedError(CHANGED)
        place, paragraphs = self._like(decision.place)
        if any(self._meets(taken, place, paragraphs) for taken in self._taken):
            raise _NotCarriedError(DECIDED)
        marks = [paragraph.governing for paragraph in paragraphs if paragraph.governing]
        alone = decision.reason or not asked(self._ask_why, marks, (), self._reviewer)
        if decision.action is Action.RELEASE and not alone:
            raise _NotCarriedError(WHY)
        spans, page, _ = place
        return replace(
            decision,
            sha256=now.sha256,
            spans=spans,
            paragraph=next((p.id for p in paragraphs if p.spans == spans), None),
            reviewer=self._reviewer,
            decided="",
            reading=now.reading,
            page=page,
            carried=was.sha256,
        )

    def note(self, note: Note) -> Note:
        """The same on the new document."""
        place, _ = self._like(note.place)
        if place in self._noted:
            raise _NotCarriedError(DECIDED)
        return replace(note, place=place)

    def _like(self, place: Place) -> tuple[Place, Sequence[Paragraph]]:
        """The place of the new document that is like ``place`` of the old, and the paragraphs it is about."""
        spans, page, box = place
        if box:
            text, _ = key = self._old.page_key(box.page)
            if text and key == self._new.page_key(box.page) and any(v.box == box for v in self._new.document.visual):
                return place, ()
            raise _NotCarriedError(CHANGED)
        if page is not None:
            key = self._old.page_key(page)
            number = _only(self._new.pages_like(key) if key[0] else (), self._old.pages_like(key))
            return ((), number, None), self._new.on_page(number)
        there = self._old.around(spans)
        if there is None:
            raise _NotCarriedError(ELSEWHERE)
        key = self._old.key(there)
        here = _only(self._new.like(key), self._old.like(key))
        return (here.spans if spans == there.spans else self._words(spans, there, here), None, None), (here,)

    def _words(self, spans: tuple[Span, ...], there: Paragraph, here: Paragraph) -> tuple[Span, ...]:
        """The same letters, wherever the lines end."""
        theirs, ours = letters(self._old.document.text, there), letters(self._new.document.text, here)
        words = tuple(part for span in spans for part in stretches(theirs, ours, span, here))
        if not words:
            raise _NotCarriedError(CHANGED)
        return words

    def _meets(self, taken: Place, place: Place, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether a decision about ``taken`` says something about ``place`` too, or the ``paragraphs`` it is about."""
        box = place[2]
        if box and box.page == taken[1]:
            return True
        if box:
            return box == taken[2]
        spans = [*self._new.reach(place), *(span for paragraph in paragraphs for span in paragraph.spans)]
        return any(s < end and start < e for s, e in spans for start, end in self._new.reach(taken))


def _only(here: Sequence[_T], there: Sequence[_T]) -> _T:
    """What stands once in either."""
    if len(here) == 1 == len(there):
        return here[0]
    raise _NotCarriedError(TWICE if here else CHANGED)
