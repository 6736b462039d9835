# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import sqlite3
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases import Carried, Case, CaseError, Change, Note, TamperedError
from workbench.core.errors import ExitCode, UsageError
from workbench.documents import Box, Reading, Span
from workbench.redaction.approval import Stage
from workbench.redaction.model import Action, Decision


A = "a" * 64
B = "b" * 64


def decision(start: int, action: Action = Action.WITHHOLD, sha256: str = A, code: str | None = "(b)(1)") -> Decision:
    spans = (Span(start, start + 5), Span(start + 7, start + 9))
    return Decision(sha256, spans, action, f"p{start}", code, "because", "Kim Field")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".workbench" / "case.db"


@pytest.fixture
def case(path: Path) -> Iterator[Case]:
    with Case.open(path) as opened:
        yield opened


def actions(case: Case, sha256: str = A) -> list[tuple[int, Action]]:
    return sorted((d.spans[0].start, d.action) for d in case.decisions(sha256))


def test_decisions_are_there_on_the_next_start(path: Path) -> None:
    with Case.open(path) as case:
        case.decide(decision(10))
    with Case.open(path) as case:
        (kept,) = case.decisions(A)
    assert kept.spans == (Span(10, 15), Span(17, 19))
    assert (kept.action, kept.paragraph, kept.code, kept.reason) == (Action.WITHHOLD, "p10", "(b)(1)", "because")
    assert kept.reviewer == "Kim Field"
    assert kept.decided.endswith("+00:00")


def test_decisions_of_documents_do_not_mix(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(20, sha256=B))
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert actions(case, B) == [(20, Action.WITHHOLD)]


def test_the_latest_word_on_a_place_holds_and_the_earlier_stays_in_the_history(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(10, Action.RELEASE, code=None))
    assert actions(case) == [(10, Action.RELEASE)]
    assert [d.action for e in case.history(A) for d in e.decisions] == [Action.WITHHOLD, Action.RELEASE]


def test_clear_leaves_other_places_alone(case: Case) -> None:
    case.decide(decision(10), decision(30))
    case.clear(A, decision(10).place)
    assert actions(case) == [(30, Action.WITHHOLD)]


def test_pages_and_boxes_are_cleared_like_words(case: Case) -> None:
    box = Box(2, 10.5, 20, 30, 40)
    page = replace(decision(10), spans=(), paragraph=None, page=2)
    area = replace(decision(10), spans=(), paragraph=None, box=box)
    case.decide(page, area, decision(10))
    case.clear(A, page.place, area.place)
    assert [d.spans for d in case.decisions(A)] == [decision(10).spans]
    case.undo(A)
    assert [(d.page, d.box) for d in case.decisions(A)] == [(2, None), (None, box), (None, None)]


def test_notes_are_changed_taken_away_and_undone_like_decisions(case: Case) -> None:
    place = decision(10).place
    case.decide(decision(10))
    case.note(A, place, "ask the port", "Kim Field")
    case.note(A, ((), 2, None), "a whole page", "Ann Lee")
    case.note(A, place, "asked", "Ann Lee")
    assert [(n.place, n.text, n.reviewer) for n in case.notes(A)] == [
        (((), 2, None), "a whole page", "Ann Lee"),
        (place, "asked", "Ann Lee"),
    ]
    case.undo(A)
    assert [n.text for n in case.notes(A)] == ["ask the port", "a whole page"]
    case.note(A, place, "")
    assert [n.text for n in case.notes(A)] == ["a whole page"]
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert case.notes(B) == ()
    assert case.verify_chain() is None


def test_what_is_carried_over_is_one_change_and_notes_keep_their_author(case: Case) -> None:
    decisions, place = (decision(10), decision(20)), decision(30).place
    case.carry(A, Carried(decisions, (Note(place, "ask the ministry", "Ola Berg", ""),), Counter()), "Kim Field")
    assert actions(case) == [(10, Action.WITHHOLD), (20, Action.WITHHOLD)]
    assert [(n.place, n.text, n.reviewer) for n in case.notes(A)] == [(place, "ask the ministry", "Ola Berg")]
    [entry] = case.history(A)
    assert entry.places == (decision(10).place, decision(20).place, place)
    assert case.undo(A, reviewer="Ola Berg") is None
    case.undo(A, reviewer="Kim Field")
    assert (actions(case), case.notes(A)) == ([], ())
    case.redo(A, reviewer="Kim Field")
    assert (len(actions(case)), len(case.notes(A))) == (2, 1)
    assert case.verify_chain() is None


