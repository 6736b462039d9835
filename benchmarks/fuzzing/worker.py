# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads broken files one after the other, in a process of its own: what crashes it must not end the run."""

from __future__ import annotations

import random
import resource
import time
from importlib import import_module
from multiprocessing.connection import Connection
from typing import NamedTuple

from benchmarks.fuzzing import Target
from benchmarks.fuzzing.changes import make_input
from workbench.core.errors import DocumentError
from workbench.documents import Document, OcrMode, read_document


class Result(NamedTuple):
    """What became of input ``number``: ``document``, an error's code, or ``broken: ...``; seconds, and megabytes
    that the peak of the process grew by."""

    number: int
    outcome: str
    seconds: float
    grown: float


def load(name: str) -> Target:
    target: Target = import_module(f"benchmarks.fuzzing.{name}_inputs").TARGET
    return target


def input_of(target: Target, seeds: list[bytes], seed: int, number: int) -> bytes:
    """Input ``number`` of the run that ``seed`` names: the same every time."""
    return make_input(target, seeds, random.Random(f"{seed}/{number}"))


def run(connection: Connection, name: str, seed: int, first: int, memory: int) -> None:
    """Read inputs from ``first`` on until the process is ended; tell of each before and after. ``memory`` in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target = load(name)
    seeds = target.seeds()
    number = first
    while True:
        data = input_of(target, seeds, seed, number)
        connection.send(number)
        connection.send(_read(number, data, target.file_name))
        number += 1


def _read(number: int, data: bytes, file_name: str) -> Result:
    before, begin = _peak(), time.perf_counter()
    outcome = judge(data, file_name)
    return Result(number, outcome, time.perf_counter() - begin, _peak() - before)


def judge(data: bytes, file_name: str) -> str:
    """What reading gives: ``document``, an error's code, or ``broken: ...`` for a promise that was not kept."""
    try:
        return _fault(read_document(data, file_name, ocr=OcrMode.NEVER)) or "document"
    except DocumentError as error:
        return error.code if "\n" not in str(error) else "broken: an error of several lines"
    except Exception as error:
        return f"broken: {type(error).__name__} came through"


def _fault(document: Document) -> str:
    """What of the promises of a Document does not hold."""
    size = len(document.text)
    try:
        document.text.encode()
    except UnicodeEncodeError:
        return "broken: text that is no Unicode"
    spans = [page.span for page in document.pages]
    spans += [line.span for page in document.pages for line in page.lines]
    spans += [block.span for block in document.blocks]
    if any(not 0 <= start <= end <= size for start, end in [*spans, *document.struck]):
        return "broken: a span outside of the text"
    words = [word for page in document.pages for line in page.lines for word in line.words]
    if any(not set(document.text[word.start : word.end]).isdisjoint(" \n") or word.start >= word.end for word in words):
        return "broken: a word that is none or several"
    return ""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
