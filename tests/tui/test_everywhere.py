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
from workbench.tui.main_screen import MainScreen
from workbench.tui.occurrences import MOST
from workbench.tui.occurrences_screen import OccurrenceList, OccurrencesScreen
from workbench.tui.review import Review
from workbench.tui.signs import Sign


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


async def test_one_undo_takes_back_all_places_of_a_document(open_app: OpenApp) -> None:
    async with open_app("other.txt", "memo.txt").run_test(size=LARGE) as pilot:
        await searched(pilot, "brandt")
        await pilot.press("tab", "w", "enter", "ctrl+z")
        found = reviews(await settled(pilot))
        assert withheld(found["other.txt"]) == []
        assert withheld(found["memo.txt"]) == ["Brandt"]


async def test_a_place_left_out_is_not_decided_about(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "other.txt").run_test(size=LARGE) as pilot:
        await searched(pilot, "brandt")
        await pilot.press("tab", "down", "space", "r")
        found = reviews(await settled(pilot))
        assert [d.action for d in found["memo.txt"].decisions] == [Action.RELEASE]
        assert [OTHER[s:e] for d in found["other.txt"].decisions for s, e in d.spans] == ["Brandt"]


async def test_places_withheld_already_begin_left_out(open_app: OpenApp) -> None:
    async with open_app("other.txt").run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.press("w", "enter")
        screen = await searched(pilot, "brandt")
        assert ["✓" in line for line in listed(screen)] == [False, True]
        await pilot.press("tab", "space", "down", "space", "w")
        assert shown_screen(pilot) is not screen  # the first came in, the second went out: one is left to decide


async def test_nothing_chosen_decides_nothing(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen = await searched(pilot, "brandt")
        await pilot.press("tab", "space", "w")
        assert shown_screen(pilot) is screen
        assert "No place has a ✓" in messages(pilot)


async def test_words_stand_as_they_are_written(open_app: OpenApp) -> None:
    async with open_app("other.txt").run_test(size=LARGE) as pilot:
        assert "The harbour master, Jon" in listed(await searched(pilot, "harbour master"))[0]


async def test_nothing_found_is_not_a_place_without_a_tick(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await searched(pilot, "zzz")
        await pilot.press("tab", "w")
        assert "Nothing is found" in messages(pilot)


async def test_enter_goes_to_the_place_in_its_document(open_app: OpenApp) -> None:
    async with open_app("memo.txt", "other.txt").run_test(size=SMALL) as pilot:
        await searched(pilot, "brandt")
        await pilot.press("down", "down", "enter")
        main = await settled(pilot)
        assert main.item is not None
        assert main.item.path.name == "other.txt"
        assert main.view.cursor == 1


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


async def test_what_cannot_be_searched_and_what_is_too_much_is_said(open_app: OpenApp, folder: Path) -> None:
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
    ],
)
def test_what_is_decided_about_words(decided: tuple[tuple[str, Action], ...], sign: Sign) -> None:
    analysis = analysis_of(MEMO)
    review = Review(analysis, (), make_plan(analysis, load_policy("public")).redactions)
    start = MEMO.index("Jon Brandt")
    words = Span(start, start + len("Jon Brandt"))
    row = review.rows[review.row_at(start)]
    places = {"row": row.spans, "words": (words,), "page": ()}
    sha256 = review.document.sha256
    review.take(
        tuple(Decision(sha256, places[place], action, page=1 if place == "page" else None) for place, action in decided)
    )
    assert review.sign_of_words(words) is sign
