# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pre-commit hook and code scanning hold on to."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from workbench.checks.fixes import FIXABLE
from workbench.cli import run
from workbench.documents import SUFFIXES


MEMO = "SECRET//NOFORN\n\n(U) One.\n\n(S/NF) The pier is closed; nobody knows why.\n\nSECRET//NOFORN\n"


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("memo.txt")
    path.write_text(MEMO)
    return path


def test_an_empty_file_stops_no_commit(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    assert run(["check", "empty.txt"]) == 0
    assert "skipped: empty.txt: is empty" in capsys.readouterr().err


def test_fixing_twice_changes_nothing_more(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--diff", str(memo)]) == 1
    assert capsys.readouterr().err == "1 fix would be made.\n"
    assert memo.read_text() == MEMO
    assert run(["check", "--fix", str(memo)]) == 1
    once = memo.read_bytes()
    assert run(["check", "--fix", str(memo)]) == 0
    assert memo.read_bytes() == once


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_name_in_no_encoding_is_a_uri_of_its_bytes(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(os.fsdecode(b"two words \xe9.txt"))
    path.write_text(MEMO)
    assert run(["check", "--format", "sarif", str(path)]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "two%20words%20%E9.txt"


def test_a_line_says_where_and_what_to_write_instead(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memo.write_text(MEMO.replace("(U) One.", "One paragraph without a mark.").replace("\nSECRET//NOFORN", "\nSERCET"))
    run(["check", str(memo)])
    said = capsys.readouterr().out
    assert "memo.txt:3:1: P001 paragraph 2 has no portion mark; begin it with that of its own content\n" in said
    assert "memo.txt:5:1: P002 " in said
    assert "; write (S//NF) [fixable]\n" in said
    assert "; perhaps SECRET is meant\n" in said
    run(["check", "--format", "github", str(memo)])
    assert "; write (S//NF) [fixable]\n" in capsys.readouterr().out


def test_a_page_is_named_where_there_are_several(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memo.write_text(MEMO + "\f" + MEMO)
    run(["check", str(memo)])
    first, second, _ = capsys.readouterr().out.splitlines()
    assert "(page" not in first
    assert "(page 2); write (S//NF)" in second


def test_what_a_reader_tells_for_information_stops_no_commit(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = str(Path(__file__).resolve().parents[2] / "samples" / "harbor-memo.docx")
    assert run(["scan", letter]) == 0
    assert "R115" in capsys.readouterr().out
    assert run(["check", letter]) == 0
    assert capsys.readouterr().out == "All checks passed.\n"
    assert run(["check", letter, str(memo)]) == 1


def test_a_hook_takes_every_format_in_either_case_of_letters() -> None:
    root = Path(__file__).resolve().parents[2]
    check, fix = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    for suffix, kind in SUFFIXES.items():
        for name in (f"a/b{suffix}", f"B{suffix.upper()}"):
            assert re.search(check["files"], name)
            assert bool(re.search(fix["files"], name)) is (kind in FIXABLE)
    assert not re.search(check["files"], "table.xlsx")
