# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words of two long texts are the same ones.

Runs of words that stand once in each text and in the same order are anchors; what lies between two anchors is aligned
word by word. Comparing every paragraph with every other was refused: ten thousand paragraphs would take minutes, and
OCR cuts paragraphs differently in each release.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from workbench.releases.tokens import DELETED


_ANCHORS = (6, 4, 2)
"""Lengths of anchors in words, the longest first: short ones only where long ones left a gap."""
_SMALL = 250_000
"""Pairs of words from which a gap is worth the search for shorter anchors."""
_LARGEST = 400_000_000
"""Pairs of words that are aligned at once: one bit each. Texts beyond it that share no anchor are strangers."""


class Run(NamedTuple):
    """``old[a : a + size]`` and ``new[b : b + size]`` are the same."""

    a: int
    b: int
    size: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """The words that both have, in an order that both have; runs neither touch nor overlap."""
    return _merged(_aligned(old, new, (0, len(old), 0, len(new)), 0))


def _aligned(old: Sequence[str], new: Sequence[str], gap: tuple[int, int, int, int], depth: int) -> Iterator[Run]:
    a, a_end, b, b_end = gap
    pairs = (a_end - a) * (b_end - b)
    if not pairs:
        return
    if depth == len(_ANCHORS) or (depth and pairs <= _SMALL):
        if pairs <= _LARGEST:
            yield from _word_by_word(old, new, gap)
        return
    size = _ANCHORS[depth]
    for x, y in [*_anchors(old, new, gap, size), (a_end, b_end)]:
        if x < a or y < b:
            continue  # overlaps the anchor before it
        yield from _aligned(old, new, (a, x, b, y), depth + 1)
        if x < a_end and y < b_end:
            yield Run(x, y, size)
        a, b = x + size, y + size


def _word_by_word(old: Sequence[str], new: Sequence[str], gap: tuple[int, int, int, int]) -> Iterator[Run]:
    a, a_end, b, b_end = gap
    for step in Indel.opcodes(old[a:a_end], new[b:b_end]):
        if step.tag == "equal":
            yield Run(a + step.src_start, b + step.dest_start, step.src_end - step.src_start)


def _anchors(
    old: Sequence[str], new: Sequence[str], gap: tuple[int, int, int, int], size: int
) -> list[tuple[int, int]]:
    """The longest chain of ``size`` words that stand once on either side of the gap."""
    a, a_end, b, b_end = gap
    here, there = _once(old, a, a_end, size), _once(new, b, b_end, size)
    return _chain([(place, there[words]) for words, place in here.items() if words in there])


def _once(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """Where each sequence of ``size`` words stands that stands there once; in order."""
    found: dict[tuple[str, ...], int] = {}
    often = set()
    for place in range(start, end - size + 1):
        gram = tuple(words[place : place + size])
        if DELETED in gram:
            continue
        if gram in found:
            often.add(gram)
        found[gram] = place
    for gram in often:
        del found[gram]
    return found


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which both places rise (patience sorting)."""
    pairs.sort()
    tails: list[int] = []
    indices: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(indices[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        indices[at : at + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = indices[-1] if indices else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _merged(runs: Iterator[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.a + last.size, last.b + last.size) == (run.a, run.b):
            merged[-1] = Run(last.a, last.b, last.size + run.size)
        else:
            merged.append(run)
    return merged
