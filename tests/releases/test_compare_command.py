# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import run


SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGE = "The keeper of the light saw the launch return at dawn, and the consul wrote to his capital about it. "


def compare(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> tuple[int, str, str]:
    code = run(["compare", *map(str, argv)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_pdf_and_a_later_text_of_one_memo(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = compare(
        capsys, SAMPLES / "release-1983.pdf", SAMPLES / "release-1983-again.txt", "--format", "json"
    )
    found = json.loads(out)
    assert (code, err, found["schema"]) == (1, "", "workbench.compare/1")
    (released,) = found["newly_released"]
    assert released["new"]["text"] == "an official of the harbor authority"
    assert released["old"]["deletions"][0]["codes"] == ["(b)(1)"]
    assert released["old"]["deletions"][0]["visual"] and released["old"]["deletions"][0]["boxes"]
    (withheld,) = found["newly_withheld"]
    assert withheld["old"]["text"] == "the contractor let slip"
    text = (SAMPLES / "release-1983-again.txt").read_text("utf-8")
    (start, end), *_ = released["new"]["spans"]
    assert text[start:end] == released["new"]["text"]
    (codes,) = found["codes_changed"]
    assert (codes["old"]["deletions"][0]["codes"], codes["new"]["deletions"][0]["codes"]) == (["(b)(3)"], ["(b)(6)"])
    assert found["summary"]["words"]["newly_released"] == 6


def test_a_place_and_its_deletion_are_on_one_line_behind_a_form_feed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, there in (("old", "[deleted (b)(3)]"), ("new", "the consul")):
        (tmp_path / name).write_text(f"{PAGE}\r\n\fOn the quay {there} was seen.\n")
    found = json.loads(compare(capsys, tmp_path / "old", tmp_path / "new", "--format", "json")[1])
    (released,) = found["newly_released"]
    assert [released["old"]["line"], released["old"]["deletions"][0]["line"], released["new"]["line"]] == [2, 2, 2]


def test_exchanging_the_arguments_exchanges_released_and_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    pair = (SAMPLES / "release-1983.pdf", SAMPLES / "release-1983-again.txt")
    forth = json.loads(compare(capsys, *pair, "--format", "json")[1])
    back = json.loads(compare(capsys, *pair[::-1], "--format", "json")[1])
    assert [d["new"] for d in forth["newly_released"]] == [d["old"] for d in back["newly_withheld"]]
    assert (forth["old"], forth["new"]) == (back["new"], back["old"])


@pytest.mark.parametrize("suffixes", [("txt", "txt"), ("pdf", "txt"), ("docx", "pdf")])
def test_one_memo_in_two_formats_does_not_differ(suffixes: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = compare(capsys, *(SAMPLES / f"harbor-memo.{suffix}" for suffix in suffixes))
    assert (code, out.splitlines()[-1]) == (0, "no difference")


def test_a_page_that_the_other_lacks_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = [PAGE.replace("keeper", name) * 2 for name in ("keeper", "governor", "envoy")]
    pages[1] = "Two buoys were moved in winter. Nobody missed them until the ice had gone out of the bay again. " * 2
    (tmp_path / "old.txt").write_text("\f".join(pages))
    (tmp_path / "new.txt").write_text("\f".join(pages[::2]))
    code, out, _ = compare(capsys, tmp_path / "old.txt", tmp_path / "new.txt")
    assert code == 1
    assert "page 2 of OLD is missing from NEW" in out


def test_what_a_release_says_cannot_drive_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.txt").write_text("The launch was steered by [name not declassified], who knew the shoals.\n")
    (tmp_path / "new.txt").write_text("The launch was steered by Ti\x1b[2Jmo Raske, who knew the shoals.\n")
    code, out, _ = compare(capsys, tmp_path / "old.txt", tmp_path / "new.txt")
    assert code == 1
    assert "\x1b" not in out and "Raske" in out


def test_an_unreadable_release_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.txt").write_text("The launch was steered by hand.\n")
    code, out, err = compare(capsys, tmp_path / "old.txt", tmp_path / "none.txt")
    assert (code, out, len(err.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("argv", [["a.txt"], ["a.txt", "b.txt", "c.txt"], ["-", "-"], ["a", "b", "--format", "xml"]])
def test_wrong_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = compare(capsys, *argv)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
