# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that go on in the line below, in a column that the text has row by row with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby, product
from operator import attrgetter

from workbench.documents import Document, Span
from workbench.documents.model import Box, Line, Page, Torn, Word
from workbench.documents.tears import as_line
from workbench.redaction.folding import folded_words, skeleton


_GAP = 0.8
"""Of the height of a line: the space from which on two words are not of one column."""
_BELOW = 2.0
"""Of the height of a line: how far below it the next line of its column ends."""
_CLOSE = 1.6
"""Of the height of a line: how far above it the line before it ends, if no space parts them."""
_ROWS, _LINES = 4, 3
"""Rows of the page among which that line is, and lines of a column that are read as one."""
_WORD = 60
"""Characters at either end of a line in which its first or last word is."""
_RULE = re.compile(r"[\t|]")
_SET_APART = re.compile(r"\S(?: {2,}|[ \t]*[\t|][ \t]*)[^\s|]")

_Fragment = Sequence[Word]


def parted(document: Document, terms: Iterable[str]) -> Iterator[Torn]:
    """Lines of a column and cells, one below the other, where a term may begin in one and end in another."""
    words = {word for term in terms for word in (*folded_words(term), skeleton(term))}
    heads = {word[:end] for word in words for end in range(1, len(word) + 1)}
    tails = {word[start:] for word in words for start in range(len(word))}
    for page in document.pages if words else ():
        there = set(re.findall(r"[^\W_]+", document.text[page.span.start : page.span.end].lower()))
        if not heads.isdisjoint(there) and not tails.isdisjoint(there):
            lines = page.lines if document.printed else list(_typed(document.text, page))
            for spans in _on_page(list(map(_fragments, lines))):
                yield from _line(document.text, spans, heads, tails)
    if document.printed and words:
        for foot, top in _feet_and_tops(document, heads, tails):
            yield from _line(document.text, (foot, top), heads, tails)
    for spans in _in_cells(document) if words else ():
        yield from _line(document.text, spans, heads, tails)


def _feet_and_tops(document: Document, heads: Container[str], tails: Container[str]) -> Iterator[tuple[Span, Span]]:
    """A line that a word of a term may begin at the end of, and the top of a column of its page or the next one.

    What stands between the foot of a column and the next top, a note or a figure, hangs on the page: all are tried.
    """
    text, before = document.text, list[Span]()
    for page in document.pages:
        rows = list(map(_fragments, page.lines))
        placed = [(at, each, Span(each[0].start, each[-1].end)) for at, row in enumerate(rows) for each in row]
        begun = [span for _, _, span in placed if _begins(text, span, heads)]
        tops = [(at, each, span) for at, each, span in placed if _ends(text, span, tails)] if begun or before else []
        found = [span for at, each, span in tops if _is_top(each, rows[max(0, at - _ROWS) : at])]
        yield from ((foot, top) for foot, top in product((*before, *begun), found) if foot != top)
        before = begun


def _is_top(line: _Fragment, rows: Sequence[Sequence[_Fragment]]) -> bool:
    """Whether no line of its column, among ``rows`` before it, stands right above ``line``."""
    left, right, bottom = line[0].box.x0, line[-1].box.x1, line[0].box.y1
    near = _CLOSE * (bottom - line[0].box.y0)
    above = (each for row in rows for each in row if 0 < bottom - each[0].box.y1 <= near)
    return not any(each[0].box.x0 < right and each[-1].box.x1 > left for each in above)


def _in_cells(document: Document) -> Iterator[Sequence[Span]]:
    """The cells of a table that stand one below the other, by their columns or, where nobody tells, their order."""
    for is_table, rows in groupby(groupby(document.blocks, key=attrgetter("row")), key=lambda row: bool(row[0])):
        columns: dict[int, list[Span]] = {}
        for _, cells in rows if is_table else ():
            for order, block in enumerate(cells, 1):
                columns.setdefault(block.column or order, []).append(block.span)
        yield from columns.values()


def _typed(text: str, page: Page) -> Iterator[Line]:
    """The lines of a page without places, as a typewriter sets them: a line is as high as two letters are wide."""
    if not _SET_APART.search(text, *page.span):
        return
    for row, line in enumerate(re.finditer(r"[^\n]+", text[slice(*page.span)])):
        first = page.span.start + line.start()
        placed = [_typed_word(page, row, first, word) for word in re.finditer(r"[^\s|]+", line.group())]
        if placed:
            yield Line(Span(first, first + len(line.group())), placed[0].box, 0, False, placed)


def _typed_word(page: Page, row: int, first: int, word: re.Match[str]) -> Word:
    """A word of the line that begins at ``first``; a tab and a rule are as wide as three letters."""
    left = word.start() + 2 * len(_RULE.findall(word.string, 0, word.start()))
    box = Box(page.number, left, 2 * row, left + len(word.group()), 2 * row + 2)
    return Word(first + word.start(), first + word.end(), box)


def _on_page(rows: Sequence[Sequence[_Fragment]]) -> Iterator[Sequence[Span]]:
    for at, row in enumerate(rows):
        for first in row:
            column, place = [first], at
            while len(column) < _LINES and (below := _below(column[-1], rows, place)):
                place, lower = below
                column.append(lower)
            yield [Span(each[0].start, each[-1].end) for each in column]


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


def _line(text: str, spans: Sequence[Span], heads: Container[str], tails: Container[str]) -> Iterator[Torn]:
    """``spans`` read as one, if a word of a term may begin at the end of one and end at the start of a later one."""
    begun = ended = False
    for start, end in spans:
        ended = ended or (begun and _ends(text, Span(start, end), tails))
        begun = begun or _begins(text, Span(start, end), heads)
    if ended:
        yield from as_line(text, spans, "\n")


def _begins(text: str, span: Span, heads: Container[str]) -> bool:
    return any(word in heads for word in folded_words(text[max(span.start, span.end - _WORD) : span.end])[-1:])


def _ends(text: str, span: Span, tails: Container[str]) -> bool:
    return any(word in tails for word in folded_words(text[span.start : span.start + _WORD])[:1])
