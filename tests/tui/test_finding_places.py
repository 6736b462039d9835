# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.tui.pilots import (
    LARGE,
    SMALL,
    OpenApp,
    focused,
    loaded,
    settled,
    shown,
    typed_at_once,
)
from workbench.redaction.model import Action
from workbench.tui.bars import BannerBar, FindBar, status_text
from workbench.tui.side_panes import FindingsTable


async def test_the_status_says_where_and_what(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert status_text(screen.view) == "page 1/1 · ¶ 3/8 · 4 of 4 undecided · (S//NF)"
        await pilot.press("home")
        assert status_text(screen.view) == "page 1/1 · page furniture · 4 of 4 undecided"


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


@pytest.mark.parametrize(("typed", "row"), [("#4", 3), ("¶ 2", 1), ("1", 1), ("page 1", 1)])
async def test_goto(open_app: OpenApp, typed: str, row: int) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("g")
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert screen.view.cursor == row


@pytest.mark.parametrize(("typed", "why"), [("99", "no page 99: 1 to 1"), ("#99", "1 to 8"), ("x", "type a page")])
async def test_goto_says_what_is_wrong_and_stays(open_app: OpenApp, typed: str, why: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("g")
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert why in str(pilot.app.screen.query_one("#problem", Static).render())


async def test_a_jump_shows_what_follows(open_app: OpenApp, folder: Path) -> None:
    (folder / "long.txt").write_text("".join(f"(U) Paragraph {n}.\n\n" for n in range(90)), encoding="utf-8")
    async with open_app("long.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await typed_at_once(pilot, "g", *"#60", "enter")
        lines = [line for line in shown(screen.view).split("\n") if line.strip()]
        assert 1 <= next(i for i, line in enumerate(lines) if "Paragraph 59." in line) <= 3
        await typed_at_once(pilot, "up", "down")
        assert [line for line in shown(screen.view).split("\n") if line.strip()] == lines


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


async def test_find_bar_is_closed_when_nothing_is_open(open_app: OpenApp) -> None:
    async with open_app().run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        await pilot.press("slash")
        assert not screen.query_one(FindBar).display
