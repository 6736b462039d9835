# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document's work, in a form that travels to another process or machine."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import c_ulong, py_object, pythonapi
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from workbench.batch import TIMEOUT_SECONDS
from workbench.core.errors import WorkbenchError
from workbench.exports.naming import OutputName
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.exports.pipeline import export_document, final_name, withdraw
from workbench.redaction.approval import Standing
from workbench.redaction.model import Decision


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that the export of one document needs."""

    path: Path
    options: ExportOptions
    name: OutputName
    decisions: Mapping[str, tuple[Decision, ...]]
    data: bytes | None = field(default=None, repr=False)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    changed: str = ""

    def decided(self, sha256: str) -> tuple[Decision, ...]:
        """The decisions about the document of that hash.

        Raises:
            WorkbenchError: those there are were made on other bytes: what a reviewer withheld would go out.

        """
        if self.changed:
            raise WorkbenchError(f"not exported: has changed since it was reviewed on {self.changed}; review it again")
        if self.decisions and sha256 not in self.decisions:
            raise WorkbenchError("not exported: changed while the run went on; review it again")
        return self.decisions.get(sha256, ())


class _Overdue(BaseException):
    """Raised inside the work. No Exception: nothing on the way may take it for an error of its own."""


def export_task(task: Task) -> Exported:
    """Does the work. Never raises for a document."""
    try:
        with _deadline(TIMEOUT_SECONDS):
            return export_document(task.path, task.options, task.name, task.decided, task.data, task.standings)
    except _Overdue:
        return lost(task, "it took too long", "timeout")


def lost(task: Task, why: str, code: str = "crashed") -> Exported:
    """A document that is given up; copies of an earlier run would pass for this one's."""
    exported = Exported(str(task.path), Status.REFUSED, error=f"{task.path}: nothing was written: {why}", code=code)
    return withdraw(exported, final_name(task.path, task.options, task.name), task.options.to)


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """Interrupts Python code after ``seconds``; what a library does is interrupted when it returns."""
    if hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGALRM, _ring)
        signal.alarm(seconds)
        try:
            yield
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)
        return
    # A thread of Dask, or of the review: no signal comes there.
    interrupt = partial(pythonapi.PyThreadState_SetAsyncExc, c_ulong(threading.get_ident()))
    timer = threading.Timer(seconds, interrupt, [py_object(_Overdue)])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        # One that rang and was not heard yet is heard here. Taking it back would leave CPython 3.11 looking for it at
        # every call of the process from then on, and hang a tracer.
        timer.cancel()
        timer.join()


def _ring(number: int, frame: FrameType | None) -> None:
    raise _Overdue
