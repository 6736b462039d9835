# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line for finding words in the document shown."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from workbench.documents import Span


class FindBar(Horizontal):
    """Type to find; Enter and ↓ go to the next place, ↑ to the one before, Escape back to the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "step(1)", "Next", priority=True),
        Binding("up", "step(-1)", "Previous", priority=True),
        Binding("escape", "close", "Close", priority=True),
    ]

    PANE = "Find"
    HELP = """\
Finds words however they are broken: across lines, hyphens and ligatures, in capitals or not. Enter goes to the next
place, ↑ to the one before; Escape closes the line and leaves the cursor where it is.
"""

    class Changed(Message):
        """Other words are to be found."""

        def __init__(self, words: str) -> None:
            """``words`` as typed."""
            super().__init__()
            self.words = words

    class Stepped(Message):
        """The next (1) or previous (-1) place is wanted."""

        def __init__(self, by: int) -> None:
            """``by`` is 1 or -1."""
            super().__init__()
            self.by = by

    class Closed(Message):
        """The reviewer is done with finding."""

    current: Span | None = None
    """The place the view is at."""

    origin = 0
    """The row from which the search began: every further letter searches from there again."""

    def compose(self) -> ComposeResult:
        """A label, the words, and how many places there are."""
        yield Label("find ")
        yield Input(placeholder="words in this document", compact=True, select_on_focus=True)
        yield Label("", id="found")

    def open(self, origin: int) -> None:
        """Show the line and type into it."""
        self.origin = origin
        self.display = True
        self.query_one(Input).focus()

    def say(self, found: str) -> None:
        """Tell how many places there are."""
        self.query_one("#found", Label).update(found)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def action_step(self, by: int) -> None:
        """To another place."""
        self.post_message(self.Stepped(by))

    def action_close(self) -> None:
        """Back to the text."""
        self.display = False
        self.post_message(self.Closed())
