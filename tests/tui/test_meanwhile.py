# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes too late, or while something else is asked: nothing of it may change what a key is about."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.tui.conftest import MEMO, analysis_of, read
from tests.tui.paged import app_of_pages, review_of
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled, shown_screen, signs, typed_at_once
from workbench.cases import Case
from workbench.cases.errors import CaseError
from workbench.documents import Span
from workbench.redaction import Searcher, load_policy, make_plan
from workbench.redaction.approval import Stage
from workbench.redaction.model import Action, Decision
from workbench.tui.app import WorkbenchApp
from workbench.tui.bars import FindBar
from workbench.tui.code_picker import Withholding
from workbench.tui.occurrences import Chosen, Finder, Occurrence
from workbench.tui.review import Review
from workbench.tui.session import Session
from workbench.tui.signs import Sign


CASE = Path(".workbench/case.db")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No search ends before this is set."""
    found, find = threading.Event(), Searcher.find

    def later(self: Searcher, term: str) -> list[Span]:
        found.wait(10)
        return find(self, term)

    monkeypatch.setattr(Searcher, "find", later)
    return found


@pytest.mark.parametrize("words", ["Brandt", "nowhere"])
async def test_what_is_found_after_the_find_line_was_closed_moves_nothing(
    open_app: OpenApp, slow: threading.Event, words: str
) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "slash", *words, "escape", "end")
        slow.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.view.cursor == len(review.rows) - 1
        assert not screen.view._hits


def test_whoever_quits_does_not_wait_for_a_document_that_is_read(folder: Path) -> None:
    begun, go_on, read_to_its_end = threading.Event(), threading.Event(), threading.Event()

    def slow(path: Path) -> Review:
        begun.set()
        go_on.wait(10)
        read_to_its_end.set()
        return read(path)

    async def quit_while_it_is_read(pilot: Pilot[object]) -> None:
        await asyncio.to_thread(begun.wait, 10)
        await pilot.press("q")

    with Case.open(CASE) as case:
        app = WorkbenchApp(Session(case, slow, load_policy("public"), "Kim Field"), [folder / "memo.txt"])
        app.run(headless=True, auto_pilot=quit_while_it_is_read)
    assert begun.is_set()
    assert not read_to_its_end.is_set()
    assert app.readers.at_work
    go_on.set()


async def test_nothing_is_looked_for_where_there_is_no_text(open_app: OpenApp, folder: Path) -> None:
    (folder / "none.txt").write_text("")
    async with open_app("memo.txt", "none.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("slash", "B", "f3", "right_square_bracket")
        screen.query_one(FindBar).open()
        await pilot.press("r")
        await settled(pilot)
        assert screen.item is screen.session.items[1]


async def test_who_marks_as_reviewed_does_not_approve_what_another_marked_meanwhile(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("s")
        with Case.open(CASE) as case:
            case.sign(review.document.sha256, review.basis, "Ann Lee")
        screen._catch_up()
        await pilot.press("enter")
        await pilot.pause()
        assert review.stage is Stage.REVIEWED
        assert "decided or signed something meanwhile" in messages(pilot)


@pytest.mark.parametrize("key", ["U", "W", "R"])
async def test_no_page_is_decided_about_that_was_scrolled_out_of_sight(tmp_path: Path, key: str) -> None:
    app = app_of_pages(tmp_path)
    async with app.run_test(size=(60, 12)) as pilot:
        screen, review = await loaded(pilot)
        await typed_at_once(pilot, "home", "W", *"b1", "enter")
        screen.view.scroll_to(y=screen.view.max_scroll_y, animate=False, immediate=True)
        await pilot.pause()
        await typed_at_once(pilot, key)
        assert len(review.decisions) == 1
        assert shown_screen(pilot) is screen
        assert "scrolled out of sight" in messages(pilot)


async def test_a_case_that_cannot_be_read_for_a_moment_ends_nothing(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)

        def busy(*_: object) -> None:
            raise CaseError(CASE, "is in use by another program")

        monkeypatch.setattr(Case, "history", busy)
        await pilot.press("i")
        assert shown_screen(pilot) is screen
        assert "in use by another program" in messages(pilot)


async def test_what_another_decided_is_shown_after_a_moment_in_which_the_case_was_in_use(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        screen._catch_up()
        by_another(review.document.sha256, review.rows[2].spans)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Case, "decisions", _raise)
            screen._catch_up()
        screen._catch_up()
        assert signs(review) == " ·R?·?? "


def _raise(*_: object) -> None:
    raise CaseError(CASE, "is in use by another program")


def by_another(sha256: str, spans: tuple[Span, ...]) -> None:
    with Case.open(CASE) as case:
        case.decide(Decision(sha256, spans, Action.RELEASE, reviewer="Ann Lee"))


def test_an_export_has_what_another_decided_a_moment_before(folder: Path) -> None:
    with Case.open(CASE) as case:
        session = Session(case, read, load_policy("public"), "Kim Field")
        (item,) = session.add([Path("memo.txt")])
        session.take(item, session.read(item))
        assert item.review
        session.catch_up()
        by_another(item.review.document.sha256, item.review.rows[2].spans)
        (decisions,) = session.inputs().decisions.values()
        assert [d.reviewer for d in decisions] == ["Ann Lee"]
        assert session.catch_up()  # and the screen still has to show it


# --- files that changed since they were reviewed ---------------------------------------------------------------------


@pytest.fixture
async def reviewed(open_app: OpenApp, folder: Path) -> None:
    """Two documents of which something was decided; then the second was changed."""
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Lund"))
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("w", *"b6", "enter", "right_square_bracket", "g", *"#2", "enter", "w", *"b6", "enter")
        await pilot.press("left_square_bracket", "r")
        await pilot.pause()
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Moor"))


async def test_a_changed_file_is_not_opened_by_being_read_behind_another(reviewed: None, open_app: OpenApp) -> None:
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        assert screen.item is screen.session.items[0]
        assert not messages(pilot)
        assert list(screen.session.inputs().changed) == [Path("other.txt")]
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("right_square_bracket")
        assert "other.txt: has changed since it was reviewed" in messages(pilot)
        assert not screen.session.inputs().changed
    async with open_app("other.txt").run_test(size=SMALL, notifications=True) as pilot:
        await loaded(pilot)
        assert "has changed" not in messages(pilot)


def test_one_read_again_and_again_is_kept_once(folder: Path) -> None:
    with Case.open(CASE) as case:
        session = Session(case, read, load_policy("public"), "Kim Field")
        (item,) = session.add([Path("memo.txt")])
        for text in (MEMO, MEMO, MEMO + "(U) More.\n", MEMO):
            Path("memo.txt").write_text(text)
            session.read_again(item)
            session.take(item, session.read(item))
        assert [old.review and old.review.document.text for old in session._replaced] == [MEMO + "(U) More.\n"]


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["~nobodyhere/x", "x" * 300])
async def test_a_path_that_cannot_be_is_told(open_app: OpenApp, typed: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("o")
        await typed_at_once(pilot, *typed, "enter")
        assert "there is no" in str(pilot.app.screen.query_one("#problem", Static).content)


async def test_several_paragraphs_and_one_are_counted(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("v")
        assert "1 PARAGRAPH CHOSEN" in str(screen.query_one("#status", Static).content)


async def test_places_of_one_document_are_one_change_in_whatever_order_they_are_listed(
    open_app: OpenApp, folder: Path
) -> None:
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Lund"))
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL) as pilot:
        screen, memo = await loaded(pilot)
        other = screen.session.items[1].review
        assert other
        places = [(memo, 2), (other, 3), (memo, 3)]  # as a list too long shows them: what is decided comes last
        found = (Occurrence("", review, review.rows[row].spans[0]) for review, row in places)
        screen._decide_everywhere(Chosen(Action.WITHHOLD, tuple(found)), Withholding("(b)(1)", ""))
        assert sorted(len(e.decisions) for e in screen.session.case.history()) == [1, 2]


def test_words_that_the_end_of_a_paragraph_parts_are_decided_about_to_their_end() -> None:
    text = "SECRET//NOFORN\n\n(U) Oda\n\nFell came, and so did Jon Brandt.\n"
    review = review_of(analysis_of(text))
    (found,) = Finder([("memo", review)]).find("Oda Fell", lambda: False)
    assert [text[start:end] for start, end in found.target.words] == ["Oda", "Fell"]
    review.take(found.target.decisions(review, Action.WITHHOLD, "(b)(6)", "", "Kim Field"))
    assert [[text[s:e] for s, e in review.withheld_words(row)] for row in found.target.rows] == [["Oda"], ["Fell"]]
    gone = make_plan(review.analysis, load_policy("none"), (), review.decisions).redactions
    assert sorted(text[s:e] for redaction in gone for s, e in redaction.spans) == ["Fell", "Oda"]


def test_what_was_released_and_is_withheld_again_is_withheld() -> None:
    review = review_of(analysis_of(MEMO))
    sha256, spans = review.document.sha256, review.rows[3].spans
    at = review.document.text.index("Jon")
    made = [(spans, Action.WITHHOLD), ((Span(at, at + 3),), Action.RELEASE), ((Span(at, at + 10),), Action.WITHHOLD)]
    decisions = tuple(Decision(sha256, where, action) for where, action in made)
    review.take(decisions[:2])
    assert review.sign(3) is Sign.PART
    review.take(decisions)
    assert review.sign(3) is Sign.WITHHOLD


async def test_from_a_file_that_was_not_opened_the_next_is_the_next(open_app: OpenApp, folder: Path) -> None:
    for name in ("a.txt", "c.txt"):
        (folder / name).write_text(MEMO)
    (folder / "b.png").write_bytes(b"none")
    async with open_app("memo.txt", "a.txt", "b.png", "c.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for key, name in (("right_square_bracket", "c.txt"), ("left_square_bracket", "a.txt")):
            screen.open_item(screen.session.items[2])
            await pilot.press(key)
            assert screen.item and screen.item.path.name == name
