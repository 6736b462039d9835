# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is typed before the screen has followed has the effect it would have had a moment later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.pilots import LARGE, SMALL, OpenApp, focused, loaded, shown_screen, signs, typed_at_once, withheld
from workbench.tui.main_screen import MainScreen
from workbench.tui.side_panes import DocumentList


async def test_a_code_typed_before_the_dialog_stands(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "w", "b", "6", "enter")
        assert [(d.code, d.spans) for d in review.decisions] == [("(b)(6)", review.rows[2].spans)]
        assert screen.view.cursor == 2


async def test_a_whole_page_of_decisions_in_one_go(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        keys = ("w", *"b6", "tab", *"source", "enter", "n", "r", "n", "w", *"25x3", "enter", "n", "w", "enter")
        await typed_at_once(pilot, *keys)
        assert signs(review) == " ·WR·WW "
        said = [(d.code, d.reason) for d in review.decisions]
        assert said == [("(b)(6)", "source"), (None, ""), ("25X3", ""), ("25X3", "")]


async def test_words_selected_and_withheld_in_one_go(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await typed_at_once(pilot, "n", *["right"] * 4, "shift+right", "w", "b", "6", "enter", "r")
        assert withheld(review) == ["Jon Brandt"]
        assert signs(review) == " ·?P·?? "


async def test_a_dialog_left_in_one_go(open_app: OpenApp) -> None:
    """What is typed after Escape is for the text again, and not for the dialog."""
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "w", "b", "escape", "n", "i", "escape", "r")
        assert screen.view.cursor == 3
        assert [(d.action, d.spans) for d in review.decisions] == [("release", review.rows[3].spans)]
        assert isinstance(shown_screen(pilot), MainScreen)


async def test_a_place_found_and_decided_in_one_go(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "g", "#", "4", "enter", "r")
        assert screen.view.cursor == 3
        assert [d.spans for d in review.decisions] == [review.rows[3].spans]


async def test_the_find_line_closed_in_one_go(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "slash", "q", "escape", "r")
        assert focused(screen) is screen.view
        assert len(review.decisions) == 1


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_another_document_chosen_in_one_go(open_app: OpenApp, folder: Path, size: tuple[int, int]) -> None:
    """On a narrow screen the list is not even there when the arrow key comes."""
    (folder / "other.txt").write_text("(C) The other one.\n", encoding="utf-8")
    async with open_app("memo.txt", "other.txt").run_test(size=size) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "f2", "down", "enter", "r")
        assert review.decisions == ()
        assert screen.review is not None
        assert screen.review.document.path == "other.txt"
        assert len(screen.review.decisions) == 1
        assert not isinstance(focused(screen), DocumentList)
