# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable

from textual.events import Key
from textual.pilot import Pilot

from workbench.redaction.model import Action
from workbench.tui.app import WorkbenchApp
from workbench.tui.document_view import DocumentView
from workbench.tui.keyboard import KeyboardApp
from workbench.tui.main_screen import MainScreen
from workbench.tui.review import Review


OpenApp = Callable[..., WorkbenchApp]
SMALL, LARGE = (80, 24), (120, 40)


async def settled(pilot: Pilot[None]) -> MainScreen:
    """Waits until everything named is read and shown."""
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    await pilot.pause()
    for _ in range(20):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        if not any(item.waits for item in screen.session.items):
            break
    await pilot.pause()
    return screen


async def loaded(pilot: Pilot[None]) -> tuple[MainScreen, Review]:
    """The same, with a document in the view."""
    screen = await settled(pilot)
    assert screen.review is not None
    return screen, screen.review


def signs(review: Review) -> str:
    return "".join(review.sign(row).value for row in range(len(review.rows)))


def withheld(review: Review) -> list[str]:
    return [review.document.text[s:e] for d in review.decisions if d.action is Action.WITHHOLD for s, e in d.spans]


def shown(view: DocumentView) -> str:
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.scrollable_content_region.height))


def focused(screen: MainScreen) -> object:
    return screen.focused


def shown_screen(pilot: Pilot[None]) -> object:
    return pilot.app.screen


def messages(pilot: Pilot[None]) -> str:
    return "\n".join(f"{n.title}: {n.message}" for n in pilot.app._notifications)


async def typed_at_once(pilot: Pilot[None], *keys: str) -> None:
    """Presses ``keys`` as a fast typist or a slow line does: none waits until the one before has had its effect."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    for _ in range(200):
        await pilot.pause()
        if not (isinstance(pilot.app, KeyboardApp) and pilot.app.typed_ahead):
            return
    raise AssertionError("the keys never had their effect")
