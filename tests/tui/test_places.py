# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions about several paragraphs, about pages, and about boxes seen on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.paged import BOX, app_of_pages, paged, review_of
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, shown, shown_screen, signs, typed_at_once
from workbench.redaction import Action, Decision, load_policy, make_plan
from workbench.redaction.intervals import subtract
from workbench.tui.bars import status_text
from workbench.tui.details import details
from workbench.tui.dialog import ConfirmScreen
from workbench.tui.main_screen import MainScreen
from workbench.tui.review import Review
from workbench.tui.signs import Sign


def place(review: Review, **of: object) -> Decision:
    return replace(Decision(review.document.sha256, (), Action.WITHHOLD, code="(b)(1)"), **of)  # type: ignore[arg-type]


# --- what stands where ----------------------------------------------------------------------------------------------


def test_boxes_and_pages_that_nobody_read_are_rows() -> None:
    review = review_of(paged())
    captions = {row.caption: review.sign(i) for i, row in enumerate(review.rows) if row.caption}
    assert captions == {
        "black box: 0.6 × 0.3 in, 0.4 in below the top of the page": Sign.POLICY,
        "page with a picture that nobody has read": Sign.UNDECIDED,
    }
    assert [row.page for row in review.rows] == sorted(row.page for row in review.rows)


@pytest.mark.parametrize("action", [Action.WITHHOLD, Action.RELEASE])
@pytest.mark.parametrize("of", [{"page": 1}, {"page": 2}, {"page": 3}, {"page": 4}, {"box": BOX}], ids=str)
def test_the_desk_and_the_plan_agree(of: dict[str, object], action: Action) -> None:
    """A row that the desk calls released is in the copy, one that it calls withheld is not."""
    analysis = paged()
    review = review_of(analysis)
    review.take((place(review, action=action, **of),))
    gone = make_plan(analysis, load_policy("public"), (), review.decisions).withheld()
    for index, row in enumerate(review.rows):
        if row.caption:
            continue
        left = [part for span in row.spans for part in subtract(span, gone)]
        text = "".join(analysis.document.text[s:e] for s, e in left)
        kept, whole = any(map(str.isalnum, text)), sum(e - s for s, e in left) == sum(e - s for s, e in row.spans)
        sign = review.sign(index)
        assert {Sign.WITHHOLD: not kept, Sign.UNDECIDED: True, Sign.PART: kept and not whole}.get(sign, whole), row


def test_a_box_that_is_no_redaction_frees_no_word() -> None:
    analysis = paged()
    review = review_of(analysis)
    plan = make_plan(analysis, load_policy("public"), (), (place(review, box=BOX, action=Action.DISMISS),))
    assert plan.redactions == make_plan(analysis, load_policy("public")).redactions


# --- at the desk ----------------------------------------------------------------------------------------------------


async def test_several_paragraphs_are_one_decision_to_undo(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "home", "v", "n", "n", "n")
        assert "5 PARAGRAPHS CHOSEN" in status_text(screen.view)
        await typed_at_once(pilot, "w", *"b6", "enter")
        assert signs(review) == " WWWWW? "
        await typed_at_once(pilot, "ctrl+z")
        assert signs(review) == " ·??·?? "


async def test_shift_and_an_arrow_choose_paragraphs_until_escape(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "shift+down", "shift+down", "shift+up", "r")
        assert signs(review) == " ·RR·?? "
        await typed_at_once(pilot, "shift+down", "escape", "u")
        assert signs(review) == " ·RR·?? "  # the one below, about which nothing was decided
        assert screen.view.chosen is None


