# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.pilots import LARGE, OpenApp, loaded, messages, settled, shown_screen, signs
from workbench.cases import Note
from workbench.documents import Span
from workbench.redaction import load_policy, make_plan
from workbench.redaction.model import Action, Decision
from workbench.tui.dialog import LinePrompt
from workbench.tui.occurrences import ParagraphFinder
from workbench.tui.occurrences_screen import OccurrenceList, OccurrencesScreen
from workbench.tui.review import Review


def review() -> Review:
    """The memo: paragraph 3 withheld by Ann Lee under (b)(6), words of 4 released, a note on 5."""
    analysis = analysis_of(MEMO)
    made = Review(analysis, (), make_plan(analysis, load_policy("public")).redactions)
    rows, sha256 = made.rows, made.document.sha256
    start = MEMO.index("11 March")
    whole = Decision(sha256, rows[3].spans, Action.WITHHOLD, "p4", "(b)(6)", reviewer="Ann Lee")
    words = Decision(sha256, (Span(start, start + 8),), Action.WITHHOLD, None, "(b)(1), 1.4(b)", reviewer="Kim Field")
    made.take((whole, words), [Note((rows[5].spans, None, None), "ask", "Jo Park", "")])
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("undecided", [3, 6, 7]),
        ("?", [3, 6, 7]),
        ("undec", [3, 6, 7]),
        ("s nf", [3]),
        ("S//NF", [3]),
        ("secret", [3]),
        ("noforn", [3, 7]),
        ("nf -ts", [3]),
        ("unmarked", [6]),
        ("withheld (b)(6)", [4]),
        ("-? -u", [4]),
        ("kim part 1.4(b)", [5]),
        ("b1", [5]),
        ("note jo", [6]),
        ("body -body", []),
        ("heading", []),
        ("", []),
        ("/", []),
    ],
)
def test_paragraphs_are_found_by_what_is_known_of_them(typed: str, found: list[int]) -> None:
    passages = ParagraphFinder([("memo.txt", review())]).find(typed, lambda: False)
    assert [passage.review.paragraph_numbers[passage.row] for passage in passages] == found


async def found(pilot: Pilot[None], words: str) -> OccurrencesScreen:
    await settled(pilot)
    await pilot.press("f", *words)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = shown_screen(pilot)
    assert isinstance(screen, OccurrencesScreen)
    return screen


async def test_all_that_fit_are_decided_about_at_once(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        screen = await found(pilot, "nf")
        listed = screen.query_one(OccurrenceList)
        lines = [str(listed.item(at)) for at in range(len(listed))]
        assert ["S//NF" in line or "TS//SI//NF" in line for line in lines] == [True, True]
        await pilot.press("tab", "w", *"b7e", "enter")
        _, review = await loaded(pilot)
        assert signs(review) == " ·W?·?W "
        assert "2 of 2 places withheld" in messages(pilot)
        await pilot.press("ctrl+z")
        assert signs(review) == " ·??·?? "


async def test_what_is_decided_is_left_out_until_it_is_asked_for(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        await loaded(pilot)
        await pilot.press("w", *"b5", "enter")
        await found(pilot, "b5")
        await pilot.press("tab", "w")
        assert "No place has a ✓" in messages(pilot)
        await pilot.press("a", "w", *"b6", "enter")
        _, review = await loaded(pilot)
        assert [d.code for d in review.decisions] == ["(b)(6)"]


async def test_enter_goes_to_the_paragraph(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        await found(pilot, "unmarked")
        await pilot.press("enter")
        screen = await settled(pilot)
        assert screen.view.cursor == 5


FOREIGN = "SECRET//NOFORN\n\n(S//NF) The attaché of Arvenia was told.\n"


async def test_a_release_that_is_not_the_reviewers_alone_asks_for_its_reason(open_app: OpenApp, folder: Path) -> None:
    (folder / "memo.txt").write_text(FOREIGN, encoding="utf-8")
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        screen, review = await loaded(pilot)
        screen.session.reviewer = "Ann Lee"
        await pilot.press("w", "enter")
        screen.session.reviewer = "Kim Field"
        await pilot.press("r")
        assert isinstance(shown_screen(pilot), LinePrompt)
        await pilot.press("enter")
        assert isinstance(shown_screen(pilot), LinePrompt)
        await pilot.press(*"see file", "enter")
        assert [(d.action, d.reason, d.reviewer) for d in review.decisions] == [
            (Action.RELEASE, "see file", "Kim Field")
        ]
        await pilot.press("r")  # it is one's own by now
        assert shown_screen(pilot) is screen


async def test_a_code_that_needs_a_statute_asks_for_it(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("w", *"b3", "enter")
        assert not review.decisions
        await pilot.press(*"50 USC 3024", "enter")
        assert [(d.code, d.reason) for d in review.decisions] == [("(b)(3)", "50 USC 3024")]
