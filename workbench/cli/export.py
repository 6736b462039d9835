# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench export``: sanitized and annotated copies."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.common import PATH, common_options, complain, examples, narrate, place, wants_progress
from workbench.cli.export_inputs import documents_outside, inputs_of
from workbench.cli.export_options import look_of_copies, notices_on_copies, what_is_withheld, work_to_do
from workbench.cli.sections import SectionedCommand
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
def command(paths: tuple[Path, ...], to: Path, **values: Any) -> int:
    """Write sanitized copies, from which what is withheld is gone, and annotated copies, which show it marked.

    PATHS are files, folders or - for standard input; they are never changed. For report.pdf this writes
    sanitized/report.sanitized.pdf, annotated/report.annotated.pdf and records/report.redactions.json below --to. A copy
    is searched for everything withheld before it gets its name; one that leaks is not kept.
    """
    from workbench.batch.exporting import Engine, run

    chosen = SimpleNamespace(**values)
    if chosen.scheduler and chosen.engine != "dask":
        raise UsageError("--scheduler: goes with --engine dask")
    options = _options(to, chosen)
    sources = list(documents_outside(to, paths))
    inputs = inputs_of(sources, chosen.case_file, chosen.decisions_file)
    jobs, engine = chosen.jobs or os.cpu_count() or 1, Engine(chosen.engine, chosen.scheduler)
    with _ending_like_ctrl_c(), _progress(len(sources)) as progress:
        report = run([s.path for s in sources], options, jobs, progress, inputs, engine)
    return _tell(report, options)


def _options(to: Path, chosen: SimpleNamespace) -> ExportOptions:
    from workbench.documents.ocr import OcrMode, require_engine
    from workbench.exports.model import Layout, Output, Purpose, Wishes
    from workbench.exports.options import ExportOptions
    from workbench.exports.release import make_release
    from workbench.redaction import Extent, load_policy, read_patterns, read_terms

    require_engine(OcrMode(chosen.ocr))
    release = make_release(
        stamp=chosen.stamp is not None,
        authority=chosen.authority,
        on=chosen.on,
        track=chosen.track,
        header=chosen.header,
        footer=chosen.footer,
        case=chosen.case_file.stem if chosen.case_file else "",
    )
    policy = load_policy(chosen.policy_name)
    return ExportOptions(
        to=to,
        policy=policy.model_copy(update={"approval": True}) if chosen.approved else policy,
        purposes=tuple(map(Purpose, chosen.purposes)),
        terms=read_terms(chosen.terms_file) if chosen.terms_file else (),
        layout=Layout(chosen.layout),
        extent=Extent(chosen.extent),
        output=Output(chosen.form),
        resume=chosen.resume,
        ocr=OcrMode(chosen.ocr),
        patterns=read_patterns(chosen.pattern_names) if chosen.pattern_names is not None else (),
        release=release,
        wishes=Wishes(chosen.hide_widths, chosen.keep_links, chosen.keep_bookmarks),
    )


@contextmanager
def _ending_like_ctrl_c() -> Iterator[None]:
    """SIGTERM, and SIGHUP of a terminal that is closed, unwind like Ctrl-C, so that nothing half-written stays."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Progress], None]]:
    hidden = total < 2 or not wants_progress()
    bar = click.progressbar(length=total, label="Exporting", show_pos=True, file=sys.stderr, hidden=hidden)
    try:
        with bar:
            yield lambda progress: bar.update(1)
    except (KeyboardInterrupt, SystemExit):
        narrate(f"{bar.pos} of {counted(total, 'document')} finished; --resume goes on with the others")
        raise


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
