# SPDX-License-Identifier: AGPL-3.0-or-later
"""The characters of a page in the largest pieces that can be drawn as one: words, or parts of words beside a cut.

``page_glyphs`` tells the place of every character and takes twenty times as long as MuPDF's own reading of the page. A
word drawn in one font along a level line needs no more than its two ends, and a word with a cut in it stands in a
line that is set anew anyway. Pages on which that is not so are left to ``page_glyphs``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from workbench.documents.model import Document, Span, Word
from workbench.documents.pdf_glyphs import Glyph
from workbench.documents.pdf_page import clips, text_page
from workbench.documents.pdf_visible import is_unpainted
from workbench.exports.pdf_fonts import drawable
from workbench.exports.pdf_kept import Cut


_ITALIC, _SERIF, _MONO, _BOLD = 2, 4, 8, 16
_SLACK = 0.3  # points by which a word may reach beyond the span it is drawn in
_LEVEL = (1.0, 0.0)


def page_pieces(pdf: Any, document: Document, number: int, cuts: Sequence[Cut]) -> list[Glyph] | None:
    """The page as ``Glyph`` with whole words as ``char``, in the order of the text; None where that is not enough."""
    page = document.pages[number - 1]
    if page.recognised:
        return None
    source = pdf[number - 1]
    textpage = text_page(source, clipped=clips(source))
    spans = _Spans([block for block in textpage.extractDICT()["blocks"] if block["type"] == 0])
    places = {word[:4]: word for word in textpage.extractWORDS()}
    starts = [cut.start for cut in cuts]
    pieces: list[Glyph] = []
    for line in page.lines:
        near = _near(line.span, cuts, starts)
        for word in line.words:
            raw = places.get(word.box[1:])
            text = document.text[word.start : word.end]
            look = spans.look(raw) if raw and raw[4] == text else None
            if look is None or not (text.isascii() or len(text) == 1 or all(map(drawable, text))):
                return None
            pieces.extend(_pieces(word, text, look, _bounds(word, near) if near else []))
    return pieces


class _Spans:
    """How the words of a page are drawn."""

    def __init__(self, blocks: list[dict[str, Any]]) -> None:
        self._blocks = blocks
        self._looks: dict[int, tuple[Any, ...]] = {}

    def look(self, word: Any) -> tuple[Any, ...] | None:
        """Baseline, then the fields of a ``Glyph`` from ``font`` on; None where it is not one level span."""
        line = self._blocks[word[5]]["lines"][word[6]]
        if line["dir"] != _LEVEL:
            return None
        for span in line["spans"]:
            x0, _, x1, _ = span["bbox"]
            if x0 - _SLACK <= word[0] and word[2] <= x1 + _SLACK:
                return self._look(span)
        return None

    def _look(self, span: dict[str, Any]) -> tuple[Any, ...]:
        look = self._looks.get(id(span))
        if look is None:
            styles = (bool(span["flags"] & bit) for bit in (_BOLD, _ITALIC, _MONO, _SERIF))
            paint = (span["font"], span["size"], span["color"], *styles, *_LEVEL, not is_unpainted(span))
            look = self._looks[id(span)] = (span["origin"][1], *paint)
        return look


def _near(span: Span, cuts: Sequence[Cut], starts: Sequence[int]) -> Sequence[Cut]:
    """The cuts that touch a line. They do not overlap, so at most one of them begins before it."""
    return cuts[max(0, bisect_left(starts, span.start) - 1) : bisect_left(starts, span.end)]


def _bounds(word: Word, cuts: Sequence[Cut]) -> list[int]:
    """Where in the word (in offsets of the text) cuts begin or end."""
    return [edge for cut in cuts for edge in (cut.start, cut.end) if word.start < edge < word.end]


def _pieces(word: Word, text: str, look: tuple[Any, ...], bounds: list[int]) -> Iterator[Glyph]:
    _, x0, y0, x1, y1 = word.box
    if not bounds:
        yield Glyph(word.start, text, x0, y0, x1, y1, x0, *look)
        return
    step = (x1 - x0) / len(text)
    for start, end in pairwise([word.start, *sorted(set(bounds)), word.end]):
        left, right = x0 + step * (start - word.start), x0 + step * (end - word.start)
        yield Glyph(start, text[start - word.start : end - word.start], left, y0, right, y1, left, *look)


def is_in_order(pieces: Sequence[Glyph]) -> bool:
    """Whether the page reads by position as it reads in the order of its text.

    Not so where letters stand alone one after the other or one below the other, or where words overlap or touch that do
    not follow each other.
    """
    below = Counter(round(piece.x0) for piece in pieces if len(piece.char) == 1 and piece.char.isalnum())
    if any(times > 2 for times in below.values()):
        return False
    alone = 0
    for piece in pieces:
        alone = alone + 1 if len(piece.char) == 1 and piece.char.isalnum() else 0
        if alone > 2:
            return False
    rows = sorted(pieces, key=lambda p: (round(p.origin_y), p.x0))
    for left, right in pairwise(rows):
        touching = abs(left.origin_y - right.origin_y) < 1.5 and right.x0 - left.x1 < 0.1 * left.size
        if touching and right.offset != left.offset + len(left.char):
            return False
    return True
