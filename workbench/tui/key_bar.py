# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys of the focused pane, and at the right, where 80 columns never cut it, the key for help."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Footer, Label


class KeyBar(Horizontal):
    """Textual's footer lets the last keys fall off the edge without a sign; help must not be among them."""

    def compose(self) -> ComposeResult:
        """The footer and the keys that always work."""
        yield Footer(compact=True, show_command_palette=False)
        yield Label("[b]?[/b] Help  [b]^p[/b] Menu")
