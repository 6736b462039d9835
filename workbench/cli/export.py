# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench export``: sanitized and annotated copies."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from workbench.cli.common import (
    PATH,
    common_options,
    complain,
    examples,
    narrate,
    place,
    wants_progress,
)
from workbench.cli.export_inputs import documents_outside, inputs_of
from workbench.cli.export_options import (
    Look,
    Notices,
    Withheld,
    Work,
    look_of_copies,
    notices_on_copies,
    what_is_withheld,
    work_to_do,
)
from workbench.cli.groups import SectionedCommand
from workbench.core.counted import counted
from workbench.core.errors import ExitCode, UsageError


if TYPE_CHECKING:
    from workbench.batch.exporting import Progress, RunReport
    from workbench.exports.options import Exported, ExportOptions

_MOST_PLACES = 10


@click.command(
    "export",
    cls=SectionedCommand,
    epilog=examples(
        "export memo.pdf",
        "export FOLDER --to out --terms names.txt --as sanitized,annotated",
        "export scan.pdf --policy none --patterns ssn,phone --layout reflow",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--to", type=PATH, default=Path("exports"), show_default=True, help="Folder to write into.")
@what_is_withheld
@look_of_copies
@notices_on_copies
@work_to_do
@common_options
def command(paths: tuple[Path, ...], to: Path, withheld: Withheld, look: Look, notices: Notices, work: Work) -> int:
    """Write sanitized copies, from which what is withheld is gone, and annotated copies, which show it marked.

    PATHS are files, folders or - for standard input; they are never changed. For report.pdf this writes
    sanitized/report.sanitized.pdf, annotated/report.annotated.pdf and records/report.redactions.json below --to. A copy
    is searched for everything withheld before it gets its name; one that leaks is not kept.
    """
    from workbench.batch.exporting import Engine, run

    if work.scheduler and work.engine != "dask":
        raise UsageError("--scheduler: goes with --engine dask")
    options = _options(to, withheld, look, notices, work)
    sources = list(documents_outside(to, paths))
    inputs = inputs_of(sources, withheld.case_file, withheld.decisions_file)
    jobs, engine = work.jobs or os.cpu_count() or 1, Engine(work.engine, work.scheduler)
    with _ending_on_sigterm(), _progress(len(sources)) as progress:
        report = run([s.path for s in sources], options, jobs, progress, inputs, engine)
    return _tell(report, options)


def _options(to: Path, withheld: Withheld, look: Look, notices: Notices, work: Work) -> ExportOptions:
    from workbench.documents.ocr import OcrMode, require_engine
    from workbench.exports.model import Layout, Output, Purpose, Wishes
    from workbench.exports.options import ExportOptions
    from workbench.exports.release import make_release
    from workbench.redaction import Extent, load_policy, read_patterns, read_terms

    require_engine(OcrMode(work.ocr))
    release = make_release(
        stamp=notices.stamp is not None,
        authority=notices.authority,
        on=notices.on,
        track=notices.track,
        header=notices.header,
        footer=notices.footer,
        case=withheld.case_file.stem if withheld.case_file else "",
    )
    policy = load_policy(withheld.policy_name)
    return ExportOptions(
        to=to,
        policy=policy.model_copy(update={"approval": True}) if withheld.approved else policy,
        purposes=tuple(map(Purpose, look.purposes)),
        terms=read_terms(withheld.terms_file) if withheld.terms_file else (),
        layout=Layout(look.layout),
        extent=Extent(look.extent),
        output=Output(look.form),
        resume=work.resume,
        ocr=OcrMode(work.ocr),
        patterns=read_patterns(withheld.pattern_names) if withheld.pattern_names is not None else (),
        release=release,
        wishes=Wishes(look.hide_widths, look.keep_links, look.keep_bookmarks),
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
