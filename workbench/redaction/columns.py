# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that go on in the line below, in a column that the text has row by row with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.documents import Document, Span
from workbench.documents.model import Line, Torn, Word
from workbench.redaction.folding import skeleton


_GAP = 0.8
"""Of the height of a line: the space from which on two words are not of one column."""
_BELOW = 2.0
"""Of the height of a line: how far below it the next line of its column ends."""
_ROWS, _LINES = 4, 3
"""Rows of the page among which that line is, and lines of a column that are read as one."""

_Fragment = Sequence[Word]


def parted(document: Document, terms: Iterable[str]) -> Iterator[Torn]:
    """Lines of a column, one below the other, of pages where a term may begin in one and end in another."""
    letters = list(map(skeleton, terms)) if document.printed else []
    heads = {each[:end] for each in letters for end in range(1, len(each))}
    tails = {each[start:] for each in letters for start in range(1, len(each))}
    for page in document.pages if letters else ():
        words = set(re.findall(r"[^\W_]+", document.text[page.span.start : page.span.end].lower()))
        if not heads.isdisjoint(words) and not tails.isdisjoint(words):
            yield from _on_page(document.text, list(map(_fragments, page.lines)))


def _on_page(text: str, rows: Sequence[Sequence[_Fragment]]) -> Iterator[Torn]:
    for at, row in enumerate(rows):
        for first in row:
            column, place = [first], at
            while len(column) < _LINES and (below := _below(column[-1], rows, place)):
                place, lower = below
                column.append(lower)
            yield from _pieces(text, column)


def _fragments(line: Line) -> list[_Fragment]:
    height = line.box.y1 - line.box.y0
    found: list[list[Word]] = []
    edge = float("-inf")
    for word in line.words:
        if word.box.x0 - edge > _GAP * height:
            found.append([])
        found[-1].append(word)
        edge = word.box.x1
    return list(found)


def _below(upper: _Fragment, rows: Sequence[Sequence[_Fragment]], at: int) -> tuple[int, _Fragment] | None:
    """The nearest line below ``upper``, which is in row ``at``, that shares some of its width; and its row."""
    left, right, bottom = upper[0].box.x0, upper[-1].box.x1, upper[-1].box.y1
    height = bottom - upper[-1].box.y0
    for place in range(at + 1, min(at + _ROWS, len(rows))):
        for each in rows[place]:
            down = each[0].box.y1 - bottom
            if 0 < down <= _BELOW * height and each[0].box.x0 < right and each[-1].box.x1 > left:
                return place, each
    return None


def _pieces(text: str, column: Sequence[_Fragment]) -> Iterator[Torn]:
    spans = [Span(each[0].start, each[-1].end) for each in column]
    line, place = "\n".join(text[start:end] for start, end in spans), 0
    for start, end in spans if len(spans) > 1 else ():
        yield Torn(Span(start, end), line, place, place + end - start)
        place += end - start + 1
