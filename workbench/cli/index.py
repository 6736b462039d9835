# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench index``: the redaction (Vaughn) index."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import PATH, choice_option, common_options, examples, narrate
from workbench.core.counted import counted
from workbench.core.errors import DocumentError, ExitCode, UsageError, WorkbenchError


if TYPE_CHECKING:
    from workbench.documents import Document
    from workbench.exports.index import Row


@click.command(
    "index", epilog=examples("index exports > index.csv", "index .workbench/case.db --format docx -o index.docx")
)
@click.argument("source", metavar="CASE|DIR", type=PATH)
@choice_option("--format", ("csv", "docx", "html", "json"), "Format of the index.", "form")
@click.option("--output", "-o", type=PATH, help="File to write (default: standard output).")
@common_options
def command(source: Path, form: str, output: Path | None) -> int:
    """Print the redaction (Vaughn) index of a case file, or of a folder that `workbench export` wrote into.

    A row for each withholding: document, page, extent, exemption, statute and reason; never what is withheld.
    """
    from workbench.cases import DEFAULT_CASE
    from workbench.exports.index import gaps, render, rows_of_folder

    if form == "docx" and output is None and sys.stdout.isatty():
        raise UsageError("--format docx: cannot be shown on a terminal; use --output FILE")
    # The folder of a case in place of its file: `workbench index .workbench`.
    source = case if (case := source / DEFAULT_CASE.name).is_file() else source
    rows = _rows_of_case(source) if source.is_file() else rows_of_folder(source)
    data = render(rows, form)
    if output is None:
        click.echo(data, nl=False)
    else:
        _write(output, data, source)
    narrate(counted(len(rows), "withholding"))
    for gap in gaps(rows):
        narrate(gap)
    return ExitCode.OK


def _write(output: Path, data: bytes, source: Path) -> None:
    """Puts the index where it is wanted, in place of nothing that it is of."""
    from workbench.core.files import PendingFiles
    from workbench.exports.naming import is_output_folder

    place = Path(os.path.realpath(output))
    if place.is_file() and place in {Path(os.path.realpath(path)) for path in (source, *_originals(source))}:
        raise UsageError(f"--output {output}: is what the index is of; choose another name")
    if any(map(is_output_folder, place.parents)):
        raise UsageError(f"--output {output}: lies among the copies or records of a run; choose another folder")
    try:
        with PendingFiles() as pending:
            pending.write(output, data, private=True)
            pending.commit()
    except OSError as error:
        raise WorkbenchError(f"{output}: cannot be written: {error.strerror or type(error).__name__}") from None


def _originals(source: Path) -> Iterator[Path]:
    from workbench.cases import Case

    if source.is_file():
        with Case.open(source, read_only=True) as case:
            yield from (Path(document.path) for document in case.documents())
    for record in source.rglob("*.redactions.json"):
        yield Path(json.loads(record.read_bytes())["source"]["path"])


def _rows_of_case(path: Path) -> list[Row]:
    from workbench.cases import Case
    from workbench.exports.index import row_of_decision
    from workbench.redaction import Action

    rows = []
    with Case.open(path, read_only=True) as case:
        case.require_whole()
        paths = {document.sha256: document.path for document in case.documents()}
        names = _names(paths.values())
        for sha256 in dict.fromkeys((*paths, *(entry.sha256 for entry in case.history()))):
            name = names[paths[sha256]] if sha256 in paths else sha256[:12]
            withheld = [d for d in case.decisions(sha256) if d.action is Action.WITHHOLD]
            document = _read(paths.get(sha256), sha256) if withheld else None
            for decision in sorted(withheld, key=lambda d: d.spans):
                fits = document and decision.spans and decision.reading.fits(document.reading)
                page = document.page_at(decision.spans[0].start) if document and fits else None
                rows.append(row_of_decision(name, page, decision))
    return rows


def _names(paths: Iterable[str]) -> dict[str, str]:
    """The file's name for each path; same-named documents are told apart by their folders, as their copies are."""
    from workbench.exports.naming import name_outputs

    named = list(dict.fromkeys(paths))
    outputs = name_outputs([Path(path) for path in named])
    return {path: (output.folder / Path(path).name).as_posix() for path, output in zip(named, outputs, strict=True)}


def _read(path: str | None, sha256: str) -> Document | None:
    """The document, for its page numbers; None where it has moved or changed since."""
    if path is None:
        return None
    from workbench.documents import open_document

    try:
        document = open_document(path)
    except DocumentError as error:
        narrate(f"pages are not known: {error}")
        return None
    return document if document.sha256 == sha256 else None
