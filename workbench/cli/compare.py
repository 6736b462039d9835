# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench compare``: two releases of the same text."""

from __future__ import annotations

import json
from pathlib import Path

import click

from workbench.cli.common import common_options, ocr_option, printable, read_analysis
from workbench.core.errors import ExitCode, UsageError
from workbench.documents import OcrMode


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@ocr_option
@common_options
def command(old: Path, new: Path, form: str, ocr: str) -> int:
    """Print what one release of a text shows and the other withholds: words, codes, extents, markings.

    Both are taken for releases: their text is printed.
    """
    from workbench.releases import compare
    from workbench.releases.report import as_text

    if old == new == Path("-"):
        raise UsageError("only one of the releases can be standard input (-)")
    comparison = compare(read_analysis(old, OcrMode(ocr)), read_analysis(new, OcrMode(ocr)))
    if form == "json":
        click.echo(json.dumps(comparison.as_json()))
    else:
        click.echo("\n".join(map(printable, as_text(comparison).split("\n"))))
    return ExitCode.REPORT if comparison.reports else ExitCode.OK
