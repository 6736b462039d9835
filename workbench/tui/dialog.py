# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every dialog has, a frame and its keys below; and the small ones: a page to read, a question, a line to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Paste
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workbench.tui.safe_text import as_title, one_line


_Answer = TypeVar("_Answer")


class Dialog(ModalScreen[_Answer | None], Generic[_Answer]):
    """Stands before the screen until it is answered; None is no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("f1", "app.help", "Help", show=False),
    ]

    LOOK: ClassVar[str] = ""
    """Classes of the style sheet for the frame, beside that of every dialog."""
    FRAME: ClassVar[type[Vertical | VerticalScroll]] = Vertical

    def __init__(self, title: str, keys: str) -> None:
        """``title`` may quote names; ``keys`` is said of the keys below the frame."""
        super().__init__()
        self.frame_title = title
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The frame and what is in it."""
        with self.FRAME(classes=f"dialog {self.LOOK}") as frame:
            frame.border_title, frame.border_subtitle = as_title(self.frame_title), self._keys
            yield from self.content()

    def content(self) -> ComposeResult:
        """What is in the frame."""
        yield from ()


class Page(Dialog[None]):
    """Something to read; the arrow keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter,i,question_mark,f1", "dismiss(None)", "Close")]
    LOOK = "tall"
    FRAME = VerticalScroll

    def __init__(self, title: str, text: RenderResult) -> None:
        """``text`` is drawn as it is."""
        super().__init__(title, "↑↓ scroll · Esc close")
        self.text = text

    def content(self) -> ComposeResult:
        """The text."""
        yield Static(self.text)


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
