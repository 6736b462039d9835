# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that go on in the line below, in a column that the text has row by row with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby, pairwise, starmap
from operator import attrgetter
from typing import NamedTuple

from workbench.documents import Document, Span
from workbench.documents.model import Box, Page, Torn
from workbench.documents.tears import as_line
from workbench.documents.words import Line, Word, WordRow
from workbench.redaction.folding import folded_words, skeleton
from workbench.redaction.frames import in_frames
from workbench.redaction.initials import initials
from workbench.redaction.needles import TermIndex
from workbench.redaction.seams import Seams, Starts


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
_WIDE = re.compile(r"[\t|]|(?<=\w[-\xad\u2010]) ")
_LETTERS = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[^\s!-~]")  # folded away, so that what stands around it is one word
_SET_APART = re.compile(r"\S(?: {2,}+| *+\t[ \t]*+|[ \t]*+\|[ \t]*+)[^\s|]")


class _Piece(NamedTuple):
    """Words of a line without a wide gap between them: their stretch, and the boxes of the first and of the last."""

    span: Span
    first: Box
    last: Box


class _Wanted:
    """The words of terms: what a line may end with, and another begin with, where a term may reach over from it."""

    def __init__(self, text: str, words: Collection[str], index: TermIndex) -> None:
        self.text, self._index, self._words = text, index, words
        self.heads = {word[:end] for word in words for end in range(1, len(word) + 1)}
        self._tails = {word[start:] for word in words for start in range(len(word))}
        self._longest = max(map(len, words))
        # Of one page all is asked several times.
        self.begins_in, self.ends_in, self.letters = cache(self._begins_in), cache(self._ends_in), cache(self._letters)

    @property
    def seams(self) -> Seams:
        return self._index.seams

    def may_be_on(self, page: Page) -> bool:
        """Whether a word of it may be the beginning or the end of one of a term: asked before where words stand."""
        text = self.text[page.span.start : page.span.end]
        if not text.isascii() or _CONTROL.search(text) or self._longest >= _WORD:
            return True
        there = set(_LETTERS.findall(text.lower()))
        return not (self.heads.isdisjoint(there) and self._tails.isdisjoint(there))

    def said(self, row: Sequence[_Piece]) -> str:
        """The words of a line."""
        return " ".join(self.text[row[0].span.start : row[-1].span.end].split()) if row else ""

    def _begins_in(self, span: Span) -> bool:
        """Whether a word of a term may begin at its end."""
        part = self.text[max(span.start, span.end - _WORD) : span.end]
        word = part.rpartition(" ")[2]
        return (word.lower() if _is_plain(word, part) else "".join(folded_words(part)[-1:])) in self.heads

    def _ends_in(self, span: Span) -> bool:
        """Whether a word of a term may end at its start."""
        return self._first_word(span) in self._tails

    def heads_column(self, span: Span) -> bool:
        """Whether a term may go on at its start from the foot of a column: no page breaks off a letter of a word."""
        first = self._first_word(span)
        return first in self._tails and (len(first) > 1 or first in self._words)

    def _first_word(self, span: Span) -> str:
        part = self.text[span.start : span.start + _WORD]
        word = part.partition(" ")[0]
        return word.lower() if _is_plain(word, part) else "".join(folded_words(part)[:1])

    def _letters(self, span: Span) -> str:
        return skeleton(self.text[span.start : span.end])


def _is_plain(word: str, part: str) -> bool:
    """Whether a word at the edge of ``part`` folds to its small letters, whatever stands behind the blank beside it."""
    return word.isascii() and word.isalnum() and part.isprintable()