async def test_the_same_again_and_going_on_by_itself(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await typed_at_once(pilot, "full_stop")
        assert "Decide about something first" in messages(pilot)
        await typed_at_once(pilot, "a", "w", *"b6", "tab", *"source", "enter", "full_stop", "r", "full_stop")
        assert signs(review) == " ·WW·RR "
        assert [(d.code, d.reason) for d in review.decisions][:2] == [("(b)(6)", "source")] * 2
        assert "Every paragraph" in messages(pilot)


async def test_a_page_is_withheld_released_and_cleared(tmp_path: Path) -> None:
    async with app_of_pages(tmp_path).run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        before = signs(review)
        await typed_at_once(pilot, "home", "W", *"b1", "enter")
        assert review.decisions[0].page == 1
        assert [review.sign(i) for i, row in enumerate(review.rows) if row.page == 1] == [Sign.WITHHOLD] * 3
        await typed_at_once(pilot, "p")
        assert "[page withheld (b)(1)]" in shown(screen.view)
        await typed_at_once(pilot, "p", "u")
        assert "decided with page 1: U takes that away" in messages(pilot)
        await typed_at_once(pilot, "U")
        assert signs(review) == before
        await typed_at_once(pilot, "ctrl+z", "R")
        assert isinstance(shown_screen(pilot), ConfirmScreen)
        await typed_at_once(pilot, "escape")
        assert review.decisions[0].action is Action.WITHHOLD
        await typed_at_once(pilot, "R", "enter")
        assert [d.action for d in review.decisions] == [Action.RELEASE]
        assert isinstance(shown_screen(pilot), MainScreen)


async def test_an_unread_page_waits_and_is_decided_as_a_page(tmp_path: Path) -> None:
    async with app_of_pages(tmp_path).run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        row = next(i for i, row in enumerate(review.rows) if row.is_page)
        assert row in review.undecided_rows
        screen.view.go_to_row(row)
        await typed_at_once(pilot, "w", "enter")
        assert [(d.page, d.spans) for d in review.decisions] == [(3, ())]
        assert row not in review.undecided_rows


async def test_a_box_is_withheld_or_called_no_redaction(tmp_path: Path) -> None:
    async with app_of_pages(tmp_path).run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        row = review.row_of_box(BOX)
        assert row is not None
        screen.view.go_to_row(row)
        await typed_at_once(pilot, "r")
        assert "holds nothing to release" in messages(pilot)
        await typed_at_once(pilot, "w", *"b4", "enter", "p")
        assert [(d.box, d.code) for d in review.decisions] == [(BOX, "(b)(4)")]
        assert "[picture withheld (b)(4)]" in shown(screen.view)
        told = details(review, row, screen.session.case.history(review.document.sha256)).plain
        assert "black box: 0.6 × 0.3 in" in told and "Kim: withheld (b)(4)" in told
        await typed_at_once(pilot, "p", "x")
        assert review.sign(row) is Sign.DISMISSED
        await typed_at_once(pilot, "u")
        assert review.decisions == ()
        await typed_at_once(pilot, "x", "up")
        for key in ("x", "full_stop"):  # the same again is about boxes alone, too
            pilot.app.clear_notifications()
            await typed_at_once(pilot, key)
            assert "go to the line of a box" in messages(pilot)
        assert [d.box for d in screen.session.case.decisions(review.document.sha256)] == [BOX]


async def test_a_document_without_pages_has_none_to_decide(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.tui.deciding_screen.has_pages", lambda document: False)
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await typed_at_once(pilot, "W", *"b1", "enter")
        assert "no pages of its own" in messages(pilot)
        assert review.decisions == ()


async def test_the_decisions_of_others_are_gone_through(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "r", "d")
        assert "Nobody else has decided" in messages(pilot)
        decide(screen, review, (3, 6))
        await typed_at_once(pilot, "d")
        assert screen.view.cursor == 3
        assert "Ann Lee" in shown(screen.view)
        await typed_at_once(pilot, "d", "d")
        assert screen.view.cursor == 3
        assert "From the start again" in messages(pilot)


async def test_a_note_is_kept_for_the_next_reviewer(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "m", *"ask", "enter", "w", *"b1", "enter")
        assert "withheld (b)(1); NOTE: ask" in shown(screen.view)
        await typed_at_once(pilot, "m", "!", "enter", "i")
        assert signs(review) == " ·W?·?? "
        await typed_at_once(pilot, "escape", "m", "escape")
        assert [note.text for note in screen.session.case.notes(review.document.sha256)] == ["ask!"]
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await typed_at_once(pilot, "home", "down", "down")
        assert "NOTE: ask!" in shown(screen.view)


def decide(screen: MainScreen, review: Review, rows: Iterable[int]) -> None:
    for row in rows:
        decision = Decision(review.document.sha256, review.rows[row].spans, Action.WITHHOLD, reviewer="Ann Lee")
        screen.session.case.decide(decision)
    review.take(screen.session.case.decisions(review.document.sha256))
    screen.view.repaint()
