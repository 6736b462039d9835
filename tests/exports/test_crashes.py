# SPDX-License-Identifier: AGPL-3.0-or-later
"""Killed, out of space or without permission at any step: no half-written file under a name, no withheld word left."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.documents.docx_files import docx, paragraph
from tests.exports.pdf_making import memo
from tests.exports.test_pipeline import TEXT, files, options, report
from workbench.core import files as writing
from workbench.core.files import PendingFiles, sweep
from workbench.exports.options import Status
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pipeline import export_document


pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

# Everything by which the export of a document changes the disk.
CALLS = ("open", "write", "fsync", "fchmod", "link", "replace", "unlink", "mkdir")
FINAL = {"sanitized/report.sanitized.txt", "annotated/report.annotated.txt", "records/report.redactions.json"}


@pytest.fixture(params=["nameless", "hidden"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to write: files without a name, and hidden ones where the system has no such files."""
    if request.param == "hidden":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return str(request.param)


class Faults:
    """Counts the calls that change the disk, and does ``fault`` in place of (or after) one of them."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, fault: Callable[[], object]) -> None:
        self.count = 0
        for name in CALLS:
            patch.setattr(os, name, self._faulty(getattr(os, name), at, fault))

    def _faulty(self, call: Callable[..., Any], at: int, fault: Callable[[], object]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == at:
                fault()
            return call(*arguments, **options)

        return called


def nothing() -> None:
    pass


def full() -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def read_only() -> NoReturn:
    raise OSError(errno.EROFS, "Read-only file system")


def killed() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def steps(path: Path, to: Path) -> int:
    """How many calls an export takes."""
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, 0, nothing)
        assert export_document(path, options(to)).status is Status.EXPORTED
    return faults.count


@pytest.mark.parametrize("fault", [full, read_only])
def test_a_call_that_fails_leaves_no_file_and_one_line(way: str, fault: Callable[[], object], tmp_path: Path) -> None:
    path = report(tmp_path)
    for at in range(1, steps(path, tmp_path / "whole") + 1):
        to = tmp_path / f"out{at}"
        with pytest.MonkeyPatch.context() as patch:
            Faults(patch, at, fault)
            exported = export_document(path, options(to))
        # What only makes sure that names are on the disk may fail: some systems do not let a folder be opened for it.
        if exported.status is Status.EXPORTED:
            assert files(to) == FINAL
        else:
            assert files(to) == set()
            assert exported.error.startswith(f"{path}: cannot be written: ")
        assert path.read_text() == TEXT


@pytest.mark.parametrize("again", [False, True], ids=["first run", "over an earlier run"])
def test_a_run_that_is_killed_at_any_step_leaves_whole_files_or_none(way: str, again: bool, tmp_path: Path) -> None:
    path = report(tmp_path)
    total = steps(path, tmp_path / "whole")
    wanted = {name: (tmp_path / "whole" / name).read_bytes() for name in FINAL}
    for at in range(1, total + 1):
        to = tmp_path / f"out{at}"
        if again:
            export_document(path, options(to, terms=()))
        earlier = {name: (to / name).read_bytes() for name in files(to)}
        if (child := os.fork()) == 0:
            try:
                with pytest.MonkeyPatch.context() as patch:
                    Faults(patch, at, killed)
                    export_document(path, options(to))
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        left = files(to)
        named, temporary = left & FINAL, left - FINAL
        assert all((to / name).read_bytes() in (wanted[name], earlier.get(name)) for name in named)
        assert way == "hidden" or not temporary
        sweep(to)
        assert files(to) == named


def test_a_link_planted_under_the_temporary_name_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    victim = tmp_path / "victim.txt"
    victim.write_text("untouched")
    with PendingFiles() as pending:
        pending.write(tmp_path / "copy.txt", b"one", private=True)
        [planted] = [tmp_path / name for name in files(tmp_path) if name.startswith(".")]
    planted.symlink_to(victim)
    with PendingFiles() as pending:
        pending.write(tmp_path / "copy.txt", b"two", private=True)
        pending.commit()
    assert victim.read_text() == "untouched"
    assert (tmp_path / "copy.txt").read_text() == "two"


def test_the_sweep_takes_another_machines_file_after_a_day(tmp_path: Path) -> None:
    new, old = (tmp_path / f".{name}.txt.elsewhere.1.workbench-tmp" for name in ("new", "old"))
    new.touch()
    old.touch()
    day_before = time.time() - 25 * 3600
    os.utime(old, (day_before, day_before))
    sweep(tmp_path)
    assert files(tmp_path) == {new.name}


def test_the_sweep_leaves_other_peoples_files_and_those_of_living_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    with PendingFiles() as pending:
        pending.write(tmp_path / "copy.txt", b"one", private=True)
        [alive] = files(tmp_path)
        others = {".hidden.workbench-tmp", re.sub(r"[.]\d+[.]workbench", f".{'9' * 20}.workbench", alive)}
        for name in others:
            (tmp_path / name).touch()
        sweep(tmp_path)
        assert files(tmp_path) == {alive, *others}


def test_a_name_that_is_a_link_is_replaced_and_not_followed(way: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("untouched")
    (tmp_path / "copy.txt").symlink_to(victim)
    with PendingFiles() as pending:
        pending.write(tmp_path / "copy.txt", b"new", private=True)
        pending.commit()
    assert victim.read_text() == "untouched"
    assert not (tmp_path / "copy.txt").is_symlink()
    assert (tmp_path / "copy.txt").stat().st_mode & 0o777 == 0o600


def test_what_the_disk_does_not_give_back_gets_no_name(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = writing._read
    monkeypatch.setattr(writing, "_read", lambda handle: read(handle)[:-1])
    assert export_document(report(tmp_path), options(tmp_path / "out")).status is Status.REFUSED
    assert files(tmp_path / "out") == set()


# The command itself, ended from outside.


def originals(folder: Path) -> Path:
    """A text, a DOCX and a PDF, each with the word of the list in it."""
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT)
    (folder / "memo.docx").write_bytes(docx(paragraph(TEXT)))
    (folder / "survey.pdf").write_bytes(reflow(memo("Quillback")))
    (folder.parent / "terms.txt").write_text("Quillback\nsurvey\n")
    return folder


def command(source: Path, to: Path, *more: str) -> list[str]:
    terms = str(source.parent / "terms.txt")
    chosen = ["--policy", "none", "--terms", terms, "--as", "sanitized,annotated", "--to", str(to), "--jobs", "1"]
    return [sys.executable, "-m", "workbench", "export", str(source), *chosen, *more]


def withheld(to: Path) -> Iterator[str]:
    """Files that hold a withheld word and are not what is kept inside."""
    for name in files(to):
        content = (to / name).read_bytes()
        if not name.startswith(("annotated/", "records/")) or Path(name).name.startswith("."):
            yield from (name for word in (b"Quillback", b"survey") if word in content)


MANIFEST = "records/manifest.json"


def test_a_run_that_is_killed_again_and_again_leaves_nothing_half_written(tmp_path: Path) -> None:
    source = originals(tmp_path / "in")
    started = time.monotonic()
    subprocess.run(command(source, tmp_path / "whole"), capture_output=True, check=True)
    took = time.monotonic() - started
    wanted = {name: (tmp_path / "whole" / name).read_bytes() for name in files(tmp_path / "whole")}
    to = tmp_path / "out"
    for share in (0.6, 0.8):
        with subprocess.Popen(command(source, to), stderr=subprocess.DEVNULL) as process:
            time.sleep(share * took)
            process.kill()
        left = {name: (to / name).read_bytes() for name in files(to)}
        manifest = left.pop(MANIFEST, wanted[MANIFEST])
        assert all(content == wanted[name] for name, content in left.items())
        told = json.loads(manifest)  # before any copy there is one that tells of none
        assert manifest == wanted[MANIFEST] or (told["documents"] == [] and told["unfinished"] > 0)
    done = subprocess.run(command(source, to, "--resume"), capture_output=True, check=True)
    assert b"Traceback" not in done.stderr
    assert {name: (to / name).read_bytes() for name in files(to)} == wanted


def test_a_file_that_grows_beyond_what_the_disk_takes_is_one_line_each(tmp_path: Path) -> None:
    source = originals(tmp_path / "in")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

    done = subprocess.run(command(source, tmp_path / "out"), capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("cannot be written") >= 3
    assert not list(withheld(tmp_path / "out"))
    assert not [name for name in files(tmp_path / "out") if not name.startswith("records/manifest")]


def test_a_folder_where_nothing_can_be_made_is_one_line(tmp_path: Path) -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("no folder here that nobody can write to")
    done = subprocess.run(command(originals(tmp_path / "in"), Path("/proc/self/out")), capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("workbench: nothing was exported: ")
    assert "cannot be written" in line


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_asked_to_end_leaves_nothing(way: str, number: int, tmp_path: Path) -> None:
    # A shell has what it starts in the background ignore interrupts, this test with all that it starts.
    waiting = """
import os, signal, sys, time
from pathlib import Path
from workbench.cli import main
from workbench.core.files import PendingFiles

def wait(self):
    Path(sys.argv[1]).touch()
    time.sleep(60)

if sys.argv[4] == "hidden":
    vars(os).pop("O_TMPFILE", None)
PendingFiles.commit = wait
signal.signal(signal.SIGINT, signal.default_int_handler)
main(["export", sys.argv[2], "--policy", "none", "--as", "sanitized,annotated", "--to", sys.argv[3]])
"""
    ready, out = tmp_path / "ready", tmp_path / "out"
    arguments = [sys.executable, "-c", waiting, str(ready), str(report(tmp_path)), str(out), way]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not ready.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert files(out) == set()
