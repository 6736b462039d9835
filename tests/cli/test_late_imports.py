# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hook that checks a text file pays for no PDF library: a static import graph cannot see late imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


HEAVY = ("pymupdf", "pikepdf", "pypdfium2", "textual", "rich", "docx", "lxml", "numpy", "PIL")


@pytest.mark.parametrize("command", ["check", "scan"])
def test_reading_a_text_file_loads_no_heavy_library(command: str, tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("SECRET\n\n(S) The Ambarian fleet sailed with nine ships.\n\nSECRET\n")
    program = (
        f"import sys; from workbench.cli import run; code = run([{command!r}, {str(path)!r}]);"
        f"loaded = [m for m in {HEAVY!r} if m in sys.modules]; print(loaded, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    assert done.returncode == 0


def test_the_list_of_commands_loads_none_of_them() -> None:
    program = (
        "import sys; from workbench.cli import COMMANDS, run; run(['--help']);"
        "print([m for m in sys.modules if m.startswith('workbench.') and m.rpartition('.')[2] in COMMANDS])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "corroborate" in done.stdout
