# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command palette: everything that a key does in the text, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from workbench.tui.cursor_view import CursorView
from workbench.tui.document_view import DocumentView
from workbench.tui.main_screen import MainScreen


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
