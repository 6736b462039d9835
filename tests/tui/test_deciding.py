# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.pilots import (
    SMALL,
    OpenApp,
    loaded,
    messages,
    shown,
    signs,
    typed_at_once,
    withheld,
)
from workbench.cases import Case
from workbench.redaction.model import Action
from workbench.tui.bars import status_text
from workbench.tui.document_view import DocumentView


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
        await pilot.press("n", "right", "right", "right", "right", "shift+right")
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
        assert "Nothing of yours to undo" in messages(pilot)
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


@pytest.mark.parametrize(("typed", "code"), [("b6", "(b)(6)"), ("b7c", "(b)(7)(C)"), ("25x3", "25X3")])
async def test_enter_waits_for_what_was_typed_before_it(open_app: OpenApp, typed: str, code: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("w")
        await typed_at_once(pilot, *typed, "enter")
        assert [d.code for d in review.decisions] == [code]


async def test_what_another_reviewer_decides_meanwhile_is_shown_and_stays_theirs(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("r")
        with Case.open(Path(".workbench/case.db")) as other:
            other.decide(replace(review.decisions[0], action=Action.WITHHOLD, reviewer="Ann Lee"))
        screen._catch_up()
        assert [d.reviewer for d in review.decisions] == ["Ann Lee"]
        await pilot.press("ctrl+z")
        assert [d.reviewer for d in review.decisions] == ["Ann Lee"]
        await pilot.press("ctrl+z")
        assert "Nothing of yours to undo" in messages(pilot)


async def test_a_file_that_changed_since_is_told(open_app: OpenApp, folder: Path) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("r")
    (folder / "memo.txt").write_text("(S) The pier is closed.\n", encoding="utf-8")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        assert review.decisions == ()
        assert "has changed since it was reviewed" in messages(pilot)
