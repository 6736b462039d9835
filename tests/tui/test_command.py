# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command as a user starts it: without a terminal, with a wrong call, and on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import MEMO
from workbench.cli import run


ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """A run of ``workbench review`` on a terminal of 80x24."""

    def __init__(self, folder: Path, *argv: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "WORKBENCH_REVIEWER": "Kim"}
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = [sys.executable, "-m", "workbench", "review", *argv]
        self._child = subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        self.said = ""

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Reads until ``words`` were drawn since the last call; a machine under load gets a minute."""
        end = time.monotonic() + seconds
        before = len(self.said)
        while words not in self.said[before:]:
            assert time.monotonic() < end, f"never saw {words!r} in {self.said[before:][-3000:]!r}"
            self._read(0.2)

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def terminate(self) -> None:
        self._child.terminate()

    def close(self) -> int:
        """Reads to the end and gives the exit code."""
        while self._read(30):
            pass
        os.close(self._ours)
        return self._child.wait(30)

    def end(self) -> None:
        """Leaves no process behind, whatever the test came to."""
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()

    def _read(self, seconds: float) -> bool:
        try:
            if not select.select([self._ours], [], [], seconds)[0]:
                return False
            part = os.read(self._ours, 65536)
        except OSError:  # how Linux tells the end of a terminal
            return False
        self.said += part.decode(errors="replace")
        return bool(part)


Start = Callable[..., Terminal]


@pytest.fixture
def on_terminal(tmp_path: Path) -> Iterator[Start]:
    started: list[Terminal] = []

    def start(*argv: str) -> Terminal:
        started.append(Terminal(tmp_path, *argv))
        return started[-1]

    yield start
    for terminal in started:
        terminal.end()


def test_without_a_terminal_it_says_so_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "review"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "review needs a terminal" in done.stderr
    assert not (tmp_path / ".workbench").exists()


def test_a_wrong_call_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workbench.cli.review._require_screen", lambda: None)
    (tmp_path / "notes.txt").write_text("not a case " * 100)
    for argv, said in (
        (("gone.txt",), "gone.txt: no such file or folder"),
        (("--case", "notes.txt"), "notes.txt: is not a case file"),
        (("--policy", "nosuch"), "no policy 'nosuch'"),
    ):
        assert run(["review", *argv]) == 2
        told = capsys.readouterr().err
        assert said in told
        assert told.strip().count("\n") == 0


def test_told_to_end_it_gives_the_terminal_back_and_shows_the_document_no_more(
    tmp_path: Path, on_terminal: Start
) -> None:
    (tmp_path / "one.txt").write_text(MEMO)
    terminal = on_terminal("one.txt")
    terminal.wait_for("Brandt")
    terminal.terminate()
    assert terminal.close() == 128 + signal.SIGTERM
    assert "\x1b[?1049l" in terminal.said  # the screen from before comes back


def test_two_documents_are_reviewed_and_exported_on_a_real_terminal(tmp_path: Path, on_terminal: Start) -> None:
    """The whole way: reading, deciding, exporting in processes of their own, quitting, coming back."""
    (tmp_path / "one.txt").write_text(MEMO)
    (tmp_path / "two.txt").write_text(MEMO.replace("Brandt", "Lund"))
    terminal = on_terminal("one.txt", "two.txt")
    terminal.wait_for("undecided")
    terminal.press("r")
    terminal.wait_for("released")
    terminal.press("e")
    terminal.wait_for("this document")
    terminal.press("\x1b[H\x1b[C")  # Home, →: the other answer to the first question
    terminal.wait_for("7 paragraphs undecided")
    terminal.press("e")
    terminal.wait_for("2 documents written")
    terminal.press("\r")
    terminal.wait_for("Release")
    terminal.press("q")
    assert terminal.close() == 0
    assert "Traceback" not in terminal.said
    for name, gone in (("one", "Brandt"), ("two", "Lund")):
        copy = (tmp_path / f"exports/sanitized/{name}.sanitized.txt").read_text()
        assert gone not in copy
        assert ("Arvenia" in copy) == (name == "one")
