# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where two long texts are not the same.

Runs of words that stand once in each text and in the same order are anchors. What lies between two anchors is aligned
word by word, by a way that knows what a deletion is where there is one. Comparing every paragraph with every other
was refused: ten thousand paragraphs would take minutes, and OCR cuts paragraphs differently in each release.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from workbench.releases.blanks import filled
from workbench.releases.words import DELETED, Gap


_ANCHORS = (6, 4, 2)
"""Lengths of anchors in words, the longest first: short ones only where long ones left a gap."""
_SMALL = 250_000
"""Pairs of words from which a gap is worth the search for shorter anchors."""
_FILLED = 1_000_000
"""The same for a gap with deletions, which takes about 5 microseconds a pair."""
_LARGEST = 400_000_000
"""Pairs of words that are aligned at once: one bit each. Texts beyond it that share no anchor are strangers."""

_OTHER = "\1"


def align(old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """Every stretch in which the words differ, in order; a deletion is never the same as another."""
    return list(_aligned(old, new, Gap(0, len(old), 0, len(new)), 0))


def same(gaps: Sequence[Gap], old: int, new: int) -> Iterator[tuple[int, int, int]]:
    """What lies between ``gaps`` in texts of ``old`` and ``new`` words: its start in each, and its length."""
    a = b = 0
    for gap in [*gaps, Gap(old, old, new, new)]:
        if gap.a > a:
            yield a, b, gap.a - a
        a, b = gap.a_end, gap.b_end


def _aligned(old: Sequence[str], new: Sequence[str], gap: Gap, depth: int) -> Iterator[Gap]:
    a, a_end, b, b_end = gap
    pairs = (a_end - a) * (b_end - b)
    if not pairs:
        yield from [gap] if a < a_end or b < b_end else []
    elif depth and pairs <= _FILLED and (DELETED in old[a:a_end] or DELETED in new[b:b_end]):
        yield from filled(old, new, gap)
    elif depth == len(_ANCHORS) or (depth and pairs <= _SMALL):
        yield from _word_by_word(old, new, gap) if pairs <= _LARGEST else [gap]
    else:
        yield from _between_anchors(old, new, gap, depth)


def _between_anchors(old: Sequence[str], new: Sequence[str], gap: Gap, depth: int) -> Iterator[Gap]:
    a, a_end, b, b_end = gap
    size = _ANCHORS[depth]
    for x, y in [*_anchors(old, new, gap, size), (a_end, b_end)]:
        if x >= a and y >= b:  # else it overlaps the anchor before it
            yield from _aligned(old, new, Gap(a, x, b, y), depth + 1)
            a, b = x + size, y + size


def _word_by_word(old: Sequence[str], new: Sequence[str], gap: Gap) -> Iterator[Gap]:
    a, b = gap.a, gap.b
    # No deletion is the same as another, so each side has its own key.
    other = [_OTHER if word == DELETED else word for word in new[b : gap.b_end]]
    blocks = (step for step in Indel.opcodes(old[a : gap.a_end], other) if step.tag == "equal")
    for block in [*blocks, None]:
        x, y = (gap.a + block.src_start, gap.b + block.dest_start) if block else (gap.a_end, gap.b_end)
        if a < x or b < y:
            yield Gap(a, x, b, y)
        if block:
            a, b = gap.a + block.src_end, gap.b + block.dest_end


def _anchors(old: Sequence[str], new: Sequence[str], gap: Gap, size: int) -> list[tuple[int, int]]:
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
