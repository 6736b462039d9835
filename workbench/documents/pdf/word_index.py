# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words by height, to find those in one place of a page among many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from workbench.documents.pdf.pieces import RawWord


class WordIndex:
    """The words of a page by height, to find those in one box among many."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self._words = words
        placed = sorted(((word[1] + word[3]) / 2, number) for number, word in enumerate(words))
        self._heights = [height for height, _ in placed]
        self._numbers = [number for _, number in placed]

    def within(self, x0: float, y0: float, x1: float, y1: float) -> list[RawWord]:
        """The words whose middle lies in the box, in their order."""
        near = self._numbers[bisect_left(self._heights, y0) : bisect_right(self._heights, y1)]
        return [w for w in map(self._words.__getitem__, sorted(near)) if x0 <= (w[0] + w[2]) / 2 <= x1]
