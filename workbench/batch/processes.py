# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on several local processes. One that dies on a document takes no other document with it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from types import FrameType

from workbench.batch.tasks import Task, export_task
from workbench.exports.options import Exported, Status


def export_in_processes(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Exported]]:
    """Results as they come, each with the number of its task."""
    waiting = [list(range(len(tasks)))]
    while waiting:
        numbers = waiting.pop()
        lost: list[int] = []
        yield from _run_pool(tasks, numbers, jobs, lost)
        if lost and len(numbers) == 1:
            why = f"{tasks[numbers[0]].path}: nothing was written: the process ended while exporting it"
            yield numbers[0], Exported(str(tasks[numbers[0]].path), Status.REFUSED, error=why, code="crashed")
        elif lost:
            # Which document killed its process is not known, only which were under way or waiting. Halves find it in
            # a few pools; each alone would start a process for every document that was left.
            half = len(lost) // 2
            waiting += filter(None, (sorted(lost)[half:], sorted(lost)[:half]))


def _run_pool(tasks: Sequence[Task], numbers: list[int], jobs: int, lost: list[int]) -> Iterator[tuple[int, Exported]]:
    # spawn: a forked child would share the state of PyMuPDF and libyaml with its parent.
    pool = ProcessPoolExecutor(min(jobs, len(numbers)), get_context("spawn"), initializer=_prepare)
    try:
        futures: dict[Future[Exported], int] = {pool.submit(export_task, tasks[number]): number for number in numbers}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise


def _prepare() -> None:
    """A worker leaves Ctrl-C to its parent, and cleans up behind itself when the parent tells it to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
