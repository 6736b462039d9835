# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every dialog has: a frame named in its border, its keys below, Escape to leave it, F1 for help."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.tui.safe_text import as_title


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
