# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench scan``: what is in each document."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from workbench.batch.scanning import Scan, ScanOptions, scan_all
from workbench.cli.common import Source, common_options, complain, expand_paths, narrate, printable, wants_progress
from workbench.core.errors import ExitCode
from workbench.documents import OcrMode


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@click.option("--with-text", is_flag=True, help="Put the document's text into the JSON.")
@click.option(
    "--ocr",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Read pages without text by optical character recognition.",
)
@click.option("--jobs", type=click.IntRange(1), default=1, help="How many documents are read at a time.")
@common_options
def command(paths: tuple[Path, ...], form: str, with_text: bool, ocr: str, jobs: int) -> int:
    """Print what is in each document: paragraphs, marks, the overall marking."""
    options = ScanOptions(with_text=with_text, ocr=OcrMode(ocr), standard_input=_standard_input(paths))
    sources = list(expand_paths(paths))
    failed = reported = False
    progress = _page_line if wants_progress() else None
    for source, scan in zip(sources, scan_all([s.path for s in sources], options, jobs, progress), strict=True):
        if progress:
            _wipe_line()
        if scan.error:
            failed |= _say(scan, source)
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


def _standard_input(paths: tuple[Path, ...]) -> bytes | None:
    return sys.stdin.buffer.read() if Path("-") in paths else None


def _say(scan: Scan, source: Source) -> bool:
    if source.walked and scan.error_code == "unknown-format":
        narrate(f"skipped: {scan.error}")
        return False
    complain(scan.error)
    return True


def _summary(scan: Scan) -> str:
    found: dict[str, Any] = scan.found
    overall = found["overall"]
    lines = [f"{found['path']}: {found['format']}, {_count(found['pages'], 'page')}"]
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
    return "\n".join(lines)


def _banner(marking: dict[str, Any] | None) -> str:
    return (marking["banner"] or marking["level"]) if marking else "nothing"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
