# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each screen as a picture. After a change that is meant: ``pytest tests/tui/test_snapshots.py --snapshot-update``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.conftest import MEMO
from tests.tui.paged import app_of_pages
from tests.tui.pilots import LARGE, SMALL, OpenApp, settled
from workbench.batch.exporting import Progress, RunReport
from workbench.exports.options import Exported, Status
from workbench.tui.document_view import DocumentView


Compare = Callable[..., bool]
Steps = Callable[[Pilot[None]], Awaitable[None]]

# What to press once the memo is shown.
SCREENS: dict[str, tuple[str, ...]] = {
    "text": (),
    "decided": ("r", "n", "w", *"1.4d", "enter", "n", "w", *"b6", "tab", *"source", "enter"),
    "words": ("n", "right", "right", "right", "right", "shift+right"),
    "preview": ("n", "right", "right", "shift+right", "w", *"b6", "enter", "r", "p"),
    "find": ("slash", *"berths"),
    "find_everywhere": ("F", *"berths"),
    "find_paragraphs": ("f", *"nf"),
    "documents": ("f2",),
    "findings": ("f4",),
    "codes": ("w", *"privacy"),
    "several": ("v", "n", "n"),
    "release_page": ("R",),
    "goto": ("g",),
    "goto_wrong": ("g", "9", "9", "enter"),
    "open": ("o",),
    "details": ("r", "u", "ctrl+z", "m", *"ask", "enter", "i"),
    "note": ("m",),
    "help": ("question_mark",),
    "export": ("e",),
}


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clock in a picture."""
    monkeypatch.setattr("workbench.cases.case._now", lambda: "2031-05-06T07:08:09+00:00")


def after(*keys: str) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await _measured(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return steps


async def _measured(pilot: Pilot[None]) -> None:
    """Waits until the text is broken anew for a pane that changed its size."""
    view = pilot.app.screen_stack[0].query_one(DocumentView)
    for _ in range(100):
        await pilot.pause()
        if view.is_measured:
            return
    raise AssertionError("the view was never measured")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(snap_compare: Compare, open_app: OpenApp, screen: str, size: tuple[int, int]) -> None:
    assert snap_compare(open_app("memo.txt"), terminal_size=size, run_before=after(*SCREENS[screen]))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_boxes_and_pages(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    steps = after("n", "n", "w", *"b3", "tab", *"50 USC 3024", "enter", "up", "x", "home", "W", *"b1", "enter")
    assert snap_compare(app_of_pages(tmp_path), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("end", ["asked", "done"])
def test_carrying_over(snap_compare: Compare, open_app: OpenApp, folder: Path, end: str, size: tuple[int, int]) -> None:
    (folder / "corrected.txt").write_text(MEMO.replace("Jon Brandt", "Jan Brandt"), encoding="utf-8")
    steps = after(
        "r",
        "n",
        "w",
        *"b6",
        "enter",
        "n",
        "w",
        *"b1",
        "enter",
        "right_square_bracket",
        "c",
        *(["enter"] if end == "done" else []),
    )
    assert snap_compare(open_app("memo.txt", "corrected.txt"), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_nothing_open(snap_compare: Compare, open_app: OpenApp, size: tuple[int, int]) -> None:
    assert snap_compare(open_app(), terminal_size=size, run_before=after())


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_pages_and_wide_characters(
    snap_compare: Compare, open_app: OpenApp, folder: Path, size: tuple[int, int]
) -> None:
    text = "(U) 港務局 opens the quay.\n\f(S) The channel \x1b[2J is \u202edredged\u202c.\n\n\f(C) Nothing else.\n"
    (folder / "pages.txt").write_text(text, encoding="utf-8")
    assert snap_compare(open_app("pages.txt"), terminal_size=size, run_before=after())


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_outcome_of_an_export(
    snap_compare: Compare, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    documents = (
        Exported("memo.txt", Status.EXPORTED, outputs=(("sanitized", "sanitized/memo.sanitized.txt"),), redactions=4),
        Exported("box/other.pdf", Status.REFUSED, error="box/other.pdf: nothing was written: the copy still shows it"),
    )

    def carry_out(order: object, reviewed: object, inputs: object, step: Callable[[Progress], None]) -> RunReport:
        step(Progress(1, 1, documents[0]))
        return RunReport(documents)

    monkeypatch.setattr("workbench.tui.export_screen.carry_out", carry_out)
    assert snap_compare(open_app("memo.txt"), terminal_size=size, run_before=after("e", "enter"))


def test_the_picture_in_the_readme_is_the_screen() -> None:
    kept = Path(__file__).with_name("__snapshots__") / "test_snapshots" / "test_screen[decided-120x40].raw"
    picture = Path(__file__).resolve().parents[2] / "docs" / "images" / "review.svg"
    assert picture.read_bytes() == kept.read_bytes(), "copy the snapshot there"
