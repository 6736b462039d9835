# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line for finding words in the document shown."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from workbench.tui.asking import Line


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
