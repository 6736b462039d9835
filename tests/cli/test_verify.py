# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verifying what a run wrote, before it is handed over."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import run


MEMO = "SECRET//NOFORN\n\n(U) It rained.\n\n(S//NF) The Ambarian fleet sailed with nine ships.\n\nSECRET//NOFORN\n"


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder of two copies of each kind; the originals are in ``in``."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name in ("one", "two"):
        Path("in", f"{name}.txt").write_text(MEMO.replace("nine", name))
    assert run(["export", "in", "--to", "out", "--as", "sanitized,annotated"]) == 0
    capsys.readouterr()
    return Path("out")


def told(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str | None, int]]:
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    return [(line["path"], line["against"], line["leaks"]) for line in lines]


def test_a_folder_of_copies_is_verified_without_what_stays_inside(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "out", "--format", "json"]) == 0
    assert told(capsys) == [(f"out/sanitized/{name}.sanitized.txt", None, 0) for name in ("one", "two")]


def test_each_copy_is_held_against_the_original_that_its_record_names(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "out", "--against", "in", "--format", "json"]) == 0
    assert told(capsys) == [(f"out/sanitized/{n}.sanitized.txt", f"in/{n}.txt", 0) for n in ("one", "two")]


def test_a_copy_that_leaks_is_told_among_others(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / "sanitized" / "one.sanitized.txt").write_text(Path("in/one.txt").read_text())
    assert run(["verify", "out", "--against", "in"]) == 1
    captured = capsys.readouterr()
    assert "out/sanitized/one.sanitized.txt:5:1: leak " in captured.out
    assert captured.err.splitlines()[-1] == "2 files: 2 things found"  # and that it was changed since


def test_a_copy_whose_original_is_gone_is_not_passed_over(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in/two.txt").unlink()
    (exported / "sanitized" / "three.txt").write_text("It rained.\n")
    assert run(["verify", "out", "--against", "in"]) == 1
    *_, three, two, last = capsys.readouterr().err.splitlines()
    assert three == "workbench: out/sanitized/three.txt: has no record that tells its original"
    assert two == "workbench: out/sanitized/two.sanitized.txt: its original is not among the files given"
    assert last == "3 files: 0 things found, 2 not verified"


@pytest.mark.parametrize(
    "damaged",
    [
        {"policy": None},
        {"output": 5},
        {"redactions": [{"spans": [[9, 2]], "page": 1, "why": "term", "paragraph": None, "code": None}]},
    ],
)
def test_a_record_that_names_no_places_verifies_nothing(
    exported: Path, capsys: pytest.CaptureFixture[str], damaged: dict[str, Any]
) -> None:
    place = exported / "records" / "one.redactions.json"
    record = {**json.loads(place.read_text("utf-8")), **damaged}
    place.write_text(json.dumps({key: value for key, value in record.items() if key != "policy" or value}))
    assert run(["verify", "out", "--against", "in"]) == 1
    assert f"workbench: out/records/{place.name}: is no record of redactions" in capsys.readouterr().err.splitlines()


def test_a_copy_whose_record_is_damaged_stops_no_other(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / "records" / "one.redactions.json").write_text("{")
    assert run(["verify", "out", "--against", "in"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "workbench: out/records/one.redactions.json: is no record of redactions" in said
    assert said[-1] == "2 files: 0 things found, 1 not verified"


def test_a_wrong_original_is_told_without_the_place_of_the_machine(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "out/sanitized/one.sanitized.txt", "--against", "in/two.txt"]) == 2
    assert capsys.readouterr().err == (
        "workbench: out/records/one.redactions.json: is the record of another original than in/two.txt\n"
    )


@pytest.mark.parametrize("options", [["--against", "in/one.txt"], ["--against", "in", "--redactions", "r.json"]])
def test_one_original_is_of_one_copy(exported: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "out", *options]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2  # with what was skipped


def test_annotated_copies_are_verified_for_who_names_them(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["verify", "out/annotated/one.annotated.txt", "--format", "json"])
    [(path, _, _)] = told(capsys)
    assert path == "out/annotated/one.annotated.txt"


def test_a_copy_may_come_by_standard_input(
    exported: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = (exported / "sanitized" / "one.sanitized.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(copy)))
    assert run(["verify", "-", "--format", "json"]) == 0
    assert told(capsys) == [("-", None, 0)]
    assert run(["verify", "-", "--against", "in"]) == 2


def test_a_policy_that_is_no_list_of_keys_is_told_in_plain_words(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "in", "--policy", "in/one.txt"]) == 2
    assert capsys.readouterr().err == "workbench: in/one.txt:1: must hold keys with values\n"
