# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import MEMO
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled, shown
from workbench.cases import Case
from workbench.redaction.model import Action, Decision
from workbench.tui.main_screen import MainScreen


LONG = "".join(f"(S) Berth {n} is taken by a ship.\n\n" for n in range(1, 60))


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "long.txt").write_text(LONG, encoding="utf-8")


async def catch_up(pilot: Pilot[None], screen: MainScreen) -> None:
    screen._catch_up()
    await settled(pilot)


async def test_the_next_session_goes_on_in_the_document_and_at_the_paragraph_of_the_last(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "long.txt").run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("right_square_bracket", "g", *"#40", "enter", "r")
    async with open_app("memo.txt", "long.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        assert screen.item is screen.session.items[1]
        assert review.paragraph_numbers[screen.view.cursor] == 41
        await pilot.press("left_square_bracket")
        assert screen.review
        assert screen.view.cursor == screen.review.undecided_rows[0]


async def test_where_another_reviewer_was_is_not_where_this_one_goes_on(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "long.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        document, row = review.document, review.rows[3]
    with Case.open(Path(".workbench/case.db")) as case:
        case.decide(Decision(document.sha256, row.spans, Action.WITHHOLD, reviewer="Ola Berg"))
    async with open_app("long.txt", "memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert screen.item is screen.session.items[0]


async def test_who_comes_back_to_a_document_is_where_they_were(open_app: OpenApp) -> None:
    async with open_app("long.txt", "memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("g", *"#30", "enter", "right_square_bracket", "left_square_bracket")
        assert screen.view.cursor == 29
        assert "Berth 30 " in shown(screen.view)


async def test_another_document_is_shown_from_its_head_however_far_this_one_was_scrolled(open_app: OpenApp) -> None:
    async with open_app("long.txt", "memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("end", "right_square_bracket")
        await pilot.pause()
        assert "SECRET//NOFORN" in shown(screen.view).split("\n")[0]


def is_changed(screen: MainScreen) -> bool:
    return any(item.changed for item in screen.session.items)


@pytest.mark.parametrize("text", [LONG, LONG.replace("Berth 3 ", "Berth three ")], ids=["the same", "corrected"])
async def test_a_file_read_again_is_shown_where_it_was(open_app: OpenApp, folder: Path, text: str) -> None:
    async with open_app("long.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("g", *"#30", "enter")
        (folder / "long.txt").write_text(text, encoding="utf-8")
        await pilot.press("f5")
        await loaded(pilot)
        assert screen.view.cursor == 29


async def test_a_file_that_changes_under_review_is_told_of(open_app: OpenApp, folder: Path) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("r")
        (folder / "memo.txt").write_text(MEMO.replace("Jon Brandt", "Jan Brandt"), encoding="utf-8")
        await catch_up(pilot, screen)
        assert "changed after it was read" in messages(pilot)
        assert "CHANGED ON THE DISK: F5" in str(screen.view.border_title)
        await pilot.press("f5")
        await loaded(pilot)
        assert "1 decision about memo.txt as it was can be carried over: c" in messages(pilot)
        assert "CHANGED" not in str(screen.view.border_title)


async def test_a_file_written_again_as_it_was_has_not_changed(open_app: OpenApp, folder: Path) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        os.utime(folder / "memo.txt", ns=(1, 1))
        await catch_up(pilot, screen)
        assert "changed after it was read" not in messages(pilot)
        (folder / "memo.txt").write_text("(U) Nothing.\n", encoding="utf-8")
        await catch_up(pilot, screen)
        assert is_changed(screen)
        (folder / "memo.txt").write_text(MEMO, encoding="utf-8")
        await catch_up(pilot, screen)
        assert not is_changed(screen)
        (folder / "memo.txt").unlink()
        await catch_up(pilot, screen)
        assert not is_changed(screen)
