# SPDX-License-Identifier: AGPL-3.0-or-later
"""What scripts meet of a case file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from workbench.cases import Case
from workbench.cli import run
from workbench.core.rules import rules_folder
from workbench.documents import Span, open_document
from workbench.redaction import Pattern, load_policy, patterns
from workbench.redaction.approval import basis_of
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


def sign(case: Path, memo: Path, *reviewers: str) -> None:
    sha256 = open_document(memo).sha256
    with Case.open(case) as opened:
        for reviewer in reviewers:
            opened.sign(sha256, basis_of(opened.decisions(sha256), load_policy("public")), reviewer)


@pytest.mark.parametrize(
    ("reviewers", "said"),
    [
        ((), "nobody reviewed it"),
        (("Kim Field",), "Kim Field reviewed it, and nobody else approved it"),
        (("Kim Field", "Ann Lee"), ""),
    ],
)
def test_nothing_goes_out_before_a_second_person_approved_it(
    case: Path, memo: Path, reviewers: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(case, memo, *reviewers)
    assert run(["export", "memo.txt", "--approved"]) == int(bool(said))
    assert said in capsys.readouterr().err
    assert Path("exports/sanitized/memo.sanitized.txt").exists() is not bool(said)
    if not said:
        record = json.loads(Path("exports/records/memo.redactions.json").read_text())
        assert [record["approval"][key]["by"] for key in ("reviewed", "approved")] == list(reviewers)


def test_what_two_persons_left_as_the_policy_has_it_goes_out(memo: Path) -> None:
    document = open_document(memo)
    with Case.open(Path("signed.db")) as opened:
        for reviewer in ("Kim Field", "Ann Lee"):
            opened.sign(document.sha256, basis_of((), load_policy("public")), reviewer)
    assert run(["export", "memo.txt", "--approved", "--case", "signed.db"]) == 0


@pytest.mark.parametrize("changed", [False, True])
def test_an_approval_is_of_what_the_patterns_of_the_policy_find(changed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = Pattern(name="berth", title="number of a berth", expression="berth [0-9]")
    monkeypatch.setattr(patterns, "known_patterns", lambda: {"berth": pattern})
    signed = load_policy("public").model_copy(update={"patterns": ("berth",)})
    before = basis_of((), signed)
    pattern = pattern.model_copy(
        update={"expression": "berth 9"} if changed else {"title": "of a berth", "source": "us"}
    )
    assert (basis_of((), signed) == before) is not changed


@pytest.mark.parametrize("more", [["--policy", "none"], ["--decisions", "more.yaml"]])
def test_an_approval_is_of_those_decisions_under_that_policy(
    case: Path, memo: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sign(case, memo, "Kim Field", "Ann Lee")
    Path("more.yaml").write_text("decisions:\n  - { page: 1, action: release }\n")
    assert run(["export", "memo.txt", "--approved", *more]) == 1
    assert "changed since it was signed" in capsys.readouterr().err


def test_an_annotated_copy_is_for_the_second_person_to_read(case: Path) -> None:
    assert run(["export", "memo.txt", "--approved", "--as", "annotated"]) == 0


def test_a_policy_can_ask_for_approval(case: Path) -> None:
    shipped = rules_folder() / "policies" / "public.yaml"
    Path("two.yaml").write_text(shipped.read_text().replace("approval: false", "approval: true"))
    assert run(["export", "memo.txt", "--policy", "two.yaml"]) == 1


def test_a_file_that_changed_since_it_was_reviewed_is_not_exported(
    case: Path, memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "memo.txt"]) == 0
    memo.write_text(memo.read_text() + "\n")
    assert run(["export", "memo.txt"]) == 1
    assert "has changed since it was reviewed" in capsys.readouterr().err
    assert not list(Path("exports/sanitized").iterdir())
    document = open_document(memo)
    with Case.open(case) as opened:  # a reviewer opens it as it is now
        opened.opened(document.sha256, str(memo), document.format, document.reading.text)
    assert run(["export", "memo.txt"]) == 0


def test_a_file_that_changed_is_known_by_another_way_to_it_and_by_any_name(
    memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = memo.rename(memo.with_name("m\udce9mo.txt"))
    document = open_document(odd)
    with Case.open(Path("case.db")) as opened:
        opened.opened(document.sha256, Path("exports/../m\udce9mo.txt"), document.format, document.reading.text)
        opened.decide(Decision(document.sha256, (), Action.WITHHOLD, reviewer="Kim Field", page=1))
    odd.write_text("(U) The pier is closed.\n")
    assert run(["export", str(odd), "--case", "case.db"]) == 1
    assert "has changed since it was reviewed" in capsys.readouterr().err


def test_a_changed_file_that_nobody_decided_about_is_exported(case: Path, memo: Path) -> None:
    with Case.open(case) as opened:
        opened.undo()
    memo.write_text(memo.read_text() + "\n")
    assert run(["export", "memo.txt"]) == 0


def test_the_index_tells_no_page_of_a_file_that_is_another_now(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memo.write_text("The mole is open.\n\fThe pier is closed.\n")
    document = open_document(memo)
    with Case.open(Path("paged.db")) as opened:
        opened.opened(document.sha256, str(memo), document.format, document.reading.text)
        span = Span(document.text.index("pier"), document.text.index("pier") + 4)
        opened.decide(Decision(document.sha256, (span,), Action.WITHHOLD, reading=document.reading))
    for text, page in ((memo.read_text(), 2), ("The mole is open, and the pier is closed.\n", "")):
        memo.write_text(text)
        assert run(["index", "paged.db", "--format", "json"]) == 0
        assert [row["page"] for row in json.loads(capsys.readouterr().out)] == [str(page)]


def test_the_folder_of_a_case_is_the_case(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", str(case.parent)]) == 0
    assert capsys.readouterr().err == "0 withholdings\n"


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
