# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page and their words, kept as numbers and made into ``Line`` and ``Word`` when somebody asks.

A page has some 500 words and few of them are ever looked at: kept as tuples they take ten times the memory and
half of the time of reading the page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

from workbench.documents.model import Box, Line, Span, Word


class WordTable(NamedTuple):
    """All words of page ``page`` in the order of its text: four corners each (points), and lengths in characters."""

    page: int
    corners: array[float]
    lengths: array[int]


class WordRow(Sequence[Word]):
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

    def around(self, start: int, end: int) -> Box | None:
        """The box around the words that ``start`` to ``end`` of the text touch; None where there are none."""
        first, last = self._touched(start, end)
        if first == last:
            return None
        corners = self._table.corners[4 * first : 4 * last]
        return Box(self._table.page, min(corners[0::4]), min(corners[1::4]), max(corners[2::4]), max(corners[3::4]))

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """The places in the table, from and to, of the words that ``start`` to ``end`` of the text touch."""
        lengths, first, last = self._table.lengths, self.first, self._last
        place = self._start
        while first < last and place + lengths[first] <= start:
            place += lengths[first] + 1
            first += 1
        begin = self._start + sum(lengths[self.first : last - 1]) + last - 1 - self.first
        while last > first and begin >= end:
            last -= 1
            begin -= lengths[last - 1] + 1
        return first, last

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


class LineTable(Sequence[Line]):
    """The lines of a page in the order of its text; equal to any sequence of the same lines.

    ``words`` are those of the page, in the same order.
    """

    __slots__ = ("_bold", "_boxes", "_ends", "_starts", "_words", "first_words")

    def __init__(self, words: WordTable) -> None:
        self._words = words
        self._starts = array("I")
        self._ends = array("I")
        self._boxes = array("d")
        self._bold = bytearray()
        self.first_words = array("I")
        """The place in the table of words at which each line begins."""

    def add(self, span: tuple[int, int], word: int, box: Sequence[float], size: float, *, bold: bool) -> None:
        """Add a line whose first word is at place ``word``; ``box`` and ``size`` in points."""
        self._starts.append(span[0])
        self._ends.append(span[1])
        self.first_words.append(word)
        self._boxes.extend(box)
        self._boxes.append(size)
        self._bold.append(bold)

    def words_of(self, index: int) -> WordRow:
        """The words of the line at ``index``, which is not negative."""
        firsts = self.first_words
        last = firsts[index + 1] if index + 1 < len(firsts) else len(self._words.lengths)
        return WordRow(self._words, firsts[index], last, self._starts[index])

    def touched(self, start: int, end: int) -> Sequence[Line]:
        """The lines that ``start`` to ``end`` of the document's text touch."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [self._line(index) for index in range(first, last)]

    def _line(self, index: int) -> Line:
        x0, y0, x1, y1, size = self._boxes[5 * index : 5 * index + 5]
        span = Span(self._starts[index], self._ends[index])
        return Line(span, Box(self._words.page, x0, y0, x1, y1), size, bool(self._bold[index]), self.words_of(index))

    def __len__(self) -> int:
        return len(self._bold)

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, range(len(self)))

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        places = range(len(self))[index]
        return self._line(places) if isinstance(places, int) else tuple(map(self._line, places))

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._starts.tobytes())

    def __repr__(self) -> str:
        return f"LineTable({len(self)} lines)"
