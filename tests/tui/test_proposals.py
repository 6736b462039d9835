# SPDX-License-Identifier: AGPL-3.0-or-later
"""What patterns find waits for a reviewer: withheld or released, words by words."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import analysis_of
from tests.tui.pilots import SMALL, loaded, signs, withheld
from workbench.cases import Case
from workbench.redaction import load_policy, make_plan, proposed
from workbench.tui.app import WorkbenchApp
from workbench.tui.exporting import Undecided, read_policy, undecided_under
from workbench.tui.review import Review
from workbench.tui.session import Session


TEXT = """\
SECRET//NOFORN

(U) Call Oda Fell at 202-555-0147, or at 202-
555-0148 in the evening.

(S) Closed words with 202-555-0149 in them.

(U) Open words.
"""
POLICY = read_policy("public", ("phone",))


def review() -> Review:
    analysis = analysis_of(TEXT)
    return Review(analysis, (), make_plan(analysis, POLICY).redactions, proposed(analysis, POLICY))


def app(folder: Path) -> WorkbenchApp:
    (folder / "memo.txt").write_text(TEXT)
    return WorkbenchApp(
        Session(Case.open(folder / "case.db"), lambda path: review(), POLICY, "Kim"), [folder / "memo.txt"]
    )


async def test_each_is_selected_in_its_turn_and_accepted_or_rejected(tmp_path: Path) -> None:
    async with app(tmp_path).run_test(size=SMALL) as pilot:
        _, shown = await loaded(pilot)
        assert signs(shown) == " ??·"
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("w", *"b6")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert [text.strip(",.") for text in withheld(shown)] == ["202-555-0147"]
        assert signs(shown) == " ??·"
        await pilot.press("n", "r")
        await pilot.pause()
        assert signs(shown) == " P?·"
        (released,) = [d for d in shown.decisions if d.action == "release"]
        assert "".join(TEXT[s:e] for s, e in released.spans) == "202-\n555-0148"
        await pilot.press("n", "r")
        await pilot.pause()
        assert signs(shown) == " P?·"  # released as a whole: the number in it is asked about now
        await pilot.press("n", "r")
        await pilot.pause()
        assert signs(shown) == " PR·"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert signs(shown) == " P?·"


def test_what_waits_is_not_said_to_be_released() -> None:
    assert undecided_under(POLICY, [review()]) == Undecided(released=0, asked=1, withheld=1)
    assert undecided_under(load_policy("none"), [review()]) == Undecided(2, 0, 0)
