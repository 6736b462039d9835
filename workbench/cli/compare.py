# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench compare``: two releases of the same text."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli.common import PATH, common_options, examples, ocr_option, read_analysis, say, text_or_json
from workbench.core.errors import ExitCode, UsageError
from workbench.documents import OcrMode


@click.command("compare", epilog=examples("compare release-1983.pdf release-2009.pdf"))
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@text_or_json
@ocr_option
@common_options
def command(old: Path, new: Path, form: str, ocr: str) -> int:
    """Compare two releases of the same text.

    Prints what is newly released, newly withheld, or withheld under another code, extent or marking. Both are taken for
    releases: their words are printed.
    """
    from workbench.releases import compare
    from workbench.releases.report import as_text

    if old == new == Path("-"):
        raise UsageError("only one of the releases can be standard input (-)")
    comparison = compare(read_analysis(old, OcrMode(ocr)), read_analysis(new, OcrMode(ocr)))
    say(form, comparison.as_json, lambda: as_text(comparison))
    return ExitCode.REPORT if comparison.reports else ExitCode.OK
