# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench corroborate``: what of a document already stands in public sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import (
    PATH,
    common_options,
    examples,
    expand_paths,
    narrate,
    ocr_option,
    read_analysis,
    report_unreadable,
    say,
    text_or_json,
)
from workbench.core.errors import DocumentError, ExitCode, UsageError
from workbench.documents import OcrMode


if TYPE_CHECKING:
    from workbench.structure import Analysis


class _TakesMany(click.Command):
    """``--against A B C``: the option takes every word up to the next option, as the shell's wildcards give them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeats the option before each of its words."""
        spread: list[str] = []
        taking = first = False
        for number, word in enumerate(args):
            if word.startswith("-") and word != "-":
                if word == "--":
                    spread += args[number:]
                    break
                taking = first = word == "--against"
            elif taking and not first:
                spread.append("--against")
            else:
                first = False
            spread.append(word)
        return super().parse_args(ctx, spread)


@click.command("corroborate", cls=_TakesMany, epilog=examples("corroborate memo.pdf --against FOLDER book.txt"))
@click.argument("document", type=PATH)
@click.option(
    "--against", metavar="PATHS...", multiple=True, required=True, type=PATH, help="Public sources: files or folders."
)
@text_or_json
@ocr_option
@common_options
def command(document: Path, against: tuple[Path, ...], form: str, ocr: str) -> int:
    """Find which paragraphs of DOCUMENT already stand in public sources, and where.

    A hint for a reviewer, not a decision. The words of DOCUMENT are not printed.
    """
    from workbench.releases import corroborate
    from workbench.releases.evidence_report import as_text

    if Path("-") in against:
        raise UsageError("--against: sources are files or folders, not standard input")
    analysis = read_analysis(document, OcrMode(ocr))
    sources, failed = _read(against, OcrMode(ocr))
    found = corroborate(analysis, sources)
    for path, why in found.skipped:
        narrate(f"skipped: {path}: {why}")
    say(form, found.as_json, lambda: as_text(found))
    return ExitCode.REPORT if found.reports or failed else ExitCode.OK


def _read(paths: tuple[Path, ...], ocr: OcrMode) -> tuple[list[Analysis], bool]:
    """Every source that can be read, and whether one that should be could not."""
    sources, failed = [], False
    for source in expand_paths(paths):
        try:
            sources.append(read_analysis(source.path, ocr))
        except DocumentError as error:
            failed |= report_unreadable(str(error), error.code, source)
    return sources, failed
