# SPDX-License-Identifier: AGPL-3.0-or-later
"""The places where two releases differ, as a reader would cut them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workbench.releases.alignment import align
from workbench.releases.words import DELETED, Gap, Keys, is_misread


_CHANCE = 3
"""Equal words between two gaps without deletions that two unlike texts share."""


def find_gaps(old: Keys, new: Keys) -> list[Gap]:
    """Every stretch in which the two differ, in order; a deletion and the words it covers are a gap of their own."""
    return _joined(old, new, align(old, new))


def slide(gaps: Sequence[Gap], old: Keys, new: Keys, starts: tuple[frozenset[int], frozenset[int]]) -> list[Gap]:
    """Gaps with words on one side only, shifted to begin with a sentence where either place is as good.

    ``A. The bank. The end.`` lacks ``The bank.`` and not ``bank. The``. ``starts`` are the positions at which
    sentences begin, in either release.
    """
    slid: list[Gap] = []
    for gap in gaps:
        floor = slid[-1] if slid else Gap(0, 0, 0, 0)
        left = 0
        if gap.b == gap.b_end:
            left = _slid(gap.a, gap.a_end, old, starts[0], gap.a - floor.a_end)
        elif gap.a == gap.a_end:
            left = _slid(gap.b, gap.b_end, new, starts[1], gap.b - floor.b_end)
        slid.append(Gap(*(place - left for place in gap)))
    return slid


def _slid(start: int, end: int, keys: Keys, starts: frozenset[int], most: int) -> int:
    """How many words to the left the stretch begins a sentence and is no other: 0 where it cannot."""
    for left in range(most + 1):
        if left and (keys[start - left] != keys[end - left] or keys[start - left] == DELETED):
            break
        if start - left in starts:
            return left
    return 0


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
    return [gap for cluster in clusters for gap in ([_whole(cluster)] if _is_chance(old, new, cluster) else cluster)]


def _may_join(old: Keys, new: Keys, one: Gap, other: Gap) -> bool:
    bare = not any(DELETED in (*old[g.a : g.a_end], *new[g.b : g.b_end]) for g in (one, other))
    return bare and other.a - one.a_end <= _CHANCE


def _is_chance(old: Keys, new: Keys, cluster: Sequence[Gap]) -> bool:
    """Whether the words that are the same, or misread, are fewer than those that differ in either text."""
    same = sum(later.a - sooner.a_end for sooner, later in pairwise(cluster))
    here = there = 0
    for a, a_end, b, b_end in cluster:
        if is_misread(old[a:a_end], new[b:b_end]):
            same += a_end - a
        else:
            here, there = here + a_end - a, there + b_end - b
    return same < min(here, there)


def _whole(gaps: Sequence[Gap]) -> Gap:
    return Gap(gaps[0].a, gaps[-1].a_end, gaps[0].b, gaps[-1].b_end)
