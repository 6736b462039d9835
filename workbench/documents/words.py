# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a line of print, kept as numbers and made into ``Word`` when somebody asks.

A page has some 500 words and few of them are ever looked at: kept as tuples they take ten times the memory and
half of the time of reading the page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, overload


if TYPE_CHECKING:
    from workbench.documents.model import Word


class WordRow(Sequence["Word"]):
    """Words of one line, separated by one character each; equal to any sequence of the same words.

    ``boxes`` are x0, y0, x1, y1 (points); ``lengths`` are the words' lengths in characters, ``start`` is the
    offset of the first.
    """

    __slots__ = ("_corners", "_lengths", "_page", "_start")

    def __init__(
        self, page: int, start: int, lengths: Sequence[int], boxes: Sequence[tuple[float, float, float, float]]
    ) -> None:
        self._page = page
        self._start = start
        self._lengths = tuple(lengths)
        # MuPDF's own numbers are 32 bit floats, so nothing is rounded here.
        self._corners = array("f", chain.from_iterable(boxes))

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[Word]:
        from workbench.documents.model import Box, Word

        start, corners, page = self._start, self._corners, self._page
        for i, length in enumerate(self._lengths):
            yield Word(start, start + length, Box(page, *corners[4 * i : 4 * i + 4]))
            start += length + 1

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        return tuple(self)[index]

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._page, self._start, self._lengths))

    def __repr__(self) -> str:
        return f"WordRow({len(self)} words from {self._start})"
