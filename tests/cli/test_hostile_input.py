# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people and scripts really give a command: odd names, broken files, closed streams. One line each, never more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import __version__
from workbench.cli import run
from workbench.core.errors import WorkbenchError


MEMO = "SECRET//NOFORN\n\n(S//NF) The Ambarian fleet sailed with nine ships.\n\nSECRET//NOFORN\n"
SLIP = MEMO.replace("(S//NF)", "(S/NF)")
posix = pytest.mark.skipif(os.name != "posix", reason="streams are closed so by a POSIX shell alone")


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("memo.txt")
    path.write_text(MEMO)
    return path


def test_a_letter_that_the_terminal_lacks_is_told_by_its_number(memo: Path) -> None:
    Path("Łódź.txt").write_text(SLIP)
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    call = [sys.executable, "-m", "workbench", "check", "Łódź.txt"]
    done = subprocess.run(call, env=environment, capture_output=True, check=False)
    assert done.stdout.startswith(b"\\u0141\xf3d\\u017a.txt:3:1: P002")
    assert (done.returncode, done.stderr) == (1, b"")


@posix
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("argv", [["check", "memo.txt"], ["export", "memo.txt"], ["check", "-"], ["parse", "-"]])
def test_a_closed_stream_is_an_empty_one(memo: Path, closed: str, argv: list[str]) -> None:
    root = Path(__file__).resolve().parents[2]
    call = ["sh", "-c", f'exec "$0" -m workbench "$@" {closed}', sys.executable, *argv]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(call, env=environment, input=b"", capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert memo.read_text() == MEMO


def test_a_file_that_may_not_be_read_is_a_document_that_failed(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "access", lambda *args, **kwargs: False)
    monkeypatch.setattr(Path, "open", refuse)
    assert run(["check", "memo.txt", "none.txt"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "workbench: memo.txt: may not be read: no permission",
        "workbench: none.txt: does not exist",
    ]


def test_a_file_in_a_folder_that_may_not_be_entered_stops_no_other(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stat = os.stat

    def refuse(path: str | Path, **options: bool) -> os.stat_result:
        if str(path) == "shut/memo.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    memo.write_text(SLIP)
    assert run(["check", "shut/memo.txt", "memo.txt"]) == 1
    said = capsys.readouterr()
    assert said.err == "workbench: shut/memo.txt: may not be read: no permission\n"
    assert "memo.txt:3:1: P002" in said.out


@pytest.mark.parametrize("path", [".", "./-"])
def test_a_file_that_is_called_as_standard_input_is_read(
    memo: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("./-").absolute().write_text(SLIP)
    assert run(["check", path]) == 1
    assert "/-:3:1: P002" in capsys.readouterr().out
    assert run(["export", path]) == 0
    assert "(S/NF)" not in Path("exports/sanitized/-.sanitized.txt").read_text()


def test_strangers_in_a_folder_are_named_and_skipped(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".gitkeep").touch()
    Path("backup.zip").write_bytes(b"PK\x03\x04cut off")
    for command in ("scan", "export"):
        assert run([command, "."]) == 0
        assert "skipped: .gitkeep: is empty (0 bytes)\n" in (said := capsys.readouterr().err)
        assert "skipped: backup.zip: is a damaged zip\n" in said
        assert run([command, ".gitkeep"]) == 1
    Path("page.html").write_bytes(b"<html>\x00\x01\x02\x03")
    assert run(["export", "."]) == 1
    assert "workbench: page.html: is binary data, not text\n" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["check", "--fix", ""], ["export", ""], ["export", "memo.txt", "--to", ""]])
def test_an_empty_word_is_no_folder(memo: Path, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv) == 2
    assert "an empty word is no path" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "scan", "export", "verify"])
