# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page as others are shown it: with what nobody sees on it, layers, notes, texts for screen readers, other meanings.

None of that is text of the page, but it may be the rest of a word of which the page shows a half: such pages are read
again, in the order of the file and in that of the page. Other meanings are those that the encoding of a font has where
its ``ToUnicode`` says something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby, product
from operator import itemgetter

import pymupdf

from workbench.documents.pdf.fragments import by_line
from workbench.documents.pdf.layers import layers_shown
from workbench.documents.pdf.means import fonts_of, is_spoken, read_means
from workbench.documents.pdf.order import arrange
from workbench.documents.pdf.overprint import layers_of, may_be_woven
from workbench.documents.pdf.page import PageWords
from workbench.documents.pdf.pieces import Fragment, RawWord, TornWord, has_middle_in
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.unsaid import contradicts_names
from workbench.documents.pdf.visible import Cause


mupdf = pymupdf.mupdf
_PRINTED = 4
_HIDDEN = 1 | 2 | 32
"""Flags of annotations (ISO 32000-2, 12.5.3): printed, and those that keep one from being seen."""
_NEVER_SHOWN = ("Link", "Popup")
_NEAR = 2  # lines before and behind one that is read otherwise
_SQUARE, _FAR = 64.0, 4  # points, and squares


class Otherwise:
    """Tells of the pages of ``pdf`` which words stand there as halves of others."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._layers_off = not all(layers_shown(pdf).values())
        self._lying: dict[int, bool] = {}

    def torn(self, run: PageRun, words: PageWords) -> Iterator[TornWord]:
        """The ``words`` of a page that was ``run`` which are parts of what another reader reads there."""
        page = run.page
        if any(each.cause is not Cause.OCR for each in words.hidden):
            yield from _halves(words, run.whole_words)
        yield from _halves(words, run.unread_words)
        if words.over or may_be_woven(words.visible):
            visible = _Places(words.visible)
            for row in layers_of(run.text_page):
                yield from _in_lines(visible, [row])
        if self._layers_off or any(map(_is_hidden, _notes(page))) or any(map(self._lies, fonts_of(page))):
            bare = self._bare.load_page(page.number)
            yield from _halves(words, PageRun(bare, read_means(bare)).whole_words)
        if is_spoken(page, run.means.contents):
            yield from _halves(words, PageRun(page, run.means, spoken=True).whole_words)

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


def _halves(words: PageWords, other: Sequence[RawWord]) -> Iterator[TornWord]:
    """The words of a page beside those that only ``other`` has, its words with what the page does not show as text."""
    known = {_key(word) for word in words.visible} if other else set()
    if all(_key(word) in known for word in other):
        return
    visible = _Places(words.visible)
    written = by_line(other)
    blocks = arrange([Fragment(*box, line) for line, box in zip(*written, strict=True)])
    read = [[word for piece in row for word in piece.words] for row in chain.from_iterable(blocks)]
    for lines in (written.groups, *([read] if read != written.groups else ())):
        yield from _beside(visible, lines, [not all(_key(word) in known for word in line) for line in lines])


def _key(word: RawWord) -> tuple[str, int, int]:
    return word[4], round(word[0]), round(word[1])


class _Places:
    """Words by the squares of the page that they lie in."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self._squares = defaultdict[tuple[int, int], list[RawWord]](list)
        for word in words:
            for square in self._of(word):
                self._squares[square].append(word)

    def at(self, other: RawWord) -> Iterator[RawWord]:
        """The words of which the middle lies in ``other``, or that its middle lies in."""
        near = {id(word): word for square in self._of(other) for word in self._squares.get(square, ())}
        return (word for word in near.values() if has_middle_in(word, other) or has_middle_in(other, word))

    @staticmethod
    def _of(word: RawWord) -> Iterator[tuple[int, int]]:
        """Those around the middle of a word: what goes far beyond them is no word that is read."""
        x0, y0, x1, y1 = (int(place // _SQUARE) for place in word[:4])
        x, y = (x0 + x1) // 2, (y0 + y1) // 2
        across, down = range(max(x0, x - _FAR), min(x1, x + _FAR) + 1), range(max(y0, y - _FAR), min(y1, y + _FAR) + 1)
        return product(across, down)


def _beside(visible: _Places, lines: Sequence[list[RawWord]], other: Sequence[bool]) -> Iterator[TornWord]:
    """The visible words in lines that are ``other`` than the page's, and in the lines before and behind."""
    near = [any(other[max(0, at - _NEAR) : at + _NEAR + 1]) for at in range(len(lines))]
    for is_near, run in groupby(zip(near, lines, strict=True), key=itemgetter(0)):
        if is_near:
            yield from _in_lines(visible, [line for _, line in run])


def _in_lines(visible: _Places, lines: Sequence[list[RawWord]]) -> Iterator[TornWord]:
    text, start = "\n".join(" ".join(word[4] for word in line) for line in lines), 0
    for other in chain.from_iterable(lines):
        end = start + len(other[4])
        yield from (TornWord(word, text, start, end) for word in visible.at(other))
        start = end + 1
