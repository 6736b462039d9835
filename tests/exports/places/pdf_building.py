# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small PDF files written with pikepdf, a line of benign words on each page; everything else is the caller's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.exports.places.pdf_switches import saved


LINE = "The harbour of Grey Island is open from March to October."
Put = Callable[[pikepdf.Pdf, str], object]


def new(contents: str | bytes = "", **keys: Any) -> pikepdf.Pdf:
    """A page with a line of benign words, ``contents`` behind it and ``keys`` in its dictionary."""
    pdf = pikepdf.new()
    more = contents.encode("latin-1") if isinstance(contents, str) else contents
    add_page(pdf, b"BT /F1 12 Tf 72 700 Td (%s) Tj ET\n" % LINE.encode() + more, **keys)
    return pdf


def add_page(pdf: pikepdf.Pdf, contents: bytes, **keys: Any) -> None:
    """A page of these contents; ``/F1`` is Helvetica."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    frame = Array([0, 0, 612, 792])
    page = Dictionary(
        Type=Name.Page,
        MediaBox=frame,
        Resources=resources,
        Contents=pdf.make_stream(contents),
        **keys,
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def on_page(contents: Callable[[str], str]) -> Callable[[str], bytes]:
    """A builder: what ``contents`` makes of the word stands behind the benign line."""
    return lambda word: saved(new(contents(word)))


def in_file(put: Put) -> Callable[[str], bytes]:
    """A builder: ``put`` puts the word into the file of one page."""

    def build(word: str) -> bytes:
        pdf = new()
        put(pdf, word)
        return saved(pdf)

    return build


def page_of(pdf: pikepdf.Pdf) -> Any:
    """The dictionary of the first page."""
    return pdf.pages[0].obj


def annotate(pdf: pikepdf.Pdf, subtype: str, **keys: Any) -> Any:
    """An annotation of the first page."""
    annotation = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([72, 500, 300, 520]), **keys)
    indirect = pdf.make_indirect(annotation)
    page_of(pdf).Annots = Array([*page_of(pdf).get("/Annots", Array()), indirect])
    return indirect


def form(pdf: pikepdf.Pdf, contents: str, **keys: Any) -> Any:
    """A form XObject; ``/F1`` is the page's."""
    resources = Dictionary(Font=page_of(pdf).Resources.Font)
    dictionary = Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 612, 792]), Resources=resources, **keys
    )
    return pdf.make_stream(contents.encode("latin-1"), dictionary)


def shown(word: str, x: float = 72, y: float = 600) -> str:
    """Operators that show the word at a place."""
    return f"BT /F1 12 Tf {x} {y} Td ({word}) Tj ET\n"


def field(pdf: pikepdf.Pdf, **keys: Any) -> Any:
    """A form field of the first page, which is its own widget."""
    made = annotate(pdf, "Widget", **{"T": pikepdf.String("field"), **keys})
    form_dictionary = pdf.Root.get("/AcroForm", Dictionary(Fields=Array([])))
    form_dictionary.Fields.append(made)
    pdf.Root.AcroForm = form_dictionary
    return made


def attach(pdf: pikepdf.Pdf, name: str, data: bytes) -> Any:
    """A file specification with its file."""
    stream = pdf.make_stream(data, Dictionary(Type=Name.EmbeddedFile))
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=stream)))


def tree(name: str, value: Any) -> Dictionary:
    """A name tree of one entry."""
    return Dictionary(Names=Array([pikepdf.String(name), value]))


def more(pdf: pikepdf.Pdf, contents: str, number: int = 0) -> None:
    """Writes behind what a page shows."""
    stream = pdf.pages[number].obj.Contents
    stream.write(stream.read_bytes() + contents.encode("latin-1"))
