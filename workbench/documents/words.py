# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a line of print, kept as numbers and made into ``Word`` when somebody asks.

A page has some 500 words and few of them are ever looked at: kept as tuples they take ten times the memory and
half of the time of reading the page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload


if TYPE_CHECKING:
    from workbench.documents.model import Word


class WordTable(NamedTuple):
    """All words of page ``page`` in the order of its text: four corners each (points), and lengths in characters."""

    page: int
    corners: array[float]
    lengths: array[int]


class WordRow(Sequence["Word"]):
    """Words ``first`` to ``last`` (exclusive) of a table, one character apart; equal to any sequence of the same words.

    ``start`` is the offset of the first in the document's text.
    """

    __slots__ = ("_last", "_start", "_table", "first")

    def __init__(self, table: WordTable, first: int, last: int, start: int) -> None:
        self._table = table
        self.first = first
        self._last = last
        self._start = start

    def __len__(self) -> int:
        return self._last - self.first

    def __iter__(self) -> Iterator[Word]:
        from workbench.documents.model import Box, Word

        page, corners, lengths = self._table
        start = self._start
        for i in range(self.first, self._last):
            end = start + lengths[i]
            yield Word(start, end, Box(page, *corners[4 * i : 4 * i + 4]))
            start = end + 1

    def corners(self) -> array[float]:
        """Left, top, right and bottom of every word, one after the other, in points."""
        return self._table.corners[4 * self.first : 4 * self._last]

    def starts(self) -> Iterator[int]:
        """The offset at which each word starts."""
        start = self._start
        for length in self._table.lengths[self.first : self._last]:
            yield start
            start += length + 1

    def start_of(self, place: int) -> int:
        """The offset at which the word at ``place`` of the table starts; it is one of these."""
        return self._start + sum(self._table.lengths[self.first : place]) + place - self.first

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        return tuple(self)[index]

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._start, len(self)))

    def __repr__(self) -> str:
        return f"WordRow({len(self)} words from {self._start})"
