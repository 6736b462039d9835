# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parts of two releases that are compared with each other: all that stayed in its place, or a paragraph that moved."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.releases.alignment import same
from workbench.releases.gaps import find_gaps, slide
from workbench.releases.moving import Move
from workbench.releases.words import Gap


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
