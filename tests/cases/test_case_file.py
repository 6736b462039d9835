# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cases.making import A, B, actions, decision
from workbench.cases import Case, CaseError, TamperedError, storage
from workbench.core.errors import ExitCode
from workbench.redaction.model import Action


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
        "INSERT INTO ledger SELECT 4, at, reviewer, kind, sha256, body, previous, hash FROM ledger WHERE number = 3",
        "INSERT INTO ledger SELECT 0, at, reviewer, kind, sha256, body, previous, hash FROM ledger WHERE number = 1",
        "INSERT INTO ledger SELECT -1, at, reviewer, kind, sha256, body, previous, hash FROM ledger WHERE number = 1",
        "UPDATE ledger SET number = number - 1",
    ],
)
def test_the_chain_shows_what_was_tampered_with(case: Case, path: Path, tampering: str) -> None:
    for start in (10, 20, 30):
        case.decide(decision(start))
    assert case.verify_chain() is None
    with sqlite3.connect(path) as raw:
        raw.executescript("DROP TRIGGER ledger_keeps_rows; DROP TRIGGER ledger_loses_none;" + tampering)
    raw.close()
    assert case.verify_chain() is not None
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


@pytest.mark.parametrize("words", [{"reason": "a \udcff"}, {"reviewer": "a \udcff"}])
def test_what_no_file_can_hold_is_told_and_is_no_damage(case: Case, words: dict[str, Any]) -> None:
    with pytest.raises(CaseError, match="takes no name or reason with bytes that are no text"):
        case.decide(replace(decision(10), **words))
    case.decide(decision(10))
    assert len(case.decisions(A)) == 1


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


def test_a_case_whose_program_was_ended_while_it_wrote_says_what_mends_it(case: Case, path: Path) -> None:
    case.decide(decision(10))
    left = path.with_name("left.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        for number in range(100, 200):  # more than stays in memory until the end
            raw.execute("INSERT INTO ledger VALUES (?, '', '', 'note', '', ?, '', '')", (number, "x" * 2000))
        for suffix in ("", "-journal"):
            shutil.copy(f"{path}{suffix}", f"{left}{suffix}")
    with pytest.raises(CaseError, match="opening it with `review` mends it"):
        Case.open(left, read_only=True)
    with Case.open(left) as mended:
        assert actions(mended) == [(10, Action.WITHHOLD)]
        assert mended.verify_chain() is None


def test_two_programs_may_make_a_case_at_a_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_is_empty", lambda connection: True)  # as it was when either looked
    with Case.open(path) as first, Case.open(path) as second:
        first.decide(decision(10))
        assert actions(second) == [(10, Action.WITHHOLD)]


def test_it_is_told_when_another_program_wrote(case: Case, path: Path) -> None:
    case.changed_elsewhere()
    case.decide(decision(10))
    assert not case.changed_elsewhere()
    with Case.open(path) as other:
        other.decide(decision(20))
    assert case.changed_elsewhere()
    assert not case.changed_elsewhere()


def test_two_open_cases_see_each_other(path: Path) -> None:
    with Case.open(path) as first, Case.open(path) as second:
        first.decide(decision(10))
        assert actions(second) == [(10, Action.WITHHOLD)]
        second.decide(decision(10, Action.RELEASE))
        assert actions(first) == [(10, Action.RELEASE)]
        assert first.verify_chain() is None
