# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question before something that is easily struck by mistake and hard to see."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from workbench.tui.dialog import Dialog
from workbench.tui.safe_text import one_line


class ConfirmScreen(Dialog[bool]):
    """Enter does it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Yes"),
        Binding("q", "dismiss(False)", "No"),
    ]
    LOOK = "small"
    FRAME = VerticalScroll

    def __init__(self, title: str, question: str, verb: str) -> None:
        """``verb`` is what Enter does."""
        super().__init__(title, f"Enter {verb} · Esc cancel")
        self._question = question

    def content(self) -> ComposeResult:
        """What is going to happen."""
        yield Static(one_line(self._question), markup=False)
