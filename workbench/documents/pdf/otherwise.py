# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page as others are shown it: with layers that are off, hidden notes, texts for screen readers, other meanings.

None of that is text of the page, but it may be the rest of a word of which the page shows a half: such pages are read
again. Other meanings are those that the encoding of a font has where its ``ToUnicode`` says something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import pymupdf

from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.layers import layers_shown
from workbench.documents.pdf.means import fonts_of
from workbench.documents.pdf.page import PageWords, read_words
from workbench.documents.pdf.pieces import RawWord, Row, has_middle_in
from workbench.documents.pdf.unsaid import contradicts_names
from workbench.documents.pdf.visible import TornWord


mupdf = pymupdf.mupdf
_PRINTED = 4
_HIDDEN = 1 | 2 | 32
"""Flags of annotations (ISO 32000-2, 12.5.3): printed, and those that keep one from being seen."""
_NEVER_SHOWN = ("Link", "Popup")


class Otherwise:
    """Tells of the pages of ``pdf`` which words stand there as halves of others."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._layers_off = not all(layers_shown(pdf).values())
        self._lying: dict[int, bool] = {}

    def torn(self, page: pymupdf.Page, words: PageWords) -> Iterator[TornWord]:
        """The words of ``page`` that are parts of what another reader reads there."""
        if self._layers_off or any(map(_is_hidden, _notes(page))) or any(map(self._lies, fonts_of(page))):
            yield from _halves(words, read_words(self._bare.load_page(page.number)))
        if words.spoken:
            yield from _halves(words, read_words(page, spoken=True))

    def _lies(self, font: pymupdf.mupdf.PdfObj) -> bool:
        number = mupdf.pdf_to_num(font)
        if number not in self._lying:
            self._lying[number] = contradicts_names(font)
        return self._lying[number]

    @cached_property
    def _bare(self) -> pymupdf.Document:
        """The file with all layers and notes shown, and without what its fonts say against the names of letters."""
        bare = pymupdf.open(stream=self._pdf.tobytes(), filetype="pdf")
        found = mupdf.pdf_document_from_fz_document(bare.this)
        mupdf.pdf_dict_dels(mupdf.pdf_dict_gets(mupdf.pdf_trailer(found), "Root"), "OCProperties")
        for page in bare:
            for note in _notes(page):
                _show(note)
            for font in filter(contradicts_names, fonts_of(page)):
                mupdf.pdf_dict_dels(font, "ToUnicode")
        return pymupdf.open(stream=bare.tobytes(), filetype="pdf")  # MuPDF may drop a change with its store


def _notes(page: pymupdf.Page) -> Iterator[pymupdf.mupdf.PdfObj]:
    notes = mupdf.pdf_dict_gets(mupdf.pdf_page_from_fz_page(page.this).obj(), "Annots")
    each = (mupdf.pdf_array_get(notes, i) for i in range(mupdf.pdf_array_len(notes)))
    return (note for note in each if _kind(note) not in _NEVER_SHOWN)


def _kind(note: pymupdf.mupdf.PdfObj) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(note, "Subtype")))


def _is_hidden(note: pymupdf.mupdf.PdfObj) -> bool:
    """Whether MuPDF does not show an annotation; nor does it a field that is of no form."""
    formless = _kind(note) == "Widget" and mupdf.pdf_is_null(mupdf.pdf_dict_gets_inheritable(note, "FT"))
    return formless or bool(mupdf.pdf_to_int(mupdf.pdf_dict_gets(note, "F")) & _HIDDEN)


def _show(note: pymupdf.mupdf.PdfObj) -> None:
    mupdf.pdf_dict_puts(note, "F", mupdf.pdf_new_int(_PRINTED))
    if _kind(note) == "Widget" and not mupdf.pdf_is_null(mupdf.pdf_dict_getp(note, "AP/N")):
        mupdf.pdf_dict_puts(note, "Subtype", mupdf.pdf_new_name("Stamp"))


def _halves(words: PageWords, other: PageWords) -> Iterator[TornWord]:
    """The words of a page that stand in paragraphs of ``other`` which have more or other words than the page."""
    known = {_key(word) for word in words.visible}
    visible = ByHeight(words.visible)
    for rows in other.blocks:
        if not all(_key(word) in known for word in chain.from_iterable(map(_words, rows))):
            yield from _in_block(visible, rows)


def _key(word: RawWord) -> tuple[str, int, int]:
    return word[4], round(word[0]), round(word[1])


def _words(row: Row) -> list[RawWord]:
    return [word for fragment in row for word in fragment.words]


def _in_block(visible: ByHeight[RawWord], rows: Sequence[Row]) -> Iterator[TornWord]:
    placed, line = [], ""
    for word in chain.from_iterable(map(_words, rows)):
        placed.append((word, len(line)))
        line += word[4] + " "
    for other, start in placed:
        reach = visible.tallest / 2  # from the middle of a word to that of one in it
        for word in visible.between(other[1] - reach, other[3] + reach):
            if has_middle_in(word, other) or has_middle_in(other, word):
                yield TornWord(word, line, start, start + len(other[4]))
