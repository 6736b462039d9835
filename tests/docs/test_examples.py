# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every line of the ``console`` blocks of a page runs in a shell, with the exit code it states (0 if none)."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.cli import COMMANDS


ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(page: Path) -> Iterator[tuple[str, int]]:
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            command, _, note = line.removeprefix("$ ").partition("  # exit ")
            yield command, int(note or 0)


@pytest.mark.parametrize("page", [page for page in PAGES if list(commands(page))], ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    for command, code in commands(page):
        call = ["bash", "-c", f'workbench() {{ {shlex.quote(sys.executable)} -m workbench "$@"; }}\n{command}']
        done = subprocess.run(
            call, cwd=tmp_path, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        assert (command, done.returncode) == (command, code), done.stderr
        assert "Traceback" not in done.stderr


def test_every_command_has_an_example() -> None:
    lines = (line for page in PAGES for line, _ in commands(page))
    assert set(COMMANDS) <= {name for line in lines for name in re.findall(r"\bworkbench (\w+)", line)}
