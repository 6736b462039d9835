# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exporting many documents: in order, each on its own, whatever happens to its neighbours."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbench import __version__
from workbench.batch import TIMEOUT_SECONDS, processes
from workbench.batch.processes import Lost
from workbench.batch.tasks import Task, export_task, lost
from workbench.core.errors import UsageError, WorkbenchError
from workbench.core.files import PendingFiles, sweep
from workbench.documents import SUFFIXES
from workbench.exports.earlier import sha256_of
from workbench.exports.naming import (
    MANIFEST_SCHEMA,
    RECORDS,
    OutputName,
    name_behind,
    name_outputs,
    refuse_overwriting,
    without_terms,
)
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.redaction.approval import Standing
from workbench.redaction.model import Decision


_Work = Generator[tuple[int, Exported | Lost]]
_BESIDE = "another document of that name was exported before: the names of these copies are longer"
_GRACE_SECONDS = 60
"""A document that is overdue ends itself, unless a library holds its process up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` documents are finished, ``last`` just now."""

    done: int
    total: int
    last: Exported


@dataclass(frozen=True, slots=True)
class RunReport:
    """What came of a run, in the order in which the documents were named.

    ``error`` is one line where the run itself has no manifest.
    """

    documents: tuple[Exported, ...]
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether any document was refused or could not be read."""
        return bool(self.error) or any(document.failed for document in self.documents)

    def counts(self) -> Mapping[Status, int]:
        """How many documents ended how."""
        return Counter(document.status for document in self.documents)


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the work is done: ``local`` processes, or a Dask cluster at ``scheduler`` (a new local one if empty)."""

    name: str = "local"
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads beside its paths.

    ``walked`` are the paths met in folders: a stranger among those is skipped, not a failure. ``decisions`` are a
    case's, by SHA-256, ``standings`` who signed them. ``standard_input`` are the bytes of the path ``-``. ``changed``
    are the files that are no longer what was reviewed, each with the day of that review: their export is refused.
    """

    walked: frozenset[Path] = frozenset()
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    standard_input: bytes | None = field(default=None, repr=False)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    changed: Mapping[Path, str] = field(default_factory=dict)

    def data_of(self, path: Path) -> bytes | None:
        """The bytes of ``-``; None of a file, which is read where it is exported."""
        return self.standard_input if path == Path("-") else None

    def sha256_of(self, path: Path) -> str:
        """The SHA-256 of a document, ``-`` too; empty where it cannot be read: its export says why."""
        data = self.data_of(path)
        return sha256_of(path) if data is None else hashlib.sha256(data).hexdigest()


def run(
    paths: Sequence[Path],
    options: ExportOptions,
    jobs: int = 1,
    progress: Callable[[Progress], None] = lambda progress: None,
    inputs: Inputs = Inputs(),
    engine: Engine = Engine(),
) -> RunReport:
    """Exports every document and writes ``TO/records/manifest.json``. The result does not depend on ``jobs``.

    Where it ends early, the manifest tells of the documents that are finished and how many are not (``unfinished``);
    where its process is killed, of none: not of copies of an earlier run, which may be replaced by then.

    Raises:
        UsageError: an output would lie among the inputs, or the engine is not installed.
        WorkbenchError: nothing can be written into the folder of the outputs.

    """
    places: dict[str, Path] = {}
    for path in paths:
        places.setdefault("-" if path == Path("-") else os.path.abspath(path), path)  # noqa: PTH100
    named = list(places.values())
    refuse_overwriting(named, options.to)
    sweep(options.to)
    names = without_terms(_names(named, inputs), (term.text for term in options.terms))
    tasks = [_task(path, options, name, inputs) for path, name in zip(named, names, strict=True)]
    results: list[Exported | None] = [None] * len(tasks)
    if error := _write_manifest(_report(results), options, unfinished=len(tasks)):
        raise WorkbenchError(f"nothing was exported: {error}")
    with contextlib.closing(_work(tasks, jobs, engine)) as work:
        try:
            for done, (number, exported) in enumerate(work, start=1):
                results[number] = exported = _judged(exported, tasks[number], inputs)
                progress(Progress(done, len(tasks), exported))
        except BaseException as ended:
            # Ctrl-C, or a reviewer who cancels: an earlier run's manifest would tell of copies that are replaced now.
            for number, exported in _finished_meanwhile(work, ended):
                results[number] = _judged(exported, tasks[number], inputs)
            if any(results):
                _write_manifest(_report(results), options, unfinished=results.count(None))
            raise
    report = _report(results)
    return replace(report, error=_write_manifest(report, options))


def _finished_meanwhile(work: _Work, error: BaseException) -> _Work:
    """What is done when ``error`` ends the work and nobody has asked for yet."""
    with contextlib.suppress(type(error)):
        yield work.throw(error)
        yield from work


def _report(results: Sequence[Exported | None]) -> RunReport:
    return RunReport(tuple(result for result in results if result))


def _task(path: Path, options: ExportOptions, name: OutputName, inputs: Inputs) -> Task:
    """With what is known of this document alone: each task travels to another process."""
    known = {inputs.sha256_of(path)} if inputs.decisions or inputs.standings else set()
    decisions = {sha256: inputs.decisions[sha256] for sha256 in known & inputs.decisions.keys()}
    standings = {sha256: inputs.standings[sha256] for sha256 in known & inputs.standings.keys()}
    return Task(path, options, name, decisions, inputs.data_of(path), standings, inputs.changed.get(path, ""))


def _names(paths: Sequence[Path], inputs: Inputs) -> list[OutputName]:
    """Names as if strangers in walked folders were not there: a spreadsheet must not change what a report is called."""
    counted = [p for p in paths if p not in inputs.walked or p.suffix.lower() in SUFFIXES or not p.suffix]
    names = dict(zip(counted, name_outputs(counted), strict=True))
    strangers = [path for path in paths if path not in names]
    names |= zip(strangers, name_behind(strangers, names.values()), strict=True)
    return [names[path] for path in paths]


def _judged(exported: Exported | Lost, task: Task, inputs: Inputs) -> Exported:
    """With the hash of what was not exported, too: the manifest is to tell which bytes those were."""
    path = task.path
    if isinstance(exported, Lost):
        exported = lost(task, exported.value)
    if not exported.sha256:
        exported = replace(exported, sha256=inputs.sha256_of(path))
    if exported.record and exported.record != task.name.record(Path()).as_posix():
        exported = replace(exported, note="; ".join(filter(None, (exported.note, _BESIDE))))
    if exported.code == "unknown-format" and path in inputs.walked:
        return replace(exported, status=Status.SKIPPED)
    return exported


def _work(tasks: Sequence[Task], jobs: int, engine: Engine) -> _Work:
    """Results as they come, each with the number of its task."""
    if engine.name == "dask":
        from workbench.batch.cluster import export_on_cluster

        yield from export_on_cluster(tasks, jobs, engine.scheduler)
    elif engine.name != "local":
        raise UsageError(f"--engine {engine.name}: use local or dask")
    elif len(tasks) < 2:
        yield from ((number, export_task(task)) for number, task in enumerate(tasks))
    else:
        yield from processes.in_processes(export_task, tasks, jobs, TIMEOUT_SECONDS + _GRACE_SECONDS)


def _write_manifest(report: RunReport, options: ExportOptions, unfinished: int = 0) -> str:
    """One line where it cannot be written.

    What is there then stays, and is true: an earlier run's where nothing was exported yet, else that of this run's
    beginning, which tells of no copy.
    """
    manifest: dict[str, Any] = {
        "schema": MANIFEST_SCHEMA,
        "version": __version__,
        "policy": options.policy.name,
        "layout": options.layout,
        "extent": options.extent,
        "format": options.output,
        "terms": len(options.terms),
        "patterns": [pattern.name for pattern in options.patterns],
        "unfinished": unfinished,
        "documents": [document.as_json() for document in report.documents],
    }
    data = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")
    path = options.to / RECORDS / "manifest.json"
    try:
        with PendingFiles() as pending:
            pending.write(path, data, private=True)
            pending.commit()
    except OSError as error:
        return f"{path}: cannot be written: {error.strerror or type(error).__name__}"
    return ""
