# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every character of a page with its place and font: what a copy of the page is built from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pymupdf

from workbench.documents.model import Document, Page, Span
from workbench.documents.ocr.glyphs import Glyph, recognised_glyphs
from workbench.documents.pdf.laying import lay_out
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.page import read_words
from workbench.documents.pdf.pieces import RawWord, has_middle_in, is_delimiter
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.visible import is_unpainted


_STYLES = (
    pymupdf.TEXT_FONT_BOLD,
    pymupdf.TEXT_FONT_ITALIC,
    pymupdf.TEXT_FONT_MONOSPACED,
    pymupdf.TEXT_FONT_SERIFED,
)
# A character belongs to a word if its middle lies in the word's box, this much (points) around.
_SLACK = 0.05


__all__ = ["Glyph", "glyph_of", "page_glyphs"]


def page_glyphs(pdf: pymupdf.Document, document: Document, number: int, withheld: Sequence[Span] = ()) -> list[Glyph]:
    """The glyphs of page ``number`` (from 1) of ``document``, which was read from ``pdf``, in the order of its text.

    Only what is in the document's text is there: nothing hidden, no white space. Of a page that was read by OCR the
    glyphs are those of its words, on level lines, as large as the words outside of ``withheld`` (in order) say.

    Raises:
        ValueError: ``document`` was not read from this ``pdf``.

    """
    page = pdf[number - 1]
    span = document.pages[number - 1].span
    if document.pages[number - 1].recognised:
        return recognised_glyphs(document, number, withheld)
    run = PageRun(page, read_means(page))
    starts = _known_again(run.words, document.pages[number - 1], document.text)
    if starts is None:
        laid = lay_out(read_words(page), number, span.start)
        if laid.text != document.text[span.start : span.end]:
            raise ValueError(f"page {number} of the PDF is not the page that the document was read from")
        starts = laid.starts()
    blocks = [b for b in run.text_page.extractRAWDICT()["blocks"] if b["type"] == 0]
    starts.sort(key=lambda item: item[0][5:])
    glyphs: list[Glyph] = []
    for (block, line), words in groupby(starts, key=lambda item: item[0][5:7]):
        glyphs.extend(_line_glyphs(list(words), blocks[block]["lines"][line]))
    glyphs.sort()
    return glyphs


def _known_again(words: Sequence[RawWord], page: Page, text: str) -> list[tuple[RawWord, int]] | None:
    """The words of ``page`` among MuPDF's, each with where it starts; None where box and letters do not tell it.

    To read the page again, with its pixels to see what they hide, would take several times as long.
    """
    known = {word[:5]: word for word in words}
    asked = [((*w.box[1:], text[w.start : w.end]), w.start) for line in page.lines for w in line.words]
    if len(known) < len(words) or not all(key in known for key, _ in asked):
        return None
    return [(known[key], start) for key, start in asked]


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
            char, span = chars[at]
            yield glyph_of(start + i, char["c"], char, span, line["dir"])
            at += 1


def _is_at(char: dict[str, Any], wanted: str, word: RawWord) -> bool:
    return char["c"] == wanted and has_middle_in(char["bbox"], word, _SLACK)


def glyph_of(
    offset: int, text: str, drawn: dict[str, Any], span: dict[str, Any], direction: tuple[float, float]
) -> Glyph:
    """What PyMuPDF says of ``text``, which was ``drawn`` in ``span``."""
    flags = span["flags"]
    styles = (bool(flags & bit) for bit in _STYLES)
    place = (*drawn["bbox"], *drawn["origin"])
    paint = (span["font"], span["size"], span["color"], *styles)
    return Glyph._make((offset, text, *place, *paint, *direction, not is_unpainted(span)))
