# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``-`` stands for, and what may come in its place."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbench.cli import run
from workbench.cli.streams import standard_input
from workbench.documents import Limits


MEMO = "SECRET//NOFORN\n\n(S//NF) The Ambarian fleet sailed with nine ships.\n\nSECRET//NOFORN\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEMO.encode())))
    return tmp_path


@pytest.mark.parametrize("command", ["scan", "check", "export", "verify"])
def test_a_file_of_that_name_is_a_document_of_its_own(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("./-").absolute().write_bytes(b"\x00\x01\x02")
    assert run([command, "-", "./-"]) == 1
    assert f"workbench: {folder / '-'}: is binary data, not text\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["scan", "check", "export", "verify"])
def test_a_folder_of_that_name_is_not_walked(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("./-").absolute().mkdir()
    assert run([command, "-", "-v"]) == 0
    said = capsys.readouterr()
    assert "holds no files" not in said.err
    assert {"scan": "-: text, ", "check": "All ", "export": "-: exported, ", "verify": "-: 6 checks"}[command] in (
        said.out + said.err
    )


def test_without_an_end_it_is_read_no_further_than_tells_that_it_is_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.documents.DEFAULT_LIMITS", Limits(max_bytes=10))
    assert standard_input([Path("a.txt")]) is None
    assert standard_input([Path("a.txt"), Path("-")]) == MEMO.encode()[:11]


@pytest.mark.parametrize("command", ["scan", "check", "export", "verify", "compare memo.txt"])
def test_one_that_cannot_be_read_is_told_by_its_name(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("memo.txt").write_text(MEMO)
    with Path("out.txt").open("wb") as written:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=written))
        assert run([*command.split(), "-", "-q"]) == 1
    assert capsys.readouterr().err == "workbench: -: cannot be read: read\n"
