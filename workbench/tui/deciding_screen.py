# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding: release, withhold, clear, undo; each is in the case file before the screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from workbench.redaction import Action
from workbench.redaction.places import has_pages
from workbench.tui.code_picker import CodePicker, Withholding
from workbench.tui.codes import Code
from workbench.tui.dialog import ConfirmScreen, LinePrompt
from workbench.tui.going_screen import GoingScreen
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.session import Session
from workbench.tui.target import A_BOX, Target, on_page


_NOT_A_BOX = "x says that a box seen on a page is no redaction: go to the line of a box first."
_NO_PAGES = "This document has no pages of its own: only PDF, and text with form feeds."
_NOTE = "For the case only: no copy has it (never the withheld words)"
_OUT_OF_SIGHT = "The paragraph under review (▶) was scrolled out of sight. Here it is: the same key decides about it."
_NO_LAST = "Decide about something first: . makes the same decision again."


class DecidingScreen(GoingScreen):
    """Asks for codes, passes decisions to the session, shows what came of them."""

    def __init__(self, session: Session, codes: tuple[Code, ...], paths: list[Path]) -> None:
        """``codes`` are offered when something is withheld."""
        super().__init__(session, paths)
        self.codes = codes
        self._last_code: str | None = None
        self._last: tuple[Action, Withholding] | None = None

    # --- paragraphs, words, boxes ----------------------------------------------------------------------------------

    def action_release(self) -> None:
        """Release the paragraph, the paragraphs chosen or the selected words."""
        if target := self._target():
            self._release(target)

    def _release(self, target: Target, reason: str = "") -> None:
        assert self.review is not None
        if target.has_box(self.review):
            self.notify(A_BOX, severity="warning")
        else:
            name, asked = target.name(self.review), self.session.asked_why(self.review, (target,))
            decide = partial(self._decide, self.review, target, Action.RELEASE)
            release = partial(self._ask_why, name, asked, reason, lambda said: decide(Withholding(None, said)))
            if target.is_furniture(self.review):
                question = f"It is a header, a footer or a marking of the page: {target.excerpt(self.review)}"
                self.ask(ConfirmScreen("Release this line?", question, "release"), lambda _: release())
            else:
                release()

    def _ask_why(self, name: str, asked: str, reason: str, release: Callable[[str], None]) -> None:
        """Release at once, unless it is not the reviewer's alone to release and no ``reason`` is known."""
        if not asked or reason:
            release(reason)
            return
        hint = f"It is {asked}. By whose decision? (never the words)"
        problem = "A release of this needs its reason."
        prompt = LinePrompt(f"Release {name}: why?", hint, "", lambda said: "" if said.strip() else problem)
        self.ask(prompt, lambda said: release(one_line(said)))

    def action_withhold(self) -> None:
        """Ask for the code, then withhold."""
        if target := self._target():
            self._ask_for_code(target)

    def action_dismiss_box(self) -> None:
        """Say that a box seen on the page is no redaction."""
        if target := self._target():
            self._dismiss(target)

    def _dismiss(self, target: Target) -> None:
        assert self.review is not None
        if target.is_box(self.review):
            self._decide(self.review, target, Action.DISMISS, Withholding(None, ""))
        else:
            self.notify(_NOT_A_BOX, severity="warning")

    def action_again(self) -> None:
        """The same decision as the last one, with its code and reason, here."""
        target = self._target()
        if target and self._last is None:
            self.notify(_NO_LAST)
        elif target and self._last and self.review:
            action, answer = self._last
            if action is Action.RELEASE:
                self._release(target, answer.reason)
            elif action is Action.DISMISS:
                self._dismiss(target)
            else:
                self._decide(self.review, target, action, answer)

    def action_clear(self) -> None:
        """Take away the decisions here."""
        if target := self._target():
            self._clear(target, self._nothing_to_clear(target))

    def _nothing_to_clear(self, target: Target) -> str:
        assert self.review is not None
        whole = self.review.whole(target.rows[0])
        if whole and whole.page is not None:
            return f"This is decided with page {whole.page}: U takes that away."
        return "There is no decision here. Ctrl+Z takes back the last change."

    def action_note(self) -> None:
        """Remark something about the paragraph, for those who work on the case."""
        review, row = self.asked_to_decide(), self.view.cursor
        if review:
            note = review.note(row)
            title = f"Note on {Target((row,)).name(review)}"
            prompt = LinePrompt(title, _NOTE, note.text if note else "", lambda _: "")
            self.ask(prompt, lambda text: self._change(lambda: self.session.note(review, row, one_line(text))))

    # --- pages -----------------------------------------------------------------------------------------------------

    def action_withhold_page(self) -> None:
        """Ask for the code, then withhold the page as a whole."""
        if target := self._page():
            self._ask_for_code(target)

    def action_release_page(self) -> None:
        """Release the page as a whole, if that is really meant: it is one capital letter away from a paragraph."""
        review, target = self.review, self._page()
        if review and target and target.page is not None:
            rows = on_page(review, target.page)
            waiting = len({*rows}.intersection(review.undecided_rows))
            question = (
                f"{len(rows)} paragraphs stand on it or reach into it; {waiting} of them nobody has decided about. "
                "What was decided about a paragraph or its words stays."
            )
            title = f"Release all of page {target.page}?"
            self.ask(ConfirmScreen(title, question, "release"), lambda _: self._release(target))

    def action_clear_page(self) -> None:
        """Take away the decision about the page as a whole."""
        if target := self._page():
            self._clear(target, f"There is no decision about page {target.page} as a whole.")

    def _page(self) -> Target | None:
        review = self.review
        if self._target() is None or review is None:
            return None
        if not has_pages(review.document):
            self.notify(_NO_PAGES, severity="warning")
            return None
        return Target((self.view.cursor,), page=review.rows[self.view.cursor].page)

    # --- carrying out ----------------------------------------------------------------------------------------------

    def _target(self) -> Target | None:
        """What the next decision is about."""
        if not self.asked_to_decide():
            return None
        if self.view.in_sight:
            return self.view.target()
        self.view.reveal(self.view.cursor, jump=True)
        self.notify(_OUT_OF_SIGHT, severity="warning")
        return None

    def _ask_for_code(self, target: Target) -> None:
        review = self.review
        if review:
            picker = CodePicker(target.name(review), target.excerpt(review), self.codes, self._last_code)
            self.ask(picker, partial(self._withheld, review, target))

    def _withheld(self, review: Review, target: Target, answer: Withholding) -> None:
        self._last_code = answer.code or self._last_code
        self._decide(review, target, Action.WITHHOLD, answer)

    def _decide(self, review: Review, target: Target, action: Action, answer: Withholding) -> None:
        if self._change(lambda: self.session.decide(review, (target,), action, answer.code, answer.reason)):
            if target.page is None:
                self._last = action, answer
            if len(target.rows) > 1:
                done = "released" if action is Action.RELEASE else "withheld"
                self.notify(f"{target.name(review)} {done}. Ctrl+Z takes it back.")
            if self.auto and target.page is None:
                self.action_next_undecided()

    def _clear(self, target: Target, nothing: str) -> None:
        review = self.review
        cleared: list[int] = []
        if review and self._change(lambda: cleared.append(self.session.clear(review, target))) and cleared == [0]:
            self.notify(nothing)

    def action_undo(self) -> None:
        """Take back the last change to this document."""
        self._step(self.session.undo, "Nothing of yours to undo in this document.")

    def action_redo(self) -> None:
        """Restore what was undone."""
        self._step(self.session.redo, "Nothing of yours to redo in this document.")

    def _step(self, step: Callable[[Review], int | None], nothing: str) -> None:
        if review := self.asked_to_decide(for_text=False):
            rows: list[int | None] = []
            self._change(lambda: rows.append(step(review)))
            if rows == [None]:
                self.notify(nothing)
            elif rows and rows[0] is not None:
                self.view.go_to_row(rows[0])

    def _change(self, change: Callable[[], object]) -> bool:
        """Whether ``change`` went well; then the screen shows what came of it."""
        if not self._try(change):
            return False
        self._forget_told(warnings=False)  # it was about what was before
        self.view.unselect()
        self._show_changes()
        return True

    def action_auto(self) -> None:
        """Whether a decision is followed by a step to the next undecided place."""
        self.auto = not self.auto
        self._show_state()
