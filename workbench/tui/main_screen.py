# SPDX-License-Identifier: AGPL-3.0-or-later
"""The screen a reviewer works on: panes, search, decisions, and the dialogs that stand before them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from workbench.tui.carrying_screen import CarryingScreen
from workbench.tui.details import details_page
from workbench.tui.dialog import LinePrompt
from workbench.tui.export_dialog import ExportDialog
from workbench.tui.export_screen import ExportScreen
from workbench.tui.exporting import Order
from workbench.tui.goto import is_place, row_named
from workbench.tui.listed_documents import Item
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.side_panes import FindingsTable


class MainScreen(CarryingScreen):
    """Keys that work in every pane, and the dialogs they open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "Export"),
        Binding("ctrl+z", "undo", "Undo the last change", show=False),
        Binding("ctrl+y", "redo", "Redo", show=False),
        Binding("F", "find_everywhere", "Find in all documents, decide about all places", show=False),
        Binding("f", "find_paragraphs", "Find paragraphs by mark, kind, decision; decide about all", show=False),
        Binding("o", "open", "Open file or folder", show=False),
        Binding("right_square_bracket", "next_document(1)", "Next document", show=False, key_display="]"),
        Binding("left_square_bracket", "next_document(-1)", "Previous document", show=False, key_display="["),
        Binding("right_curly_bracket", "next_waiting_document(1)", "Next document with ?", show=False, key_display="}"),
        Binding(
            "left_curly_bracket", "next_waiting_document(-1)", "Previous document with ?", show=False, key_display="{"
        ),
        Binding("f5", "read_again", "Read the file again", show=False),
        Binding("f2", "focus_documents", "Documents", show=False),
        Binding("f3", "focus_text", "Text", show=False),
        Binding("f4", "focus_findings", "Findings", show=False),
        Binding("question_mark,f1", "app.help", "Help", show=False, key_display="?"),
        Binding("q,ctrl+q", "app.quit", "Quit", show=False),
    ]

    _answers: dict[str, str]
    """What was answered before the last export."""

    def on_mount(self) -> None:
        """Nothing is answered yet."""
        self._answers = {}

    def action_goto(self) -> None:
        """Ask for a page, a paragraph or a document."""
        if review := self.asked():
            pages, paragraphs = len(review.document.pages), review.last_number
            hint = f"Page 1–{pages} as 12, paragraph 1–{paragraphs} as #4, or part of a name"
            self.ask(LinePrompt("Go to", hint, "", self._problem), self._go)

    def _problem(self, typed: str) -> str:
        place = self._place(typed)
        return place if isinstance(place, str) else ""

    def _place(self, typed: str) -> int | Item | str:
        """A row of this document, else the next document of that name, else what is wrong."""
        row = row_named(self.review, typed) if self.review else ""
        return row if is_place(typed) else self.named(typed) or row

    def _go(self, typed: str) -> None:
        place = self._place(typed)
        if isinstance(place, Item):
            self.open_item(place)
        elif isinstance(place, int):
            self.view.go_to_row(place)

    @on(PointedList.Taken, "#findings")
    def _finding_chosen(self) -> None:
        table = self.query_one(FindingsTable)
        finding = table.findings[table.pointed]
        if finding.start is not None:
            self.view.go_to(finding.start)
        elif finding.page is not None and self.review:
            self.view.go_to_row(self.review.first_row_of_page(finding.page) or 0)
        self.view.focus()
        self.notify(one_line(finding.message), title=finding.code, markup=False)  # the table may show half of it

    def action_details(self) -> None:
        """What is known of the paragraph."""
        if review := self.asked():
            self._try(lambda: self._show_details(review), "Case file")

    def _show_details(self, review: Review) -> None:
        history = self.session.case.history(review.document.sha256)
        self.app.push_screen(details_page(review, self.view.cursor, history))

    def action_export(self) -> None:
        """Ask what and how, then export."""
        if review := self.asked(for_text=False):
            self._try(lambda: self._ask_export(review), "Not exported")

    def _ask_export(self, review: Review) -> None:
        reviews = [item.review for item in self.session.items if item.review]
        unread, case = len(self.session.items) - len(reviews), self.session.case.path.stem
        dialog = ExportDialog(review, reviews, self.session.policy, self._answers, case, unread)
        self.ask(dialog, self._export)

    def _export(self, order: Order) -> None:
        self._try(lambda: self._start_export(order), "Not exported")

    def _start_export(self, order: Order) -> None:
        items = self.session.items if order.everything else [self.item]
        reviewed = {i.path: i.review.document.sha256 for i in items if i and i.review}
        self.app.push_screen(ExportScreen(order, reviewed, self.session.inputs(), self.session.reading))

    def action_open(self) -> None:
        """Ask for a file or a folder."""

        def problem(typed: str) -> str:
            said = typed.strip()
            return "" if said and os.path.exists(_at_home(said)) else f"there is no {said or 'such'} file or folder"  # noqa: PTH110

        self.app.push_screen(LinePrompt("Open", "A file, or a folder of documents", "", problem), self._open)

    def _open(self, typed: str | None) -> None:
        if typed:
            self.add_paths([Path(_at_home(typed.strip()))])


def _at_home(typed: str) -> str:
    """With a home folder for ``~``; ``Path`` raises where nobody has it, and for names that are too long."""
    return os.path.expanduser(typed)  # noqa: PTH111
