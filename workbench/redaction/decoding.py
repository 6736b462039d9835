# SPDX-License-Identifier: AGPL-3.0-or-later
"""The readings of a text in which codes (base64, hexadecimal and the like) are read as what they say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

from workbench.documents import Span
from workbench.redaction.encoded import Encoded, coded_words
from workbench.redaction.readings import Change, Reading


_LONGEST_FIRST = 24
"""How often the longest of the codes that overlap is read with its neighbours, before the rest is read as it lies."""


def decoded(source: Reading, runs: Iterable[Encoded]) -> Iterator[Reading]:
    """What stands in a code as a part of what stands around it, and around what other codes stand beside it."""
    waiting = coded_words(source.text, runs)
    for _ in range(_LONGEST_FIRST):
        apart, waiting = _one_layer(waiting)
        if apart:
            yield source.near(_as_changes(apart))
    # Hundreds of long runs, each over all others, would ask every short one hundreds of times whether it fits.
    for layer in _layers(waiting):
        yield source.near(_as_changes(layer))


def _as_changes(runs: Iterable[Encoded]) -> Iterator[Change]:
    return ((run.start, run.end, run.text) for run in runs)


def _one_layer(runs: Sequence[Encoded]) -> tuple[list[Encoded], list[Encoded]]:
    """Runs that do not overlap, those first in order before others, and the rest."""
    taken: list[Span] = []
    apart: list[Encoded] = []
    left: list[Encoded] = []
    for run in runs:
        at = bisect_left(taken, (run.start, run.end))
        if (at and taken[at - 1].end > run.start) or (at < len(taken) and taken[at].start < run.end):
            left.append(run)
        else:
            taken.insert(at, Span(run.start, run.end))
            apart.append(run)
    return apart, left


def _layers(runs: Sequence[Encoded]) -> list[list[Encoded]]:
    """All runs in as few layers as it takes, none over another in its layer, each behind the one it is nearest to."""
    layers: list[list[Encoded]] = []
    ends: list[tuple[int, int]] = []  # where a layer ends, and which it is; in order
    for run in sorted(runs, key=lambda run: (run.start, run.end, run.text)):
        at = bisect_right(ends, (run.start, len(layers)))
        if at:
            _, which = ends.pop(at - 1)
        else:
            which = len(layers)
            layers.append([])
        layers[which].append(run)
        insort(ends, (run.end, which))
    return layers
