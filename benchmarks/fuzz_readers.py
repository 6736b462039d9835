# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether reading is total: ``python -m benchmarks.fuzz_readers pdf [--minutes 10] [--seed 1] [--only NUMBER]``.

Any bytes must give a Document whose offsets hold or one DocumentError, within bounds of time and memory. Inputs are
named by seed and number; ``--only`` writes one to standard output. A reader is plugged in by a module
``benchmarks/fuzzing/NAME_inputs.py`` with a ``TARGET``. Exit 1 if anything was broken.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from benchmarks.fuzzing.worker import Result, input_of, load, run


_START = 60.0
"""Seconds that a worker gets to import its libraries and make its seeds."""


class Run:
    """One worker at a time; a worker that crashes or takes too long is replaced, and its input is counted."""

    def __init__(self, name: str, seed: int, most_seconds: float, memory: int) -> None:
        self._arguments = (name, seed, most_seconds, memory)
        self.outcomes: Counter[str] = Counter()
        self.broken: list[Result] = []
        self.slowest = Result(0, "", 0.0, 0.0)
        self.largest = Result(0, "", 0.0, 0.0)

    def go_on(self, first: int, until: float) -> int:
        """Run one worker from input ``first`` to the time ``until``; the number to go on with."""
        name, seed, most_seconds, memory = self._arguments
        ours, theirs = multiprocessing.Pipe()
        worker = multiprocessing.get_context("spawn").Process(
            target=run, args=(theirs, name, seed, first, memory), daemon=True
        )
        worker.start()
        theirs.close()
        try:
            return self._listen(ours, worker, first, most_seconds, until)
        finally:
            worker.kill()
            worker.join()

    def _listen(self, ours: Connection, worker: BaseProcess, first: int, most_seconds: float, until: float) -> int:
        number, wait = first, _START
        while time.monotonic() < until:
            if not ours.poll(wait):
                self._count(Result(number, "broken: too slow", wait, 0.0))
                return number + 1
            try:
                told = ours.recv()
            except EOFError:
                worker.join()
                self._count(Result(number, f"broken: the process ended ({worker.exitcode})", 0.0, 0.0))
                return number + 1
            number, wait = told if isinstance(told, int) else number, most_seconds
            if isinstance(told, Result):
                self._count(told)
                number += 1
        return number

    def _count(self, result: Result) -> None:
        self.outcomes[result.outcome] += 1
        self.slowest = max(self.slowest, result, key=lambda r: r.seconds)
        self.largest = max(self.largest, result, key=lambda r: r.grown)
        if result.outcome.startswith("broken"):
            self.broken.append(result)
            print(f"input {result.number}: {result.outcome}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--most-seconds", type=float, default=10.0, help="for one input")
    parser.add_argument("--memory", type=int, default=3000, help="address space of the worker in MB")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="write this input to standard output")
    options = parser.parse_args()
    target = load(options.reader)
    if options.only is not None:
        sys.stdout.buffer.write(input_of(target, target.seeds(), options.seed, options.only))
        return 0
    done = Run(options.reader, options.seed, options.most_seconds, options.memory << 20)
    until = time.monotonic() + 60 * options.minutes
    number = options.first
    while time.monotonic() < until:
        number = done.go_on(number, until)
    print(f"{options.reader}: {done.outcomes.total()} inputs, seed {options.seed}, {len(done.broken)} broken")
    for outcome, count in done.outcomes.most_common():
        print(f"{count:8} {outcome}")
    print(f"slowest {done.slowest.seconds:.2f} s (input {done.slowest.number})")
    print(f"most memory {done.largest.grown:.0f} MB (input {done.largest.number})")
    return 1 if done.broken else 0


if __name__ == "__main__":
    sys.exit(main())
