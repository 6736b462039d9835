# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reviewer works on: the case and its documents. The screen shows this and holds nothing of its own.

``read`` is for a worker thread and touches no case; everything else belongs to the thread of the screen, which is the
only one that uses the case file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.batch.exporting import Inputs
from workbench.cases import Carried, Entry, TamperedError, carry_over
from workbench.core.errors import WorkbenchError
from workbench.redaction import Action, Extent, Redaction, make_plan
from workbench.redaction.approval import Stage
from workbench.redaction.equities import asked
from workbench.tui.listed_documents import Item, ListedDocuments, row_of
from workbench.tui.review import Review
from workbench.tui.target import Target, on_page


LOOK_ONLY = "The case file is open to be read: nothing is decided here. --case names another file to decide in."


@dataclass(frozen=True, slots=True)
class Offer:
    """What of the decisions and notes about ``source``, which the list calls ``name``, can be carried over."""

    source: Review
    name: str
    carried: Carried

    def __len__(self) -> int:
        return len(self.carried.decisions) + len(self.carried.notes)


class Session(ListedDocuments):
    """The case, the documents opened under it, and who decides."""

    @property
    def look_only(self) -> bool:
        """Whether nothing can be decided: the case file is open to be read."""
        return self.case.read_only

    def left_off(self, items: Iterable[Item]) -> Item | None:
        """Which of ``items`` the reviewer decided about last, in an earlier session as a rule.

        Raises:
            CaseError: the case file cannot be read.

        """
        entry = self.case.latest(reviewer=self.reviewer)
        paths = {d.path for d in self.case.documents() if entry and d.sha256 == entry.sha256}
        return next((item for item in items if os.path.abspath(item.path) in paths), None)  # noqa: PTH100

    def tampered(self) -> str:
        """What the reviewer should know of the case file, nothing where its audit chain is whole."""
        try:
            self.case.require_whole()
        except TamperedError as error:
            return str(error)
        return ""

    def preview(self, review: Review) -> tuple[Redaction, ...]:
        """What a sanitized copy would leave out now, with the label for each place."""
        return make_plan(review.analysis, self.policy, (), review.decisions, Extent.UNIT).redactions

    # --- decisions -------------------------------------------------------------------------------------------------

    def decide(
        self, review: Review, targets: Sequence[Target], action: Action, code: str | None = None, reason: str = ""
    ) -> None:
        """Decide about ``targets``, as one change that one undo takes back. On the disk when this returns."""
        self.case.decide(*(d for t in targets for d in t.decisions(review, action, code, reason, self.reviewer)))
        self._refresh(review)

    def offers(self, review: Review) -> list[Offer]:
        """From which documents something can be carried over to this one, the one with most of it first."""
        others = {i.review.document.sha256: i.review for i in (*self._replaced, *self.items) if i.review}
        others.pop(review.document.sha256, None)
        found = [self._offer(other, review) for other in others.values() if other.decisions or other.notes]
        return sorted((offer for offer in found if len(offer)), key=lambda offer: -len(offer))

    def _offer(self, old: Review, new: Review) -> Offer:
        was = " as it was" if any(item.review is old for item in self._replaced) else ""
        carried = carry_over(old, new, self.policy.ask_why, self.reviewer)
        return Offer(old, Path(old.document.path).name + was, carried)

    def carry(self, review: Review, offer: Offer) -> None:
        """Carry decisions and notes over, as one change that one undo takes back.

        Raises:
            WorkbenchError: what was decided about either document is no longer what ``offer`` was made of.

        """
        self._refresh(review)
        self._refresh(offer.source)
        if self._offer(offer.source, review).carried != offer.carried:
            raise WorkbenchError("another reviewer has changed a decision meanwhile: look again")
        self.case.carry(review.document.sha256, offer.carried, self.reviewer)
        self._refresh(review)

    def asked_why(self, review: Review, targets: Iterable[Target]) -> str:
        """What a release of ``targets`` has to give a reason for, in words; nothing where it need not."""
        named = list(targets)
        rows = {row for t in named for row in (on_page(review, t.page) if t.page is not None else t.rows)}
        paragraphs = (review.rows[row].paragraph for row in rows)
        markings = [p.governing for p in paragraphs if p and p.governing]
        decisions = [d for t in named for d in (*t.decided(review), *filter(None, map(review.whole, t.rows)))]
        return ", ".join(e.words for e in asked(self.policy.ask_why, markings, decisions, self.reviewer))

    def clear(self, review: Review, target: Target) -> int:
        """Take away the decisions about ``target``. Returns how many those were."""
        mine = [decision.place for decision in target.decided(review)]
        if mine:
            self.case.clear(review.document.sha256, *mine, reviewer=self.reviewer)
            self._refresh(review)
        return len(mine)

    def note(self, review: Review, row: int, text: str) -> None:
        """Remark something about a row; no ``text`` takes the note away. On the disk when this returns."""
        self.case.note(review.document.sha256, Target((row,)).place(review), text, self.reviewer)
        self._refresh(review)

    def sign(self, review: Review, seen: tuple[str, Stage]) -> None:
        """Mark a document as reviewed, or approve it where another person did so.

        Raises:
            WorkbenchError: its ``to_sign`` is no longer what was ``seen``, or a second person has to sign.

        """
        self._refresh(review)
        if review.to_sign != seen:
            raise WorkbenchError("another reviewer has decided or signed something meanwhile: look again, then sign")
        self.case.sign(review.document.sha256, review.basis, self.reviewer)
        self._refresh(review)

    def send_back(self, review: Review, reason: str) -> None:
        """Take the signatures away: something is to change."""
        self.case.send_back(review.document.sha256, reason, self.reviewer)
        self._refresh(review)

    def undo(self, review: Review) -> int | None:
        """Take back the last change to this document. The row it was about, None where there is nothing to undo."""
        return self._moved(review, self.case.undo(review.document.sha256, reviewer=self.reviewer))

    def redo(self, review: Review) -> int | None:
        """Restore what the last undo took back. The row it was about, None where there is nothing to redo."""
        return self._moved(review, self.case.redo(review.document.sha256, reviewer=self.reviewer))

    def inputs(self) -> Inputs:
        """What an export takes from the case: the decisions in force on every document that was read, and who signed.

        Raises:
            CaseError: the case was tampered with; nothing goes out on its word.

        """
        self.case.require_whole()
        self._is_behind = self.catch_up()  # what is taken in here the screen has still to show
        reviews = {i.review.document.sha256: i.review for i in self.items if i.review}
        return Inputs(
            decisions={sha256: review.decisions for sha256, review in reviews.items()},
            standings={sha256: review.standing for sha256, review in reviews.items()},
            changed={item.path: item.reviewed for item in self.items if item.reviewed},
        )

    def _moved(self, review: Review, entry: Entry | None) -> int | None:
        if entry:
            self._refresh(review)
        return row_of(review, entry)
