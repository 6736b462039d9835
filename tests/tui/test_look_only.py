# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import read
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, shown
from workbench.cases import Case
from workbench.redaction import load_policy
from workbench.tui import app as app_module
from workbench.tui.app import WorkbenchApp
from workbench.tui.bars import StatusBar
from workbench.tui.session import Session


CASE = Path(".workbench/case.db")


@pytest.fixture
def look(open_app: OpenApp) -> Iterator[Callable[[], WorkbenchApp]]:
    """An app over the case of ``open_app``, open to be read only."""
    cases: list[Case] = []

    def start() -> WorkbenchApp:
        cases.append(Case.open(CASE, read_only=True))
        return WorkbenchApp(Session(cases[-1], read, load_policy("public"), "Ola Berg"), [Path("memo.txt")])

    yield start
    for case in cases:
        case.close()


@pytest.fixture
async def decided(open_app: OpenApp) -> bytes:
    """The bytes of a case in which the memo's first undecided paragraph is released."""
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("r")
        await pilot.pause()
    return CASE.read_bytes()


async def test_what_was_decided_is_shown_and_the_case_stays_as_it_is(
    decided: bytes, look: Callable[[], WorkbenchApp]
) -> None:
    async with look().run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        assert "released by Kim Field" in shown(screen.view)
        assert "LOOK ONLY" in str(screen.query_one(StatusBar).render())
        await pilot.press("n", "p", "p", "i", "escape", "slash", "x", "escape", "f2", "escape")
        await pilot.pause()
    assert CASE.read_bytes() == decided


@pytest.mark.parametrize("key", ["r", "w", "u", "R", "W", "U", "m", "s", "S", "full_stop", "ctrl+z", "ctrl+y", "x"])
async def test_a_key_that_would_decide_says_why_it_does_not(
    decided: bytes, look: Callable[[], WorkbenchApp], key: str
) -> None:
    async with look().run_test(size=SMALL, notifications=True) as pilot:
        screen, _ = await loaded(pilot)
        pilot.app.clear_notifications()
        await pilot.press(key)
        await pilot.pause()
        assert "nothing is decided here" in messages(pilot)
        assert pilot.app.screen is screen
    assert CASE.read_bytes() == decided


@pytest.mark.parametrize(
    ("writable", "wanted", "expected"), [(True, False, False), (True, True, True), (False, False, True)]
)
async def test_a_case_that_cannot_be_written_is_opened_to_be_read(
    decided: bytes, monkeypatch: pytest.MonkeyPatch, writable: bool, wanted: bool, expected: bool
) -> None:
    opened: list[bool] = []
    monkeypatch.setattr("os.access", lambda path, mode: writable)
    monkeypatch.setattr(WorkbenchApp, "run", lambda self: opened.append(self.session.look_only))
    app_module.review((), CASE, look_only=wanted)
    assert opened == [expected]
