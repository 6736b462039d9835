# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.exports.memo import MEMO, sanitized
from workbench.cases import Case
from workbench.cli import run
from workbench.documents import Span, open_document
from workbench.redaction import Action, Decision
from workbench.structure import analyse


def test_a_marked_memo_is_sanitized_as_the_public_policy_says(memo: Path, tmp_path: Path) -> None:
    assert run(["export", str(memo)]) == 0
    assert sanitized(tmp_path) == (
        "~~SECRET//NOFORN~~\n\nMEMORANDUM FOR THE RECORD\n\n(U) The harbour of Tarn is open to visitors in summer.\n\n"
        "[paragraph withheld (b)(1)]\n\n[paragraph withheld (b)(1)]\n\n"
        "(U) The weather was fair and the ferry ran on time.\n\n~~SECRET//NOFORN~~\n"
    )


def test_exporting_our_own_copy_changes_nothing(memo: Path, tmp_path: Path) -> None:
    run(["export", str(memo)])
    again = tmp_path / "again" / "memo.txt"
    again.parent.mkdir()
    again.write_text(sanitized(tmp_path))
    assert run(["export", str(again), "--to", "second"]) == 0
    assert (tmp_path / "second" / "sanitized" / "memo.sanitized.txt").read_text() == sanitized(tmp_path)


def test_a_reviewers_release_is_in_the_copy_with_its_mark_struck(memo: Path, tmp_path: Path) -> None:
    analysis = analyse(open_document(memo))
    [paragraph] = [p for p in analysis.paragraphs if p.portion and p.portion.raw == "(S//NF)"]
    start = MEMO.index("Quillback")
    sha256 = analysis.document.sha256
    with Case.open(tmp_path / ".workbench" / "case.db") as case:
        case.decide(Decision(sha256, paragraph.spans, Action.RELEASE, paragraph.id, reviewer="r"))
        case.decide(Decision(sha256, (Span(start, start + 9),), Action.WITHHOLD, None, "(b)(3)", "a name", "r"))
    assert run(["export", str(memo)]) == 0
    assert "~~(S//NF)~~ The source [text withheld (b)(3)] was met at noon behind the fish market.\n" in sanitized(
        tmp_path
    )


def test_a_folder_is_walked_and_strangers_and_our_own_copies_are_named_and_skipped(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (memo.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert run(["export", "."]) == 0
    assert "picture.png" in capsys.readouterr().err
    assert run(["export", "."]) == 0
    captured = capsys.readouterr()
    assert "skipped: exports: " in captured.err
    assert captured.out == ""
    assert {p.name for p in (tmp_path / "exports" / "sanitized").iterdir()} == {"memo.sanitized.txt"}


def test_the_folder_of_the_copies_may_be_that_of_the_documents(memo: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(["export", "in", "--to", "in"]) == 0
        assert [p.name for p in (tmp_path / "in" / "sanitized").iterdir()] == ["memo.sanitized.txt"]
    assert memo.read_text() == MEMO


def test_standard_input_is_exported(memo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(MEMO.encode())))
    assert run(["export", "-"]) == 0
    assert "[paragraph withheld (b)(1)]" in sanitized(tmp_path, "stdin.sanitized.txt")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--policy", "publik"],
        ["--terms", "missing.txt"],
        ["--case", "missing.db"],
        ["--as", "sanitised"],
        ["--layout", "pretty"],
        ["--to", "in/memo.txt"],
        ["--scheduler", "tcp://127.0.0.1:1"],
        ["--jobs", "0"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    memo: Path, tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(memo), *wrong]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert not (tmp_path / "exports").exists()


def test_a_document_that_fails_is_one_line_and_exit_1(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (memo.parent / "broken.pdf").write_bytes(b"%PDF-1.7")
    assert run(["export", str(memo), "in/broken.pdf", "in/missing.txt", "-q"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["in/broken.pdf", "in/missing.txt"]
