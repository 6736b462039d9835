# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import MEMO
from tests.tui.pilots import (
    LARGE,
    SMALL,
    OpenApp,
    focused,
    loaded,
    settled,
    shown,
    shown_screen,
    signs,
)
from workbench.tui.bars import KeyBar
from workbench.tui.commands import WorkbenchCommands
from workbench.tui.dialog import Page
from workbench.tui.main_screen import MainScreen
from workbench.tui.side_panes import DocumentList


async def test_help_is_about_the_focused_pane(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for focus, key, title in (("f2", "f1", "Documents"), ("f4", "question_mark", "Findings"), ("f3", "f1", "Text")):
            await pilot.press(focus)
            await pilot.pause()
            await pilot.press(key)
            assert isinstance(pilot.app.screen, Page)
            assert pilot.app.screen.frame_title == f"Help: {title}"
            await pilot.press("escape")
            assert shown_screen(pilot) is screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_no_key_is_cut_off_and_help_is_never_lost(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app("memo.txt").run_test(size=size) as pilot:
        screen, _ = await loaded(pilot)
        for pane in ("f2", "f3", "f4", "slash"):
            await pilot.press(pane)
            await pilot.pause()
            await pilot.pause()
            bar = screen.query_one(KeyBar)
            assert bar.query_one("Label").region.right == size[0]
            keys = list(bar.query("FooterKey"))
            assert keys
            assert max(key.region.right for key in keys) <= bar.query_one("Label").region.x


async def test_the_terminals_own_cursor_is_where_the_reviewer_is(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for key in ("n", "n", "home"):
            await pilot.press(key)
            await pilot.pause()
            x, y = pilot.app.cursor_position
            assert screen.view.content_region.x == x
            shown_row = screen.view._index.start(screen.view.cursor) - screen.view.scroll_offset.y
            assert screen.view.content_region.y + shown_row == y


async def test_a_narrow_screen_gives_the_text_all_the_room(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert screen.view.region.width == 80
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(screen.focused, DocumentList)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.view.region.width == 80
        assert focused(screen) is screen.view


async def test_the_palette_does_what_keys_do(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        for typed, then in (("release (r)", []), ("withhold (w)", ["enter"]), ("paragraphs from here", [])):
            await pilot.press("ctrl+p", *typed)
            await pilot.pause(0.3)
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press(*then)
            assert signs(review)[2] == {"r": "R"}.get(typed[0], "W")
        assert screen.view.chosen == screen.view.cursor


async def offered(screen: MainScreen) -> set[str]:
    hits = WorkbenchCommands(screen).discover()
    return {str(hit.text) async for hit in hits}


async def test_every_key_is_in_the_palette_and_without_a_document_what_needs_none(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        names = await offered(screen)
        assert {"Release (r)", "Undo the last change (^z)", "Next document (])", "Read the file again (f5)"} <= names
    async with open_app().run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        assert {name.split(" (")[0] for name in await offered(screen)} == {
            "Open file or folder",
            "Read the file again",
            "Documents",
            "Text",
            "Help",
        }


async def test_no_screenshot_is_offered(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert {c.title for c in pilot.app.get_system_commands(screen)} == {"Theme", "Quit"}


async def test_control_characters_of_a_document_are_not_drawn(open_app: OpenApp, folder: Path) -> None:
    (folder / "evil.txt").write_text("(C) The \x1b[2Jport \u202eis\u202c \x07open 漢字.\n")
    async with open_app("evil.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert "(C) The �[2Jport �is� �open 漢字." in shown(screen.view)


async def test_a_fault_of_our_own_ends_without_the_text(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's own way out prints a traceback with the values of variables."""

    def broken(screen: MainScreen) -> None:
        raise KeyError(MEMO)

    monkeypatch.setattr(MainScreen, "action_release", broken)
    app = open_app("memo.txt")
    with pytest.raises(KeyError):
        async with app.run_test(size=SMALL) as pilot:
            await loaded(pilot)
            await pilot.press("r")
    assert "(KeyError); please report this line, never the document" in app.fault and "Brandt" not in app.fault
    assert app.return_code == 1
    assert app._exit_renderables == []
