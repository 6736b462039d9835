# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which row stands on which line of a long view: prefix sums of heights, searched by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class LineIndex:
    """Rows of different heights stacked on lines that count from 0. Heights are at least 1."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        """``heights`` in lines, one a row."""
        self._starts = [0, *accumulate(heights)]

    @property
    def lines(self) -> int:
        """How many lines all rows take."""
        return self._starts[-1]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def start(self, row: int) -> int:
        """The first line of ``row``."""
        return self._starts[row]

    def height(self, row: int) -> int:
        """How many lines ``row`` takes."""
        return self._starts[row + 1] - self._starts[row]

    def at(self, line: int) -> tuple[int, int] | None:
        """The row on ``line`` and the line's number in it from 0; None below the last row."""
        if not 0 <= line < self.lines:
            return None
        row = bisect_right(self._starts, line) - 1
        return row, line - self._starts[row]
