# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page and their words, kept as numbers and made into ``Line`` and ``Word`` when somebody asks.

A page has some 500 words and few of them are ever looked at: kept as tuples they take ten times the memory and
half of the time of reading the page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, pairwise, repeat
from operator import sub
from typing import Any, NamedTuple, TypeVar, overload

from workbench.documents.model import Box, Span


_T = TypeVar("_T")


class Word(NamedTuple):
    """A run of characters without white space, with its place on the page."""

    start: int
    end: int
    box: Box


class Line(NamedTuple):
    """A line of print: where its text is, where it lies, and how large it is set.

    ``size`` is the font size in points (0 where the format has none), ``bold`` whether most of it is set bold.
    """

    span: Span
    box: Box
    size: float
    bold: bool
    words: Sequence[Word]


class Told(Sequence[_T]):
    """What is made when somebody asks: equal to any sequence of the same, and taken apart as a tuple is."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, index: int | slice) -> _T | tuple[_T, ...]:
        return tuple(self)[index]

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)


class WordTable(NamedTuple):
    """All words of page ``page`` in the order of its text: left and right sides (points), and lengths in characters.

    ``heights`` are top and bottom of each word, but only once for a line of words of one height.
    """

    page: int
    lefts: array[float]
    rights: array[float]
    heights: array[float]
    lengths: array[int]


class WordRow(Told[Word]):
    """Words ``first`` to ``last`` (exclusive) of a table, one character apart.

    ``start`` is the offset of the first in the document's text, ``high`` where their heights begin, ``step`` from one
    to the next: 0 where they have one.
    """

    __slots__ = ("_high", "_last", "_start", "_step", "_table", "first")

    def __init__(self, table: WordTable, first: int, last: int, start: int, high: int, step: int) -> None:
        self._table = table
        self.first = first
        self._last = last
        self._start = start
        self._high = high
        self._step = step

    def __len__(self) -> int:
        return self._last - self.first

    def __iter__(self) -> Iterator[Word]:
        page, lefts, rights, heights, lengths = self._table
        start, high = self._start, self._high
        for i in range(self.first, self._last):
            end = start + lengths[i]
            yield Word(start, end, Box(page, lefts[i], heights[high], rights[i], heights[high + 1]))
            start = end + 1
            high += self._step

    def sides(self) -> tuple[array[float], array[float]]:
        """The left and the right side of every word, in points."""
        return self._table.lefts[self.first : self._last], self._table.rights[self.first : self._last]

    def parted(self, gap: float) -> Iterator[tuple[Span, Box, Box]]:
        """The stretches of words without a ``gap`` (points) to the next, the box of the first word and of the last."""
        lefts, rights = self.sides()
        gaps = list(map(sub, lefts[1:], rights))
        edges = [at for at, wide in enumerate(gaps, 1) if wide > gap] if gaps and max(gaps) > gap else ()
        starts = list(self.starts())
        for first, behind in pairwise((0, *edges, len(starts))) if starts else ():
            last = behind - 1
            end = starts[last] + self._table.lengths[self.first + last]
            yield Span(starts[first], end), self._box(first), self._box(last)

    def _box(self, place: int) -> Box:
        page, lefts, rights, heights, _ = self._table
        at, high = self.first + place, self._high + place * self._step
        return Box(page, lefts[at], heights[high], rights[at], heights[high + 1])

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
        page, lefts, rights, heights, _ = self._table
        high = self._high + (first - self.first) * self._step
        highs = heights[high : high + max(2, (last - first) * self._step)]
        return Box(page, min(lefts[first:last]), min(highs[0::2]), max(rights[first:last]), max(highs[1::2]))

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

    def __hash__(self) -> int:
        return hash((self._start, len(self)))

    def __repr__(self) -> str:
        return f"WordRow({len(self)} words from {self._start})"


PlacedLine = tuple[int, int, int, float, float, float, float, float, bool]
"""Where a line begins and ends in the text, the place of its first word, its box and the size of its type (points),
and whether it is bold."""


class LineTable(Told[Line]):
    """The lines of page ``page`` in the order of its text."""

    __slots__ = ("_bold", "_boxes", "_ends", "_highs", "_starts", "_words", "first_words")

    def __init__(self, page: int, words: Sequence[Sequence[Any]], lines: Sequence[PlacedLine]) -> None:
        """``words`` are those of the page: left, top, right and bottom (points), text and whatever follows."""
        lefts, tops, rights, bottoms, texts, *_ = zip(*words, strict=True) if words else [()] * 5
        starts, ends, firsts, *boxes, bold = zip(*lines, strict=True) if lines else [()] * 9
        heights: list[float] = []
        highs: list[int] = []
        for first, last in pairwise([*firsts, len(texts)]):
            top, bottom = tops[first], bottoms[first]
            highs.append(len(heights))
            if tops[first:last].count(top) == bottoms[first:last].count(bottom) == last - first:
                heights += (top, bottom)
            else:
                heights += chain.from_iterable(zip(tops[first:last], bottoms[first:last], strict=True))
        # MuPDF's own numbers are 32 bit floats, so nothing is rounded here.
        sides = array("f", lefts), array("f", rights), array("f", heights)
        self._words = WordTable(page, *sides, _counts(list(map(len, texts))))
        self._starts, self._ends, self._highs = array("I", starts), array("I", ends), _counts(highs)
        self._boxes = tuple(map(_points, boxes))
        self._bold = bytes(bold)
        self.first_words = _counts(firsts)
        """The place among the words of the page at which each line begins."""

    def words_of(self, index: int) -> WordRow:
        """The words of the line at ``index``, which is not negative."""
        firsts, highs, words = self.first_words, self._highs, self._words
        more = index + 1 < len(firsts)
        last = firsts[index + 1] if more else len(words.lengths)
        step = 2 if (highs[index + 1] if more else len(words.heights)) - highs[index] > 2 else 0
        return WordRow(words, firsts[index], last, self._starts[index], highs[index], step)

    def touched(self, start: int, end: int) -> Sequence[Line]:
        """The lines that ``start`` to ``end`` of the document's text touch."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [self._line(index) for index in range(first, last)]

    def _line(self, index: int) -> Line:
        x0, y0, x1, y1, size = [column[index] for column in self._boxes]
        span = Span(self._starts[index], self._ends[index])
        return Line(span, Box(self._words.page, x0, y0, x1, y1), size, bool(self._bold[index]), self.words_of(index))

    def __len__(self) -> int:
        return len(self._bold)

    def __iter__(self) -> Iterator[Line]:
        x0, y0, x1, y1, sizes = self._boxes
        boxes = map(Box, repeat(self._words.page), x0, y0, x1, y1)
        rows = map(self.words_of, range(len(self)))
        return map(Line, map(Span, self._starts, self._ends), boxes, sizes, map(bool, self._bold), rows)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        places = range(len(self))[index]
        return self._line(places) if isinstance(places, int) else tuple(map(self._line, places))

    def __hash__(self) -> int:
        return hash(self._starts.tobytes())

    def __repr__(self) -> str:
        return f"LineTable({len(self)} lines)"


