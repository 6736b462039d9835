# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.tui.conftest import MEMO
from tests.tui.pilots import (
    LARGE,
    SMALL,
    OpenApp,
    focused,
    loaded,
    messages,
    settled,
    shown,
    shown_screen,
    signs,
    withheld,
)
from workbench.redaction.model import Action
from workbench.tui.banner_bar import BannerBar
from workbench.tui.document_list import DocumentList
from workbench.tui.document_view import DocumentView
from workbench.tui.find_bar import FindBar
from workbench.tui.findings_table import FindingsTable
from workbench.tui.help_screen import HelpScreen
from workbench.tui.key_bar import KeyBar
from workbench.tui.main_screen import MainScreen
from workbench.tui.review import Review
from workbench.tui.session import Item
from workbench.tui.status_bar import status_text


async def test_decisions_are_there_on_the_next_start(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        assert signs(review) == " ·??·?? "
        await pilot.press("r", "n", "w", "enter", "n", "w")
        await pilot.press("2", "5", "x", "3", "tab", *"cipher", "enter")
        assert signs(review) == " ·RW·W? "
        await pilot.press("q")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        assert signs(review) == " ·RW·W? "
        assert [(d.code, d.reason, d.reviewer) for d in review.decisions] == [
            (None, "", "Kim Field"),
            ("(b)(1)", "", "Kim Field"),
            ("25X3", "cipher", "Kim Field"),
        ]


async def test_words_are_selected_with_the_keyboard_and_withheld_alone(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("n", "right", "right", "right", "right", "right", "shift+right")
        assert [review.document.text[s:e] for s, e in screen.view.selected()] == ["Jon Brandt"]
        await pilot.press("w", *"b6", "enter")
        assert withheld(review) == ["Jon Brandt"]
        assert signs(review) == " ·??·?? "  # the paragraph itself still waits
        await pilot.press("r")
        assert signs(review) == " ·?P·?? "
        await pilot.press("p")
        assert "(C) The harbour master, [text withheld (b)(6)], doubts" in shown(screen.view)
        assert "Brandt" not in shown(screen.view)


async def test_words_are_selected_with_the_mouse(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        lines = shown(screen.view).split("\n")
        y = next(i for i, line in enumerate(lines) if "harbour master" in line)
        start, end = lines[y].index("Jon"), lines[y].index("Brandt") + 3
        # The border is a cell wide; a drag snaps to whole words.
        await pilot.mouse_down(DocumentView, offset=(start + 1, y + 1))
        await pilot.hover(DocumentView, offset=(end + 1, y + 1))
        await pilot.mouse_up(DocumentView, offset=(end + 1, y + 1))
        assert [review.document.text[s:e] for s, e in screen.view.selected()] == ["Jon Brandt"]


async def test_the_last_code_is_offered_first(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("w", *"1.4d", "enter", "n", "w", "enter")
        assert [d.code for d in review.decisions] == ["1.4(d)", "1.4(d)"]


async def test_a_code_of_ones_own_can_be_typed(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("w", *"STATINTL", "enter")
        assert [d.code for d in review.decisions] == ["STATINTL"]


async def test_escape_withholds_nothing(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("w", "escape")
        assert review.decisions == ()


async def test_clear_undo_and_redo(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("r", "n", "r", "u")
        assert signs(review) == " ·R?·?? "
        await pilot.press("ctrl+z")
        assert signs(review) == " ·RR·?? "
        await pilot.press("ctrl+z", "ctrl+z")
        assert signs(review) == " ·??·?? "
        assert screen.view.cursor == 2  # where the change was
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in messages(pilot)
        await pilot.press("ctrl+y")
        assert signs(review) == " ·R?·?? "


async def test_next_undecided_goes_round_and_says_when_all_is_done(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        rows = []
        for _ in range(4):
            rows.append(screen.view.cursor)
            await pilot.press("r", "n")
        assert rows == [2, 3, 5, 6]
        assert review.undecided == 0
        assert "Every paragraph" in messages(pilot)
        assert "all decided" in status_text(screen.view)


async def test_the_status_says_where_and_what(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert status_text(screen.view) == "page 1/1 · ¶ 2/6 · 4 undecided · (S//NF)"
        await pilot.press("home")
        assert status_text(screen.view) == "page 1/1 · page furniture · 4 undecided"


async def test_banner_and_computed_marking_disagree_in_words(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        line = str(screen.query_one(BannerBar).render())
        for part in ("SECRET//NOFORN", "≠", "TOP SECRET//SI//NOFORN", "NOT CONSISTENT"):
            assert part in line


async def test_a_finding_leads_to_its_place(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(screen.focused, FindingsTable)
        await pilot.press("enter")
        assert review.rows[screen.view.cursor].paragraph is not None
        assert "A paragraph without a mark" in review.texts[screen.view.cursor]
        assert focused(screen) is screen.view


async def test_find_steps_through_hits_and_keeps_the_place(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("home", "slash", *"berths")
        await settled(pilot)
        assert screen.view.cursor == 2
        assert str(screen.query_one("#found", Static).render()) == "1/2"
        await pilot.press("enter")
        assert screen.view.cursor == 6
        await pilot.press("escape", "r")
        assert [d.action for d in review.decisions] == [Action.RELEASE]
        assert review.decisions[0].spans == review.rows[6].spans


async def test_find_tells_that_there_is_nothing(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("slash", *"zebra")
        await settled(pilot)
        assert str(screen.query_one("#found", Static).render()) == "not found"


@pytest.mark.parametrize(("typed", "row"), [("#3", 3), ("¶ 1", 1), ("1", 0), ("page 1", 0)])
async def test_goto(open_app: OpenApp, typed: str, row: int) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("g")
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert screen.view.cursor == row


@pytest.mark.parametrize(("typed", "why"), [("99", "no page 99: 1 to 1"), ("#99", "1 to 6"), ("x", "type a page")])
async def test_goto_says_what_is_wrong_and_stays(open_app: OpenApp, typed: str, why: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("g")
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert why in str(pilot.app.screen.query_one("#problem", Static).render())


async def test_a_folder_is_walked_and_what_is_no_document_is_named(open_app: OpenApp, folder: Path) -> None:
    (folder / "box").mkdir()
    (folder / "box" / "one.txt").write_text(MEMO)
    (folder / "box" / "photo.png").write_bytes(b"\x89PNG")
    (folder / "box" / ".git").mkdir()
    (folder / "box" / ".git" / "config").write_text("x")
    async with open_app("box").run_test(size=LARGE) as pilot:
        screen, _ = await loaded(pilot)
        assert [i.path.name for i in screen.session.items] == ["one.txt", "photo.png"]
        assert "photo.png" in messages(pilot)
        listed = str(screen.query_one(DocumentList).get_option_at_index(1).prompt)
        assert "is a picture (PNG)" in listed


async def test_next_document_keeps_the_decisions_of_each(open_app: OpenApp, folder: Path) -> None:
    (folder / "other.txt").write_text("(C) The quay is closed.\n")
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("]", "r", "[")
        assert [i.review.undecided for i in screen.session.items if i.review] == [4, 0]


async def test_two_files_of_the_same_bytes_share_their_decisions(open_app: OpenApp, folder: Path) -> None:
    (folder / "copy.txt").write_text(MEMO)
    async with open_app("memo.txt", "copy.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("r")
        assert [i.review.undecided for i in screen.session.items if i.review] == [3, 3]


async def test_nothing_open_says_what_to_do_next(open_app: OpenApp) -> None:
    async with open_app().run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        assert "o  open a file or a folder" in shown(screen.view).replace("o open", "o  open")
        await pilot.press("r", "w", "u", "n", "slash", "p", "i", "g", "ctrl+z", "down", "right", "pagedown", "end")
        await pilot.press("o", *"memo.txt", "enter")
        screen, review = await loaded(pilot)
        assert review.undecided == 4


async def test_a_document_that_is_being_read_is_named_meanwhile(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    app = open_app("memo.txt")
    read = app.session.read

    def slowly(item: Item) -> Review | str:
        go_on.wait(20)
        return read(item)

    monkeypatch.setattr(app.session, "read", slowly)
    async with app.run_test(size=SMALL) as pilot:
        for _ in range(50):
            await pilot.pause()
            if "Reading" in shown(app.screen.query_one(DocumentView)):
                break
        assert "Reading memo.txt…" in shown(app.screen.query_one(DocumentView))
        await pilot.press("r", "n", "down", "e", "question_mark", "escape")  # nothing waits, nothing breaks
        go_on.set()
        _, review = await loaded(pilot)
        assert review.decisions == ()


async def test_an_empty_folder_is_told(open_app: OpenApp, folder: Path) -> None:
    (folder / "empty").mkdir()
    async with open_app("empty").run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "empty folder" in messages(pilot)


async def test_open_says_that_a_path_is_wrong(open_app: OpenApp) -> None:
    async with open_app().run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("o", *"nothere", "enter")
        assert "there is no nothere" in str(pilot.app.screen.query_one("#problem", Static).render())


async def test_a_document_that_cannot_be_read_does_not_stop_the_others(open_app: OpenApp, folder: Path) -> None:
    async with open_app("gone.txt", "memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        assert review.document.path == "memo.txt"
        assert screen.session.items[0].problem == "cannot be read: No such file or directory"


async def test_a_case_that_cannot_be_written_is_told_and_nothing_is_pretended(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cases.storage.BUSY_SECONDS", 0.01)
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        other = sqlite3.connect(".workbench/case.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await pilot.press("r")
        assert signs(review) == " ·??·?? "
        assert "in use by another program" in messages(pilot)
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("r")
        assert signs(review) == " ·R?·?? "


async def test_preview_shows_labels_and_the_original_again(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        original = shown(screen.view)
        await pilot.press("p")
        assert "[paragraph withheld (b)(1)]" in shown(screen.view)
        assert "Arvenia" not in shown(screen.view)
        assert "PREVIEW" in status_text(screen.view)
        await pilot.press("r")
        assert "Arvenia" in shown(screen.view)
        await pilot.press("u", "p")
        assert shown(screen.view) == original


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_is_about_the_focused_pane(open_app: OpenApp, key: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for focus, title in (("f2", "Documents"), ("f4", "Findings"), ("f3", "Text")):
            await pilot.press(focus)
            await pilot.pause()
            await pilot.press(key)
            assert isinstance(pilot.app.screen, HelpScreen)
            assert pilot.app.screen._title == f"Help: {title}"
            await pilot.press("escape")
            assert shown_screen(pilot) is screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("pane", ["f2", "f3", "f4", "slash"])
async def test_no_key_is_cut_off_and_help_is_never_lost(open_app: OpenApp, size: tuple[int, int], pane: str) -> None:
    async with open_app("memo.txt").run_test(size=size) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press(pane)
        await pilot.pause()
        await pilot.pause()
        bar = screen.query_one(KeyBar)
        assert bar.query_one("Label").region.right == size[0]
        keys = list(bar.query("FooterKey"))
        assert keys
        assert max(key.region.right for key in keys) <= bar.query_one("Label").region.x


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


async def test_the_palette_offers_what_applies(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("ctrl+p", *"decide: release")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause()
        assert signs(review) == " ·R?·?? "


async def test_no_screenshot_is_offered(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert {c.title for c in pilot.app.get_system_commands(screen)} == {"Theme", "Quit"}


async def test_control_characters_of_a_document_are_not_drawn(open_app: OpenApp, folder: Path) -> None:
    (folder / "evil.txt").write_text("(C) The \x1b[2Jport \u202eis\u202c \x07open 漢字.\n")
    async with open_app("evil.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert "(C) The �[2Jport �is� �open 漢字." in shown(screen.view)


async def test_find_bar_is_closed_when_nothing_is_open(open_app: OpenApp) -> None:
    async with open_app().run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        await pilot.press("slash")
        assert not screen.query_one(FindBar).display


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
    assert app.fault.startswith("KeyError at test_app.py:")
    assert app.return_code == 1
    assert app._exit_renderables == []
