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
from typing import NamedTuple

from workbench.documents.model import Document, Page
from workbench.documents.pdf.glyphs import Glyph
from workbench.documents.pdf.run import PageRun
from workbench.documents.words import Line, sides
from workbench.exports.pdf.faithful import kept
from workbench.exports.pdf.faithful.kept import Cut, Gap, PageLine
from workbench.exports.pdf.faithful.line_making import LineMaker
from workbench.exports.pdf.faithful.readable import bulleted
from workbench.exports.pdf.faithful.spans import LEVEL, Spans, piece_of
from workbench.exports.pdf.fonts import drawable, style_of


_ALONE = re.compile(r"(?<!\S)[^\W_]\s+[^\W_]\s+[^\W_](?!\S)")


class Printed(NamedTuple):
    """A level line of the document: its words, where each begins and ends (points), and how each is drawn.

    ``looks`` is one for all words, or one for each. A line with a word of several looks, or with a bullet, is told in
    ``pieces``, each of one look.
    """

    line: Line
    text: str
    looks: Sequence[Glyph]
    x0: Sequence[float]
    x1: Sequence[float]
    pieces: Sequence[Glyph] = ()

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split(" ")


def printed_lines(run: PageRun, document: Document, page: Page) -> list[Printed] | None:
    """The lines of a page in the order of its text; None where one is not drawn in level spans, or unpainted."""
    if page.recognised:
        return None
    spans = Spans(run.text_page.extractDICT()["blocks"])
    found = []
    for line in page.lines:
        text = document.text[line.span.start : line.span.end]
        looks = spans.looks(text, line)
        printed = Printed(line, text, looks, *sides(line.words))
        plain = text.isascii() or all(map(drawable, text.replace(" ", "")))
        if not looks or not plain:
            pieces = spans.pieces(text, line) if not looks else _whole_words(printed)
            if not plain:
                pieces = _with_bullets(pieces)
            if not pieces:
                return None
            printed = printed._replace(looks=pieces[:1], pieces=pieces)
        found.append(printed)
    return found


def _with_bullets(pieces: Sequence[Glyph]) -> list[Glyph]:
    """The pieces of a line, a bullet of Symbol or Wingdings at its start as ours (see ``readable``).

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


def made(lines: Sequence[Printed], maker: LineMaker) -> list[PageLine]:
    """The lines as they are kept: whole ones in one piece, those of which nothing is kept without a word."""
    return [_made(printed, maker) for printed in lines]


def _made(printed: Printed, maker: LineMaker) -> PageLine:
    span, look = printed.line.span, printed.looks[0]
    cuts = maker.cuts_in(span)
    if len(cuts) == 1 and cuts[0].start <= span.start and span.end <= cuts[0].end:
        return PageLine([Gap(cuts[0].redaction, False, False)], (printed.x0[0], look.origin_y, look.size), LEVEL, span)
    if cuts or len(printed.looks) > 1 or printed.pieces or maker.is_struck(span):
        return maker.line(_pieces(printed, cuts))
    style = style_of(look.font, look.bold, look.italic, look.mono, look.serif)
    place = (printed.text, printed.x0[0], look.origin_y, printed.x1[-1] - printed.x0[0])
    word = kept.Word._make((*place, look.size, look.font, style, look.color, LEVEL, True, False, False, False))
    return PageLine([word], (word.x, word.y, word.size), LEVEL, span, (printed.x0, printed.x1))


def _whole_words(printed: Printed) -> list[Glyph]:
    """The words of a line as ``Glyph`` with several characters each."""
    start, looks = printed.line.span.start, printed.looks
    return [
        piece_of(word.start, printed.text[word.start - start : word.end - start], word.box, look)
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
    rows = sorted(((line.looks[0], line) for line in lines), key=lambda row: (round(row[0].origin_y), row[1].x0[0]))
    return not any(
        abs(look.origin_y - after.origin_y) < 1.5 and right.x0[0] - left.x1[-1] < 0.1 * look.size
        for (look, left), (after, right) in pairwise(rows)
    )
