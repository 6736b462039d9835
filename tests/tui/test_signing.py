# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import MEMO
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, shown_screen, signs
from workbench.cases import Case
from workbench.core.account import account_name
from workbench.redaction.approval import Stage
from workbench.redaction.model import Action
from workbench.tui.bars import status_text
from workbench.tui.code_picker import Withholding
from workbench.tui.dialog import ConfirmScreen, LinePrompt
from workbench.tui.occurrences import Chosen, Occurrence
from workbench.tui.review import Review


def signed_by(review: Review, reviewer: str) -> None:
    """As another reviewer does in a session of their own."""
    with Case.open(Path(".workbench/case.db")) as case:
        case.sign(review.document.sha256, review.basis, reviewer)


async def caught_up(pilot: Pilot[None]) -> Review:
    screen, review = await loaded(pilot)
    screen._catch_up()
    await pilot.pause()
    return review


async def test_one_reviews_and_cannot_approve_it_alone(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("r", "s", "enter", "s")
        assert review.stage is Stage.REVIEWED
        assert shown_screen(pilot) is screen
        assert "another person approves it" in messages(pilot)
        assert "REVIEWED by Kim Field" in status_text(screen.view)


async def test_what_another_reviewed_is_approved(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        signed_by(review, "Ann Lee")
        await caught_up(pilot)
        await pilot.press("s", "enter")
        assert review.stage is Stage.APPROVED
        assert "APPROVED by Kim Field" in status_text(screen.view)
        await pilot.press("s")
        assert "Reviewed by Ann Lee" in messages(pilot)


async def test_what_another_signed_is_told_once_and_why_it_was_returned(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        _, review = await loaded(pilot)
        signed_by(review, "Ann Lee")
        await caught_up(pilot)
        assert "Reviewed by Ann Lee" in messages(pilot)
        assert "s approves, S returns it" in messages(pilot)
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, review = await loaded(pilot)
        with Case.open(Path(".workbench/case.db")) as case:
            case.send_back(review.document.sha256, "the berths too", "Ann Lee")
        await caught_up(pilot)
        assert "Returned by Ann Lee" in messages(pilot)
        assert "the berths too" in messages(pilot)
        screen._forget_told()
        await pilot.press("r")
        assert "Returned by Ann Lee" not in messages(pilot)


async def test_a_message_about_what_was_before_does_not_stay(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        await pilot.press("r", "s", "enter", "w", "enter")
        assert "needs signing again" in messages(pilot)
        await pilot.press("ctrl+z")
        assert "needs signing again" not in messages(pilot)


@pytest.mark.parametrize("change", [["w", "enter"], ["ctrl+z"]])
async def test_a_change_voids_the_signatures_and_says_so(open_app: OpenApp, change: list[str]) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("r", "s", "enter", *change)
        assert review.stage is Stage.OPEN
        assert "needs signing again" in messages(pilot)
        await pilot.press("ctrl+y" if change == ["ctrl+z"] else "ctrl+z")
        assert status_text(screen.view).endswith("REVIEWED by Kim Field")  # what was signed holds again


async def test_what_changes_behind_the_question_is_not_signed(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("r", "s")
        assert isinstance(shown_screen(pilot), ConfirmScreen)
        with Case.open(Path(".workbench/case.db")) as case:
            case.clear(review.document.sha256, review.decisions[0].place, reviewer="Ann Lee")
        await pilot.press("enter")
        assert review.stage is Stage.OPEN
        assert "look again, then sign" in messages(pilot)
        assert signs(review).count("R") == 0


async def test_it_is_returned_for_a_reason(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("S")
        assert "nothing to return" in messages(pilot)
        signed_by(review, "Ann Lee")
        await caught_up(pilot)
        await pilot.press("S", "enter")  # no reason yet
        await pilot.press(*"see 3", "enter")
        assert review.stage is Stage.RETURNED
        assert "RETURNED by Kim Field" in status_text(screen.view)
        await pilot.press("s")
        question = shown_screen(pilot)
        assert isinstance(question, ConfirmScreen)
        assert "see 3" in question._question


async def test_who_approves_from_the_account_that_reviewed_is_told_and_the_ledger_says_so(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody else")  # whoever types names can type this one too
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        signed_by(review, "Ann Lee")
        await caught_up(pilot)
        await pilot.press("s")
        asked = shown_screen(pilot)
        assert isinstance(asked, ConfirmScreen) and "reviewed from this account too" in asked._question
        await pilot.press("enter")
        signed = review.standing.reviewed, review.standing.approved
        assert [s and s.account for s in signed] == [account_name()] * 2
        assert "somebody else" not in account_name()


async def test_nothing_is_said_where_the_other_signed_from_an_account_of_their_own(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        monkeypatch.setattr("workbench.cases.case.account_name", lambda: "ann")
        signed_by(review, "Ann Lee")
        await caught_up(pilot)
        await pilot.press("s")
        asked = shown_screen(pilot)
        assert isinstance(asked, ConfirmScreen) and "account" not in asked._question


async def test_whoever_takes_the_own_mark_back_returns_it_to_nobody(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("s", "enter", "S")
        dialog = shown_screen(pilot)
        assert isinstance(dialog, LinePrompt) and dialog.frame_title == "Take your mark back"


async def test_a_signature_that_a_decision_everywhere_made_void_is_told_in_its_document(
    open_app: OpenApp, folder: Path
) -> None:
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Lund"))
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, memo = await loaded(pilot)
        signed_by(memo, "Ann Lee")
        await caught_up(pilot)
        await pilot.press("right_square_bracket")
        assert "Ann Lee" not in messages(pilot)
        found = Occurrence("", memo, memo.rows[2].spans[0])
        screen._decide_everywhere(Chosen(Action.WITHHOLD, (found,)), Withholding("(b)(1)", ""))
        await pilot.press("left_square_bracket")
        assert "Reviewed by Ann Lee" in messages(pilot) and "needs signing again" in messages(pilot)
