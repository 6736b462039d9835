# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carrying decisions and notes over from another version of a document: a corrected file, the same memo as a DOCX.

Both texts are compared, character by character, white space aside, so both documents have to be at hand. A case holds
no hash of a paragraph by which this could be told without: who has the case could try out what was withheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from workbench.cases.ledger import Note
from workbench.cases.passages import Passages, letters, stretches
from workbench.core.counted import counted
from workbench.documents import Box, Span
from workbench.markings.model import Marking
from workbench.redaction.equities import Equity, asked
from workbench.redaction.model import Action, Decision, Place
from workbench.structure.model import Analysis, Paragraph


CHANGED = "on text, a mark or a box that is not the same here"
TWICE = "on text that stands in one of them more than once"
ELSEWHERE = "about a page, or text outside of paragraphs"
DECIDED = "on what is decided or noted about here"
WHY = "a release that has to give its reason"


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

    Only where a paragraph's text and mark are the same, and stand once in either document; about a box, where it lies
    in the same place of a page with the same text. Never where ``new`` has a decision or a note, and no release that
    ``ask_why`` of the policy wants a reason for and that has none.
    """
    carrying = _Carrying(old, new)
    asking = tuple(ask_why)
    decisions: list[Decision] = []
    notes: list[Note] = []
    left: Counter[str] = Counter()
    for decision in old.decisions:
        with _counting(left):
            decisions.append(carrying.decision(decision, asking, reviewer))
    for note in old.notes:
        with _counting(left):
            notes.append(carrying.note(note))
    return Carried(tuple(decisions), tuple(notes), left)


@contextmanager
def _counting(left: Counter[str]) -> Iterator[None]:
    try:
        yield
    except _NotCarriedError as why:
        left[str(why)] += 1


class _Carrying:
    """From the places of one document to those of another."""

    def __init__(self, old: Decided, new: Decided) -> None:
        self._old = Passages(old.analysis)
        self._new = Passages(new.analysis)
        self._taken = [decision.place for decision in new.decisions]
        self._noted = {note.place for note in new.notes}

    def decision(self, decision: Decision, ask_why: Iterable[Equity], reviewer: str) -> Decision:
        """The same about the new document."""
        was, now = self._old.document, self._new.document
        if not decision.reading.fits(was.reading):
            raise _NotCarriedError(CHANGED)
        (spans, _, box), paragraph = self._like(decision.place)
        if any(self._meets(place, paragraph, box) for place in self._taken):
            raise _NotCarriedError(DECIDED)
        marks: list[Marking] = [paragraph.governing] if paragraph and paragraph.governing else []
        if decision.action is Action.RELEASE and not decision.reason and asked(ask_why, marks, (), reviewer):
            raise _NotCarriedError(WHY)
        return replace(
            decision,
            sha256=now.sha256,
            spans=spans,
            paragraph=paragraph.id if paragraph and spans == paragraph.spans else None,
            reviewer=reviewer,
            decided="",
            reading=now.reading,
            carried=was.sha256,
        )

    def note(self, note: Note) -> Note:
        """The same on the new document."""
        place, _ = self._like(note.place)
        if place in self._noted:
            raise _NotCarriedError(DECIDED)
        return replace(note, place=place)

    def _like(self, place: Place) -> tuple[Place, Paragraph | None]:
        """The place of the new document that is like ``place`` of the old, and its paragraph if it has one."""
        spans, _, box = place
        if box:
            same = self._old.page_text(box.page) == self._new.page_text(box.page) != ""
            if same and any(visual.box == box for visual in self._new.document.visual):
                return place, None
            raise _NotCarriedError(CHANGED)
        there = self._old.around(spans)
        if there is None:
            raise _NotCarriedError(ELSEWHERE)
        here = self._paragraph_like(there)
        return (here.spans if spans == there.spans else self._words(spans, there, here), None, None), here

    def _paragraph_like(self, there: Paragraph) -> Paragraph:
        found = self._new.like(self._old.key(there))
        if len(found) == 1 == len(self._old.like(self._old.key(there))):
            return found[0]
        raise _NotCarriedError(TWICE if found else CHANGED)

    def _words(self, spans: tuple[Span, ...], there: Paragraph, here: Paragraph) -> tuple[Span, ...]:
        """The same letters, wherever the lines end."""
        theirs, ours = letters(self._old.document.text, there), letters(self._new.document.text, here)
        words = tuple(part for span in spans for part in stretches(theirs, ours, span, here))
        if not words:
            raise _NotCarriedError(CHANGED)
        return words

    def _meets(self, place: Place, paragraph: Paragraph | None, box: Box | None) -> bool:
        """Whether a decision about ``place`` of the new document says something about the paragraph, or the box."""
        spans, page, taken = place
        if paragraph is None:
            return box is not None and (taken == box or page == box.page)
        at = self._new.document.page_at
        if any(page is not None and at(s) <= page <= at(max(s, e - 1)) for s, e in paragraph.spans):
            return True
        return any(s < end and start < e for s, e in paragraph.spans for start, end in spans)
