# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a script and a hook hold on to: exit codes, streams, one line for each error."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.cli import COMMANDS, run


MEMO = """SECRET//NOFORN

(S//NF) The Ambarian fleet sailed with nine ships, two of them tankers.

(U) The harbour master was replaced in the same week.

SECRET//NOFORN
"""


EXITS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "exits.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", EXITS)
def test_a_call_ends_with_its_code(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = EXITS[name]
    for path, content in case["files"].items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content)
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(case["call"])) == case["exit"]


@pytest.mark.parametrize("call", ["scan --jobs 2 a.txt b.txt", "export a.txt b.txt"])
def test_a_folder_of_rules_that_is_not_there_is_wrong_usage(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(MEMO)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_RULES", "our-rules")
    assert run(shlex.split(call)) == 2
    assert capsys.readouterr().err == "workbench: WORKBENCH_RULES: our-rules: is no folder\n"


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.txt"
    path.write_text(MEMO)
    return path


def test_a_clean_document_exits_0(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(memo)]) == 0
    assert capsys.readouterr().out == "All checks passed.\n"


def test_a_finding_exits_1_and_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "low.txt"
    path.write_text(MEMO.replace("SECRET//NOFORN", "SECRET"))
    assert run(["check", str(path), "--select", "B001"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith(f"{path}:1:1: B001 ")
    assert out[-1].startswith("Found 2 findings.")


@pytest.mark.parametrize(
    "argv",
    [["check"], ["check", "--format", "xml", "x"], ["no-such-command"], ["rule", "Z999"], ["scan", "--jobs", "0", "x"]],
    ids=lambda argv: " ".join(argv),
)
def test_wrong_usage_exits_2_with_one_line(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_an_unreadable_document_is_one_line_and_the_others_go_on(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", "--format", "json", str(tmp_path / "none.txt"), str(memo)]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["path"] for line in captured.out.splitlines()] == [str(memo)]
    assert len(captured.err.splitlines()) == 1
    assert "none.txt" in captured.err


def test_a_check_that_could_not_read_says_nothing_of_having_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(tmp_path / "none.txt")]) == 1
    assert capsys.readouterr().out == ""


def test_a_stranger_in_a_folder_is_named_and_skipped(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (memo.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert run(["scan", "--format", "json", str(memo.parent)]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 1
    assert "picture.png" in captured.err


def test_quiet_silences_notes_but_not_data(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (memo.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert run(["scan", "--quiet", "--format", "json", str(memo.parent)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert json.loads(captured.out)["schema"] == "workbench.scan/1"


def test_jobs_keep_the_order_of_the_arguments(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = [memo.with_name(f"{n}.txt") for n in "cab"]
    for other in others:
        other.write_text(MEMO)
    paths = [str(p) for p in [*others, memo]]
    assert run(["scan", "--format", "json", "--jobs", "2", *paths]) == 0
    assert [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()] == paths


def test_a_file_name_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b[2Jb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    run(["scan", str(path)])
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--help", "--version"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_and_version_everywhere(name: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, option]) == 0
    assert capsys.readouterr().out


def test_without_a_command_the_help_is_printed_as_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert len(capsys.readouterr().err.splitlines()) > 20


def test_a_reader_that_leaves_is_told_nothing_and_not_that_there_is_nothing_to_report(tmp_path: Path) -> None:
    """As with grep and git: `workbench check FOLDER | head -1` in a script must not pass for "no findings"."""
    path = tmp_path / "low.txt"
    path.write_text(MEMO.replace("SECRET//NOFORN", "SECRET"))
    for call in (["rules"], ["--help"], ["check", str(path)], ["scan", str(path)]):
        command = [sys.executable, "-m", "workbench", *call]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout and process.stderr
            process.stdout.close()
            said = process.stderr.read()
        assert (process.returncode, said) == (141, b""), call


def test_the_settings_nearest_to_a_document_win(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (memo.parent / ".workbench.toml").write_text('ignore = ["P", "B"]\n')
    memo.write_text(MEMO.replace("SECRET//NOFORN", "SECRET"))
    assert run(["check", str(memo)]) == 0
    capsys.readouterr()


def test_a_wrong_setting_is_named_with_file_line_and_key(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = memo.parent / ".workbench.toml"
    settings.write_text('select = ["P"]\nbok = "legacy"\n')
    assert run(["check", str(memo)]) == 2
    assert f"{settings}:2: bok" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("document", "named"), [("memo.txt", ".workbench.toml"), ("in/memo.txt", "in/.workbench.toml")], ids=["here", "in"]
)
def test_a_wrong_setting_is_named_as_the_document_was(
    document: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / document).parent.mkdir(exist_ok=True)
    (tmp_path / document).write_text(MEMO)
    (tmp_path / named).write_text('bok = "legacy"\n')
    monkeypatch.chdir(tmp_path)
    assert run(["check", document]) == 2
    assert capsys.readouterr().err.startswith(f"workbench: {named}:1: bok")


@pytest.mark.parametrize(
    ("mark", "form"), [("(XYZ)", "portion"), ("[XYZ]", "portion"), ("XYZ", "banner"), ("", "banner")]
)
def test_what_is_no_marking_has_the_form_it_is_written_in(
    mark: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parse", "--format", "json", mark]) == 1
    assert json.loads(capsys.readouterr().out)["form"] == form


def test_fix_cannot_write_to_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SECRET//NOFORN\n\n(S/NF) It sailed.\n")))
    assert run(["check", "--fix", "-"]) == 2
    assert capsys.readouterr().err == "workbench: --fix cannot write to standard input; use --diff\n"


def test_fix_changes_the_mark_and_no_other_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "memo.txt"
    before = "\ufeffSECRET//NOFORN\r\n\r\n(S/NF) The caf\u00e9 was watched.\r\n".encode("utf-16-le")
    path.write_bytes(before)
    path.chmod(0o640)
    assert run(["check", "--fix", str(path)]) == 1
    capsys.readouterr()
    assert path.read_bytes() == before.replace("(S/NF)".encode("utf-16-le"), "(S//NF)".encode("utf-16-le"))
    assert path.stat().st_mode & 0o777 == 0o640
    assert run(["check", str(path)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["memo.txt"]


def test_diff_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(MEMO.replace("(S//NF)", "(S/NF)"))
    before = path.read_bytes()
    assert run(["check", "--diff", str(path)]) == 1
    assert path.read_bytes() == before
    assert "+(S//NF)" in capsys.readouterr().out


def test_the_help_of_export_has_its_options_in_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--help"]) == 0
    help_ = capsys.readouterr().out
    titles = ["What is withheld:", "Copies:", "Stamp, header and footer:", "Work:", "Options:"]
    places = [help_.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    for option, title in (("--terms", 0), ("--layout", 1), ("--footer", 2), ("--resume", 3), ("--to", 4)):
        assert help_.rindex(f"\n  {option} ") > places[title]
        assert title == 4 or help_.rindex(f"\n  {option} ") < places[title + 1]
