# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding: release, withhold, clear, undo; each is in the case file before the screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from workbench.documents import Span
from workbench.redaction import Action
from workbench.tui.code_picker import CodePicker, Withholding
from workbench.tui.codes import Code
from workbench.tui.review import Review
from workbench.tui.rows import labels_of
from workbench.tui.search_screen import SearchScreen
from workbench.tui.session import Session


class DecidingScreen(SearchScreen):
    """Asks for codes, passes decisions to the session, shows what came of them."""

    def __init__(self, session: Session, codes: tuple[Code, ...], paths: list[Path]) -> None:
        """``codes`` are offered when something is withheld."""
        super().__init__(session, paths)
        self.codes = codes
        self._last_code: str | None = None

    def action_release(self) -> None:
        """Release the paragraph or the selected words."""
        self._decide(Action.RELEASE, Withholding(None, ""))

    def action_withhold(self) -> None:
        """Ask for the code, then withhold."""
        if self.review and self.review.rows:
            what = "the selected words" if self.view.selected() else "this paragraph"
            answer = partial(self._withheld, self.review, self.view.cursor, self.view.selected())
            self.app.push_screen(CodePicker(what, self.codes, self._last_code), answer)

    def _withheld(self, review: Review, row: int, words: tuple[Span, ...], answer: Withholding | None) -> None:
        if answer and review is self.review:
            self._last_code = answer.code or self._last_code
            self._decide(Action.WITHHOLD, answer, row, words)

    def _decide(
        self, action: Action, answer: Withholding, row: int | None = None, words: tuple[Span, ...] | None = None
    ) -> None:
        review = self.review
        if review and review.rows:
            at = self.view.cursor if row is None else row
            chosen = self.view.selected() if words is None else words
            self._change(lambda: self.session.decide(review, at, chosen, action, answer.code, answer.reason))

    def action_clear(self) -> None:
        """Take away the decisions here."""
        review = self.review
        if review and review.rows:
            if not review.whole(self.view.cursor) and not review.words(self.view.cursor):
                self.notify("There is no decision here. Ctrl+Z takes back the last change.")
            self._change(lambda: self.session.clear(review, self.view.cursor, self.view.selected()))

    def action_undo(self) -> None:
        """Take back the last change to this document."""
        self._step(self.session.undo, "Nothing to undo in this document.")

    def action_redo(self) -> None:
        """Restore what was undone."""
        self._step(self.session.redo, "Nothing to redo in this document.")

    def _step(self, step: Callable[[Review], int | None], nothing: str) -> None:
        review = self.review
        if review:
            rows: list[int | None] = []
            self._change(lambda: rows.append(step(review)))
            if rows == [None]:
                self.notify(nothing)
            elif rows and rows[0] is not None:
                self.view.go_to_row(rows[0])

    def _change(self, change: Callable[[], object]) -> None:
        if self._try(change):
            self.view.action_unselect()
            if self.view.previewing:
                self._preview()
            self.view.repaint()
            self._show_state()
            self._refresh_list()

    def action_next_undecided(self) -> None:
        """To the next paragraph that waits for a decision, or to the next words of this one that do."""
        if self.review and self.review.rows and not self.view.selected() and self.review.proposals(self.view.cursor):
            self._go_undecided(self.view.cursor)
            return
        self._go_undecided(self.review.next_undecided(self.view.cursor) if self.review else None)

    def action_previous_undecided(self) -> None:
        """To the one before."""
        self._go_undecided(self.review.previous_undecided(self.view.cursor) if self.review else None)

    def _go_undecided(self, row: int | None) -> None:
        if row is not None and self.review:
            self.view.go_to_row(row)
            for proposal in self.review.proposals(row)[:1]:
                self.view.select_span(proposal)
        elif self.review:
            self.notify("Every paragraph of this document is decided.")

    def action_preview(self) -> None:
        """The sanitized state, or the original again."""
        if self.view.previewing:
            self.view.preview(None)
        else:
            self._preview()
        self._show_state()

    def _preview(self) -> None:
        if self.review:
            self.view.preview(labels_of(self.session.preview(self.review)))
