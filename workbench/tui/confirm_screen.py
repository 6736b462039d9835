# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question before something that is easily struck by mistake and hard to see."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.tui.safe_text import as_title, one_line


class ConfirmScreen(ModalScreen[bool]):
    """Enter does it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Yes"),
        Binding("escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, title: str, question: str, verb: str) -> None:
        """``verb`` is what Enter does."""
        super().__init__()
        self._title = title
        self._question = question
        self._verb = verb

    def compose(self) -> ComposeResult:
        """What is going to happen."""
        with VerticalScroll(classes="dialog small") as dialog:
            dialog.border_title = as_title(self._title)
            dialog.border_subtitle = f"Enter {self._verb} · Esc cancel"
            yield Static(one_line(self._question), markup=False)
