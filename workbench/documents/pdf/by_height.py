# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words or shapes by height, to find those in one place of a page among many."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar


T = TypeVar("T", bound=tuple[Any, ...])
"""Begins with left, top, right and bottom (points)."""


class ByHeight(Generic[T]):
    """What stands on a page by the height of its middle; ``pieces`` are left, top, right and bottom, and more."""

    def __init__(self, pieces: Sequence[T]) -> None:
        self._pieces = pieces
        middles = [(piece[1] + piece[3]) / 2 for piece in pieces]
        self._numbers = sorted(range(len(pieces)), key=middles.__getitem__)
        self._heights = [middles[number] for number in self._numbers]

    def within(self, x0: float, y0: float, x1: float, y1: float) -> list[T]:
        """Those whose middle lies in the box, in their order."""
        return [p for p in self.between(y0, y1) if x0 <= (p[0] + p[2]) / 2 <= x1]

    def between(self, y0: float, y1: float) -> list[T]:
        """Those whose middle lies at these heights, in their order."""
        near = self._numbers[bisect_left(self._heights, y0) : bisect_right(self._heights, y1)]
        return list(map(self._pieces.__getitem__, sorted(near)))

    @cached_property
    def sides(self) -> tuple[float, float]:
        """Where the first of them begins and the last ends, from left to right; everywhere where there are none."""
        lefts, rights = [piece[0] for piece in self._pieces], [piece[2] for piece in self._pieces]
        return min(lefts, default=-math.inf), max(rights, default=math.inf)

    @cached_property
    def tallest(self) -> float:
        """The height of the tallest of them."""
        return max((piece[3] - piece[1] for piece in self._pieces), default=0.0)
