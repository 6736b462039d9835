# SPDX-License-Identifier: AGPL-3.0-or-later
"""Help about the pane that has the focus: what it is, and every key that works in it now."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group
from rich.markdown import Markdown
from rich.table import Table
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """Prose, then the keys. Scrolls, because 24 lines are not enough."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter", "dismiss", "Close help"),
    ]

    def __init__(self, title: str, prose: str, keys: list[tuple[str, str]]) -> None:
        """``keys`` are pairs of key and what it does."""
        super().__init__()
        self._title = title
        self._prose = prose
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for key, what in self._keys:
            table.add_row(f"[bold]{key}[/bold]", what)
        with VerticalScroll(classes="dialog tall") as page:
            page.border_title = self._title
            page.border_subtitle = "↑↓ scroll · Esc close"
            yield Static(Group(Markdown(self._prose), "", table))