def _counts(values: Sequence[int]) -> array[int]:
    """``values``, none of which is negative, in as many bytes as the highest needs."""
    highest = max(values, default=0)
    return array("B" if highest < 1 << 8 else "H" if highest < 1 << 16 else "I", values)


def _points(values: Sequence[float]) -> array[float]:
    """``values`` in four bytes each, or in eight where four would round them."""
    short = array("f", values)
    return short if short == (exact := array("d", values)) else exact


def touched(lines: Sequence[Line], span: Span) -> Sequence[Line]:
    """Those of ``lines`` that share a character with ``span``, or that it stands in where it is empty."""
    if isinstance(lines, LineTable):
        return lines.touched(*span)
    return [line for line in lines if line.span.start < span.end and line.span.end > span.start]


def sides(words: Sequence[Word]) -> tuple[Sequence[float], Sequence[float]]:
    """The left and the right side of every word, in points."""
    if isinstance(words, WordRow):
        return words.sides()
    return [word.box.x0 for word in words], [word.box.x1 for word in words]


def around(words: Sequence[Word], span: Span) -> Box | None:
    """The box around those of ``words`` that ``span`` touches; None where there are none."""
    if isinstance(words, WordRow):
        return words.around(*span)
    boxes = [word.box for word in words if word.start < span.end and word.end > span.start]
    return reduce(Box.union, boxes) if boxes else None
