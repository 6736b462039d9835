# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages at the foot of the screen: one at a time, and none that is no longer true."""

from __future__ import annotations

from textual.notifications import Notify
from textual.widgets._toast import ToastRack

from workbench.tui.keyboard import KeyboardApp


class TellingApp(KeyboardApp):
    """An app whose messages give way to the next, to a dialog, to another document."""

    def on_notify(self, event: Notify) -> None:
        """What was told before may be about another document or another paragraph; nothing stands there twice."""
        self.forget_told(event.notification.message)

    def forget_told(self, again: str = "", *, warnings: bool = False) -> None:
        """Take away what informs, what is told ``again`` and, if asked, ``warnings``. Errors stay their time."""
        gone = {"information", "warning"} if warnings else {"information"}
        for told in [n for n in self._notifications if n.severity in gone or n.message == again]:
            self._unnotify(told)
        for (
            screen
        ) in self.screen_stack:  # Textual takes them from the screen on top alone, and shows those below it too
            for rack in screen.query(ToastRack):
                rack.show(self._notifications)
