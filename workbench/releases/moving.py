# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs that stand elsewhere in the other release, and the parts of two releases that are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.releases.alignment import same
from workbench.releases.gaps import find_gaps, slide
from workbench.releases.tokens import Release, Token
from workbench.releases.words import DELETED, Gap


_SHORTEST = 6
"""Words from which a stretch is known again at another place."""
_PAIRS = 0.5
"""The share of its pairs of neighbouring words that the other stretch must have, too. A scan has one word in seven
misread, so that a quarter of the pairs are lost in each release; stretches of other texts share one in ten."""

_CANDIDATES = 300
"""Pieces that a piece is held against, at most: in a text of 20,000 paragraphs all have their "of the"."""


class Move(NamedTuple):
    """The same text at another place: which tokens of the old and of the new release, deletions included."""

    old: range
    new: range


def find_moves(old: Release, new: Release, gaps: Sequence[Gap]) -> list[Move]:
    """What of the gaps of one release stands in another gap of the other: the best pairs first, each word once."""
    here: dict[range, int] = {}
    there: dict[range, int] = {}
    for number, gap in enumerate(_touching(gaps)):
        here |= dict.fromkeys(_pieces(old.tokens, gap.a, gap.a_end), number)
        there |= dict.fromkeys(_pieces(new.tokens, gap.b, gap.b_end), number)
    moves: list[Move] = []
    taken: tuple[set[range], set[range]] = (set(), set())
    alike = _alike(_by_pieces(old.tokens, here), _by_pieces(new.tokens, there))
    for _, move in sorted(alike, key=lambda found: (-found[0], found[1].old.start, found[1].new.start)):
        # In one and the same gap it has not moved: it was misread or rewritten there.
        if here[move.old] != there[move.new] and move.old not in taken[0] and move.new not in taken[1]:
            taken[0].add(move.old)
            taken[1].add(move.new)
            moves.append(move)
    return sorted(moves, key=lambda move: move.old.start)


def _touching(gaps: Sequence[Gap]) -> list[Gap]:
    """Gaps with nothing between them as one."""
    found: list[Gap] = []
    for gap in gaps:
        if found and (found[-1].a_end, found[-1].b_end) == (gap.a, gap.b):
            found[-1] = Gap(found[-1].a, gap.a_end, found[-1].b, gap.b_end)
        else:
            found.append(gap)
    return found


def _pieces(tokens: Sequence[Token], start: int, end: int) -> list[range]:
    """A gap, paragraph by paragraph, where there are enough words of it."""
    grouped = (list(group) for _, group in groupby(range(start, end), key=lambda i: tokens[i].paragraph))
    pieces = (range(group[0], group[-1] + 1) for group in grouped)
    return [piece for piece in pieces if sum(not tokens[i].deletion for i in piece) >= _SHORTEST]


_Words = tuple[str, str]


def _by_pieces(tokens: Sequence[Token], pieces: Iterable[range]) -> dict[range, set[_Words]]:
    """The pairs of neighbouring words of each piece."""
    return {piece: {pair for pair in pairwise(tokens[i].key for i in piece) if DELETED not in pair} for piece in pieces}


def _alike(old: dict[range, set[_Words]], new: dict[range, set[_Words]]) -> Iterator[tuple[float, Move]]:
    """The pieces that may be one, and how much of the shorter one the other has; those with rare pairs in common."""
    where = defaultdict(list)
    for piece, pairs in new.items():
        for pair in pairs:
            where[pair].append(piece)
    for piece, pairs in old.items():
        candidates = set[range]()
        for count, pair in sorted((len(where[pair]), pair) for pair in pairs if pair in where):
            if len(candidates) + count > _CANDIDATES:
                break
            candidates.update(where[pair])
        for other in candidates:
            share = len(pairs & new[other]) / min(len(pairs), len(new[other]))
            if share >= _PAIRS:
                yield share, Move(piece, other)


class Stretch:
    """Tokens of either release that are laid beside each other, by their positions; ``gaps`` count in these."""

    def __init__(self, keys: tuple[list[str], list[str]], old: list[int], new: list[int]) -> None:
        self.old, self.new = old, new
        self._keys = [keys[0][i] for i in old], [keys[1][i] for i in new]
        self.gaps = find_gaps(*self._keys)

    @classmethod
    def without(cls, keys: tuple[list[str], list[str]], moves: Sequence[Move]) -> Stretch:
        """All tokens but those that have moved."""
        moved = {i for move in moves for i in move.old}, {i for move in moves for i in move.new}
        old, new = ([i for i in range(len(keys[side])) if i not in moved[side]] for side in (0, 1))
        return cls(keys, old, new)

    def slid(self, old: frozenset[int], new: frozenset[int]) -> list[Gap]:
        """The gaps, shifted to begin at one of these positions where either place is as good."""
        starts = (
            frozenset(at for at, i in enumerate(self.old) if i in old),
            frozenset(at for at, i in enumerate(self.new) if i in new),
        )
        return slide(self.gaps, *self._keys, starts)

    def same(self, gaps: Sequence[Gap]) -> list[tuple[int, int]]:
        """The positions of each word that is in no gap, in either release."""
        runs = same(gaps, len(self.old), len(self.new))
        return [(self.old[a + i], self.new[b + i]) for a, b, size in runs for i in range(size)]

    def places(self, gap: Gap) -> tuple[list[int], list[int]]:
        """The positions of the tokens in ``gap``."""
        return self.old[gap.a : gap.a_end], self.new[gap.b : gap.b_end]
