# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words and deletions of two stretches laid beside each other, a deletion being a blank for any words.

An alignment that takes a deletion for a word like others joins equal words by chance: of ``[deleted] of the`` and
``head of the office of the`` it may join the first ``of the``. Here it costs next to nothing that words face a
deletion, and much that they face nothing; the cheapest way is taken (dynamic programming, a cell for each pair).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from workbench.releases.words import ALIKE, DELETED, Gap, Keys, is_figure


_CLOSED, _OLD, _NEW, _BOTH = range(4)
"""At any place: no deletion is open, one of the old release, one of the new one, or one of each."""
_LOST, _MISREAD, _JOINED = 1.0, 0.5, 0.25
"""What a word costs that faces nothing; that two unequal words are one, at most; that two are one."""
_COVERED, _BETWEEN = 0.02, 0.3
"""What a word costs that faces a deletion: a little, or equal words would too; and where there is one on either side:
so much that a word and its misreading do not face them together."""
_DELETION, _FACED, _BESIDE = 0.1, -0.05, 0.8
"""What a deletion costs; where it faces another, as it does if it can; where it follows one of the other release."""
_FAR = 1e9

_Costs = NDArray[np.float64]
_Places = NDArray[np.intp]


class _Move(NamedTuple):
    """What a word or a deletion of one release does that stands alone: from which state, to which, at what cost.

    ``right`` is 1 for the new release, 0 for the old one.
    """

    right: int
    before: int
    after: int
    word: float
    deletion: float


_OLD_MOVES = (
    _Move(0, _CLOSED, _CLOSED, _LOST, _FAR),
    _Move(0, _OLD, _CLOSED, _LOST, _FAR),
    _Move(0, _NEW, _NEW, _COVERED, _FAR),
    _Move(0, _BOTH, _BOTH, _BETWEEN, _DELETION),
    _Move(0, _CLOSED, _OLD, _FAR, _DELETION),
    _Move(0, _OLD, _OLD, _FAR, _DELETION),
    _Move(0, _NEW, _BOTH, _FAR, _FACED),
    _Move(0, _NEW, _OLD, _FAR, _BESIDE),
    _Move(0, _BOTH, _OLD, _FAR, _DELETION),
)
_MIRRORED = (_CLOSED, _NEW, _OLD, _BOTH)
_MOVES = (*_OLD_MOVES, *(_Move(1, _MIRRORED[m.before], _MIRRORED[m.after], *m[3:]) for m in _OLD_MOVES))
_PAIRS = ((1, 1), (2, 1), (1, 2))
"""Words of the old and of the new release that are the same, or one that was misread, or two of which OCR made one."""


_HALF = len(_OLD_MOVES)
_BEFORE = np.array([move.before for move in _MOVES])
_AFTER = np.array([*(move.after for move in _MOVES), *(_CLOSED for _ in _PAIRS)])
_INTO = [np.flatnonzero(state == _AFTER) for state in range(4)]
"""The numbers of the moves and pairs that lead to each state."""


class _Step(NamedTuple):
    """So many words of the old and of the new release, from one state to another."""

    down: int
    right: int
    before: int
    after: int

    @property
    def opens(self) -> bool:
        """Whether a deletion closes the one before it."""
        return self.after in (_OLD, _NEW) and self.before not in (self.after, _CLOSED)


def filled(old: Keys, new: Keys, gap: Gap) -> Iterator[Gap]:
    """The parts of ``gap`` that differ, in order; deletions and the words they cover are a gap of their own.

    Time and memory go with the product of the two lengths: 0.6 microseconds and 30 bytes a pair of words.
    """
    a, a_end, b, b_end = gap = _trimmed(old, new, gap)
    if a == a_end or b == b_end or [*old[a:a_end]] == [DELETED] or [*new[b:b_end]] == [DELETED]:
        yield gap
        return
    kind = 0
    start: tuple[int, int] | None = None
    for step in _Table(old[a:a_end], new[b:b_end]).way():
        same = step.down == step.right == 1 and old[a] == new[b]
        now = 0 if same else 1 if step.after == _CLOSED else 2
        if start and (now != kind or step.opens):
            yield Gap(start[0], a, start[1], b)
            start = None
        if now and start is None:
            start = a, b
        kind = now
        a, b = a + step.down, b + step.right
    if start:
        yield Gap(start[0], a, start[1], b)


def _trimmed(old: Keys, new: Keys, gap: Gap) -> Gap:
    """Without the words at either end that are the same: no other way is cheaper."""
    a, a_end, b, b_end = gap
    while a < a_end and b < b_end and old[a] == new[b] != DELETED:
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1] != DELETED:
        a_end, b_end = a_end - 1, b_end - 1
    return Gap(a, a_end, b, b_end)