def parted(document: Document, terms: TermIndex) -> Iterator[Torn]:
    """Lines of a column and cells, one below the other, where one of ``terms`` begins in one and ends in another."""
    words = {word for term in terms.terms for word in (*folded_words(term), skeleton(term))} - {""}
    if not words:
        return
    wanted = _Wanted(document.text, words, terms)
    pages = [_rows(document, page) if wanted.may_be_on(page) else [] for page in document.pages]
    on_page = _on_page if document.printed else _on_typed_page
    lines = "\n".join(words)
    framed = (
        in_frames(document.text, page.lines, wanted.heads, lines)
        for page, rows in zip(document.pages, pages, strict=True)
        if rows
    )
    stacked = chain.from_iterable(chain((on_page(rows, wanted) for rows in pages), framed if document.printed else ()))
    for spans in chain(stacked, _feet_and_tops(pages, wanted), initials(document), _in_cells(document)):
        yield from _line(spans, wanted)


def _rows(document: Document, page: Page) -> list[list[_Piece]]:
    """The lines of a page, each as the pieces that stand side by side."""
    lines = page.lines if document.printed else _typed(document.text, page)
    return [[*_pieces(line)] for line in lines]


def _feet_and_tops(pages: Iterable[Sequence[Sequence[_Piece]]], wanted: _Wanted) -> Iterator[tuple[Span, Span]]:
    """A line that a term begins at the end of, and the top of a column of its page or the next one where it goes on.

    What stands between the foot of a column and the next top, a note or a figure, hangs on the page: all are tried. A
    line of the page before stands above a column as its head does, or that of a table.
    """
    before: list[Span] = []
    for earlier, rows in pairwise(chain(((),), pages)):
        placed = [(at, piece) for at, row in enumerate(rows) for piece in row]
        begun = [piece.span for _, piece in placed if wanted.begins_in(piece.span)]
        near = [each for each in placed if wanted.heads_column(each[1].span)] if begun or before else []
        heads = {wanted.said(row) for row in earlier} if near else set()
        own = [[] if wanted.said(row) in heads else row for row in rows] if near else []
        tops = [piece.span for at, piece in near if _is_top(piece, own[max(0, at - _ROWS) : at])]
        starts = Starts(map(wanted.seams.read, map(wanted.letters, tops)), wanted.seams.longest)
        for foot in (*before, *begun) if tops else ():
            found = starts.with_any(wanted.seams.rests(wanted.letters(foot)))
            yield from ((foot, tops[place]) for place in found if tops[place] != foot)
        before = begun if len(rows) > _LINES else [*before[-_WORD:], *begun]  # a page left blank parts nothing


def _is_top(piece: _Piece, rows: Iterable[Sequence[_Piece]]) -> bool:
    """Whether no line of its column, among ``rows`` before it, stands right above ``piece``."""
    left, right, bottom = piece.first.x0, piece.last.x1, piece.first.y1
    near = _CLOSE * (bottom - piece.first.y0)
    above = (each for row in rows for each in row if 0 < bottom - each.first.y1 <= near)
    return not any(each.first.x0 < right and each.last.x1 > left for each in above)


def _in_cells(document: Document) -> Iterator[Sequence[Span]]:
    """The cells of a table that stand one below the other, by their columns or, where nobody tells, their order."""
    for is_table, rows in groupby(groupby(document.blocks, key=attrgetter("row")), key=lambda row: bool(row[0])):
        columns: dict[int, list[Span]] = {}
        for _, cells in rows if is_table else ():
            for order, block in enumerate(cells, 1):
                columns.setdefault(block.column or order, []).append(block.span)
        yield from columns.values()


def _typed(text: str, page: Page) -> Iterator[Line]:
    """The lines of a page without places, as a typewriter sets them: a line is as high as two letters are wide.

    Blank lines are as high as one.
    """
    if not _SET_APART.search(text, *page.span):
        return
    typed, row, end = text[slice(*page.span)], 0, 0
    for line in re.finditer(r"[^\n]+", typed):
        words = [*re.finditer(r"[^\s|]+", line.group())]
        if words:
            row += 1 + (typed.count("\n", end, line.start()) > 1)
            first, end = page.span.start + line.start(), line.end()
            placed = [_typed_word(page, row, first, word) for word in words]
            yield Line(Span(first, page.span.start + end), placed[0].box, 0, False, placed)


