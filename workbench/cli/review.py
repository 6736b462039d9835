# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench review``: the terminal UI."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from workbench.cases import DEFAULT_CASE
from workbench.cli.common import PATH, common_options, examples
from workbench.core.errors import ExitCode, UsageError


@click.command("review", epilog=examples("review FOLDER", "review memo.pdf --case harbour.db --patterns ssn,phone"))
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_CASE,
    show_default=True,
    help="File that keeps the decisions; created if missing.",
)
@click.option("--policy", default="public", show_default=True, help="What is withheld where nobody has decided.")
@click.option(
    "--patterns", metavar="NAME,...|all", help="Ask about text of these forms too (ssn, phone...: rules/patterns.yaml)."
)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and scripts: commands on standard input.")
@click.option("--look-only", is_flag=True, help="Decide nothing: leave the case file as it is.")
@common_options
def command(
    paths: tuple[Path, ...], case_path: Path, policy: str, patterns: str | None, plain: bool, look_only: bool
) -> int:
    """Review documents on the screen and decide what is withheld.

    PATHS are files and folders; more can be opened from the screen. Press ? there for help.

    With --plain paragraphs are printed one by one and each line of standard input is a command; ? lists them.
    """
    if not plain:
        _require_screen()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    # Late and by name: the two faces stand side by side and neither imports the other.
    face: Any = importlib.import_module("workbench.tui.plain" if plain else "workbench.tui.app")
    proposals = tuple(name.strip() for name in (patterns or "").split(",") if name.strip())
    failed = face.review(paths, case_path, policy, proposals, look_only=look_only)
    return ExitCode.REPORT if failed else ExitCode.OK


def _require_screen() -> None:
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("review needs a terminal; without one there are `review --plain`, `check` and `export`")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise UsageError("review needs a terminal that can be drawn on; `workbench review --plain` prints lines")
    if "utf" not in sys.stderr.encoding.lower():
        raise UsageError("review draws with letters that this locale lacks: set LC_ALL=C.UTF-8, or use --plain")
