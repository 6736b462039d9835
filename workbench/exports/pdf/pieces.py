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
from workbench.documents.pdf.run import text_page
from workbench.documents.pdf.visible import is_unpainted
from workbench.documents.words import WordRow
from workbench.exports.pdf import kept
from workbench.exports.pdf.fonts import drawable, style_of
from workbench.exports.pdf.kept import Cut, Gap, LineMaker, PageLine


_ITALIC, _SERIF, _MONO, _BOLD = 2, 4, 8, 16
_SLACK = 0.3  # points by which a word may reach beyond the span it is drawn in
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

    ``looks`` is one for all words, or one for each.
    """

    line: Line
    text: str
    looks: Sequence[Look]
    x0: Sequence[float]
    x1: Sequence[float]

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split(" ")

    @property
    def baseline(self) -> float:
        """Of its first word."""
        return self.looks[0].baseline


def printed_lines(pdf: Any, document: Document, page: Page) -> list[Printed] | None:
    """The lines of a page in the order of its text; None where a word is not drawn in one level span, or unpainted."""
    if page.recognised:
        return None
    source = pdf[page.number - 1]
    spans = _Spans(text_page(source).extractDICT()["blocks"])
    found = []
    for line in page.lines:
        text = document.text[line.span.start : line.span.end]
        looks = spans.looks(text, line)
        if not looks or not (text.isascii() or all(map(drawable, text.replace(" ", "")))):
            return None
        corners = line.words.corners() if isinstance(line.words, WordRow) else _corners(line.words)
        found.append(Printed(line, text, looks, corners[0::4], corners[2::4]))
    return found


def _corners(words: Sequence[Word]) -> list[float]:
    return [corner for word in words for corner in word.box[1:]]


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
        near = [span for span in self._spans if span["bbox"][1] < line.box.y1 and line.box.y0 < span["bbox"][3]]
        start = line.span.start
        looks: list[Look] = []
        for word in line.words:
            letters = text[word.start - start : word.end - start]
            drawn = [span for span in near if letters in span["text"] and _holds(span, word.box)]
            if not drawn or is_unpainted(drawn[0]):
                return []
            looks.append(_look(drawn[0]))
        return looks


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
    if cuts or len(printed.looks) > 1 or maker.is_struck(span):
        return maker.line(_pieces(printed, cuts))
    style = style_of(look.font, look.bold, look.italic, look.mono, look.serif)
    place = (printed.text, printed.x0[0], look.baseline, printed.x1[-1] - printed.x0[0])
    word = kept.Word._make((*place, look.size, look.font, style, look.color, _LEVEL, True, False, False, False))
    return PageLine([word], (word.x, word.y, word.size), _LEVEL, [word], (printed.x0, printed.x1), span)


def _pieces(printed: Printed, cuts: Sequence[Cut]) -> list[Glyph]:
    """The words of a line as ``Glyph`` with several characters each, parted where one of ``cuts`` begins or ends."""
    start, looks = printed.line.span.start, printed.looks
    edges = sorted({edge for cut in cuts for edge in cut[:2]})
    pieces: list[Glyph] = []
    for word, look in zip(printed.line.words, looks if len(looks) > 1 else repeat(looks[0]), strict=False):
        text = printed.text[word.start - start : word.end - start]
        inside = edges[bisect_right(edges, word.start) : bisect_left(edges, word.end)]
        if inside:
            pieces += _parted(word, text, look, inside)
        else:
            _, x0, y0, x1, y1 = word.box
            pieces.append(Glyph(word.start, text, x0, y0, x1, y1, x0, *look))
    return pieces


def _parted(word: Word, text: str, look: Look, edges: Sequence[int]) -> Iterator[Glyph]:
    """The word in pieces, from one of ``edges`` to the next."""
    _, x0, y0, x1, y1 = word.box
    step = (x1 - x0) / len(text)
    for start, end in pairwise([word.start, *edges, word.end]):
        left = x0 + step * (start - word.start) if start > word.start else x0
        right = x0 + step * (end - word.start) if end < word.end else x1
        part = text[start - word.start : end - word.start]
        yield Glyph(start, part, left, y0, right, y1, left, *look)


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
