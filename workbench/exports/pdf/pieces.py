# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page in the largest pieces that can be drawn as one: whole lines, and words beside a cut.

``page_glyphs`` tells the place of every character and takes twenty times as long as MuPDF's own reading of the page. A
level line drawn in one font needs no more than the two ends of its words, and a word with a cut in it stands in a line
that is set anew anyway. Pages on which a line is not so are left to ``page_glyphs``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from operator import le
from typing import Any, NamedTuple

from workbench.documents.model import Box, Document, Line, Page, Word
from workbench.documents.pdf.glyphs import Glyph
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.visible import is_unpainted
from workbench.documents.words import WordRow
from workbench.exports.pdf import kept
from workbench.exports.pdf.fonts import drawable, style_of
from workbench.exports.pdf.kept import Cut, Gap, LineMaker, PageLine, bulleted


_ITALIC, _SERIF, _MONO, _BOLD = 2, 4, 8, 16
_SLACK = 0.3  # points by which a word may reach beyond the span it is drawn in
_BESIDE = 1.0  # points between two spans of one word
_RAISED = 0.5  # of the font size: how far parts of a word may stand off its line
_LEVEL = (1.0, 0.0)
_ALONE = re.compile(r"(?<!\S)[^\W_]\s+[^\W_]\s+[^\W_](?!\S)")


class Look(NamedTuple):
    """How a line is drawn: its baseline, then the fields of a ``Glyph`` from ``font`` on."""

    baseline: float
    font: str
    size: float
    color: int
    bold: bool
    italic: bool
    mono: bool
    serif: bool
    dx: float
    dy: float
    visible: bool


class Printed(NamedTuple):
    """A level line of the document: its words, where each begins and ends (points), and how each is drawn.

    ``looks`` is one for all words, or one for each. A line with a word of several looks, or with a bullet, is told in
    ``pieces``, each of one look.
    """

    line: Line
    text: str
    looks: Sequence[Look]
    x0: Sequence[float]
    x1: Sequence[float]
    pieces: Sequence[Glyph] = ()

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split(" ")

    @property
    def baseline(self) -> float:
        """Of its first word."""
        return self.looks[0].baseline


def printed_lines(run: PageRun, document: Document, page: Page) -> list[Printed] | None:
    """The lines of a page in the order of its text; None where one is not drawn in level spans, or unpainted."""
    if page.recognised:
        return None
    spans = _Spans(run.text_page.extractDICT()["blocks"])
    found = []
    for line in page.lines:
        text = document.text[line.span.start : line.span.end]
        sides = line.words.sides() if isinstance(line.words, WordRow) else _sides(line.words)
        looks = spans.looks(text, line)
        printed = Printed(line, text, looks, *sides)
        plain = text.isascii() or all(map(drawable, text.replace(" ", "")))
        if not looks or not plain:
            pieces = spans.pieces(text, line) if not looks else _whole_words(printed)
            if not plain:
                pieces = _with_bullets(pieces)
            if not pieces:
                return None
            printed = printed._replace(looks=[Look._make(pieces[0][7:])], pieces=pieces)
        found.append(printed)
    return found


def _with_bullets(pieces: Sequence[Glyph]) -> list[Glyph]:
    """The pieces of a line, a bullet of Symbol or Wingdings at its start as ours (see ``kept.readable``).

    None at all where any other character says nothing of what it shows.
    """
    if not pieces:
        return []
    first, *rest = pieces
    alone = len(first.char) == 1 and (not rest or rest[0].offset > first.offset + 1)
    if alone and not drawable(first.char):
        first = bulleted(first)
    made = [first, *rest]
    return made if all(map(drawable, "".join(piece.char for piece in made))) else []


def _sides(words: Sequence[Word]) -> tuple[list[float], list[float]]:
    return [word.box.x0 for word in words], [word.box.x1 for word in words]


