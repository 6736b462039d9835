# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two small dialogs: a question before something that is easily struck by mistake, and one line to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Paste
from textual.widgets import Input, Label, Static

from workbench.tui.dialog import Dialog
from workbench.tui.safe_text import one_line


class ConfirmScreen(Dialog[bool]):
    """Enter does it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Yes"),
        Binding("q", "dismiss(None)", "No"),
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


class Line(Input):
    """A field that takes a paste of several lines as one, and says where it is cut: Textual drops both unsaid."""

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        pasted = one_line(event.text)
        room = len(pasted) if self.max_length is None else self.max_length - len(self.value) + end - start
        if len(pasted) > room:
            self.notify(f"What is pasted was cut: {self.max_length} characters fit.", severity="warning")
        self.replace(pasted[:room], start, end)


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
        yield Line(self._value, compact=True, select_on_focus=False, max_length=500)
        yield Label("", id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say why not."""
        problem = self._problem(event.value)
        if problem:
            self.query_one("#problem", Label).update(one_line(problem))
        else:
            self.dismiss(event.value)