class _Table:
    """For each pair of places, and each state, the last step of the cheapest way to it.

    The pairs are done by diagonals, all of one at once: each needs only the three diagonals before it. Places count
    the words before them, so that 0 has none; what would need one there costs too much.
    """

    def __init__(self, old: Keys, new: Keys) -> None:
        self._size = len(old), len(new)
        deleted = [np.array([key == DELETED for key in side]) for side in (old, new)]
        costs = [np.where(deleted[move.right], move.deletion, move.word) for move in _MOVES]
        self._alone = [np.pad(side, ((0, 0), (1, 0)), constant_values=_FAR) for side in (costs[:_HALF], costs[_HALF:])]
        self._paired = [_unlike(old, new, *words) for words in _PAIRS]
        self._chosen = np.zeros((4, len(old) + 1, len(new) + 1), np.int8)
        self._cheapest = np.zeros((len(old) + 1, len(new) + 1), np.int8)
        first = self._nothing()
        first[_CLOSED, 2] = 0.0
        self._diagonals = [first, self._nothing(), self._nothing()]
        for number in range(1, len(old) + len(new) + 1):
            self._diagonals = [self._diagonal(number), *self._diagonals[:2]]

    def way(self) -> list[_Step]:
        """The steps from the first pair of words to the last."""
        i, j = self._size
        state = int(self._cheapest[i, j])
        found = []
        while i or j:
            step = self._step(i, j, state)
            found.append(step)
            i, j, state = i - step.down, j - step.right, step.before
        return found[::-1]

    def _step(self, i: int, j: int, state: int) -> _Step:
        choice = int(self._chosen[state, i, j])
        if choice >= len(_MOVES):
            down, right = _PAIRS[choice - len(_MOVES)]
            return _Step(down, right, int(self._cheapest[i - down, j - right]), state)
        move = _MOVES[choice]
        return _Step(1 - move.right, move.right, move.before, state)

    def _nothing(self) -> _Costs:
        """A row for each state, a column for each place in the old release, with two before the first."""
        return np.full((4, self._size[0] + 3), _FAR)

    def _diagonal(self, number: int) -> _Costs:
        """The costs at all places ``i`` of the old and ``number - i`` of the new release."""
        i = np.arange(max(0, number - self._size[1]), min(number, self._size[0]) + 1)
        ways = np.concatenate(self._ways(i, number - i))
        found = self._nothing()
        for state, rows in enumerate(_INTO):
            best = rows[ways[rows].argmin(axis=0)]
            found[state, i + 2] = ways[best, np.arange(i.size)]
            self._chosen[state, i, number - i] = best
        self._cheapest[i, number - i] = found[:, i + 2].argmin(axis=0)
        return found

    def _ways(self, i: _Places, j: _Places) -> list[_Costs]:
        """What it costs to come to these places by each of ``_MOVES`` and ``_PAIRS``."""
        last = self._diagonals[0]
        return [
            last[_BEFORE[:_HALF, None], i + 1] + self._alone[0][:, i],
            last[_BEFORE[_HALF:, None], i + 2] + self._alone[1][:, j],
            *(
                self._diagonals[down + right - 1][:, i + 2 - down].min(axis=0, keepdims=True) + costs[i, j]
                for (down, right), costs in zip(_PAIRS, self._paired, strict=True)
            ),
        ]


def _unlike(old: Keys, new: Keys, down: int, right: int) -> _Costs:
    """What it costs that the ``down`` words before a place are the ``right`` words before another, for all places."""
    one, other = _joined(old, down, "old"), _joined(new, right, "new")
    words, others = (list(dict.fromkeys(side)) for side in (one, other))
    alike = process.cdist(words, others, scorer=Indel.normalized_similarity, dtype=np.float64)
    if down == right:
        figures = [np.array([is_figure(word) for word in side], bool) for side in (words, others)]
        misread = (alike >= ALIKE) & ~figures[0][:, None] & ~figures[1][None, :]
        cost = np.where(alike == 1, 0.0, np.where(misread, _MISREAD * (1 + ALIKE - alike), _FAR))
    else:
        cost = np.where(alike == 1, _JOINED, _FAR)
    rows, columns = ({word: number for number, word in enumerate(side)} for side in (words, others))
    found = np.full((len(old) + 1, len(new) + 1), _FAR)
    if cost.size:
        found[down:, right:] = cost[np.ix_([rows[word] for word in one], [columns[word] for word in other])]
    return found


def _joined(keys: Keys, count: int, release: str) -> list[str]:
    """``count`` words from each place on as one. No deletion is the same as another."""
    named = [f"{DELETED}{release}" if key == DELETED else key for key in keys]
    return ["".join(named[i : i + count]) for i in range(len(named) - count + 1)]