def test_undo_and_redo_walk_the_changes_of_one_document(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(10, Action.RELEASE))
    case.decide(decision(50, sha256=B))
    assert case.undo(A) is not None
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert case.undo(A) is not None
    assert case.undo(A) is None
    assert actions(case) == []
    assert actions(case, B) == [(50, Action.WITHHOLD)]
    assert case.redo(A) is not None
    assert case.redo(A) is not None
    assert case.redo(A) is None
    assert actions(case) == [(10, Action.RELEASE)]


def test_a_new_decision_closes_the_way_forward(case: Case) -> None:
    case.decide(decision(10))
    case.undo()
    case.decide(decision(20))
    assert case.redo(A) is None
    assert actions(case) == [(20, Action.WITHHOLD)]
    case.undo()
    assert actions(case) == []


def test_who_undoes_takes_back_their_own(case: Case) -> None:
    case.decide(decision(10))
    case.decide(replace(decision(20), reviewer="Ann Lee"))
    assert case.undo(A, reviewer="Kim Field") is not None
    assert actions(case) == [(20, Action.WITHHOLD)]
    assert case.undo(A, reviewer="Kim Field") is None
    case.undo(A, reviewer="Ann Lee")
    assert case.redo(A, reviewer="Kim Field") is not None
    assert case.redo(A, reviewer="Kim Field") is None
    assert actions(case) == [(10, Action.WITHHOLD)]


def test_one_reviews_and_another_approves_exactly_that(case: Case) -> None:
    assert case.sign(A, "basis", "Kim Field") is Stage.REVIEWED
    with pytest.raises(UsageError, match="another person"):
        case.sign(A, "basis", "kim  field")
    assert case.sign(A, "basis", "Ann Lee") is Stage.APPROVED
    with pytest.raises(UsageError, match="approved already"):
        case.sign(A, "basis", "Jo Park")
    standing = case.standing(A)
    assert standing.stage("basis") is Stage.APPROVED
    assert standing.stage("other decisions") is Stage.OPEN
    assert case.standing(B).stage("basis") is Stage.OPEN
    assert case.verify_chain() is None


