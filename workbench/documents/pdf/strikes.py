# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text with a line drawn through it: a cancelled marking, as every released document has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pymupdf

from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.pieces import Fragment, RawWord
from workbench.documents.pdf.shapes import Shape, as_seen
from workbench.documents.pdf.visible import LINE_THROUGH


# Where a line through a word may lie, as a share of the height of its box: below it is an underline, above an overline.
_TOP, _BOTTOM = 0.30, 0.74
_THICKEST = 8.0  # points
_PART = 0.12
_END = 0.4
_NEAR = 0.5  # points


class StruckWord(NamedTuple):
    """A word that is struck through between ``x0`` and ``x1``.

    ``edges``: where its letters begin, and the last one ends; without them they are taken for equally wide.
    """

    word: RawWord
    x0: float
    x1: float
    edges: tuple[float, ...] = ()


def struck_words(fragments: Sequence[Fragment], shapes: Sequence[Shape]) -> list[StruckWord]:
    """The words that a line runs through, of words that stand upright on the page."""
    drawn = [line for line in map(as_seen, shapes) if _may_strike(line)]
    strikes = ByHeight(drawn)
    found = []
    for fragment in fragments if drawn else ():
        near = strikes.between(fragment.y0, fragment.y1)
        if not any(strike.x0 < fragment.x1 and strike.x1 > fragment.x0 for strike in near):
            continue
        for word in fragment.words:
            if struck := _struck(word, _through(word[:4], near)):
                found.append(struck)
    return found


def is_partly(struck: StruckWord) -> bool:
    """Whether more of a word is left free than the end of a line that a pen drew."""
    x0, _, x1, _, text = struck.word[:5]
    return max(struck.x0 - x0, x1 - struck.x1) > _END * (x1 - x0) / len(text)


def with_edges(struck: StruckWord, page: pymupdf.TextPage) -> StruckWord:
    """``struck``, a word of ``page``, with the edges of its letters."""
    x0, _, x1, _, text, block, line = struck.word[:7]
    line_of = list(_letters(page, block, line))
    begin = next((at for at, char in enumerate(line_of) if char.origin.x > x0 - _NEAR), len(line_of))
    letters = line_of[begin : begin + len(text)]
    if "".join(chr(letter.c) for letter in letters) != text:
        return struck
    return struck._replace(edges=(*(letter.origin.x for letter in letters), x1))


def _letters(page: pymupdf.TextPage, block: int, line: int) -> Iterator[Any]:
    """The characters of a line, as MuPDF has them: all of a page in a dictionary cost as much as reading it."""
    texts = (each for each in page.this if each.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT)
    lines = islice(next(islice(texts, block, None), ()), line, None)
    return (char.m_internal for char in next(lines, ()))


def _may_strike(shape: Shape) -> bool:
    """Whether it is thin and long enough to strike something out."""
    wide, high = shape.x1 - shape.x0, shape.y1 - shape.y0
    return high <= _THICKEST and wide >= 3 * high and wide >= 5 and shape.alpha > 0


def _through(box: tuple[float, float, float, float], lines: Sequence[Shape]) -> list[Shape]:
    """The lines that run through the middle of ``box``, over some of its width."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    top, bottom, thick = y0 + _TOP * height, y0 + _BOTTOM * height, LINE_THROUGH * height
    return [
        line
        for line in lines
        if top <= (line.y0 + line.y1) / 2 <= bottom and line.x0 < x1 and line.x1 > x0 and line.y1 - line.y0 <= thick
    ]


def _struck(word: RawWord, lines: list[Shape]) -> StruckWord | None:
    x0, x1 = word[0], word[2]
    parts = [(max(x0, line.x0), min(x1, line.x1)) for line in lines]
    covered = sum(b - a for a, b in parts)
    if covered < _PART * (x1 - x0) or covered <= 2:
        return None
    return StruckWord(word, min(a for a, _ in parts), max(b for _, b in parts))
