# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench export``: sanitized and annotated copies."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from workbench.cli.common import (
    PATH,
    Source,
    choice_option,
    common_options,
    complain,
    examples,
    expand_paths,
    narrate,
    ocr_option,
    place,
    wants_progress,
)
from workbench.core.counted import counted
from workbench.core.errors import ExitCode, UsageError


if TYPE_CHECKING:
    from workbench.batch.exporting import Inputs, Progress, RunReport
    from workbench.exports.options import Exported, ExportOptions

_MOST_PLACES = 10
PURPOSES = ("sanitized", "annotated")


def _purposes(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    for purpose in chosen:
        if purpose not in PURPOSES:
            raise click.BadParameter(f"{purpose!r} is not one of {', '.join(PURPOSES)}")
    return chosen


@click.command(
    "export",
    epilog=examples(
        "export memo.pdf",
        "export FOLDER --to out --terms names.txt --as sanitized,annotated",
        "export scan.pdf --policy none --patterns ssn,phone --layout reflow",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--to", type=PATH, default=Path("exports"), show_default=True, help="Folder to write into.")
@click.option(
    "--as",
    "purposes",
    metavar="PURPOSES",
    default="sanitized",
    show_default=True,
    callback=_purposes,
    help="Copies to make: sanitized, annotated, or both with a comma.",
)
@click.option(
    "--policy",
    "policy_name",
    metavar="NAME|FILE",
    default="public",
    show_default=True,
    help="What is withheld: public (marked above U, or unmarked), none, another policy, or a YAML file.",
)
@click.option("--terms", "terms_file", type=PATH, help="Words to withhold, one a line: TERM or TERM<TAB>CODE.")
@click.option(
    "--patterns",
    "pattern_names",
    metavar="NAME,...|all|FILE",
    help="Forms to withhold (ssn, phone, email...: rules/patterns.yaml), or a YAML file of them.",
)
@click.option("--approved", is_flag=True, help="Only what one person reviewed and another approved in the case.")
@click.option("--case", "case_file", type=PATH, help="Case file with decisions (default: .workbench/case.db, if any).")
@click.option(
    "--decisions",
    "decisions_file",
    type=PATH,
    help="YAML or JSON file of pages, boxes, paragraphs or spans to withhold or release.",
)
@choice_option("--format", ("same", "pdf", "docx", "txt", "html"), "Format of the copies.", "form")
@choice_option("--layout", ("faithful", "reflow", "image"), "Look of a PDF copy: the original's, set anew, or pixels.")
@choice_option(
    "--extent", ("unit", "lines"), "What a label tells of how much is gone: its kind, or the number of lines."
)
@click.option("--hide-widths", is_flag=True, help="Let no place in a PDF tell the width of a withheld word.")
@click.option("--keep-links", is_flag=True, help="Keep links over kept words whose address tells nothing withheld.")
@click.option("--keep-bookmarks", is_flag=True, help="Keep bookmarks whose title is kept text of their page.")
@click.option("--stamp", type=click.Choice(["declassified"]), help="Stamp what was classified as declassified.")
@click.option("--authority", default="", help="Who declassifies: name and position, or title and date of a guide.")
@click.option("--on", "on", default="", metavar="YYYY-MM-DD", help="Date of the stamp, header and footer.")
@click.option("--track", default="foia", show_default=True, help="Ground of release; some allow no stamp.")
@click.option("--header", default="", help="Line above each page: {document} {page} {pages} {date} {case}.")
@click.option("--footer", default="", help="Line below each page, likewise.")
@ocr_option
@click.option("--jobs", type=click.IntRange(1), help="Documents at a time (default: one a processor).")
@choice_option("--engine", ("local", "dask"), "Where the work is done.")
@click.option("--scheduler", default="", help="Address of a Dask scheduler.")
@click.option("--resume", is_flag=True, help="Skip what an earlier run finished from the same bytes and settings.")
@common_options
def command(
    paths: tuple[Path, ...],
    to: Path,
    purposes: tuple[str, ...],
    policy_name: str,
    terms_file: Path | None,
    pattern_names: str | None,
    approved: bool,
    case_file: Path | None,
    decisions_file: Path | None,
    layout: str,
    extent: str,
    hide_widths: bool,
    keep_links: bool,
    keep_bookmarks: bool,
    stamp: str | None,
    authority: str,
    on: str,
    track: str,
    header: str,
    footer: str,
    form: str,
    jobs: int | None,
    engine: str,
    scheduler: str,
    ocr: str,
    resume: bool,
) -> int:
    """Write sanitized copies, from which what is withheld is gone, and annotated copies, which show it marked.

    PATHS are files, folders or - for standard input; they are never changed. For report.pdf this writes
    sanitized/report.sanitized.pdf, annotated/report.annotated.pdf and records/report.redactions.json below --to. A copy
    is searched for everything withheld before it gets its name; one that leaks is not kept.
    """
    from workbench.batch.exporting import Engine, run
    from workbench.documents.ocr import OcrMode, require_engine
    from workbench.exports.model import Layout, Output, Purpose, Wishes
    from workbench.exports.options import ExportOptions
    from workbench.exports.release import make_release
    from workbench.redaction import Extent, load_policy, read_patterns, read_terms

    require_engine(OcrMode(ocr))
    if scheduler and engine != "dask":
        raise UsageError("--scheduler: goes with --engine dask")
    release = make_release(
        stamp=stamp is not None,
        authority=authority,
        on=on,
        track=track,
        header=header,
        footer=footer,
        case=case_file.stem if case_file else "",
    )
    policy = load_policy(policy_name)
    options = ExportOptions(
        to=to,
        policy=policy.model_copy(update={"approval": True}) if approved else policy,
        purposes=tuple(map(Purpose, purposes)),
        terms=read_terms(terms_file) if terms_file else (),
        layout=Layout(layout),
        extent=Extent(extent),
        output=Output(form),
        resume=resume,
        ocr=OcrMode(ocr),
        patterns=read_patterns(pattern_names) if pattern_names is not None else (),
        release=release,
        wishes=Wishes(hide_widths, keep_links, keep_bookmarks),
    )
    sources = list(_outside(to, paths))
    inputs = _inputs(sources, case_file, decisions_file)
    with _ending_on_sigterm(), _progress(len(sources)) as progress:
        report = run(
            [s.path for s in sources], options, jobs or os.cpu_count() or 1, progress, inputs, Engine(engine, scheduler)
        )
    return _tell(report, options)


def _outside(to: Path, paths: Sequence[Path]) -> Iterator[Source]:
    """The documents of ``paths`` without what earlier runs wrote: ``workbench export .`` must not redact copies.

    Who names a folder of copies means them, unless this run writes there too.
    """
    from workbench.exports.naming import is_output_folder, output_folders

    skipped: Counter[Path] = Counter()
    own = output_folders(Path(os.path.realpath(to)))

    @cache
    def run_of(folder: Path) -> Path | None:
        if any(Path(os.path.realpath(folder)).is_relative_to(each) for each in own):
            return to
        if any(path.is_relative_to(folder) for path in paths):
            return None
        return folder.parent if is_output_folder(folder) else run_of(folder.parent)

    for source in expand_paths(paths):
        run = run_of(source.path.parent) if source.walked else None
        if run is None:
            yield source
        else:
            skipped[run] += 1
    for folder, count in skipped.items():
        narrate(f"skipped: {folder}: {counted(count, 'file')} among the copies and records of earlier runs")


def _inputs(sources: Sequence[Source], case_file: Path | None, decisions_file: Path | None) -> Inputs:
    from workbench.cli.decisions import with_decisions

    walked = frozenset(source.path for source in sources if source.walked)
    standard_input = sys.stdin.buffer.read() if any(str(s.path) == "-" for s in sources) else None
    paths = [source.path for source in sources]
    inputs = replace(_of_case(case_file, paths), walked=walked, standard_input=standard_input)
    return replace(inputs, decisions=with_decisions(inputs.decisions, decisions_file, paths, standard_input))


def _of_case(case_file: Path | None, paths: Sequence[Path]) -> Inputs:
    """Every decision of the case, and who signed them, by the document's hash; which of ``paths`` changed since.

    A default case that is there is used, and said to be.
    """
    from workbench.batch.exporting import Inputs, sha256_of
    from workbench.cases import DEFAULT_CASE, Case

    if case_file is None:
        if not DEFAULT_CASE.is_file():
            return Inputs()
        case_file = DEFAULT_CASE
        narrate(f"decisions are taken from {case_file}")
    with Case.open(case_file, read_only=True) as case:
        case.require_whole()
        hashes = sorted({entry.sha256 for entry in case.history()})
        known = {document.path for document in case.documents()}
        here = {path: str(path.absolute()) for path in paths}
        days = {p: case.reviewed_at(name, sha256_of(p))[:10] for p, name in here.items() if name in known}
        return Inputs(
            decisions={sha256: case.decisions(sha256) for sha256 in hashes},
            standings={sha256: case.standing(sha256) for sha256 in hashes},
            changed={path: day for path, day in days.items() if day},
        )


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """SIGTERM unwinds like Ctrl-C, so that nothing half-written stays."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Progress], None]]:
    finished = 0

    def step(progress: Progress) -> None:
        nonlocal finished
        finished = progress.done
        advance(finished)

    with _bar(total) as advance:
        try:
            yield step
        except (KeyboardInterrupt, SystemExit):
            narrate(f"{finished} of {counted(total, 'document')} finished; --resume goes on with the others")
            raise


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    if not wants_progress() or total < 2:
        yield lambda finished: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn
    from rich.progress import Progress as Bar

    with Bar(*Bar.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Exporting", total=total)
        yield lambda finished: bar.update(task, completed=finished)


def _tell(report: RunReport, options: ExportOptions) -> int:
    for document in report.documents:
        if document.failed:
            _tell_failure(document)
        elif document.error:
            narrate(f"skipped: {document.error}")
        else:
            _tell_success(document)
    if report.error:
        complain(report.error)
    counts = ", ".join(f"{count} {status}" for status, count in sorted(report.counts().items()))
    narrate(f"{counts or 'no documents'}; policy {options.policy.name}; copies and records in {options.to}")
    return ExitCode.REPORT if report.failed else ExitCode.OK


def _tell_failure(document: Exported) -> None:
    complain(document.error)
    for finding in document.findings[:_MOST_PLACES]:
        complain(place(finding))
    if more := len(document.findings[_MOST_PLACES:]):
        complain(f"{document.path}: and {more} more; see records/manifest.json")


def _tell_success(document: Exported) -> None:
    narrate(f"{document.path}: {document.status}, {document.redactions} withheld", detail=True)
    if document.note:
        narrate(f"{document.path}: {document.note}")
    for finding in document.findings:
        narrate(place(finding), detail=True)
