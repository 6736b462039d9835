# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]


def call(folder: Path, *argv: str, terminal: bool = False) -> tuple[int, str]:
    """``workbench review`` with or without a terminal; its exit code and what it says on stderr."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "workbench", "review", *argv]
    if not terminal:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr
    outside, inside = pty.openpty()
    child = subprocess.Popen(command, cwd=folder, env=environment, stdin=inside, stdout=inside, stderr=inside)
    os.close(inside)
    said = b""
    try:
        while part := os.read(outside, 4096):
            said += part
    except OSError:
        pass  # Linux tells the end of a terminal so
    os.close(outside)
    return child.wait(), said.decode()


def test_without_a_terminal_it_says_so_and_ends(tmp_path: Path) -> None:
    code, said = call(tmp_path)
    assert code == 2
    assert said.count("\n") == 1
    assert "review needs a terminal" in said
    assert not (tmp_path / ".workbench").exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("gone.txt",), "gone.txt: no such file or folder"),
        (("--case", "notes.txt"), "notes.txt: is not a case file"),
        (("--policy", "nosuch"), "no policy 'nosuch'"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, argv: tuple[str, ...], said: str) -> None:
    (tmp_path / "notes.txt").write_text("not a case " * 100)
    code, line = call(tmp_path, *argv, terminal=True)
    assert code == 2
    assert said in line
    assert line.strip().count("\n") == 0
