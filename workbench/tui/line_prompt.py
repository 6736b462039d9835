# SPDX-License-Identifier: AGPL-3.0-or-later
"""A dialog that asks for one line: where to go, what to open."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Label

from workbench.tui.dialog import Dialog
from workbench.tui.safe_text import one_line


class LinePrompt(Dialog[str]):
    """Enter answers, Escape does not. What cannot be accepted is said below the line, and the line stays."""

    LOOK = "small"

    def __init__(self, title: str, hint: str, value: str, problem: Callable[[str], str]) -> None:
        """``problem`` says what is wrong with an answer, nothing where it will do."""
        super().__init__(title, "Enter accept · Esc cancel")
        self._hint = hint
        self._value = value
        self._problem = problem

    def content(self) -> ComposeResult:
        """The line and what is said about it."""
        yield Label(self._hint)
        yield Input(self._value, compact=True, select_on_focus=False, max_length=500)
        yield Label("", id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say why not."""
        problem = self._problem(event.value)
        if problem:
            self.query_one("#problem", Label).update(one_line(problem))
        else:
            self.dismiss(event.value)
