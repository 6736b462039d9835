# SPDX-License-Identifier: AGPL-3.0-or-later
"""What scripts meet of a case file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from workbench.cases import Case
from workbench.cli import run
from workbench.documents import open_document
from workbench.redaction.model import Action, Decision


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "memo.txt"
    path.write_text("SECRET\n\n(S) The pier is closed.\n\n(S) The mole is open.\n\nSECRET\n")
    return path


@pytest.fixture
def case(memo: Path) -> Path:
    """A case in which Kim Field released the first page of the memo, in its usual place."""
    path = Path(".workbench") / "case.db"
    document = open_document(memo)
    with Case.open(path) as opened:
        opened.opened(document.sha256, str(memo), document.format, document.reading.text)
        opened.decide(Decision(document.sha256, (), Action.RELEASE, reviewer="Kim Field", page=1))
    return path


@pytest.mark.parametrize("argv", [["export", "memo.txt"], ["index", ".workbench/case.db"]])
def test_nothing_goes_out_on_the_word_of_a_case_that_was_tampered_with(
    case: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(case) as raw:
        raw.executescript("DROP TRIGGER ledger_keeps_rows; UPDATE ledger SET reviewer = 'somebody else'")
    raw.close()
    assert run(argv) == 2
    assert "entry 1 was changed outside Workbench" in capsys.readouterr().err
    assert not Path("exports").exists()
