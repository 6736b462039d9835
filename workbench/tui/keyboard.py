# SPDX-License-Identifier: AGPL-3.0-or-later
"""One key at a time, each on what the key before it has led to; one message at a time, and none that is no longer true.

Textual hands a key to whatever has the focus when the key arrives, although the key before it may still be on its way:
of ``w b 6 Enter`` typed in one go, or over a slow line, ``b`` scrolled the text and ``6`` was lost before the dialog
stood. Here a key waits until the one before has done its work, and a dialog that it opened can be typed into.
"""

from __future__ import annotations

import time
from collections import deque
from functools import partial

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.notifications import Notify
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack


_PATIENCE = 0.2
"""Seconds until it is asked whether what a key was for is still there."""
_ROUNDS = 25
"""How often it is asked before the next key is let through: a fault elsewhere must not shut the keyboard."""


def _parted(event: Event) -> tuple[Event, ...]:
    """Escape and a letter right behind it arrive as one key, the letter with Alt, which nothing here is bound to."""
    if isinstance(event, Key) and event.key.startswith("alt+") and event.character:
        return Key("escape", "\x1b"), Key(event.character, event.character)
    return (event,)


class Passed(Message):
    """Goes the way a key went, from the widget with the focus up to the app, behind all that the key gave rise to."""

    def __init__(self, key: int, left: int) -> None:
        """``key`` is the number of the key; ``left`` is how often the way is still to be gone, this time included."""
        super().__init__()
        self.key = key
        self.left = left


class KeyboardApp(App[None]):
    """An app in which no key overtakes another."""

    def __init__(self) -> None:
        """Nothing is typed."""
        super().__init__()
        self._typed: deque[Event] = deque()
        self._key = 0
        self._busy = False
        self._held = False
        self._target: Widget | None = None
        self._before: Screen[object] | None = None
        self._last_key = time.monotonic()

    @property
    def typed_ahead(self) -> bool:
        """Whether a key has not had its effect yet."""
        return self._busy

    @property
    def seconds_quiet(self) -> float:
        """For how long nothing has been typed."""
        return time.monotonic() - self._last_key

    def hold_keys(self) -> None:
        """The key that is being dealt with gives the focus away after the next frame: the next key waits for that."""
        self._held = True

    async def on_event(self, event: Event) -> None:
        """Keys in their order; everything else as it comes."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            self._last_key = time.monotonic()
            self._typed += _parted(event)
            if not self._busy:
                await self._take()
            return
        await super().on_event(event)
        if isinstance(event, Key) and self._busy and not self._is_there():
            self._done(self._key)  # it has closed the dialog it was for, and nothing will come back from there

    async def _take(self) -> None:
        self._busy = bool(self._typed)
        if self._busy:
            self._key += 1
            self._before, self._target = self.screen, self.focused or self.screen
            self.set_timer(_PATIENCE, partial(self._ask, self._key, _ROUNDS))
            key = self._key
            await super().on_event(self._typed.popleft())
            # Twice: the key may reach the app, whose action sends further messages from where the focus is.
            self._send(key, 2)

    def _send(self, key: int, left: int) -> None:
        """Behind the key, and behind what the widget does about it."""
        if self._target and self._is_there():
            self._target.call_later(self._target.post_message, Passed(key, left))
        else:
            self._done(key)

    def on_passed(self, message: Passed) -> None:
        """The key has had its effect on everything on its way."""
        message.stop()
        if message.key == self._key and message.left > 1:
            self._send(message.key, message.left - 1)
        else:
            self._done(message.key)

    def _is_there(self) -> bool:
        target = self._target
        return target is not None and target.is_attached and target.is_running and target.screen in self.screen_stack

    def _ask(self, key: int, rounds: int) -> None:
        if key == self._key and self._busy:
            if rounds and self._is_there():
                self.set_timer(_PATIENCE, partial(self._ask, key, rounds - 1))
            else:
                self._done(key)

    def _done(self, key: int) -> None:
        """Let the next key through, behind a frame where another screen is on top now."""
        if key != self._key:
            return
        self._key += 1  # what still comes back for this key is too late
        if self._held or self.screen is not self._before:
            self._held = False
            self._after_frame(self.screen)
        else:
            self.call_later(self._take)

    def _after_frame(self, screen: Screen[object]) -> None:
        """Unless that frame brought yet another screen."""

        def drawn() -> None:
            if self.screen is screen:
                self.call_later(self._take)
            else:
                self._after_frame(self.screen)

        screen.call_after_refresh(drawn)


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
        # Textual takes them from the screen on top alone, and shows those below it too.
        for screen in self.screen_stack:
            for rack in screen.query(ToastRack):
                rack.show(self._notifications)
