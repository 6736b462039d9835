# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where people stumbled who did a whole day's work on the screen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.paged import app_of_pages, review_of
from tests.tui.pilots import SMALL, OpenApp, loaded, messages, settled, shown_screen, signs, typed_at_once
from workbench.cases import Case
from workbench.cases.errors import CaseError
from workbench.documents import Span
from workbench.redaction.model import Action, Decision
from workbench.tui import app as app_module
from workbench.tui.app import review as run_review
from workbench.tui.bars import StatusBar, status_text
from workbench.tui.commands import keys_of
from workbench.tui.dialog import ConfirmScreen, Page
from workbench.tui.pointed_list import PointedList
from workbench.tui.target import Target


CASE = Path(".workbench/case.db")


# --- help -----------------------------------------------------------------------------------------------------------


async def test_help_is_there_wherever_one_is(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for key in ("slash", "w", "F", "f", "e", "g", "m", "o", "R", "i", "question_mark"):
            await pilot.press(key, "f1")
            await pilot.pause()
            read = key in ("i", "question_mark")  # F1 closes what only is read
            assert isinstance(shown_screen(pilot), Page) != read, key
            await pilot.press(*([] if read else ["escape", "escape"]))
            assert shown_screen(pilot) is screen


async def test_every_key_of_the_text_is_told_by_its_help(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        told = {key for keys, _ in keys_of(screen) for key in keys.split()}
        keys = {pilot.app.get_key_display(a.binding) for a in screen.active_bindings.values() if a.binding.show}
        assert keys <= told
        assert {".", "k", "v", "f5", "^z", "]", "q"} <= told


# --- what a key is about ----------------------------------------------------------------------------------------------


async def test_a_line_of_the_page_is_not_released_unasked(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("home", "r")
        await pilot.pause()
        assert isinstance(shown_screen(pilot), ConfirmScreen)
        await pilot.press("escape")
        assert review.decisions == ()
        await pilot.press("r", "enter")
        await pilot.pause()
        assert signs(review) == "R·??·?? "


async def test_who_opens_what_is_decided_begins_at_a_paragraph(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
    with Case.open(CASE) as case:
        rows = [review.rows[row] for row in review.undecided_rows]
        case.decide(*(Decision(review.document.sha256, row.spans, Action.RELEASE, reviewer="Ola Berg") for row in rows))
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        assert review.undecided == 0
        assert screen.view.cursor == min(review.paragraph_numbers) == 1


async def test_arrows_step_over_punctuation(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("g", *"#4", "enter", *["right"] * 4)
        assert _selected(review.document.text, screen.view.selected()) == "Jon"
        await pilot.press("left")
        assert _selected(review.document.text, screen.view.selected()) == "master"


def _selected(text: str, spans: tuple[Span, ...]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def test_released_words_are_told_apart_from_the_rest_of_their_paragraph() -> None:
    review = review_of(analysis_of(MEMO))
    text, document = review.document.text, review.document

    def words(said: str) -> Span:
        return Span(text.index(said), text.index(said) + len(said))

    made = [("harbour master", Action.RELEASE), ("master, Jon", Action.WITHHOLD), ("Jon", Action.RELEASE)]
    review.take(tuple(Decision(document.sha256, (words(said),), action) for said, action in made))
    row = review.row_at(words("Jon").start)
    assert [text[s:e] for s, e in review.released_words(row)] == ["harbour ", "Jon"]
    assert [text[s:e] for s, e in review.withheld_words(row)] == ["master, "]


async def test_a_known_code_is_not_offered_in_another_spelling(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await typed_at_once(pilot, "w", *"25x1", "down", "enter")
        assert [decision.code for decision in review.decisions] == ["25X1"]


async def test_escape_takes_away_what_a_search_left_highlighted(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("F", *"Brandt")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.view._hits
        await pilot.press("escape")
        assert not screen.view._hits


# --- among many documents ---------------------------------------------------------------------------------------------


@pytest.fixture
def many(folder: Path) -> list[str]:
    names = [f"memo-{n:03d}.txt" for n in (0, 5, 7, 10, 11)]
    for name in names:
        (folder / name).write_text(MEMO + f"\n(C) Copy {name}.\n", encoding="utf-8")
    return names


async def test_a_document_is_found_by_part_of_its_name_and_a_change_on_the_disk_is_told_of_any(
    open_app: OpenApp, folder: Path, many: list[str]
) -> None:
    async with open_app(*many).run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        for typed, name in (("MEMO-007", 2), ("memo-01", 3), ("memo-01", 4), ("memo-01", 3)):
            await pilot.press("g", *typed, "enter")
            await settled(pilot)
            assert screen.item is screen.session.items[name]
        await pilot.press("g", *"nowhere", "enter")
        assert pilot.app.screen.query_one("#problem", Static).content
        assert pilot.app.screen.query_one(Input).value == "nowhere"
        await pilot.press("escape")
        (folder / many[1]).write_text(MEMO + "\n(S) Another.\n", encoding="utf-8")
        screen._catch_up()
        await settled(pilot)
        assert [item.path.name for item in screen.session.items if item.changed] == [many[1]]
        assert f"{many[1]}: The file was changed" in messages(pilot)


async def test_who_decided_everywhere_goes_on_where_they_were(open_app: OpenApp, many: list[str]) -> None:
    async with open_app(*many).run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("right_square_bracket", "F", *"Brandt")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("tab", "w", "enter")
        await settled(pilot)
    async with open_app(*many).run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        assert screen.item is screen.session.items[1]


# --- the case file ----------------------------------------------------------------------------------------------------


def _meddle(change: str) -> None:
    with sqlite3.connect(CASE) as connection:
        connection.execute("DROP TRIGGER IF EXISTS ledger_keeps_rows")
        connection.execute(f"UPDATE ledger SET {change} WHERE number = 1")


async def test_a_case_that_was_tampered_with_is_told_as_long_as_it_is_open(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("r", "w", "enter")
        assert "TAMPERED" not in str(screen.query_one(StatusBar).content)
        _meddle("reviewer = 'Ola Berg'")
        screen._catch_up()
        await pilot.pause()
        assert "entry 1 was changed outside Workbench" in messages(pilot)
        await pilot.press("n", "r")
        assert "CASE FILE TAMPERED WITH" in str(screen.query_one(StatusBar).content)


async def test_a_change_about_nothing_that_somebody_wrote_into_the_file_ends_nothing(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("r")
    for change in ("body = '[]'", "body = '[]', kind = 'clear'"):
        _meddle(change)
        async with open_app("memo.txt").run_test(size=SMALL) as pilot:
            _, review = await loaded(pilot)
            await pilot.press("ctrl+z")
            assert "entry 1 was changed outside Workbench" in messages(pilot)
            assert not review.decisions


@pytest.mark.parametrize(
    "change", ["body = 'nonsense'", "kind = 'nonsense'", """body = replace(body, '[[', '[["a",2],[')"""]
)
async def test_a_case_that_cannot_be_read_is_not_shown_as_undecided(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("r")
    _meddle(change)
    monkeypatch.setattr(app_module.WorkbenchApp, "run", lambda _: pytest.fail("the screen was shown"))
    with pytest.raises(CaseError, match="is damaged; restore it from a backup"):
        run_review([Path("memo.txt")], CASE)


# --- the terminal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "theme"), [("0;15", "textual-light"), ("15;0", "textual-dark"), ("", "textual-dark")])
def test_a_light_terminal_gets_light_colours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, theme: str
) -> None:
    monkeypatch.setenv("COLORFGBG", told)
    assert app_of_pages(tmp_path).theme == theme


async def test_a_signature_that_no_longer_holds_is_told_when_the_document_is_opened(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("r", "s", "enter", "n", "r")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        assert "the decisions or the policy changed since, and it needs signing again" in messages(pilot)


# --- mouse, paste, Escape typed fast ----------------------------------------------------------------------------------


async def test_what_a_wheel_scrolled_out_of_sight_is_shown_before_it_is_decided_about(open_app: OpenApp) -> None:
    Path("memo.txt").write_text(MEMO * 5)
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        for key in ("r", "w", "x", "u"):
            screen.view.scroll_to(y=60, animate=False)
            await pilot.press(key)
            assert "scrolled out of sight" in messages(pilot)
            assert screen.view.in_sight
        assert not review.decisions
        await pilot.press("r")
        assert len(review.decisions) == 1


async def test_escape_and_a_letter_typed_fast_are_two_keys(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        await pilot.press("m")
        pilot.app.post_message(Key("alt+r", "r"))
        await typed_at_once(pilot)
        assert shown_screen(pilot) is screen
        assert [d.action for d in review.decisions] == [Action.RELEASE] and not review.notes


@pytest.mark.parametrize(
    ("pasted", "kept", "said"),
    [("one\ntwo\r\nthree", "one two three", ""), ("x" * 900, "x" * 500, "500 characters fit")],
)
async def test_a_paste_is_taken_whole_or_said_to_be_cut(open_app: OpenApp, pasted: str, kept: str, said: str) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        _, review = await loaded(pilot)
        await pilot.press("m")
        pilot.app.post_message(Paste(pasted))
        await typed_at_once(pilot)
        assert said in messages(pilot)
        await pilot.press("enter")
        assert [note.text for note in review.notes] == [kept]


async def test_what_a_decision_is_about_stands_where_no_narrow_screen_cuts_it(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=(60, 20)) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("s", "enter", "shift+down")
        assert status_text(screen.view).startswith("2 PARAGRAPHS CHOSEN")


async def test_f5_takes_away_what_was_told_about_the_file_as_it_was(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        Path("memo.txt").write_text(MEMO + "(U) More.\n")
        screen._catch_up()
        await pilot.app.workers.wait_for_complete()
        assert "was changed after it was read" in messages(pilot)
        await pilot.press("f5")
        await settled(pilot)
        assert "was changed after it was read" not in messages(pilot)


async def test_how_many_files_of_the_list_an_export_of_all_leaves_out_is_told(open_app: OpenApp) -> None:
    Path("photo.png").write_bytes(b"none")
    async with open_app("memo.txt", "photo.png").run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("e", "home", "right")
        dialog = shown_screen(pilot)
        assert isinstance(dialog, Screen)
        assert "all 1 documents read, 1 NOT read are left out" in dialog.query_one(PointedList).item(0).plain


async def test_the_second_person_is_led_to_what_was_decided_about_whole_pages(tmp_path: Path) -> None:
    async with app_of_pages(tmp_path).run_test(size=SMALL) as pilot:
        screen, review = await loaded(pilot)
        screen.session.reviewer = "Ann Lee"
        screen.session.decide(review, [Target((0,), page=2)], Action.RELEASE)
        screen.session.reviewer = "Kim"
        await pilot.press("d")
        assert "Nobody else" not in messages(pilot)
        assert review.rows[screen.view.cursor].page == 2


async def test_what_an_undecided_export_would_release_is_in_sight_on_a_low_screen(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=(80, 16)) as pilot:
        await loaded(pilot)
        await pilot.press("e", "home", "down", "right")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        dialog = shown_screen(pilot)
        assert isinstance(dialog, Screen)
        warning = dialog.query_one("#warning", Label)
        assert "RELEASED" in str(warning.render())
        assert 0 < warning.region.y < warning.region.bottom < 16
