# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench scan``: what is in each document."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from workbench.batch.scanning import Scan, ScanOptions, scan_all
from workbench.cli.common import (
    PATH,
    common_options,
    examples,
    expand_paths,
    ocr_option,
    report_unreadable,
    text_or_json,
    wants_progress,
)
from workbench.cli.streams import standard_input
from workbench.core.counted import counted
from workbench.core.errors import ExitCode
from workbench.core.terminal import printable
from workbench.documents import OcrMode


@click.command(
    "scan", epilog=examples("scan memo.pdf", "scan --format json --jobs 4 FOLDER", "scan --ocr always scan.pdf")
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@text_or_json
@click.option("--with-text", is_flag=True, help="Include the document's text in the JSON.")
@ocr_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Documents to read at a time.")
@common_options
def command(paths: tuple[Path, ...], form: str, with_text: bool, ocr: str, jobs: int) -> int:
    """Print the paragraphs, marks and overall marking of documents.

    PATHS are files, folders or - for standard input. The JSON is one object a line for each document.
    """
    options = ScanOptions(with_text=with_text, ocr=OcrMode(ocr), standard_input=standard_input(paths))
    sources = list(expand_paths(paths))
    failed = reported = False
    progress = _page_line if wants_progress() else None
    for source, scan in zip(sources, scan_all([s.path for s in sources], options, jobs, progress), strict=True):
        if progress:
            _wipe_line()
        if scan.error:
            failed |= report_unreadable(scan.error, scan.error_code, source)
            continue
        reported |= scan.reported
        click.echo(scan.json if form == "json" else _summary(scan))
    return ExitCode.REPORT if failed or reported else ExitCode.OK


def _page_line(path: Path, page: int, pages: int) -> None:
    """Which page OCR is reading, on one line of the terminal that is written over."""
    _wipe_line()
    width = shutil.get_terminal_size().columns - 1
    click.echo(printable(f"reading page {page} of {pages} of {path.name}")[:width], nl=False, err=True)


def _wipe_line() -> None:
    click.echo("\r\x1b[K", nl=False, err=True)


def _summary(scan: Scan) -> str:
    found: dict[str, Any] = scan.found
    overall = found["overall"]
    lines = [f"{found['path']}: {found['format']}, {counted(found['pages'], 'page')}"]
    lines.append(f"  marked {_banner(overall['banner'])}, computed {_banner(overall['computed'])}")
    for paragraph in found["paragraphs"]:
        if paragraph["kind"] != "furniture":
            mark = paragraph["portion"]["raw"] if paragraph["portion"] else "-"
            place = f"page {paragraph['page']}"
            lines.append(f"  {paragraph['id']:>5}  {mark:<12} {paragraph['kind']:<10} {place}")
    for mark in found["marks"]:
        if mark["type"] != "portion":
            struck = " (struck)" if mark["struck"] else ""
            lines.append(f"  {mark['type']:<11} {' '.join(mark['raw'].split())}{struck}, page {mark['page']}")
    lines += [f"  {f['code']} {f['message']}" for f in found["findings"]]
    return "\n".join(map(printable, lines))


def _banner(marking: dict[str, Any] | None) -> str:
    return (marking["banner"] or marking["level"]) if marking else "nothing"