class _Spans:
    """How the lines of a page are drawn."""

    def __init__(self, blocks: list[dict[str, Any]]) -> None:
        lines = [line for block in blocks if block["type"] == 0 for line in block["lines"] if line["dir"] == _LEVEL]
        self._spans = [span for line in lines for span in line["spans"]]
        self._by_text: dict[str, list[dict[str, Any]]] = {}
        for span in self._spans:
            self._by_text.setdefault(" ".join(span["text"].split()), []).append(span)

    def looks(self, text: str, line: Line) -> list[Look]:
        """The look of the one span that is this line, or one for each word; nothing where that cannot be told."""
        for span in self._by_text.get(text, ()):
            if _holds(span, line.box):
                return [] if is_unpainted(span) else [_look(span)]
        near = self._near(line)
        start = line.span.start
        looks: list[Look] = []
        for word in line.words:
            letters = text[word.start - start : word.end - start]
            drawn = [span for span in near if letters in span["text"] and _holds(span, word.box)]
            if not drawn or is_unpainted(drawn[0]):
                return []
            looks.append(_look(drawn[0]))
        return looks

    def pieces(self, text: str, line: Line) -> list[Glyph]:
        """The words of a line, parted where a span ends and another begins; nothing where that cannot be told."""
        near = sorted(self._near(line), key=lambda span: float(span["bbox"][0]))
        start = line.span.start
        found: list[Glyph] = []
        for word in line.words:
            parts = _spanned(text[word.start - start : word.end - start], word, near)
            if not parts:
                return []
            found += _joined(parts)
        return found

    def _near(self, line: Line) -> list[dict[str, Any]]:
        return [span for span in self._spans if span["bbox"][1] < line.box.y1 and line.box.y0 < span["bbox"][3]]


def _spanned(letters: str, word: Word, near: Sequence[dict[str, Any]]) -> list[Glyph]:
    """The word by the spans it runs over, which lie in ``near`` from left to right; nothing where they do not fit."""
    for number, span in enumerate(near):
        if letters in span["text"] and _holds(span, word.box):
            return [] if is_unpainted(span) else [_piece(word.start, letters, word.box, _look(span))]
        shared = range(min(len(letters) - 1, len(span["text"])), 0, -1)
        for length in (n for n in shared if letters.startswith(span["text"][-n:])):
            row = [s for s in near[number:] if abs(s["origin"][1] - span["origin"][1]) < _RAISED * span["size"]]
            if parts := _run_over(letters, length, word, row):
                return parts
    return []


def _run_over(letters: str, length: int, word: Word, spans: Sequence[dict[str, Any]]) -> list[Glyph]:
    """The word whose first ``length`` letters end the first of ``spans``, and whose others are in those behind it."""
    page, left, top, right, bottom = word.box
    parts: list[Glyph] = []
    at = 0
    for span in spans:
        size = min(len(span["text"]), len(letters) - at) if at else length
        x0 = span["bbox"][0] if at else left
        x1 = span["bbox"][2] if at + size < len(letters) else right
        if is_unpainted(span) or not left - _SLACK <= x0 <= x1 <= right + _SLACK:
            return []
        if at and (span["text"][:size] != letters[at : at + size] or x0 - parts[-1].x1 > _BESIDE):
            return []
        parts.append(_piece(word.start + at, letters[at : at + size], Box(page, x0, top, x1, bottom), _look(span)))
        at += size
        if at == len(letters):
            return parts
    return []


def _piece(start: int, text: str, box: Box, look: Look) -> Glyph:
    _, x0, y0, x1, y1 = box
    return Glyph(start, text, x0, y0, x1, y1, x0, *look)


def _joined(parts: Sequence[Glyph]) -> Iterator[Glyph]:
    """Parts of a word as one where they are drawn alike on one line."""
    held = parts[0]
    for part in parts[1:]:
        if part[8:] == held[8:] and abs(part.origin_y - held.origin_y) < 0.1:
            held = held._replace(char=held.char + part.char, x1=part.x1)
        else:
            yield held
            held = part
    yield held


def _holds(span: dict[str, Any], box: Box) -> bool:
    (left, top, right, bottom), (_, x0, y0, x1, y1) = span["bbox"], box
    across: bool = left <= x0 + _SLACK and x1 <= right + _SLACK
    return across and top <= y0 + _SLACK and y1 <= bottom + _SLACK