def test_a_link_to_itself_is_one_line(memo: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("loop.txt").symlink_to("loop.txt")
    assert run([command, "loop.txt", "-q"]) == 1
    assert capsys.readouterr().err.splitlines()[0].startswith("workbench: loop.txt: cannot be read")


def test_a_document_named_twice_in_two_spellings_is_one(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("sub").mkdir()
    paths = ["memo.txt", "sub/../memo.txt", "./memo.txt", "."]
    assert run(["export", *paths]) == 0
    assert "1 exported" in capsys.readouterr().err
    memo.write_text(SLIP)
    assert run(["check", *paths]) == 1
    assert capsys.readouterr().out.count("P002") == 1


def test_a_name_of_two_lines_is_told_in_one(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a\nb\x1b[2J.txt").write_text(SLIP)
    for argv in (["check", "."], ["check", "--diff", "."], ["scan", "."]):
        run(argv)
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "a\nb" not in out
        assert "a\ufffdb\ufffd[2J.txt" in out


def test_a_copy_with_a_name_of_two_lines_is_found_by_its_record(memo: Path) -> None:
    Path("a\nb.txt").write_text(MEMO)
    assert run(["export", "a\nb.txt"]) == 0
    assert run(["verify", "exports", "--against", "."]) == 0


def test_a_folder_without_files_is_told(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert run(["check", "empty"]) == 0
    assert capsys.readouterr().err == "empty: holds no files\n"


def test_quiet_may_stand_before_the_command(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert run(["--quiet", "check", "empty"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["check", "scan"])
def test_a_document_on_which_the_program_fails_stops_no_other(
    memo: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from workbench.structure import analyse

    def failing(document: object) -> object:
        if getattr(document, "path", "") == "first.txt":
            raise KeyError("the Ambarian fleet")
        return analyse(document)  # type: ignore[arg-type]

    Path("first.txt").write_text(MEMO)
    module = "workbench.cli.check" if command == "check" else "workbench.batch.scanning"
    monkeypatch.setattr(f"{module}.analyse", failing)
    memo.write_text(SLIP)
    assert run([command, "first.txt", "memo.txt"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "workbench: first.txt: is damaged: it cannot be read (KeyError)\n"
    assert "memo.txt" in captured.out


def test_a_fault_of_the_program_is_one_line_that_quotes_nothing(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*args: object) -> None:
        raise KeyError("the Ambarian fleet")

    monkeypatch.setattr("workbench.cli.check.expand_paths", failing)
    assert run(["check", "memo.txt"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"workbench: fault of Workbench {__version__} at workbench.cli.check:")
    assert len(said.splitlines()) == 1
    assert "fleet" not in said


@pytest.mark.parametrize("argv", [["check", "page.html", "memo.txt"], ["scan", "page.html"], ["export", "page.html"]])
def test_a_fault_in_a_reader_is_told_as_ours_and_stops_no_other(
    memo: Path, argv: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("workbench.documents.html.reading.read_html", None)
    Path("page.html").write_text("<p>(S) The Ambarian fleet sailed.</p>")
    assert run([*argv, "-q"]) == 1
    [said] = capsys.readouterr().err.splitlines()
    assert said.startswith(f"workbench: page.html: fault of Workbench {__version__} at workbench.documents.opening:")
    assert said.endswith("(TypeError); please report this line, never the document")


def test_a_pdf_cut_off_is_one_line_to_verify(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "harbor-memo.pdf"
    Path("half.pdf").write_bytes(sample.read_bytes()[:1500])
    assert run(["verify", "half.pdf"]) == 1
    assert capsys.readouterr().err == "workbench: half.pdf: is damaged: it cannot be read (FzErrorFormat)\n"


def test_what_another_run_wrote_is_no_document(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("records").mkdir()
    Path("records", "ours.txt").write_text(MEMO)
    assert run(["export", ".", "--to", "first"]) == 0
    capsys.readouterr()
    assert run(["export", ".", "--to", "second"]) == 0
    told = capsys.readouterr().err
    assert "skipped: first: 5 files among the copies and records of earlier runs" in told
    assert "2 exported" in told  # a folder of the user's own may be called records
    assert run(["export", "first/sanitized", "--to", "third"]) == 0
    assert "2 exported" in capsys.readouterr().err
    assert run(["export", ".", "first/sanitized/memo.sanitized.txt", "--to", "fourth"]) == 0
    assert "3 exported" in capsys.readouterr().err  # who names one copy does not mean the others


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*args: object) -> None:
        raise AssertionError("worked for nothing")

    monkeypatch.setattr("workbench.batch.exporting.export_task", never)
    assert run(["export", "memo.txt", "--to", "memo.txt/out"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("workbench: nothing was exported: memo.txt/out/records/manifest.json: cannot be written")


def test_an_error_of_ours_keeps_its_exit_code(memo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object) -> None:
        raise WorkbenchError("no")

    monkeypatch.setattr("workbench.cli.check.expand_paths", failing)
    assert run(["check", "memo.txt"]) == 1


def test_an_index_that_cannot_be_written_names_its_file(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "memo.txt", "-q"]) == 0
    assert run(["index", "exports", "--output", "memo.txt/index.csv"]) == 1
    assert capsys.readouterr().err.startswith("workbench: memo.txt/index.csv: cannot be written: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("stream", "code", "said"), [(1, 1, b"workbench: standard output: No space left on device\n"), (2, 0, b"")]
)
def test_a_full_disk_behind_a_stream_is_told_of_that_stream(
    memo: Path, unbuffered: str, stream: int, code: int, said: bytes
) -> None:
    root = Path(__file__).resolve().parents[2]
    program = f'"$0" -m workbench export -q memo.txt && "$0" -m workbench index exports {stream}>/dev/full'
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(["sh", "-c", program, sys.executable], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.parametrize(("variable", "value"), [("TERM", "dumb"), ("NO_COLOR", "1")])
def test_no_bar_is_drawn_on_a_terminal_that_cannot_or_shall_not(
    memo: Path, variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("more.txt").write_text(MEMO)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    assert run(["export", ".", "--jobs", "1"]) == 0
    assert capsys.readouterr().err == "2 exported; policy public; copies and records in exports\n"