def _typed_word(page: Page, row: int, first: int, word: re.Match[str]) -> Word:
    """A word of the line that begins at ``first``; a tab, a rule and a blank behind a hyphen are as three letters."""
    left = word.start() + 2 * len(_WIDE.findall(word.string, 0, word.start()))
    box = Box(page.number, left, 2 * row, left + len(word.group()), 2 * row + 2)
    return Word(first + word.start(), first + word.end(), box)


def _on_page(rows: Sequence[Sequence[_Piece]], wanted: _Wanted) -> Iterator[Sequence[Span]]:
    begun, ended = ([any(asked(p.span) for p in row) for row in rows] for asked in (wanted.begins_in, wanted.ends_in))
    for at, row in enumerate(rows):
        if not (any(begun[at : at + _ROWS]) and any(ended[at + 1 : at + 1 + (_LINES - 1) * (_ROWS - 1)])):
            continue
        for first in row:
            column, place = [first], at
            while len(column) < _LINES and (below := _below(column[-1], rows, place)):
                place, lower = below
                column.append(lower)
            yield [piece.span for piece in column]


def _on_typed_page(rows: Sequence[Sequence[_Piece]], wanted: _Wanted) -> Iterator[Sequence[Span]]:
    """Any piece of a line and two below: justified lines have wide gaps, and blanks put words beside their column."""
    for at, row in enumerate(rows):
        for upper in (piece for piece in row if wanted.begins_in(piece.span)):
            for place, middle in _lower(upper, rows, at):
                yield upper.span, middle.span
                yield from ((upper.span, middle.span, each.span) for _, each in _lower(middle, rows, place))


def _lower(upper: _Piece, rows: Sequence[Sequence[_Piece]], at: int) -> Iterator[tuple[int, _Piece]]:
    """The pieces near below ``upper``, which is in row ``at``, and their rows."""
    reach = upper.last.y1 + _BELOW * (upper.last.y1 - upper.last.y0)
    near = ((place, each) for place in range(at + 1, min(at + _ROWS, len(rows))) for each in rows[place])
    return ((place, each) for place, each in near if each.first.y1 <= reach)


def _pieces(line: Line) -> Iterator[_Piece]:
    words, gap = line.words, _GAP * (line.box.y1 - line.box.y0)
    if isinstance(words, WordRow):
        yield from starmap(_Piece, words.parted(gap))
        return
    edges = [at for at, (a, b) in enumerate(pairwise(words), 1) if b.box.x0 - a.box.x1 > gap]
    for first, last in pairwise((0, *edges, len(words))) if words else ():
        begin, end = words[first], words[last - 1]
        yield _Piece(Span(begin.start, end.end), begin.box, end.box)


def _below(upper: _Piece, rows: Sequence[Sequence[_Piece]], at: int) -> tuple[int, _Piece] | None:
    """The nearest line below ``upper``, which is in row ``at``, that shares some of its width; and its row."""
    left, right, bottom = upper.first.x0, upper.last.x1, upper.last.y1
    height = bottom - upper.last.y0
    for place in range(at + 1, min(at + _ROWS, len(rows))):
        for each in rows[place]:
            down = each.first.y1 - bottom
            if 0 < down <= _BELOW * height and each.first.x0 < right and each.last.x1 > left:
                return place, each
    return None


def _line(spans: Sequence[Span], wanted: _Wanted) -> Iterator[Torn]:
    """``spans`` read as one, if a word of a term may begin at the end of one and end at the start of a later one.

    And if the letters of a term follow each other over the end of one: others stand in the text as they are.
    """
    begun = ended = False
    for span in spans:
        ended = ended or (begun and wanted.ends_in(span))
        begun = begun or wanted.begins_in(span)
    if ended and wanted.seams.cross(list(map(wanted.letters, spans))):
        yield from as_line(wanted.text, spans, "\n")