def test_who_approves_other_decisions_reviews_them(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    assert case.sign(A, "other", "Ann Lee") is Stage.REVIEWED
    assert case.sign(A, "other", "Kim Field") is Stage.APPROVED


def test_what_is_returned_begins_anew(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    case.sign(A, "basis", "Ann Lee")
    case.send_back(A, "two names are left", "Ann Lee")
    standing = case.standing(A)
    assert standing.stage("basis") is Stage.RETURNED
    assert standing.returned is not None
    assert standing.returned.reason == "two names are left"
    assert case.undo(A) is None  # signatures are no changes of decisions
    assert case.sign(A, "basis", "Kim Field") is Stage.REVIEWED


def test_a_name_in_no_encoding_is_kept_readable(case: Case) -> None:
    case.opened(A, "memo \udce9.txt", "text")
    assert [document.path for document in case.documents()] == ["memo \\udce9.txt"]


def test_it_is_told_when_another_program_wrote(case: Case, path: Path) -> None:
    case.changed_elsewhere()
    case.decide(decision(10))
    assert not case.changed_elsewhere()
    with Case.open(path) as other:
        other.decide(decision(20))
    assert case.changed_elsewhere()
    assert not case.changed_elsewhere()


def test_several_decisions_are_one_change(case: Case) -> None:
    case.decide(decision(10), decision(20), decision(30))
    case.undo()
    assert actions(case) == []


def test_decisions_of_one_change_are_about_one_document(case: Case) -> None:
    with pytest.raises(ValueError, match="one document"):
        case.decide(decision(10), decision(10, sha256=B))


def test_two_open_cases_see_each_other(path: Path) -> None:
    with Case.open(path) as first, Case.open(path) as second:
        first.decide(decision(10))
        assert actions(second) == [(10, Action.WITHHOLD)]
        second.decide(decision(10, Action.RELEASE))
        assert actions(first) == [(10, Action.RELEASE)]
        assert first.verify_chain() is None


def test_documents_are_listed_once_under_their_last_path(case: Case) -> None:
    case.opened(A, "old.txt", "text")
    case.opened(A, "new.txt", "text")
    case.opened(B, "b.pdf", "pdf")
    assert [(d.path, d.format) for d in case.documents()] == [("b.pdf", "pdf"), ("new.txt", "text")]


def test_of_two_files_alike_either_is_known_to_have_changed(case: Case) -> None:
    case.opened(A, "old.txt", "text")
    case.decide(decision(10))
    case.opened(A, "copy.txt", "text")
    assert case.paths() == {"old.txt", "copy.txt"}
    assert case.reviewed_at("old.txt", B)
    assert case.reviewed_at("copy.txt", B)
    assert not case.reviewed_at("old.txt", A)
    assert not case.reviewed_at("other.txt", B)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_case_of_the_first_version_that_knew_one_path_of_a_document(path: Path, read_only: bool) -> None:
    with Case.open(path) as case:
        case.opened(A, "old.txt", "text")
        case.decide(decision(10))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE places")
        raw.execute("PRAGMA user_version = 1")
    before = path.read_bytes()
    for _ in range(2):
        with Case.open(path, read_only=read_only) as case:
            assert case.reviewed_at("old.txt", B)
            assert actions(case) == [(10, Action.WITHHOLD)]
    assert (path.read_bytes() == before) is read_only


def test_a_text_read_differently_is_noticed_for_as_long_as_decisions_hang_on_it(case: Case) -> None:
    assert case.opened(A, "a.pdf", "pdf", "first")
    assert case.opened(A, "a.pdf", "pdf", "second")  # no decision hangs on the first reading
    case.decide(decision(10))
    assert case.opened(A, "a.pdf", "pdf", "second")
    assert not case.opened(A, "a.pdf", "pdf", "third")
    assert not case.opened(A, "a.pdf", "pdf", "third")
    case.clear(A, decision(10).place)
    assert case.opened(A, "a.pdf", "pdf", "third")


def test_each_decision_keeps_the_reading_it_was_made_on(case: Case) -> None:
    case.opened(A, "a.pdf", "pdf", "first")
    case.decide(replace(decision(10), reading=Reading("second", "tesseract")))
    case.decide(decision(20))  # names none, like the rows of earlier versions: made on the text opened
    assert [d.reading for d in case.decisions(A)] == [Reading("second", "tesseract"), Reading("first")]


def test_pages_and_boxes_are_places_of_their_own(case: Case) -> None:
    page = Decision(A, (), Action.WITHHOLD, code="(b)(1)", reviewer="Kim Field", page=2)
    box = replace(page, page=None, box=Box(2, 1.5, 2, 3, 4))
    case.decide(page, box)
    case.decide(decision(10))
    case.decide(replace(box, action=Action.RELEASE))
    kept = [replace(d, decided="") for d in case.decisions(A)]
    assert kept == [page, decision(10), replace(box, action=Action.RELEASE)]
    case.undo(A)
    assert replace(case.decisions(A)[1], decided="") == box
    assert case.verify_chain() is None


def test_only_its_owner_reads_a_case(case: Case, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger SET body = replace(body, 'withhold', 'release') WHERE number = 2",
        "UPDATE ledger SET reviewer = 'somebody else' WHERE number = 2",
        "UPDATE ledger SET at = '2001-01-01T00:00:00+00:00' WHERE number = 2",
        "UPDATE ledger SET sha256 = 'c' WHERE number = 2",
        "DELETE FROM ledger WHERE number = 2",
        "DELETE FROM ledger WHERE number = 1",
    ],
)
def test_the_chain_shows_what_was_tampered_with(case: Case, path: Path, tampering: str) -> None:
    for start in (10, 20, 30):
        case.decide(decision(start))
    assert case.verify_chain() is None
    with sqlite3.connect(path) as raw:
        raw.executescript("DROP TRIGGER ledger_keeps_rows; DROP TRIGGER ledger_loses_none;" + tampering)
    raw.close()
    assert case.verify_chain() in (2, 3)
    with pytest.raises(TamperedError, match="was changed outside Workbench"):
        case.require_whole()


@pytest.mark.parametrize(("column", "value"), [("kind", "guess"), ("body", "[{}]"), ("body", "{")])
def test_a_row_that_cannot_be_read_is_one_line(case: Case, path: Path, column: str, value: str) -> None:
    case.decide(decision(10))
    with sqlite3.connect(path) as raw:
        raw.executescript(f"DROP TRIGGER ledger_keeps_rows; UPDATE ledger SET {column} = '{value}'")
    raw.close()
    with pytest.raises(CaseError, match="is damaged"):
        case.decisions(A)


@pytest.mark.parametrize("statement", ["UPDATE ledger SET reviewer = 'x'", "DELETE FROM ledger"])
def test_the_ledger_only_grows(case: Case, path: Path, statement: str) -> None:
    case.decide(decision(10))
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        raw.execute(statement)
    raw.close()


def test_head_changes_with_every_row(case: Case) -> None:
    heads = {case.head}
    for start in (1, 2):
        case.decide(decision(start))
        heads.add(case.head)
    case.undo()
    assert len(heads | {case.head}) == 4


def fails(path: Path, **options: bool) -> str:
    with pytest.raises(CaseError) as caught:
        Case.open(path, **options)
    assert caught.value.exit_code is ExitCode.USAGE
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    return line.removeprefix(f"{path}: ")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("notes, not a case " * 100)
    assert fails(path) == "is not a case file"
    assert path.read_text().startswith("notes")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE things (name)")
    other.close()
    assert fails(path) == "is not a case file"


def test_a_case_of_a_newer_version(case: Case, path: Path) -> None:
    case.close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    assert "newer Workbench (schema 99)" in fails(path)


def test_a_folder(tmp_path: Path) -> None:
    assert fails(tmp_path).startswith("cannot be opened")


def test_a_missing_case_is_not_made_for_a_reader(path: Path) -> None:
    assert fails(path, read_only=True) == "there is no such case file"
    assert not path.exists()


def test_a_locked_case(case: Case, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.cases.storage.BUSY_SECONDS", 0.01)
    case.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "in use by another program" in fails(path)
    other.close()


def test_a_reader_reads_and_does_not_write(case: Case, path: Path) -> None:
    case.decide(decision(10))
    with Case.open(path, read_only=True) as reader:
        assert actions(reader) == [(10, Action.WITHHOLD)]
        with pytest.raises(CaseError, match="cannot be written"):
            reader.decide(decision(20))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(Action), st.integers(0, 3)),
        st.sampled_from(["undo", "redo"]),
        st.tuples(st.just("clear"), st.integers(0, 3)),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(STEPS)
def test_undo_and_redo_agree_with_a_list_of_states(
    tmp_path_factory: pytest.TempPathFactory, steps: list[object]
) -> None:
    """Against the plainest model there is: a list of whole states and a place in it."""
    states: list[dict[int, Action]] = [{}]
    at = 0
    path = tmp_path_factory.mktemp("case") / "case.db"
    with Case.open(path) as case:
        for step in steps:
            if step == "undo":
                assert (case.undo(A) is not None) == (at > 0)
                at = max(0, at - 1)
            elif step == "redo":
                assert (case.redo(A) is not None) == (at < len(states) - 1)
                at = min(len(states) - 1, at + 1)
            elif isinstance(step, tuple):
                what, start = step
                state = dict(states[at])
                if isinstance(what, Action):
                    case.decide(decision(start, what))
                    state[start] = what
                else:
                    case.clear(A, decision(start).place)
                    state.pop(start, None)
                states = [*states[: at + 1], state]
                at += 1
            assert dict(actions(case)) == states[at]
        assert case.verify_chain() is None
    with Case.open(path) as again:
        assert dict(actions(again)) == states[at]
        assert {e.kind for e in again.history()} <= set(Change)
