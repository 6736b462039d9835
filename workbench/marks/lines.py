# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a text, and what stands around a place on its line: the context that tells a mark from innocent text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from operator import add, itemgetter

from workbench.documents import Document, Span
from workbench.marks.late import Pattern, late
from workbench.marks.shadow import Shadow


# What ends a line for a reader. U+0085 and U+001C..1E are left out: OCR leaves them inside lines.
_SINGLE = "\f\v\u2028\u2029"
_FENCE = late(r"^[ \t]*(?:`{3}|~{3})", re.MULTILINE)

REACH = 200
"""Characters looked at to either side: a text without line breaks must not cost its length at every mark."""


def within(offset: int, spans: Sequence[Span]) -> bool:
    """Whether one of ``spans``, which are in order and apart, holds ``offset``."""
    at = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < spans[at].end


class Lines:
    """The lines of ``document.text`` without their numbers, found once and looked up in logarithmic time."""

    def __init__(self, document: Document) -> None:
        """Offsets count characters of ``document.text``, which has no carriage returns."""
        self.text = document.text
        self._known: dict[Pattern | str, bool] = {}
        # Where the cells of a table begin, which go on with nothing.
        self.cells = frozenset(block.span.start for block in document.blocks if block.row)
        self._starts, self._ends = _split(self.text)
        for number in document.line_numbers:  # behind which the line begins
            self._starts[bisect_right(self._starts, number.start) - 1] = number.words

    @cached_property
    def shadow(self) -> Shadow:
        """The text in one case, for the finders that look for words and codes."""
        return Shadow(self.text)

    @cached_property
    def have_blocks(self) -> bool:
        """Whether a fence of Markdown or a bracket that ends its line may enclose some of them."""
        return any(sign in self.text for sign in ("```", "~~~", "{", "= [", "= (", "const ("))

    @cached_property
    def fences(self) -> list[int]:
        """Where the fences of Markdown begin, in order."""
        return [match.start() for match in _FENCE.finditer(self.text)]

    def have(self, sought: Pattern | str) -> bool:
        """Whether ``sought`` stands anywhere in the text: looked for once, however many candidates ask."""
        known = self._known.get(sought)
        if known is None:
            known = sought in self.text if isinstance(sought, str) else sought.search(self.text) is not None
            self._known[sought] = known
        return known

    def at(self, offset: int) -> Span:
        """The line on which the character at ``offset`` stands, without its break."""
        number = bisect_right(self._starts, offset) - 1
        start, end = self._starts[number], self._ends[number]
        return Span(start, max(start, end))

    def after(self, line: Span) -> Span | None:
        """The line that follows ``line``, None after the last."""
        number = bisect_right(self._starts, line.start)
        return Span(self._starts[number], self._ends[number]) if number < len(self._starts) else None

    def before(self, line: Span) -> Span | None:
        """The line before ``line``, None before the first."""
        number = bisect_right(self._starts, line.start) - 2
        return Span(self._starts[number], self._ends[number]) if number >= 0 else None

    def left(self, offset: int) -> str:
        """What stands on the line before ``offset``, at most ``REACH`` characters of it."""
        return self.text[max(self._starts[bisect_right(self._starts, offset) - 1], offset - REACH) : offset]

    def right(self, offset: int) -> str:
        """What stands on the line from ``offset`` on, at most ``REACH`` characters of it."""
        number = bisect_right(self._starts, offset) - 1
        return self.text[offset : min(max(self._starts[number], self._ends[number]), offset + REACH)]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """``left(start)`` and ``right(end)``, which are most often of one line."""
        number = bisect_right(self._starts, start) - 1
        stop = self._ends[number]
        right = self.text[end : min(stop, end + REACH)] if end <= stop else self.right(end)
        return self.text[max(self._starts[number], start - REACH) : start], right


def _split(text: str) -> tuple[list[int], list[int]]:
    """Starts and ends of the lines of a text whose breaks are of one character each: several times faster."""
    for other in _SINGLE:
        if other in text:
            text = text.replace(other, "\n")
    lengths = list(map(len, text.split("\n")))
    starts = list(accumulate([length + 1 for length in lengths[:-1]], initial=0))
    return starts, list(map(add, starts, lengths))
