# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a page laid out as text: lines, blocks, and where each word stands in the text of the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from workbench.documents.bidi import has_rtl, order
from workbench.documents.model import ROWS_OF_A_TABLE, Block, Page, Place, Recognised, Span, Torn
from workbench.documents.pdf.page import PageWords
from workbench.documents.pdf.pieces import Cell, RawWord, Row, TornWord, around
from workbench.documents.pdf.strikes import StruckWord
from workbench.documents.words import LineTable, PlacedLine


BETWEEN = "\n\n"
"""Stands between blocks and between pages, and belongs to neither."""
_LETTERS = re.compile(r"[^\W_]+")
_MOST = 0.6


class LaidPage(NamedTuple):
    """A page with its text; ``words`` are MuPDF's, in the order of the text, ``lines`` those of the page.

    ``tables`` is how many tables there are up to its end of which rows are known.
    """

    page: Page
    text: str
    blocks: tuple[Block, ...]
    words: list[RawWord]
    lines: LineTable
    tables: int

    def starts(self) -> list[tuple[RawWord, int]]:
        """Each word with where it starts in the document's text."""
        rows = map(self.lines.words_of, range(len(self.lines)))
        return list(zip(self.words, chain.from_iterable(row.starts() for row in rows), strict=True))

    def start_of(self, place: int) -> int:
        """Where the word at ``place`` of ``words`` starts."""
        return self.lines.words_of(bisect_right(self.lines.first_words, place) - 1).start_of(place)


def lay_out(
    words: PageWords, number: int, start: int, recognised: Recognised | None = None, *, tables: int = 0
) -> LaidPage:
    """Give the words of page ``number`` their offsets, from ``start`` on, behind so many ``tables``.

    ``recognised`` where they are an OCR's.
    """
    ordered = [word for rows in words.blocks for row in rows for fragment in row for word in fragment.words]
    texts = [word[4] for word in ordered]
    if has_rtl("".join(texts)):
        ordered = list(_as_read(words.blocks))
        texts = [word[4] for word in ordered]
    blocks: list[Block] = []
    met: dict[tuple[float, float], int] = {}
    placed: list[PlacedLine] = []
    parts: list[str] = []
    at, first = start, 0
    for rows in words.blocks:
        block_start = at
        for row in rows:
            last = first + (len(row[0].words) if len(row) == 1 else sum([len(fragment.words) for fragment in row]))
            text = " ".join(texts[first:last])
            end = at + len(text)
            placed.append((at, end, first, *_print_of(row, ordered[first:last])))
            parts += (text, "\n")
            at, first = end + 1, last
        parts[-1] = BETWEEN
        span = Span(block_start, at - 1)
        if not isinstance(rows, Cell):
            blocks.append(Block(span, number, Place.BODY))
        else:
            table, down, across = rows.spot
            if down:
                down += met.setdefault(table, tables + len(met) + 1) * ROWS_OF_A_TABLE
            blocks.append(Block(span, number, Place.TABLE_CELL, down, across))
        at += len(BETWEEN) - 1
    if parts:
        parts.pop()
        at -= len(BETWEEN)
    lines = LineTable(number, ordered, placed)
    page = Page(number, Span(start, at), words.width, words.height, lines, recognised, words.scan)
    return LaidPage(page, "".join(parts), tuple(blocks), ordered, lines, tables + len(met))


def _as_read(blocks: Sequence[Sequence[Row]]) -> Iterator[RawWord]:
    """The words of a page that has text from right to left, line by line as it is read."""
    for row in chain.from_iterable(blocks):
        words = [word for fragment in row for word in fragment.words]
        if row[0].upright and has_rtl("".join(word[4] for word in words)):
            placed = sorted(words)
            words = [placed[place] for place in order([word[4] for word in placed])]
        yield from words


def _print_of(row: Row, words: Sequence[RawWord]) -> tuple[float, float, float, float, float, bool]:
    """The box of a line with these ``words``, and the size and weight of most of it."""
    if len(row) > 1:
        widest = max(row, key=lambda f: f.x1 - f.x0)
        return *around(words), widest.size, widest.bold
    x0, y0, x1, y1, _, size, bold, upright = row[0]
    return (x0, y0, x1, y1, size, bold) if upright else (*around(words), size, bold)


def spans_of(words: list[RawWord], laid: LaidPage) -> list[Span]:
    """Where ``words`` stand in the text, in order."""
    wanted = {word[5:] for word in words}
    return [Span(start, start + len(word[4])) for word, start in laid.starts() if word[5:] in wanted]


def torn_words(torn: Sequence[TornWord], laid: LaidPage) -> Iterator[Torn]:
    """The words of which a part is seen, where they stand in the text."""
    starts = {id(word): start for word, start in laid.starts()}
    for word, line, start, end in torn:
        if id(word) in starts:
            yield Torn(Span(starts[id(word)], starts[id(word)] + len(word[4])), line, start, end)


def struck_spans(struck: list[StruckWord], laid: LaidPage) -> list[Span]:
    """Where the struck words stand in the text, neighbours joined."""
    wanted = {id(piece.word) for piece in struck}
    starts = {id(word): laid.start_of(place) for place, word in enumerate(laid.words) if id(word) in wanted}
    spans: list[Span] = []
    for piece in sorted(struck, key=lambda s: starts[id(s.word)]):
        span = _struck_part(piece, starts[id(piece.word)])
        if spans and span.start <= spans[-1].end + 1:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _struck_part(piece: StruckWord, start: int) -> Span:
    """The characters under the line; all of a run of letters if it goes through most of it, as pens slip."""
    x0, _, x1, _, text = piece.word[:5]
    edges, step = piece.edges, (x1 - x0) / len(text)
    if edges:
        first, last = (min(range(len(edges)), key=lambda at: abs(edges[at] - x)) for x in (piece.x0, piece.x1))
    else:
        first, last = round((piece.x0 - x0) / step), round((piece.x1 - x0) / step)
    first, last = min(first, len(text) - 1), max(last, first + 1)
    for run in _LETTERS.finditer(text):
        shared = min(last, run.end()) - max(first, run.start())
        if shared >= _MOST * (run.end() - run.start()):
            first, last = min(first, run.start()), max(last, run.end())
    return Span(start + first, start + last)
