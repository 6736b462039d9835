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

from workbench.releases.words import ALIKE, DELETED, Gap, Keys


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

    Time and memory go with the product of the two lengths: 0.3 microseconds and 30 bytes a pair of words.
    """
    a, b = gap.a, gap.b
    kind = 0
    start: tuple[int, int] | None = None
    for step in _Table(old[gap.a : gap.a_end], new[gap.b : gap.b_end]).way():
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


class _Table:
    """For each pair of places, and each state, the last step of the cheapest way to it.

    The pairs are done by diagonals, all of one at once: each needs only the three diagonals before it.
    """

    def __init__(self, old: Keys, new: Keys) -> None:
        self._size = len(old), len(new)
        deleted = [np.array([key == DELETED for key in side]) for side in (old, new)]
        self._alone = [np.where(deleted[move.right], move.deletion, move.word) for move in _MOVES]
        self._paired = [_unlike(old, new, *words) for words in _PAIRS]
        self._chosen = np.zeros((4, len(old) + 1, len(new) + 1), np.int8)
        self._before = np.zeros((len(old) + 1, len(new) + 1), np.int8)
        first = self._nothing()
        first[_CLOSED, 0] = 0.0
        self._diagonals = [first, self._nothing(), self._nothing()]
        for number in range(1, len(old) + len(new) + 1):
            self._diagonals = [self._diagonal(number), *self._diagonals[:2]]

    def way(self) -> list[_Step]:
        """The steps from the first pair of words to the last."""
        i, j = self._size
        state = int(self._diagonals[0][:, i].argmin())
        found = []
        while i or j:
            step = self._step(i, j, state)
            found.append(step)
            i, j, state = i - step.down, j - step.right, step.before
        return found[::-1]

    def _step(self, i: int, j: int, state: int) -> _Step:
        choice = int(self._chosen[state, i, j])
        if choice >= len(_MOVES):
            return _Step(*_PAIRS[choice - len(_MOVES)], int(self._before[i, j]), state)
        move = _MOVES[choice]
        return _Step(1 - move.right, move.right, move.before, state)

    def _nothing(self) -> _Costs:
        """A row for each state, a column for each place in the old release."""
        return np.full((4, self._size[0] + 1), _FAR)

    def _diagonal(self, number: int) -> _Costs:
        """The costs at all places ``i`` of the old and ``number - i`` of the new release."""
        found = self._nothing()
        for choice, move in enumerate(_MOVES):
            i = self._places(number, 1 - move.right, move.right)
            word = (number - i if move.right else i) - 1
            costs = self._diagonals[0][move.before, i - 1 + move.right] + self._alone[choice][word]
            self._take(found, number, i, costs, move.after, choice)
        for choice, (down, right) in enumerate(_PAIRS):
            i = self._places(number, down, right)
            if i.size:
                before = self._diagonals[down + right - 1][:, i - down]
                costs = before.min(axis=0) + self._paired[choice][i - down, number - i - right]
                better = self._take(found, number, i, costs, _CLOSED, choice + len(_MOVES))
                self._before[i[better], number - i[better]] = before.argmin(axis=0)[better]
        return found

    def _places(self, number: int, down: int, right: int) -> _Places:
        """The places of a diagonal before which there are so many words of either release."""
        return np.arange(max(down, number - self._size[1]), min(number - right, self._size[0]) + 1)

    def _take(
        self, found: _Costs, number: int, i: _Places, costs: _Costs, state: int, choice: int
    ) -> NDArray[np.bool_]:
        """Where a step costs less than what was found before; there it is taken."""
        better: NDArray[np.bool_] = costs < found[state, i]
        places = i[better]
        found[state, places] = costs[better]
        self._chosen[state, places, number - places] = choice
        return better


def _unlike(old: Keys, new: Keys, down: int, right: int) -> _Costs:
    """What it costs that ``down`` words of the one from a place on are ``right`` words of the other, for all places."""
    one, other = _joined(old, down, "old"), _joined(new, right, "new")
    words, others = (list(dict.fromkeys(side)) for side in (one, other))
    alike = process.cdist(words, others, scorer=Indel.normalized_similarity, dtype=np.float64)
    if down == right:
        figures = [np.array([word.isdigit() for word in side], bool) for side in (words, others)]
        misread = (alike >= ALIKE) & ~figures[0][:, None] & ~figures[1][None, :]
        cost = np.where(alike == 1, 0.0, np.where(misread, _MISREAD * (1 + ALIKE - alike), _FAR))
    else:
        cost = np.where(alike == 1, _JOINED, _FAR)
    rows, columns = ({word: number for number, word in enumerate(side)} for side in (words, others))
    return cost[np.ix_([rows[word] for word in one], [columns[word] for word in other])]


def _joined(keys: Keys, count: int, release: str) -> list[str]:
    """``count`` words from each place on as one. No deletion is the same as another."""
    named = [f"{DELETED}{release}" if key == DELETED else key for key in keys]
    return ["".join(named[i : i + count]) for i in range(len(named) - count + 1)]
