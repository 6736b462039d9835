# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new PDF, written from nothing: its pages, the fonts cut down to what is drawn, the tags, the file.

PyMuPDF embeds and cuts the fonts and writes the file. The bytes depend on what is drawn alone: no dates, no names of
programs or people, an /ID that is the hash of the pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pymupdf

from workbench.exports.pdf.canvas import Canvas, resource
from workbench.exports.pdf.fonts import face
from workbench.exports.pdf.grammar import to_unicode
from workbench.exports.pdf.navigation import Bookmark, write_bookmarks, write_links
from workbench.exports.pdf.tag_tree import Tag, parsed, set_keys, write_tags
from workbench.exports.pdf.title import packet, title_of


class Writer:
    """A PDF in the making: pages in order, then ``tobytes``."""

    def __init__(self) -> None:
        self.pages: list[Canvas] = []
        self.tags: list[Tag] = []
        self.bookmarks: list[Bookmark] = []

    def page(self, width: float, height: float) -> Canvas:
        """A new last page."""
        self.pages.append(Canvas(len(self.pages), width, height))
        return self.pages[-1]

    def tobytes(self) -> bytes:
        """The file."""
        with pymupdf.open() as pdf:
            return self._filled(pdf)

    def _filled(self, pdf: Any) -> bytes:
        for canvas in self.pages:
            pdf.new_page(width=canvas.width, height=canvas.height + canvas.above + canvas.below)
        fonts = _embed(pdf, self.pages)
        _cut_down(pdf, self.pages, fonts)
        digest = hashlib.sha256()
        for canvas in self.pages:
            digest.update(canvas.content())
            digest.update(repr(canvas.links).encode() if canvas.links else b"")
            _fill(pdf, canvas, fonts)
        write_tags(pdf, self.tags)
        metadata = _stream(pdf, "<</Type/Metadata/Subtype/XML>>", packet(title_of(self.pages, self.tags)))
        told = f"<</Metadata {metadata} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>"
        set_keys(_mupdf(pdf), pdf.pdf_catalog(), told)
        for canvas in self.pages:
            write_links(pdf, canvas.number, canvas.links, canvas.height + canvas.below)
        write_bookmarks(pdf, self.bookmarks)
        _clean_trailer(pdf, digest.hexdigest()[:32])
        return _saved(pdf)


def _embed(pdf: Any, pages: list[Canvas]) -> dict[str, int]:
    keys = sorted({run.face for canvas in pages for run in canvas.runs})
    fonts = {key: _font(_mupdf(pdf), face(key).font.buffer) for key in keys}
    set_keys(_mupdf(pdf), pdf.page_xref(0), f"<</Resources<</Font<<{_named(fonts, keys)}>>>>>>")
    return fonts


def _font(document: Any, program: bytes) -> int:
    """As ``insert_font``, which then asks for the widths of all Latin letters, in ten times the time."""
    mupdf = pymupdf.mupdf
    font = mupdf.fz_new_font_from_buffer(None, mupdf.fz_new_buffer_from_copied_data(program), 0, 0)
    return int(mupdf.pdf_to_num(mupdf.pdf_add_cid_font(document, font)))


def _named(fonts: dict[str, int], keys: Iterable[str]) -> str:
    return "".join(f"/{resource(key)} {fonts[key]} 0 R" for key in keys)


def _fill(pdf: Any, canvas: Canvas, fonts: dict[str, int]) -> None:
    page = pdf.page_xref(canvas.number)
    named = _named(fonts, sorted({run.face for run in canvas.runs}))
    drawn = "".join(f"/Im{number} {_stream(pdf, p.dictionary, p.data)} 0 R" for number, p in enumerate(canvas.pictures))
    contents = _stream(pdf, "<<>>", canvas.content())
    resources = f"<</Font<<{named}>>/XObject<<{drawn}>>>>"
    set_keys(_mupdf(pdf), page, f"<</Resources{resources}/Contents {contents} 0 R>>")


def _stream(pdf: Any, dictionary: str, data: bytes) -> int:
    """The number of a new stream. ``_saved`` compresses it, in half the time that PyMuPDF takes."""
    mupdf, document = pymupdf.mupdf, _mupdf(pdf)
    content, is_coded = mupdf.fz_new_buffer_from_copied_data(data), int("/Filter" in dictionary)
    made = mupdf.pdf_add_stream(document, content, parsed(document, dictionary), is_coded)
    return int(mupdf.pdf_to_num(made))


def _mupdf(pdf: Any) -> Any:
    return pymupdf.mupdf.pdf_document_from_fz_document(pdf.this)


def _cut_down(pdf: Any, pages: list[Canvas], fonts: dict[str, int]) -> None:
    """Only the glyphs that are drawn stay in the fonts, and their ToUnicode tables say what was drawn with them."""
    drawn = [canvas.fonts for canvas in pages]
    used = {key: {code: char for page in drawn for code, char in page.get(key, {}).items()} for key in fonts}
    # MuPDF reads the contents of pages to know which glyphs are drawn: here a single page that draws each once.
    shown = "".join(f"/{resource(key)} 1 Tf <{''.join(used[key])}> Tj " for key in fonts)
    pdf.xref_set_key(pdf.page_xref(0), "Contents", f"{_stream(pdf, '<<>>', f'BT {shown}ET'.encode())} 0 R")
    pdf.subset_fonts()
    said: dict[int, dict[str, str]] = {}
    for key, xref in fonts.items():  # two may be one font: what draws kana draws Han too
        table = int(pdf.xref_get_key(xref, "ToUnicode")[1].split()[0])
        said.setdefault(table, {}).update(used[key])
    for table, codes in said.items():
        pdf.update_stream(table, to_unicode(codes))


def _saved(pdf: Any) -> bytes:
    """The file. As ``tobytes(garbage=3, deflate=True, no_new_id=True)``, which calls back for every few bytes."""
    mupdf = pymupdf.mupdf
    options = mupdf.PdfWriteOptions()
    options.do_garbage, options.do_compress, options.dont_regenerate_id = 3, 1, 1
    data = mupdf.fz_new_buffer(1 << 20)
    out = mupdf.FzOutput(data)
    mupdf.pdf_write_document(_mupdf(pdf), out, options)
    out.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(data))


def _clean_trailer(pdf: Any, digest: str) -> None:
    pdf.xref_set_key(-1, "ID", f"[<{digest}><{digest}>]")
    pdf.xref_set_key(-1, "Info", "null")
    pdf.xref_set_key(pdf.pdf_catalog(), "Info", "null")
