# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs that stand elsewhere in the other release."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from workbench.releases.gaps import Gap
from workbench.releases.tokens import Release, Token


_SHORTEST = 6
"""Words from which a stretch is known again at another place."""
_SCORE = 80.0
"""Of 100: how alike they must be. Stretches of other texts reach 60 by their common words."""
_MOST_PAIRS = 4_000_000


class Move(NamedTuple):
    """The same text at another place: which tokens of the old and of the new release, deletions included."""

    old: range
    new: range


def find_moves(old: Release, new: Release, gaps: Sequence[Gap]) -> list[Move]:
    """What of the gaps of one release stands in another gap of the other: the best pairs first, each word once."""
    here = {piece: gap for gap in gaps for piece in _pieces(old.tokens, gap.a, gap.a_end)}
    there = {piece: gap for gap in gaps for piece in _pieces(new.tokens, gap.b, gap.b_end)}
    if not here or not there or len(here) * len(there) > _MOST_PAIRS:
        return []
    from rapidfuzz import fuzz, process

    texts = {piece: _text(new.tokens, piece) for piece in there}
    best = []
    for piece, gap in here.items():
        wanted = _text(old.tokens, piece)
        found = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=_SCORE, limit=5)
        # In one and the same gap it has not moved: it was misread or rewritten there.
        best += [(-score, piece.start, Move(piece, other)) for _, score, other in found if there[other] != gap]
    moves: list[Move] = []
    taken: tuple[set[range], set[range]] = (set(), set())
    for _, _, move in sorted(best, key=lambda pair: (pair[0], pair[1], pair[2].new.start)):
        if move.old not in taken[0] and move.new not in taken[1]:
            taken[0].add(move.old)
            taken[1].add(move.new)
            moves.append(move)
    return sorted(moves, key=lambda move: move.old.start)


def _text(tokens: Sequence[Token], piece: range) -> str:
    return " ".join(tokens[i].key for i in piece if not tokens[i].deletion)


def _pieces(tokens: Sequence[Token], start: int, end: int) -> list[range]:
    """A gap, paragraph by paragraph, where there are enough words of it."""
    grouped = (list(group) for _, group in groupby(range(start, end), key=lambda i: tokens[i].paragraph))
    pieces = (range(group[0], group[-1] + 1) for group in grouped)
    return [piece for piece in pieces if sum(not tokens[i].deletion for i in piece) >= _SHORTEST]
