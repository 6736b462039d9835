# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines above and below the panes: overall marking, state, words to find, keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Input, Label, Static

from workbench.core.counted import counted
from workbench.markings.model import Marking
from workbench.redaction.approval import Standing
from workbench.structure.model import Overall
from workbench.tui.dialog import Line
from workbench.tui.document_view import DocumentView
from workbench.tui.levels import letters_of, style_of
from workbench.tui.review import Review
from workbench.tui.rows import Row
from workbench.tui.safe_text import one_line


class BannerBar(Static):
    """One line; letters and signs say what the colours say."""

    def show(self, overall: Overall | None) -> None:
        """Show the overall marking of a document, or nothing."""
        self.update(banner_text(overall) if overall else Text(" Workbench", style="bold"))


def banner_text(overall: Overall) -> Text:
    """Banner, computed marking and verdict; what matters most comes first, because 80 cells can cut the end."""
    text = Text(no_wrap=True, overflow="ellipsis")
    if overall.released:
        text.append(" RELEASED ", "bold reverse").append(" ")
    text.append(" marked ").append_text(_chip(overall.banner, "no banner"))
    text.append({True: "  = ", False: "  ≠ ", None: "    "}[overall.consistent], "bold")
    text.append("portions ").append_text(_chip(overall.computed, "no portion marks"))
    text.append({True: "  consistent", False: "  NOT CONSISTENT", None: ""}[overall.consistent], "bold")
    return text


def _chip(marking: Marking | None, missing: str) -> Text:
    if marking is None:
        return Text(f" {missing} ", "reverse")
    return Text(f" {letters_of(marking, banner=True)} ", style_of(marking))


class StatusBar(Static):
    """``page 12/340 · ¶ 4/203 · 37 undecided · (S//NF)``, and what is going on at its right."""

    def show(self, view: DocumentView, flags: Sequence[str] = (), busy: str = "") -> None:
        """Show where ``view`` is, behind the ``flags`` that are set. ``busy`` says what is done in the background."""
        state = [status_text(view)] if view.review or not busy else []
        line = "  ".join(filter(None, (" · ".join((*flags, *state)), one_line(busy))))
        self.update(Text(f" {line}", no_wrap=True, overflow="ellipsis"))


def status_text(view: DocumentView) -> str:
    """The status of a view in words."""
    review = view.review
    if review is None:
        return "no document"
    parts = [left(review)]
    if review.rows:
        row = review.rows[view.cursor]
        number = review.paragraph_numbers.get(view.cursor)
        place = f"¶ {number}/{review.last_number}" if number else _what(row)
        cell = review.cell(view.cursor)
        parts = [f"page {row.page}/{max(1, len(review.document.pages))}", place, *filter(None, [cell]), *parts]
        if row.paragraph and not row.is_furniture:
            governing = row.paragraph.governing
            parts.append(f"({letters_of(governing)})" if governing else "no mark")
    if review.stage:
        parts.append(_signed(review.standing))
    return " · ".join([*_of_the_moment(view), *parts])


def _of_the_moment(view: DocumentView) -> list[str]:
    """What the next decision is about comes first: a narrow screen cuts the end of the line."""
    said = [f"{counted(len(view.target().rows), 'paragraph').upper()} CHOSEN"] if view.chosen is not None else []
    if view.selection:
        first, last = view.selection.words
        said.append(f"{last - first + 1} words" if last > first else "1 word")
    return [*said, *(["PREVIEW"] if view.previewing else [])]


def _signed(standing: Standing) -> str:
    last = standing.approved or standing.reviewed or standing.returned
    said = "APPROVED" if standing.approved else "REVIEWED" if standing.reviewed else "RETURNED"
    return f"{said} by {one_line(last.reviewer)}" if last else ""


def _what(row: Row) -> str:
    return ("box" if row.box else "whole page") if row.caption else "page furniture"


def left(review: Review) -> str:
    """How much is left to decide."""
    if not review.to_decide:
        return "nothing to decide"
    return f"{review.undecided} of {review.to_decide} undecided" if review.undecided else "all decided"


class FindBar(Horizontal):
    """Type to find; Enter and ↓ go to the next place, ↑ to the one before, Escape back to the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "screen.step_hit(1)", "Next", priority=True),
        Binding("up", "screen.step_hit(-1)", "Previous", priority=True),
        Binding("escape", "screen.close_find", "Close", priority=True),
    ]

    PANE = "Find"
    HELP = """\
Finds words however they are broken: across lines, hyphens and ligatures, in capitals or not. Enter goes to the next
place, ↑ to the one before; Escape closes the line and leaves the cursor where it is.
"""

    def compose(self) -> ComposeResult:
        """A label, the words, and how many places there are."""
        yield Label("find ")
        yield Line(placeholder="words in this document", compact=True, select_on_focus=True)
        yield Label("", id="found")

    def open(self) -> None:
        """Show the line and type into it."""
        self.display = True
        self.query_one(Input).focus()

    def say(self, found: str) -> None:
        """Tell how many places there are."""
        self.query_one("#found", Label).update(found)


class KeyBar(Horizontal):
    """Textual's footer lets the last keys fall off the edge without a sign; help must not be among them."""

    def compose(self) -> ComposeResult:
        """The footer and the keys that always work."""
        yield Footer(compact=True, show_command_palette=False)
        yield Label("[b]?[/b] Help  [b]^p[/b] Menu")
