# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys by name: help about what has the focus, and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from rich.console import Group
from rich.markdown import Markdown
from rich.table import Table
from textual.binding import ActiveBinding, Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen
from textual.widgets import Input

from workbench.tui.cursor_view import CursorView
from workbench.tui.dialog import Dialog, Page
from workbench.tui.document_view import DocumentView
from workbench.tui.main_screen import MainScreen


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


_WITHOUT_TEXT = frozenset({"open", "read_again", "focus_documents", "focus_text", "app.help"})
"""What can be done while no document is open."""


class WorkbenchCommands(Provider):
    """Offers what is bound to keys, without what needs a document while none is open."""

    def _offered(self) -> Iterator[tuple[str, str, Callable[[], Awaitable[object]]]]:
        """Name, help and action of each, those that decide first."""
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        view = screen.view
        for where, bindings in (
            (view, DocumentView.BINDINGS),
            (screen, MainScreen.BINDINGS),
            (view, CursorView.BINDINGS),
        ):
            for binding in bindings:
                if not isinstance(binding, Binding) or binding.action == "app.quit":
                    continue
                if screen.review or binding.action in _WITHOUT_TEXT:
                    name = f"{binding.description} ({self.app.get_key_display(binding)})"
                    yield name, binding.tooltip, partial(where.run_action, binding.action)

    async def discover(self) -> Hits:
        """Everything that applies now."""
        for name, told, run in self._offered():
            yield DiscoveryHit(name, run, help=told or None)

    async def search(self, query: str) -> Hits:
        """What matches ``query``."""
        matcher = self.matcher(query)
        for name, told, run in self._offered():
            score = matcher.match(f"{name} {told}")
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, name, told or None)
