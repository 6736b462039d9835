# SPDX-License-Identifier: AGPL-3.0-or-later
"""The panes and what they show: frame first, data after."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.notifications import SeverityLevel
from textual.screen import Screen

from workbench.core.errors import WorkbenchError
from workbench.tui.bars import BannerBar, FindBar, KeyBar, StatusBar
from workbench.tui.dialog import Dialog
from workbench.tui.document_view import DocumentView
from workbench.tui.keyboard import TellingApp
from workbench.tui.listed_documents import Item
from workbench.tui.review import Review
from workbench.tui.safe_text import as_title, one_line
from workbench.tui.session import LOOK_ONLY, Session
from workbench.tui.side_panes import DocumentList, FindingsTable


_Answer = TypeVar("_Answer")
_SECONDS_BETWEEN_LOOKS = 3.0
_TAMPERED = "CASE FILE TAMPERED WITH"


class PanesScreen(Screen[None]):
    """Shows the session."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 (Textual declares it without ClassVar)
        (0, "-narrow"),
        (100, "-wide"),
    ]

    def __init__(self, session: Session) -> None:
        """``session`` may have no document yet."""
        super().__init__()
        self.session = session
        self.item: Item | None = None
        self.auto = False
        """Whether a decision is followed by a step to the next undecided place."""
        self._reading = ""
        self._tampered = ""

    def compose(self) -> ComposeResult:
        """Every pane is named in its border."""
        yield BannerBar(id="banner")
        with Horizontal(id="panes"):
            yield DocumentList(id="documents")
            with Vertical():
                yield FindBar(id="find")
                yield DocumentView(id="text")
                yield FindingsTable(id="findings")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Frame first, documents after."""
        self.view = self.query_one(DocumentView)
        self.view.focus()
        self.view.reviewer = self.session.reviewer
        self.query_one(FindBar).display = False
        self._show_item(None)
        self._refresh_list()
        self._try(self._verify, "Case file")
        if self.session.look_only:
            self.notify(LOOK_ONLY, title="Look only", severity="warning", timeout=15, markup=False)
        self._begin()
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self._catch_up)

    def _begin(self) -> None:
        """What is done once the panes stand."""

    def _catch_up(self) -> None:
        """Show what a second reviewer decides at the same time; a file in use is looked at the next time."""
        with contextlib.suppress(WorkbenchError):
            if self.session.catch_up():
                self._verify()
                self._show_changes()

    def _verify(self) -> None:
        """Tell of a case file that nothing rests on; the status line goes on saying so."""
        before, self._tampered = self._tampered, self.session.tampered()
        self._tell("" if before else self._tampered, "Case file")
        self._show_state()

    @property
    def review(self) -> Review | None:
        """The document in the view."""
        return self.item.review if self.item else None

    # --- showing ---------------------------------------------------------------------------------------------------

    def _tell(self, warning: str, title: str, severity: SeverityLevel = "error") -> None:
        if warning:
            self.notify(one_line(warning), title=one_line(title), severity=severity, timeout=30, markup=False)

    def _keep_place(self) -> None:
        """Whoever comes back to the document is where they were."""
        if self.item and self.review and self.review is self.view.review:
            self.item.row = self.view.cursor

    def _show_item(self, item: Item | None) -> None:
        if item is not self.item:
            self._forget_told()
        self._keep_place()
        self.item = item
        review = self.review
        self.query_one(BannerBar).show(review.analysis.overall if review else None)
        self.query_one(FindingsTable).show_findings(review)
        row = item.row if item and item.row is not None else review.first() if review else 0
        self.view.hint = _hint(item)
        self.view.show(review, row)
        self.view.border_title = self._title(item)
        self._show_state()

    def _title(self, item: Item | None) -> str:
        """Its name and, where the list has others, its place among them: a narrow screen does not show the list."""
        if item is None:
            return "No document"
        items = self.session.items
        place = f" · {items.index(item) + 1} of {len(items)}" if len(items) > 1 else ""
        return as_title(item.path.name) + place + (" · CHANGED ON THE DISK: F5 reads it" if item.changed else "")

    def _show_changes(self) -> None:
        """Decisions have changed, here or elsewhere."""
        self.view.repaint()
        self._show_state()
        self._refresh_list()

    def _show_state(self) -> None:
        flags = {_TAMPERED: bool(self._tampered), "LOOK ONLY": self.session.look_only, "AUTO": self.auto}
        self.query_one(StatusBar).show(self.view, [flag for flag, is_set in flags.items() if is_set], self._reading)

    def _refresh_list(self) -> None:
        self.query_one(DocumentList).show_documents(self.session.items, self.item)

    @on(DocumentView.Moved)
    def _moved(self) -> None:
        self._show_state()

    def _try(self, action: Callable[[], object], title: str = "Not saved") -> bool:
        """Whether ``action`` went well; what went wrong is told, with the work kept."""
        try:
            action()
        except WorkbenchError as error:
            self._tell(str(error), title)
            return False
        return True

    def on_screen_suspend(self) -> None:
        """A dialog opens: no message of before stands in its way."""
        self._forget_told()

    def _forget_told(self, *, warnings: bool = True) -> None:
        if isinstance(self.app, TellingApp):
            self.app.forget_told(warnings=warnings)

    def asked(self, *, for_text: bool = True) -> Review | None:
        """The document that a key is about, one with text if ``for_text``; the reviewer is told where there is none."""
        review = self.review
        if review and (review.rows or not for_text):
            return review
        self.notify(_why_nothing(self.item))
        return None

    def asked_to_decide(self, *, for_text: bool = True) -> Review | None:
        """The same for a key that changes the case; the reviewer is told where that may only be looked at."""
        review = self.asked(for_text=for_text)
        if review and self.session.look_only:
            self.notify(LOOK_ONLY, title="Look only", severity="warning", markup=False)
            return None
        return review

    def ask(self, dialog: Dialog[_Answer], then: Callable[[_Answer], object]) -> None:
        """Show a dialog; ``then`` takes the answer, if there is one and the same document is still in the view."""
        review = self.review

        def answered(answer: _Answer | None) -> None:
            if answer is not None and review is self.review:
                then(answer)

        self.app.push_screen(dialog, answered)

    def action_focus_documents(self) -> None:
        """The list of documents; hidden on a narrow screen while it has no focus."""
        self.query_one(DocumentList).ask()

    def action_focus_text(self) -> None:
        """The text."""
        self.view.focus()

    def action_focus_findings(self) -> None:
        """The findings."""
        self.query_one(FindingsTable).ask()


def _why_nothing(item: Item | None) -> str:
    if item is None:
        return "No document is open: o opens a file or a folder."
    if item.problem:
        return "This file was not opened: ] and [ go to others."
    return "This document is still being read." if item.waits else "There is no text in this document."


def _hint(item: Item | None) -> str:
    if item is None:
        return "No document is open.\n\no  open a file or a folder\n?  help\nq  quit"
    if item.problem:
        return f"This file was not opened.\n\n{one_line(item.problem)}"
    return f"Reading {one_line(item.path.name)}…" if item.review is None else "There is no text in this document."
