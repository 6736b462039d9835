# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled, signs
from workbench.cases import Case
from workbench.documents import Span
from workbench.redaction import load_policy, make_plan
from workbench.redaction.model import Action
from workbench.tui.carry_dialog import told
from workbench.tui.carrying import CHANGED, DECIDED, NO_TEXT, TWICE, WHY, Carried, carry_over
from workbench.tui.review import Review
from workbench.tui.target import Target


def review_of(text: str) -> Review:
    analysis = analysis_of(text)
    return Review(analysis, (), make_plan(analysis, load_policy("public")).redactions)


def decided(text: str, *targets: tuple[Target, Action]) -> Review:
    review = review_of(text)
    made = [d for t, action in targets for d in t.decisions(review, action, "(b)(6)", "", "Kim Field")]
    review.take(tuple(made))
    return review


def words(text: str, some: str) -> tuple[Span, ...]:
    start = text.index(some)
    return (Span(start, start + len(some)),)


def carried(old: Review, new: Review, why: str = "") -> Carried:
    return carry_over(old, new, "Ola Berg", lambda _: why)


def said(new: Review, carry: Carried) -> list[str]:
    return [new.document.text[s:e] for d in carry.decisions for s, e in d.spans]


REFLOWED = "\n\n".join(fill(" ".join(part.split()), 40) for part in MEMO.split("\n\n")) + "\n"


def test_a_paragraph_set_anew_keeps_its_decision() -> None:
    old, new = decided(MEMO, (Target((2,)), Action.RELEASE), (Target((3,)), Action.WITHHOLD)), review_of(REFLOWED)
    carry = carried(old, new)
    new.take(carry.decisions)
    assert signs(new) == " ·RW·?? "
    assert not carry.left
    assert {(d.sha256, d.carried, d.reviewer, d.code) for d in carry.decisions} == {
        (new.document.sha256, old.document.sha256, "Ola Berg", "(b)(6)")
    }


def test_words_are_the_same_words_wherever_the_lines_end() -> None:
    old = decided(MEMO, (Target((2,), words(MEMO, "harbour authority on 4 March")), Action.WITHHOLD))
    new = review_of(REFLOWED)
    [text] = said(new, carried(old, new))
    assert text.split() == ["harbour", "authority", "on", "4", "March"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Jon Brandt", "Jan Brandt"),
        ("winter.", "winter"),
        ("(C) The harbour", "(S) The harbour"),
        ("(C) The harbour", "The harbour"),
        ("Brandt", "Br\u00adandt"),
        ("harbour master", "harbourmaster"),
        ("Brandt", "BRANDT"),
    ],
)
def test_nothing_is_carried_to_text_or_a_mark_that_changed(was: str, now: str) -> None:
    old = decided(MEMO, (Target((3,)), Action.RELEASE), (Target((3,), words(MEMO, "dredged before")), Action.WITHHOLD))
    carry = carried(old, review_of(MEMO.replace(was, now)))
    assert carry.decisions == ()
    assert carry.left == {CHANGED: 2}


def test_nothing_is_carried_where_a_text_stands_twice() -> None:
    again = MEMO + "\n(C) The harbour master, Jon Brandt, doubts that the channel can be dredged before the winter.\n"
    old = decided(MEMO, (Target((3,)), Action.RELEASE))
    assert carried(old, review_of(again)).left == {TWICE: 1}
    twice = decided(again, (Target((3,)), Action.RELEASE))
    assert carried(twice, review_of(MEMO)).left == {TWICE: 1}


def test_what_is_decided_already_stays() -> None:
    old = decided(MEMO, (Target((3,)), Action.RELEASE))
    new = decided(MEMO + "\n", (Target((3,), words(MEMO, "Jon Brandt")), Action.WITHHOLD))
    assert carried(old, new).left == {DECIDED: 1}


def test_pages_are_left() -> None:
    old = decided(MEMO, (Target((3,), page=1), Action.WITHHOLD))
    assert carried(old, review_of(MEMO + "\n")).left == {NO_TEXT: 1}


def test_a_release_that_needs_its_reason_is_left() -> None:
    old = decided(MEMO, (Target((3,)), Action.RELEASE), (Target((2,)), Action.WITHHOLD))
    carry = carried(old, review_of(MEMO + "\n"), why="another government's")
    assert [d.action for d in carry.decisions] == [Action.WITHHOLD]
    assert carry.left == {WHY: 1}
    assert (
        told(carry) == "1 decision carried over: 1 withheld, 0 released.\n1 NOT: a release that has to give its reason."
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["(S) alpha beta", "(S) alpha  beta", "(C) alpha beta", "(U) gamma", "delta"]), max_size=6
    ),
    st.lists(
        st.sampled_from(["(S) alpha\nbeta", "(S) alpha beta", "(C) alpha beta.", "(U) gamma", "delta"]), max_size=6
    ),
    st.sampled_from(Action),
)
def test_whatever_is_carried_stands_on_the_same_characters(one: list[str], other: list[str], action: Action) -> None:
    text, again = "\n\n".join(one) + "\n", "\n\n".join(other) + "\n\n"
    rows = range(len(review_of(text).rows))
    old, new = decided(text, *((Target((row,)), action) for row in rows)), review_of(again)
    carry = carried(old, new)
    assert len(carry.decisions) + sum(carry.left.values()) == len(old.decisions)
    for decision in carry.decisions:
        [span] = decision.spans
        words_here = again[span.start : span.end].split()
        assert [p.split() for p in one].count(words_here) == 1


# --- on the screen --------------------------------------------------------------------------------------------------


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
        assert "1 NOT: on text or a mark that is not the same here" in told_there
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
