# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pane that a narrow screen shows only while it is asked for."""

from __future__ import annotations

from textual.widget import Widget

from workbench.tui.keyboard import KeyboardApp


class AskedPane(Widget):
    """Mixed into a widget that can have the focus; the style sheet hides it while it lacks the class ``-asked``."""

    def ask(self) -> None:
        """Show and focus the pane; on a narrow screen it goes away again with the focus."""
        self.add_class("-asked")
        app: object = self.app
        if isinstance(app, KeyboardApp):
            app.hold_keys()  # what is typed behind the key that asked is for this pane
        self.call_after_refresh(self.focus)

    def on_blur(self) -> None:
        """Done with."""
        self.remove_class("-asked")
