# SPDX-License-Identifier: AGPL-3.0-or-later
"""The places where two aligned releases differ, cut so that each deletion faces what it stands for.

An alignment of words knows nothing of deletions: of ``[deleted] of the`` and ``head of the office of the`` it
may join the first ``of the``. A deletion is read here as a blank for any words, and a gap is widened over a few equal
words where that explains more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from workbench.releases.alignment import Run
from workbench.releases.tokens import DELETED


_ISLAND = 4
"""Equal words between two gaps that may have been joined by chance."""
_CHANCE = 3
"""Equal words between two gaps without deletions that two unlike texts share."""
_MOST = 3
"""Gaps that are read as one, at most."""
_MISREAD = 0.6
"""From this share of common letters on two words, or runs of words, may be one that OCR read differently."""


class Gap(NamedTuple):
    """``old[a:a_end]`` stands where ``new[b:b_end]`` stands."""

    a: int
    a_end: int
    b: int
    b_end: int


Keys = Sequence[str]


def find_gaps(old: Keys, new: Keys, runs: Sequence[Run]) -> list[Gap]:
    """All gaps between ``runs``; a deletion is never one of the equal words, even where both have one."""
    return list(_explained(old, new, _joined(old, new, _between(old, new, runs))))


def slide(gaps: Sequence[Gap], old: Keys, new: Keys, starts: tuple[frozenset[int], frozenset[int]]) -> list[Gap]:
    """Gaps with words on one side only, shifted to begin with a sentence where either place is as good.

    ``A. The bank. The end.`` lacks ``The bank.`` and not ``bank. The``. ``starts`` are the positions at which
    sentences begin, in either release.
    """
    slid: list[Gap] = []
    for gap in gaps:
        floor = slid[-1] if slid else Gap(0, 0, 0, 0)
        if gap.b == gap.b_end:
            left = _slid(gap.a, gap.a_end, old, starts[0], gap.a - floor.a_end)
            slid.append(Gap(gap.a - left, gap.a_end - left, gap.b - left, gap.b_end - left))
        elif gap.a == gap.a_end:
            left = _slid(gap.b, gap.b_end, new, starts[1], gap.b - floor.b_end)
            slid.append(Gap(gap.a - left, gap.a_end - left, gap.b - left, gap.b_end - left))
        else:
            slid.append(gap)
    return slid


def _slid(start: int, end: int, keys: Keys, starts: frozenset[int], most: int) -> int:
    """How many words to the left the stretch begins a sentence and is no other: 0 where it cannot."""
    for left in range(most + 1):
        if left and (keys[start - left] != keys[end - left] or keys[start - left] == DELETED):
            break
        if start - left in starts:
            return left
    return 0


def is_misread(one: Keys, other: Keys) -> bool:
    """Whether two runs of words may be the same as OCR reads them; words of digits alone must agree."""
    if [word for word in one if word.isdigit()] != [word for word in other if word.isdigit()]:
        return False
    return _ratio("".join(one), "".join(other)) >= _MISREAD


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other)


def _between(old: Keys, new: Keys, runs: Sequence[Run]) -> list[Gap]:
    gaps: list[Gap] = []
    a = b = 0
    for x, y in [*((r.a + i, r.b + i) for r in runs for i in range(r.size)), (len(old), len(new))]:
        if x < len(old) and old[x] == DELETED:
            continue
        if a < x or b < y:
            gaps.append(Gap(a, x, b, y))
        a, b = x + 1, y + 1
    return gaps


def _joined(old: Keys, new: Keys, gaps: Sequence[Gap]) -> list[Gap]:
    """Gaps with a few equal words between them as one, where more words differ than are equal.

    Two texts that have nothing to do with each other share their ``of the``; told one by one nobody could read them.
    A gap with a deletion stays by itself: what stands beside it is what matters.
    """
    clusters: list[list[Gap]] = []
    for gap in gaps:
        if clusters and _may_join(old, new, clusters[-1][-1], gap):
            clusters[-1].append(gap)
        else:
            clusters.append([gap])
    return [gap for cluster in clusters for gap in ([_whole(cluster)] if _is_chance(cluster) else cluster)]


def _may_join(old: Keys, new: Keys, one: Gap, other: Gap) -> bool:
    bare = not any(DELETED in (*old[g.a : g.a_end], *new[g.b : g.b_end]) for g in (one, other))
    return bare and other.a - one.a_end <= _CHANCE


def _is_chance(cluster: Sequence[Gap]) -> bool:
    """Whether the equal words between the gaps are fewer than those that differ."""
    equal = sum(later.a - sooner.a_end for sooner, later in pairwise(cluster))
    return equal < sum(max(gap.a_end - gap.a, gap.b_end - gap.b) for gap in cluster)


def _whole(gaps: Sequence[Gap]) -> Gap:
    return Gap(gaps[0].a, gaps[-1].a_end, gaps[0].b, gaps[-1].b_end)


def _explained(old: Keys, new: Keys, gaps: Sequence[Gap]) -> Iterator[Gap]:
    at = 0
    while at < len(gaps):
        for reach in range(min(_MOST, len(gaps) - at), 0, -1):
            if found := _explanation(old, new, gaps[at : at + reach]):
                yield from found
                at += reach
                break
        else:
            yield gaps[at]
            at += 1


def _explanation(old: Keys, new: Keys, gaps: Sequence[Gap]) -> list[Gap] | None:
    """``gaps`` as one in which every deletion faces words, every other word its like; None where that fails."""
    islands = [later.a - sooner.a_end for sooner, later in pairwise(gaps)]
    whole = _whole(gaps)
    blanks = old[whole.a : whole.a_end].count(DELETED), new[whole.b : whole.b_end].count(DELETED)
    if any(island > _ISLAND for island in islands) or not any(blanks):
        return None
    if len(gaps) > 1 and all(DELETED in (*old[g.a : g.a_end], *new[g.b : g.b_end]) for g in gaps):
        return None  # each has its own deletion: nothing is left to explain
    if all(blanks):
        return _paired(old, new, whole) if len(gaps) == 1 and blanks[0] == blanks[1] else None
    if blanks[0]:
        return _filled(old, new, whole)
    turned = _filled(new, old, Gap(whole.b, whole.b_end, whole.a, whole.a_end))
    return turned and [Gap(gap.b, gap.b_end, gap.a, gap.a_end) for gap in turned]


def _filled(old: Keys, new: Keys, gap: Gap) -> list[Gap] | None:
    """The deletions of ``old`` filled with words of ``new``."""
    cuts = [i for i in range(gap.a, gap.a_end) if old[i] == DELETED]
    ends = [*cuts, gap.a_end]
    found: list[Gap] = []
    place = gap.b
    for number, end in enumerate(ends):
        start = ends[number - 1] + 1 if number else gap.a
        literal = old[start:end]
        last = number == len(cuts)
        at = _find(literal, new, place, gap.b_end, first=not number, last=last)
        if at is None:
            return None
        if number:
            found.append(Gap(start - 1, start, place, at))
        found += _unlike(old, new, start, at, len(literal))
        place = at + len(literal)
    return found


def _unlike(old: Keys, new: Keys, a: int, b: int, size: int) -> Iterator[Gap]:
    """The runs of words that are spelt differently in two stretches of ``size`` words each."""
    for same, group in groupby(range(size), key=lambda i: old[a + i] == new[b + i]):
        if not same:
            places = list(group)
            yield Gap(a + places[0], a + places[-1] + 1, b + places[0], b + places[-1] + 1)


def _find(literal: Keys, words: Keys, start: int, end: int, *, first: bool, last: bool) -> int | None:
    """Where ``literal`` stands in ``words[start:end]``: at its start, at its end, or anywhere."""
    latest = end - len(literal)
    if first and last:
        return None
    places = range(start, start + 1) if first else range(latest, latest + 1) if last else range(start, latest + 1)
    for place in places:
        if start <= place <= latest and all(_alike(w, words[place + i]) for i, w in enumerate(literal)):
            return place
    return None


def _alike(one: str, other: str) -> bool:
    return one == other or is_misread((one,), (other,))


def _paired(old: Keys, new: Keys, gap: Gap) -> list[Gap] | None:
    """As many deletions on both sides, with nothing or misread words between them: one faces the other."""
    here, there = (_pieces(keys, *span) for keys, span in ((old, gap[:2]), (new, gap[2:])))
    found: list[Gap] = []
    for number, (one, other) in enumerate(zip(here, there, strict=True)):
        if number:
            found.append(Gap(one[0] - 1, one[0], other[0] - 1, other[0]))
        words = old[slice(*one)], new[slice(*other)]
        if any(words):
            if not all(words) or not is_misread(*words):
                return None
            found.append(Gap(*one, *other))
    return found


def _pieces(keys: Keys, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [i for i in range(start, end) if keys[i] == DELETED]
    return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))
