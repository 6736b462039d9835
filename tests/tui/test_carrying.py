# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import MEMO
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled, signs
from workbench.cases import Case


@pytest.fixture
def two(folder: Path) -> None:
    (folder / "later.txt").write_text(MEMO.replace("Jon Brandt", "Jan Brandt"), encoding="utf-8")


async def test_decisions_are_offered_shown_carried_and_taken_back(open_app: OpenApp, two: None) -> None:
    async with open_app("memo.txt", "later.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("r", "n", "w", *"b6", "enter", "n", "w", *"b1", "enter")
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "2 decisions about memo.txt can be carried over: c" in messages(pilot)
        assert screen.review is not None
        assert signs(screen.review) == " ·??·?? "
        await pilot.press("c")
        await pilot.pause()
        told_there = str(pilot.app.screen.query_one("#carried").render())
        assert "2 decisions carried over: 1 withheld, 1 released" in told_there
        assert "1 NOT: on text, a mark or a box that is not the same here" in told_there
        await pilot.press("escape")
        assert signs(screen.review) == " ·??·?? "
        await pilot.press("c", "enter")
        await pilot.pause()
        assert signs(screen.review) == " ·R?·W? "
        assert screen.view.cursor == screen.review.undecided_rows[0]
        assert "2 decisions carried over; 2 of 4 undecided" in messages(pilot)
        await pilot.press("ctrl+z")
        assert signs(screen.review) == " ·??·?? "


async def test_it_is_kept_from_where_they_were_carried(open_app: OpenApp, two: None) -> None:
    async with open_app("memo.txt", "later.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("r", "right_square_bracket", "c", "enter")
        await pilot.pause()
    with Case.open(Path(".workbench/case.db")) as case:
        assert screen.review is not None
        [kept] = case.decisions(screen.review.document.sha256)
        assert kept.carried == review.document.sha256
        assert case.verify_chain() is None


async def test_a_note_goes_along_and_one_undo_takes_all_back(open_app: OpenApp, two: None) -> None:
    async with open_app("memo.txt", "later.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("m", *"ask", "enter", "r", "right_square_bracket")
        await pilot.pause()
        assert "1 decision and 1 note about memo.txt can be carried over: c" in messages(pilot)
        await pilot.press("c", "enter")
        await pilot.pause()
        assert screen.review is not None
        assert [note.text for note in screen.review.notes] == ["ask"]
        await pilot.press("ctrl+z")
        assert (screen.review.notes, screen.review.decisions) == ((), ())


async def test_nothing_to_carry_is_told(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert "o opens the earlier version" in messages(pilot)


async def test_a_file_that_changed_is_read_again_and_takes_its_decisions_over(open_app: OpenApp, folder: Path) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("r", "n", "r")
        (folder / "memo.txt").write_text(MEMO.replace("Jon Brandt", "Jan Brandt"), encoding="utf-8")
        await pilot.press("f5")
        await settled(pilot)
        assert "has changed since it was reviewed" in messages(pilot)
        await pilot.press("c", "enter")
        await pilot.pause()
        assert screen.review is not None
        assert "Jan Brandt" in screen.review.document.text
        assert signs(screen.review) == " ·R?·?? "


async def test_a_file_that_could_not_be_read_is_tried_again(open_app: OpenApp, folder: Path) -> None:
    async with open_app("late.txt").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        assert screen.review is None
        (folder / "late.txt").write_text(MEMO, encoding="utf-8")
        await pilot.press("f5")
        await loaded(pilot)
        assert screen.session.items[0].problem == ""
