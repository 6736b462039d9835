# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label, Static

from tests.tui.conftest import MEMO
from tests.tui.pilots import LARGE, SMALL, OpenApp, loaded, messages, shown_screen, typed_at_once
from workbench.batch.exporting import Progress
from workbench.exports.options import Exported, Status
from workbench.exports.release import tracks
from workbench.redaction import load_policy, policy_names
from workbench.tui.export_dialog import ExportDialog
from workbench.tui.export_screen import ExportScreen
from workbench.tui.exporting import Undecided, offered_policies, outcome
from workbench.tui.pointed_list import PointedList


SANITIZED = Path("exports/sanitized/memo.sanitized.txt")


async def exported(pilot: Pilot[None]) -> ExportScreen:
    """Takes the dialog as it stands, once it has counted, and waits for the outcome."""
    await counted(pilot)
    await pilot.press("e")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ExportScreen)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen


async def counted(pilot: Pilot[None]) -> None:
    """Waits until the dialog knows what is undecided."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def said(screen: ExportScreen) -> str:
    title = screen.query_one("#last", Label).render()
    return f"{title}\n{screen.query_one('#outcome Static', Static).render()}"


def warning(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#warning", Label).render())


def answer(pilot: Pilot[None], name: str, given: str) -> None:
    dialog = pilot.app.screen
    assert isinstance(dialog, ExportDialog)
    dialog.answer(name, given)


async def assert_warned(pilot: Pilot[None], words: str) -> None:
    """Waits until the dialog says so: what a choice changes comes to it as a message."""
    for _ in range(100):
        await pilot.pause(0.02)
        if words in warning(pilot):
            return
    raise AssertionError(warning(pilot))


async def test_three_decisions_make_the_copy(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=LARGE) as pilot:
        main, review = await loaded(pilot)
        await pilot.press("r", "n", "w", *"1.4d", "enter", "n", "w", *"b6", "enter", "e")
        await counted(pilot)
        assert "1 paragraph undecided: withheld by the policy" in warning(pilot)
        outcome_screen = await exported(pilot)
        assert "1 document written" in said(outcome_screen)
        assert str(SANITIZED) in said(outcome_screen)
        await pilot.press("enter")
        assert shown_screen(pilot) is main
    copy = SANITIZED.read_text()
    assert "The delegation of the Republic of Arvenia" in " ".join(copy.split())
    assert "[paragraph withheld 1.4(d)]" in copy
    assert "[paragraph withheld (b)(6)]" in copy
    for gone in ("Brandt", "nobody knows", "intercepted"):
        assert gone not in copy
    assert Path("memo.txt").read_text() == MEMO
    record = json.loads(Path("exports/records/memo.redactions.json").read_text())
    assert record["source"]["sha256"] == review.document.sha256
    assert [r["why"] for r in record["redactions"]].count("decision") == 2


async def test_a_policy_of_ones_own_is_that_of_the_export_whatever_it_is_called(open_app: OpenApp) -> None:
    app = open_app("memo.txt")
    app.session.policy = load_policy("public").model_copy(update={"approval": True})
    office = app.session.policy.model_copy(update={"name": "office"})
    assert [name for _, name in offered_policies(office)] == ["", *policy_names()]
    async with app.run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        assert "needs the approval of a second person" in said(await exported(pilot))
        assert not SANITIZED.exists()
        await pilot.press("enter", "e")
        await counted(pilot)
        answer(pilot, "policy", "public")  # the one that ships is there as well
        await assert_warned(pilot, "4 paragraphs undecided: withheld by the policy")
        assert "1 document written" in said(await exported(pilot))


async def test_a_file_of_grounds_that_is_not_valid_is_told_and_the_review_goes_on(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "release_tracks.yaml").write_text("tracks: 3\n", encoding="utf-8")
    async with open_app("memo.txt").run_test(size=SMALL, notifications=True) as pilot:
        main, _ = await loaded(pilot)
        monkeypatch.setenv("WORKBENCH_RULES", str(folder / "rules"))
        tracks.cache_clear()
        try:
            await pilot.press("e")
            assert "release_tracks.yaml" in messages(pilot)
            assert shown_screen(pilot) is main
        finally:
            tracks.cache_clear()


async def test_a_policy_that_releases_what_nobody_decided_is_shouted(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*["down"] * 2, "right")  # the list is round: from the last line to the second
        await assert_warned(pilot, "WARNING: 4 paragraphs undecided would be RELEASED by this policy.")


async def test_who_presses_before_it_is_counted_is_warned_all_the_same(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = threading.Event()

    def slow(*_: object) -> Undecided:
        known.wait(30)
        return Undecided(2, 0, 0)

    monkeypatch.setattr("workbench.tui.export_dialog.undecided_under", slow)
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await typed_at_once(pilot, "e", "enter")
        assert "Counting" in warning(pilot)
        known.set()
        await assert_warned(pilot, "WARNING: 2 paragraphs")
        assert isinstance(pilot.app.screen, ExportDialog)
    assert not Path("exports").exists()


async def test_patterns_stamp_header_and_footer_are_asked_for(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await pilot.pause()
        await typed_at_once(pilot, *["up"] * 6, "enter", *"Kim Field, Chief", "enter", *["down"] * 6, "enter")
        await assert_warned(pilot, "stamp: needs “Declassified by”")
        answer(pilot, "on", "2031-05-06")
        answer(pilot, "track", "automatic")
        await pilot.press("enter")
        await assert_warned(pilot, "documents keep their markings")
        answer(pilot, "track", "mdr")
        answer(pilot, "header", "{case} {document} {page}")
        answer(pilot, "patterns", "ssn,phonee")
        await pilot.press("enter")
        await assert_warned(pilot, "no pattern 'phonee'")
        answer(pilot, "patterns", "ssn,phone")
        answer(pilot, "hide-widths", "yes")
        assert "1 document written" in said(await exported(pilot))
    copy = SANITIZED.read_text()
    assert copy.startswith(
        "case memo 1\n\nDECLASSIFIED IN PART\nDate: 2031-05-06\nAuthority: Kim Field, Chief\n\n~~SECRET"
    )
    manifest = json.loads(Path("exports/records/manifest.json").read_text())
    assert manifest["patterns"] == ["ssn", "phone"]
    assert json.loads(Path("exports/records/memo.redactions.json").read_text())["hide_widths"]


async def test_words_format_and_approval_are_those_of_the_command_line(open_app: OpenApp, folder: Path) -> None:
    (folder / "names.txt").write_text("11 March\t(b)(6)\n", encoding="utf-8")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await counted(pilot)
        answer(pilot, "terms", "nowhere.txt")
        await pilot.press("e")
        await assert_warned(pilot, "nowhere.txt: No such file or directory")
        answer(pilot, "terms", "names.txt")
        answer(pilot, "format", "html")
        answer(pilot, "approved", "yes")
        assert "needs the approval of a second person" in said(await exported(pilot))
        await pilot.press("enter", "e")
        await counted(pilot)
        answer(pilot, "approved", "")
        assert "1 document written" in said(await exported(pilot))
    copy = SANITIZED.with_suffix(".html").read_text()
    assert "next meeting" in copy
    assert "11 March" not in copy


async def test_what_was_answered_holds_for_the_next_export_but_for_policy_and_documents(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e", *["down"] * 2, "right", *["down"] * 2, "right")  # another policy, another format
        await pilot.press("escape", "e")
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportDialog)
        lines = [str(dialog.query_one(PointedList).item(at)) for at in range(4)]
        assert [line[17:] for line in lines] == ["this document", "public", "what is decided", "pdf"]


async def test_escape_writes_nothing(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e", "escape")
        assert not isinstance(pilot.app.screen, ExportDialog)
    assert not Path("exports").exists()


async def test_a_file_that_changed_since_is_not_exported(open_app: OpenApp, folder: Path) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        (folder / "memo.txt").write_text(MEMO.replace("4 March", "5 March"))
        await pilot.press("r", "e")
        await pilot.pause()
        assert "changed since it was opened, review it again (F5 reads it): memo.txt" in said(await exported(pilot))
    assert not Path("exports").exists()


async def test_a_folder_that_cannot_be_written_is_told(open_app: OpenApp, folder: Path) -> None:
    (folder / "exports").write_text("in the way")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await pilot.pause()
        screen = await exported(pilot)
        assert "1 document written" not in said(screen)
        assert "exports" in said(screen)


async def test_cancel_stops_after_the_document_under_way(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "other.txt").write_text("(C) The quay is closed.\n")

    def run(paths: list[Path], options: object, jobs: int, progress: object, inputs: object) -> None:
        assert callable(progress)
        screen = app.screen
        assert isinstance(screen, ExportScreen)
        asyncio.run_coroutine_threadsafe(app.action_quit(), loop).result()
        app.call_from_thread(screen.action_close)
        progress(Progress(1, 2, Exported(str(paths[0]), Status.EXPORTED, redactions=4)))
        raise AssertionError("went on after a cancel")

    monkeypatch.setattr("workbench.tui.exporting.run", run)
    app = open_app("memo.txt", "other.txt")
    loop = asyncio.get_running_loop()
    async with app.run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("home", "right")
        screen = await exported(pilot)
        assert "Export cancelled" in said(screen)
        assert "still under way: Esc stops it" in messages(pilot)
        assert "✓ memo.txt" in said(screen)


def test_refused_documents_come_first_and_say_why() -> None:
    documents = [
        Exported("box/a.txt", Status.EXPORTED, outputs=(("sanitized", "sanitized/a.sanitized.txt"),), redactions=2),
        Exported("box/b.txt", Status.REFUSED, error="box/b.txt: nothing was written: the copy still shows something"),
    ]
    assert outcome(documents, Path("out")) == [
        "✗ REFUSED b.txt",
        "    nothing was written: the copy still shows something",
        "✓ a.txt: 2 places withheld, copy verified",
        "    out/sanitized/a.sanitized.txt",
    ]
