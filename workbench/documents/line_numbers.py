# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbers of lines in the margin, as hearings, depositions and court papers have them.

They begin no item and say nothing of the sentence: a line is told by what stands behind its number. ``1 Pier``, ``2
Crane`` one below the other are a list: only sentences that run on from line to line show that what counts up beside
them counts lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple


# A literal first: any other head, as one for the start of the text, takes fifty times as long.
_NUMBER = re.compile(r"\n([ \t]*)([1-9]\d{0,3})(?![^ \t\u00a0\n])[ \t\u00a0]*")
_BREAKS = "\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_FEWEST, _SHARE, _LONG = 3, 0.2, 30  # lines that run on, their share, characters of a line that may
_AWAY = 4  # rows between two numbers that count on: a heading, a line on which a scanner read no number
_STOPS = frozenset(".?!:;")


class LineNumber(NamedTuple):
    """The number of a line: where it begins, and where what stands behind it does, if nothing does where it ends."""

    start: int
    words: int
    page: int
    """Numbers with one count on from each other."""


class _Number(NamedTuple):
    start: int
    words: int
    value: int
    edges: tuple[int, int]
    """Columns in which the number begins and ends."""


def line_numbers(text: str) -> list[LineNumber]:
    """The numbers of the lines of ``text``, in their order; none where nothing shows that lines are counted."""
    if text.count("\n") < _FEWEST:
        return []
    text = "\n" + text.replace("\r\n", " \n")
    for other in _BREAKS:
        if other in text:
            text = text.replace(other, "\n")
    runs = list(_runs(text))
    edges = {edge for run in runs if _counts_lines(text, run) for edge in enumerate(run[-1].edges)}
    # What is numbered on one page is on the last one too, of which few lines are left.
    counted = [run for run in runs if not edges.isdisjoint(enumerate(run[-1].edges))] if edges else []
    return [LineNumber(each.start - 1, each.words - 1, page) for page, run in enumerate(counted) for each in run]


def _runs(text: str) -> Iterator[list[_Number]]:
    """Numbers that stand below each other and go up by one, from the number 1 or from where the last run ended."""
    run: list[_Number] = []
    last = 0
    for match in _NUMBER.finditer(text):
        value = int(match[2])
        if value not in (1, last + 1):
            continue
        bare = text[match.end() : match.end() + 1] in ("", "\n")
        number = _Number(
            match.start(2), match.end(2 if bare else 0), value, (len(match[1]), match.end(2) - match.start(1))
        )
        if run and not (value == last + 1 and _is_below(text, number, run[-1])):
            yield run
            run = []
        run.append(number)
        last = value
    if run:
        yield run


def _is_below(text: str, number: _Number, above: _Number) -> bool:
    aligned = any(own == other for own, other in zip(number.edges, above.edges, strict=True))
    return aligned and text.count("\n", above.start, number.start) <= _AWAY


def _counts_lines(text: str, run: list[_Number]) -> bool:
    """Whether sentences run on from one line of ``run`` to the next."""
    ends = (text.find("\n", number.words) for number in run)
    found = (text[number.words : len(text) if end < 0 else end] for number, end in zip(run, ends, strict=True))
    lines = [line.rstrip() for line in found if line.strip()]
    running = sum(_runs_on(upper, lower) for upper, lower in pairwise(lines))
    return running >= max(_FEWEST, _SHARE * (len(lines) - 1))


def _runs_on(upper: str, lower: str) -> bool:
    if len(upper) < _LONG or upper[-1] in _STOPS:
        return False
    return lower[0].islower() or (upper.isupper() and lower.isupper())
