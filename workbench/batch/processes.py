# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on several local processes. One that dies, or hangs, takes no other document with it.

``ProcessPoolExecutor`` was refused: it does not tell which task its dead process had, it knows no task that hangs in a
library, its workers outlive a parent that is killed, and it holds every task of a run at once.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from enum import Enum
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Generic, TypeVar


T = TypeVar("T")
R = TypeVar("R")

_GRACE_SECONDS = 10


class Lost(Enum):
    """Why a task has no result."""

    DIED = "its process ended"
    OVERDUE = "it took too long"


def in_processes(
    work: Callable[[T], R], tasks: Sequence[T], jobs: int, seconds: float
) -> Generator[tuple[int, R | Lost]]:
    """``work`` done on each of ``tasks`` by ``jobs`` processes, as it is finished, with the number of its task.

    A process that ends, or is not done with a task after ``seconds``, is replaced; its task is ``Lost``. Where an error
    ends it, Ctrl-C too, what was finished meanwhile is told before the error is raised.
    """
    waiting = deque(range(len(tasks)))
    idle: list[_Worker[T, R]] = []
    busy: list[_Worker[T, R]] = []
    done: deque[tuple[int, R | Lost]] = deque()
    try:
        while waiting or busy or done:
            while done:
                yield done.popleft()
            while waiting and len(busy) < jobs:
                busy.append(idle.pop() if idle else _Worker(work))
                number = waiting.popleft()
                busy[-1].give(number, tasks[number], seconds)
            for worker, result in _finished(busy):
                done.append((worker.number, result))
                busy.remove(worker)
                if isinstance(result, Lost):
                    worker.process.kill()
                    _end_all([worker])
                else:
                    idle.append(worker)
    except GeneratorExit:
        raise
    except BaseException:
        yield from (*done, *_last(busy))
        raise
    finally:
        _end_all([*idle, *busy])


def _finished(busy: Sequence[_Worker[T, R]]) -> list[tuple[_Worker[T, R], R | Lost]]:
    """Waits until one of ``busy`` is done with its task, or overdue; of none there is nothing to wait for."""
    if not busy:
        return []
    ready = wait([w.pipe for w in busy], max(0.0, min(w.deadline for w in busy) - time.monotonic()))
    now = time.monotonic()
    done = [w for w in busy if w.pipe in ready or w.deadline <= now]
    return [(w, w.result() if w.pipe in ready else Lost.OVERDUE) for w in done]


def _last(busy: Sequence[_Worker[T, R]]) -> list[tuple[int, R | Lost]]:
    """What is done by the time that ``busy`` have heard that they are to end."""
    for worker in busy:
        worker.process.terminate()
    for worker in busy:
        worker.process.join(_GRACE_SECONDS)
    results = [(worker.number, worker.result()) for worker in busy if worker.pipe.poll()]
    return [(number, result) for number, result in results if not isinstance(result, Lost)]


class _Worker(Generic[T, R]):
    """A process, the parent's end of the pipe to it, and the task it has."""

    def __init__(self, work: Callable[[T], R]) -> None:
        # spawn: a forked child would share the state of PyMuPDF and libyaml with its parent.
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, work), daemon=True)
        with _deaf():
            self.process.start()
        other.close()
        self.number = -1
        self.deadline = 0.0

    def give(self, number: int, task: T, seconds: float) -> None:
        self.number, self.deadline = number, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has died: its result tells
            self.pipe.send(task)

    def result(self) -> R | Lost:
        try:
            result: R = self.pipe.recv()
        except (EOFError, OSError):
            return Lost.DIED
        return result


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C waits: a process started meanwhile does not hear it, not even while it has not come to ``_serve``."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_all(workers: Sequence[_Worker[T, R]]) -> None:
    """Ends processes. One at work cleans up behind itself, unless a library does not let it."""
    for worker in workers:
        worker.pipe.close()
        worker.process.terminate()
    for worker in workers:
        worker.process.join(_GRACE_SECONDS)
        worker.process.kill()


def _serve(pipe: Connection, work: Callable[[T], R]) -> None:
    """Works until the parent is gone. Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    with contextlib.suppress(EOFError, OSError):
        while True:
            task: T = pipe.recv()
            try:
                result = work(task)
            except Exception:
                sys.exit(1)  # without a traceback, which may quote a document
            pipe.send(result)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