def _look(span: dict[str, Any]) -> Look:
    flags = span["flags"]
    styles = (bool(flags & _BOLD), bool(flags & _ITALIC), bool(flags & _MONO), bool(flags & _SERIF))
    return Look(span["origin"][1], span["font"], span["size"], span["color"], *styles, *_LEVEL, True)


def made(lines: Sequence[Printed], maker: LineMaker) -> list[PageLine]:
    """The lines as they are kept: whole ones in one piece, those of which nothing is kept without a word."""
    return [_made(printed, maker) for printed in lines]


def _made(printed: Printed, maker: LineMaker) -> PageLine:
    span, look = printed.line.span, printed.looks[0]
    cuts = maker.cuts_in(span)
    if len(cuts) == 1 and cuts[0].start <= span.start and span.end <= cuts[0].end:
        return PageLine(
            [Gap(cuts[0].redaction, False, False)], (printed.x0[0], look.baseline, look.size), _LEVEL, span=span
        )
    if cuts or len(printed.looks) > 1 or printed.pieces or maker.is_struck(span):
        return maker.line(_pieces(printed, cuts))
    style = style_of(look.font, look.bold, look.italic, look.mono, look.serif)
    place = (printed.text, printed.x0[0], look.baseline, printed.x1[-1] - printed.x0[0])
    word = kept.Word._make((*place, look.size, look.font, style, look.color, _LEVEL, True, False, False, False))
    return PageLine([word], (word.x, word.y, word.size), _LEVEL, [word], (printed.x0, printed.x1), span)


def _whole_words(printed: Printed) -> list[Glyph]:
    """The words of a line as ``Glyph`` with several characters each."""
    start, looks = printed.line.span.start, printed.looks
    return [
        _piece(word.start, printed.text[word.start - start : word.end - start], word.box, look)
        for word, look in zip(printed.line.words, looks if len(looks) > 1 else repeat(looks[0]), strict=False)
    ]


def _pieces(printed: Printed, cuts: Sequence[Cut]) -> list[Glyph]:
    """The words of a line, parted where one of ``cuts`` begins or ends."""
    edges = sorted({edge for cut in cuts for edge in cut[:2]})
    pieces: list[Glyph] = []
    for piece in printed.pieces or _whole_words(printed):
        inside = edges[bisect_right(edges, piece.offset) : bisect_left(edges, piece.offset + len(piece.char))]
        pieces += _parted(piece, inside) if inside else (piece,)
    return pieces


def _parted(piece: Glyph, edges: Sequence[int]) -> Iterator[Glyph]:
    """The piece of a line from one of ``edges`` to the next."""
    start, text, x0, y0, x1, y1, *_ = piece
    step = (x1 - x0) / len(text)
    for first, last in pairwise([0, *(edge - start for edge in edges), len(text)]):
        left = x0 + step * first if first else x0
        right = x0 + step * last if last < len(text) else x1
        yield Glyph(start + first, text[first:last], left, y0, right, y1, left, *piece[7:])


def is_in_order(lines: Sequence[Printed]) -> bool:
    """Whether the page reads by position as it reads in the order of its text.

    Not so where letters stand alone one after the other or one below the other, or where words overlap or touch that do
    not follow each other.
    """
    if _ALONE.search("\n".join(line.text for line in lines)):
        return False
    alone = Counter(
        round(x)
        for line in lines
        for word, x in zip(line.words, line.x0, strict=True)
        if len(word) == 1 and word.isalnum()
    )
    if any(times > 2 for times in alone.values()):
        return False
    if not all(all(map(le, line.x1[:-1], line.x0[1:])) for line in lines):
        return False
    rows = sorted(lines, key=lambda line: (round(line.baseline), line.x0[0]))
    return not any(
        abs(left.baseline - right.baseline) < 1.5 and right.x0[0] - left.x1[-1] < 0.1 * left.looks[0].size
        for left, right in pairwise(rows)
    )
