# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
import sqlite3
import threading
from pathlib import Path

import pytest
from textual.widgets import Static

from tests.tui.conftest import MEMO
from tests.tui.pilots import (
    LARGE,
    SMALL,
    OpenApp,
    loaded,
    messages,
    settled,
    shown,
    signs,
    typed_at_once,
)
from workbench.cases import Case
from workbench.redaction import load_policy
from workbench.tui.bars import StatusBar
from workbench.tui.document_view import DocumentView
from workbench.tui.listed_documents import Item
from workbench.tui.review import Review
from workbench.tui.session import Session
from workbench.tui.side_panes import DocumentList, prompt_of


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
        listed = str(screen.query_one(DocumentList).item(1))
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
        assert str(app.screen.query_one(StatusBar).content) == " reading memo.txt…"
        await pilot.press("r", "n", "down", "e", "question_mark", "escape")  # nothing waits, nothing breaks
        go_on.set()
        _, review = await loaded(pilot)
        assert review.decisions == ()


async def test_an_empty_folder_is_told(open_app: OpenApp, folder: Path) -> None:
    (folder / "empty").mkdir()
    async with open_app("empty").run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "no file in that folder" in messages(pilot)


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


async def test_the_next_document_with_something_undecided(open_app: OpenApp, folder: Path) -> None:
    for name, text in (("a", "(C) Undecided.\n"), ("b", "(U) Open.\n"), ("c", "(S) Undecided too.\n")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    async with open_app("a.txt", "b.txt", "c.txt").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        seen = []
        for key in ("right_curly_bracket", "right_curly_bracket", "left_curly_bracket", "r", "n"):
            await typed_at_once(pilot, key)
            assert screen.review is not None
            seen.append(screen.review.document.path)
        assert seen == ["c.txt", "a.txt", "c.txt", "c.txt", "c.txt"]
        assert "1 other document of the list not: } goes on" in messages(pilot)
        await typed_at_once(pilot, "right_curly_bracket", "r", "right_curly_bracket")
        assert "No other document has anything undecided" in messages(pilot)


async def test_what_is_left_to_do_is_told_before_a_long_marking(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        listed = str(prompt_of(screen.session.items[0], "memo.txt", current=True))
        assert listed.split("\n")[1].strip() == "?4 !1 ≠  S//NF"
        assert screen.query_one(DocumentList).border_subtitle == "1 with ?"


async def test_lines_are_no_longer_than_can_be_read(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=(240, 60)) as pilot:
        screen = await settled(pilot)
        assert max(len(line) for line in shown(screen.view).split("\n")) <= 121


def test_a_fault_of_a_reader_costs_one_document_and_tells_no_words(tmp_path: Path) -> None:
    def read(path: Path) -> Review:
        raise KeyError("the words of a paragraph")

    with Case.open(tmp_path / "case.db") as case:
        said = Session(case, read, load_policy("public"), "Kim").read(Item(tmp_path / "memo.txt"))
    assert isinstance(said, str) and "words" not in said
    assert re.fullmatch(r"fault of Workbench .* \(KeyError\); please report this line, never the document", said)


async def test_the_page_of_a_scan_that_is_being_read_is_told(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, read_on = open_app("memo.txt"), threading.Event()
    read = app.session._reader

    def slow(path: Path) -> Review:
        app.tell_page(2, 9)
        read_on.wait(10)
        return read(path)

    monkeypatch.setattr(app.session, "_reader", slow)
    async with app.run_test(size=LARGE) as pilot:
        for _ in range(200):
            await pilot.pause(0.02)
            told = str(app.screen.query_one(StatusBar).render())
            if "page 2" in told:
                break
        assert "reading memo.txt: page 2 of 9" in told
        read_on.set()
        await loaded(pilot)


async def test_the_list_points_at_the_document_in_the_view(open_app: OpenApp, folder: Path) -> None:
    (folder / "other.txt").write_text("(C) Another.\n", encoding="utf-8")
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        await pilot.press("right_square_bracket", "f2")
        await pilot.pause()
        assert screen.query_one(DocumentList).pointed == 1
        await pilot.press("up")
        screen._refresh_list()
        assert screen.query_one(DocumentList).pointed == 0
