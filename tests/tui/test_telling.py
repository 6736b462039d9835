# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets._toast import Toast

from tests.tui.conftest import MEMO
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled


@pytest.mark.parametrize(
    "key", ["r", "w", "u", "n", "N", "p", "i", "g", "e", "m", "s", "x", "R", "slash", "f", "ctrl+z"]
)
async def test_no_key_is_silent_where_no_document_is_open(open_app: OpenApp, key: str) -> None:
    async with open_app().run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert "o opens" in messages(pilot) or "has been read" in messages(pilot)


async def test_a_key_on_a_file_that_was_not_opened_says_where_to_go(open_app: OpenApp, folder: Path) -> None:
    (folder / "broken.png").write_bytes(b"no picture")
    async with open_app("broken.png").run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert "not opened: ]" in messages(pilot)


async def test_a_message_does_not_stand_before_a_dialog(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert "There is no decision here" in messages(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert messages(pilot) == ""
        assert not [toast for screen in pilot.app.screen_stack for toast in screen.query(Toast)]


async def test_a_message_about_a_document_does_not_stand_before_another(open_app: OpenApp, folder: Path) -> None:
    (folder / "other.txt").write_text(MEMO, encoding="utf-8")
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert "go to the line of a box first" in messages(pilot)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert messages(pilot) == ""


async def test_one_message_at_a_time(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        for key in ("u", "u", "x"):
            await pilot.press(key)
            await pilot.pause()
        assert len(messages(pilot).splitlines()) == 1


async def test_a_document_is_named_with_its_place_in_the_list(open_app: OpenApp, folder: Path) -> None:
    name = "[red]a[1].txt"
    (folder / name).write_text(MEMO, encoding="utf-8")
    async with open_app("memo.txt", name).run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert Content.from_markup(str(screen.view.border_title)).plain == f"{name} · 2 of 2"
