# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every character of a page with its place and font: what a copy of the page is built from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

import pymupdf

from workbench.documents.model import Document, Word
from workbench.documents.pdf import lay_out
from workbench.documents.pdf_order import RawWord
from workbench.documents.pdf_page import read_words, text_page
from workbench.documents.pdf_visible import is_delimiter, is_unpainted


_ITALIC, _SERIF, _MONO, _BOLD = 2, 4, 8, 16
# A character belongs to a word if its middle lies in the word's box, this much (points) around.
_SLACK = 0.05
_WAYS = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
# The font size and the depth below the baseline that go with the height of a recognised word.
_SIZE, _DESCENT = 0.85, 0.22


class Glyph(NamedTuple):
    """A printed character: ``document.text[offset] == char``.

    Box, ``origin`` (on the baseline) and ``size`` are in points of the page as the reader sees it, origin top left;
    ``color`` is 0xRRGGBB; ``(dx, dy)`` is the unit vector of the writing. ``visible`` is False for the text layer of an
    OCR, which stands behind or over its picture without paint.
    """

    offset: int
    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    origin_x: float
    origin_y: float
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


def page_glyphs(pdf: pymupdf.Document, document: Document, number: int) -> list[Glyph]:
    """The glyphs of page ``number`` (from 1) of ``document``, which was read from ``pdf``, in the order of its text.

    Only what is in the document's text is there: nothing hidden, no white space.

    Raises:
        ValueError: ``document`` was not read from this ``pdf``.

    """
    page = pdf[number - 1]
    span = document.pages[number - 1].span
    if document.pages[number - 1].recognised:
        return recognised_glyphs(document, number)
    laid = lay_out(read_words(page), number, span.start)
    if laid.text != document.text[span.start : span.end]:
        raise ValueError(f"page {number} of the PDF is not the page that the document was read from")
    blocks = [b for b in text_page(page).extractRAWDICT()["blocks"] if b["type"] == 0]
    starts = sorted(laid.starts(), key=lambda item: item[0][5:])
    glyphs: list[Glyph] = []
    for (block, line), words in groupby(starts, key=lambda item: item[0][5:7]):
        glyphs.extend(_line_glyphs(list(words), blocks[block]["lines"][line]))
    glyphs.sort()
    return glyphs


def _line_glyphs(words: list[tuple[RawWord, int]], line: dict[str, Any]) -> Iterator[Glyph]:
    """Walk the characters of MuPDF's ``line`` along its ``words``; hidden ones between them are passed over."""
    chars = [(char, span) for span in line["spans"] for char in span["chars"] if not is_delimiter(char["c"])]
    at = 0
    for word, start in words:
        for i, wanted in enumerate(word[4]):
            while at < len(chars) and not _is_at(chars[at][0], wanted, word):
                at += 1
            if at == len(chars):
                return
            yield _glyph(start + i, *chars[at], line["dir"])
            at += 1


def _is_at(char: dict[str, Any], wanted: str, word: RawWord) -> bool:
    x0, y0, x1, y1 = char["bbox"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    inside = word[0] - _SLACK <= x <= word[2] + _SLACK and word[1] - _SLACK <= y <= word[3] + _SLACK
    return inside and bool(char["c"] == wanted)


def _glyph(offset: int, char: dict[str, Any], span: dict[str, Any], direction: tuple[float, float]) -> Glyph:
    flags = span["flags"]
    styles = (bool(flags & bit) for bit in (_BOLD, _ITALIC, _MONO, _SERIF))
    place = (*char["bbox"], *char["origin"])
    paint = (span["font"], span["size"], span["color"], *styles)
    return Glyph._make((offset, char["c"], *place, *paint, *direction, not is_unpainted(span)))


def recognised_glyphs(document: Document, number: int) -> list[Glyph]:
    """The glyphs of a page that was read by OCR: each word's box shared out evenly among its characters, unpainted.

    Typed words over the picture are among them: the picture of the page shows those too.
    """
    page = document.pages[number - 1]
    assert page.recognised
    turn = page.recognised.turn
    slope = abs(math.tan(math.radians(page.recognised.skew)))
    return [
        glyph
        for line in page.lines
        for word in line.words
        for glyph in _shared_out(word, document.text[word.start : word.end], turn, slope)
    ]


def _shared_out(word: Word, text: str, turn: int, slope: float) -> Iterator[Glyph]:
    _, x0, y0, x1, y1 = word.box
    dx, dy = _WAYS[turn]
    along, across = (x1 - x0, y1 - y0) if dx else (y1 - y0, x1 - x0)
    across = max(1.0, across - along * slope)  # the box of a tilted word is higher than its letters
    size, step = across * _SIZE, along / len(text)
    start = {0: (x0, y1), 90: (x0, y0), 180: (x1, y0), 270: (x1, y1)}[turn]
    rise = _DESCENT * size
    for i, char in enumerate(text):
        x, y = start[0] + dx * step * i + dy * rise, start[1] + dy * step * i - dx * rise
        end_x, end_y = x + dx * step + dy * size, y + dy * step - dx * size
        box = (min(x, end_x), min(y, end_y), max(x, end_x), max(y, end_y))
        yield Glyph(word.start + i, char, *box, x, y, "", size, 0, *(False,) * 4, dx, dy, visible=False)
