# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words by height, to find those in one place of a page among many."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from workbench.documents.pdf.pieces import RawWord


class WordIndex:
    """The words of a page by height, to find those in one box among many."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self._words = words
        middles = [(word[1] + word[3]) / 2 for word in words]
        self._numbers = sorted(range(len(words)), key=middles.__getitem__)
        self._heights = [middles[number] for number in self._numbers]

    def within(self, x0: float, y0: float, x1: float, y1: float) -> list[RawWord]:
        """The words whose middle lies in the box, in their order."""
        return [w for w in self.between(y0, y1) if x0 <= (w[0] + w[2]) / 2 <= x1]

    def between(self, y0: float, y1: float) -> list[RawWord]:
        """The words whose middle lies at these heights, in their order."""
        near = self._numbers[bisect_left(self._heights, y0) : bisect_right(self._heights, y1)]
        return list(map(self._words.__getitem__, sorted(near)))

    @cached_property
    def sides(self) -> tuple[float, float]:
        """Where the first of them begins and the last ends, from left to right; everywhere where there are none."""
        lefts, rights = [word[0] for word in self._words], [word[2] for word in self._words]
        return min(lefts, default=-math.inf), max(rights, default=math.inf)

    @cached_property
    def tallest(self) -> float:
        """The height of the tallest of them."""
        return max((word[3] - word[1] for word in self._words), default=0.0)
