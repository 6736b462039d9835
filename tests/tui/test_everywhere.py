# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.pilots import LARGE, SMALL, OpenApp, messages, settled, shown_screen, typed_at_once, withheld
from workbench.documents import Span
from workbench.redaction import load_policy, make_plan
from workbench.redaction.model import Action, Decision
from workbench.tui import occurrences
from workbench.tui.main_screen import MainScreen
from workbench.tui.occurrences_screen import OccurrenceList, OccurrencesScreen
from workbench.tui.review import Review
from workbench.tui.signs import Sign


MOST = 20
OTHER = "(U) The harbour master, Jon Bran-\ndt, was away.\n\n(U) Nobody asked for Jon  Brandt.\n"


@pytest.fixture(autouse=True)
def other(folder: Path) -> None:
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")


async def searched(pilot: Pilot[None], words: str) -> OccurrencesScreen:
    await settled(pilot)
    await pilot.press("F", *words)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = shown_screen(pilot)
    assert isinstance(screen, OccurrencesScreen)
    return screen


def listed(screen: OccurrencesScreen) -> list[str]:
    options = screen.query_one(OccurrenceList)
    return [str(options.item(at)) for at in range(len(options))]


def told(screen: OccurrencesScreen) -> str:
    return str(screen.query_one("#found", Label).content)


def reviews(screen: MainScreen) -> dict[str, Review]:
    return {item.path.name: item.review for item in screen.session.items if item.review}


async def test_words_are_withheld_in_every_document_however_they_are_broken(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "other.txt").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, "jon brandt")
        assert told(screen) == "3 in 2 documents"
        assert [line.split()[2] for line in listed(screen)[1:]] == ["other.txt", "other.txt"]
        await pilot.press("tab", "w", *"b6", "tab", *"source", "enter")
        main = await settled(pilot)
        found = reviews(main)
        assert withheld(found["memo.txt"]) == ["Jon Brandt"]
        assert withheld(found["other.txt"]) == ["Jon Bran-\ndt", "Jon  Brandt"]
        assert {(d.code, d.reason) for d in found["other.txt"].decisions} == {("(b)(6)", "source")}
        assert "3 of 3 places withheld" in messages(pilot)
        await pilot.press("ctrl+z")  # takes back those in the document in the view, all at once
        assert withheld(found["memo.txt"]) == []
        assert len(withheld(found["other.txt"])) == 2
        await pilot.press("right_square_bracket", "ctrl+z")
        assert withheld(found["other.txt"]) == []


async def test_places_withheld_already_begin_left_out(open_app: OpenApp) -> None:
    async with open_app("other.txt").run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.press("w", "enter")
        screen = await searched(pilot, "brandt")
        assert ["✓" in line for line in listed(screen)] == [False, True]
        await pilot.press("tab", "space", "down", "space", "w")
        assert shown_screen(pilot) is not screen  # the first came in, the second went out: one is left to decide


async def test_nothing_is_decided_about_what_is_not_found_not_chosen_or_left_out(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "other.txt").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, "zzz")
        await pilot.press("tab", "w")
        assert shown_screen(pilot) is screen
        assert "Nothing is found" in messages(pilot)
        await _left(pilot)
        screen = await searched(pilot, "brandt")
        assert "The harbour master, Jon" in listed(screen)[1]  # as it is written
        await pilot.press("tab", "a", "w")
        assert shown_screen(pilot) is screen
        assert "No place has a ✓" in messages(pilot)
        await pilot.press("a", "down", "down", "enter")  # goes to the place
        main = await settled(pilot)
        assert main.item is main.session.items[1]
        assert main.view.cursor == 1
        await searched(pilot, "")  # the words of before
        await pilot.press("tab", "down", "space", "r")
        found = reviews(await settled(pilot))
        assert [d.action for d in found["memo.txt"].decisions] == [Action.RELEASE]
        assert [OTHER[s:e] for d in found["other.txt"].decisions for s, e in d.spans] == ["Brandt"]


async def test_more_letters_take_back_what_fewer_found(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen = await searched(pilot, "jon")
        # The letter, Tab and w arrive before anything is found for the longer word.
        await typed_at_once(pilot, "x", "tab", "w")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert told(screen) == "not found"
        assert listed(screen) == []
        assert reviews(await _left(pilot))["memo.txt"].decisions == ()


async def _left(pilot: Pilot[None]) -> MainScreen:
    while not isinstance(pilot.app.screen, MainScreen):
        await pilot.press("escape")
    return await settled(pilot)


async def test_what_cannot_be_searched_and_what_is_too_much_is_said(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occurrences, "MOST", MOST)
    (folder / "many.txt").write_text("(U) " + "pier " * (MOST + 5), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    async with open_app("many.txt", "picture.png").run_test(size=SMALL) as pilot:
        screen = await searched(pilot, "pier")
        assert told(screen) == f"the first {MOST} of {MOST + 5} places · 1 not searched: not read"
        assert len(listed(screen)) == MOST
        await pilot.press("tab", "w", *"b6", "enter")
        await pilot.pause()
        assert f"{MOST} of {MOST} places withheld" in messages(pilot)
        assert "5 MORE were not listed and stay as they are" in messages(pilot)
        again = await searched(pilot, "")
        undecided = [line for line in listed(again) if "✓" in line]
        assert (len(undecided), listed(again)[0] in undecided) == (5, True)


@pytest.mark.parametrize(
    ("decided", "sign"),
    [
        ((), Sign.UNDECIDED),
        ((("row", Action.RELEASE),), Sign.RELEASE),
        ((("row", Action.WITHHOLD), ("words", Action.RELEASE)), Sign.RELEASE),
        ((("row", Action.RELEASE), ("words", Action.WITHHOLD)), Sign.WITHHOLD),
        ((("words", Action.WITHHOLD), ("words", Action.RELEASE)), Sign.RELEASE),
        ((("page", Action.WITHHOLD), ("words", Action.RELEASE)), Sign.WITHHOLD),
        ((("page", Action.RELEASE), ("words", Action.WITHHOLD)), Sign.WITHHOLD),
        ((("surname", Action.WITHHOLD),), Sign.UNDECIDED),  # not decided: Jon would stay
        ((("row", Action.RELEASE), ("surname", Action.WITHHOLD)), Sign.PART),
        ((("surname", Action.WITHHOLD), ("first name", Action.WITHHOLD)), Sign.WITHHOLD),
        ((("words", Action.WITHHOLD), ("surname", Action.RELEASE)), Sign.PART),
    ],
)
def test_what_is_decided_about_words(decided: tuple[tuple[str, Action], ...], sign: Sign) -> None:
    analysis = analysis_of(MEMO)
    review = Review(analysis, (), make_plan(analysis, load_policy("public")).redactions)
    start = MEMO.index("Jon Brandt")
    words = Span(start, start + len("Jon Brandt"))
    row = review.rows[review.row_at(start)]
    places = {"row": row.spans, "words": (words,), "page": ()}
    places |= {"first name": (Span(start, start + 3),), "surname": (Span(start + 4, words.end),)}
    sha256 = review.document.sha256
    review.take(
        tuple(Decision(sha256, places[place], action, page=1 if place == "page" else None) for place, action in decided)
    )
    assert review.sign_of_words(words) is sign
