# SPDX-License-Identifier: AGPL-3.0-or-later
"""Help about what has the focus, a pane or a dialog: what it is, and every key that works in it now."""

from __future__ import annotations

from typing import Any

from rich.console import Group
from rich.markdown import Markdown
from rich.table import Table
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widgets import Input

from workbench.tui.dialog import Dialog, Page


# Textual's own keys for what nothing here needs: panes too wide, and copying to the clipboard.
_NOT_TOLD = frozenset({"page_left", "page_right", "scroll_left", "scroll_right", "screen.copy_text"})


def help_on(screen: Screen[Any]) -> Page:
    """The help about what has the focus on ``screen``; a pane's own words are its ``PANE`` and ``HELP`` (Markdown)."""
    pane = next((node for node in (screen.focused or screen).ancestors_with_self if node.HELP), screen)
    title = screen.frame_title if isinstance(screen, Dialog) else getattr(pane, "PANE", "Workbench")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for key, what in keys_of(screen):
        table.add_row(f"[bold]{key}[/bold]", what)
    return Page(f"Help: {title}", Group(Markdown(pane.HELP or ""), "", table))


def keys_of(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Every key that works now, those of one action together: first what is done to the document, last how to type."""
    keys: dict[str, list[str]] = {}
    for active in sorted(screen.active_bindings.values(), key=_rank):
        if active.enabled and active.binding.description and active.binding.action not in _NOT_TOLD:
            keys.setdefault(active.binding.description, []).append(screen.app.get_key_display(active.binding))
    return [(" ".join(dict.fromkeys(shown)), what) for what, shown in keys.items()]


def _rank(active: ActiveBinding) -> int:
    return 2 if isinstance(active.node, Input) else int(not active.binding.action.startswith("screen."))
