# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every command line in a ``console`` block of the documentation runs, with the exit code it states (0 if none)."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import COMMANDS


ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks() -> Iterator[Any]:
    for page in PAGES:
        found = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for number, block in enumerate(found):
            yield pytest.param(block, id=f"{page.stem} {number + 1}")


def commands(block: str) -> Iterator[tuple[list[str], int]]:
    for line in block.splitlines():
        if line.startswith("$ workbench "):
            call, _, note = line[2:].partition("  # exit ")
            yield shlex.split(call)[1:], int(note or 0)


@pytest.mark.parametrize("block", list(blocks()))
def test_the_examples_of_a_page_run(block: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    for argv, code in commands(block):
        call = [sys.executable, "-m", "workbench", *argv]
        done = subprocess.run(
            call, cwd=tmp_path, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        assert (argv, done.returncode) == (argv, code), done.stderr
        assert "Traceback" not in done.stderr


def test_every_command_has_an_example() -> None:
    shown = {argv[0] for page in PAGES for argv, _ in commands(page.read_text(encoding="utf-8"))}
    # `review` opens a screen; its tests drive it.
    assert set(COMMANDS) - {"review"} <= shown
