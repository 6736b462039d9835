# SPDX-License-Identifier: AGPL-3.0-or-later
"""The defences of a PDF copy, each with a way to switch it off: what a tool that did without it would write."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from workbench.documents.pdf import page as pdf_page
from workbench.documents.pdf import visible as pdf_visible
from workbench.exports.pdf import pictures as pdf_pictures
from workbench.exports.pdf.faithful import drawings as pdf_drawings
from workbench.exports.pdf.faithful import ground as pdf_ground
from workbench.exports.pdf.faithful import page_lines
from workbench.exports.pdf.faithful import pages as pdf_faithful
from workbench.exports.pdf.writing import Writer
from workbench.redaction import hits
from workbench.redaction.searching import Searcher


def _rewritten(monkeypatch: pytest.MonkeyPatch, rewrite: Callable[[bytes], bytes]) -> None:
    tobytes = Writer.tobytes
    monkeypatch.setattr(Writer, "tobytes", lambda self: rewrite(tobytes(self)))


def file_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: the new contents are put into the old file, as tools that take things out of a file do."""

    def graft(copy: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(original)) as old, pikepdf.open(io.BytesIO(copy)) as new:
            for page, fresh in zip(old.pages, new.pages, strict=True):
                page.obj.Contents = old.copy_foreign(fresh.obj.Contents)
                page.obj.Resources = old.copy_foreign(new.make_indirect(fresh.obj.Resources))
            return saved(old)

    _rewritten(monkeypatch, graft)


def contents_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: pages keep their contents and resources, without the metadata of the file."""

    def resave(_: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(original)) as old:
            return saved(old)

    _rewritten(monkeypatch, resave)


def no_byte_of_the_original(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: the copy is an update behind the original's bytes, which empties its pages."""

    def update(_: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(original)) as old:
            numbers = [page.obj.objgen[0] for page in old.pages]
            size, root = int(old.trailer.Size), old.trailer.Root.objgen[0]
        out, table = original + b"\n", b"xref\n"
        for number in numbers:
            table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
            out += b"%d 0 obj\n<</Type/Page/MediaBox[0 0 612 792]/Parent 2 0 R>>\nendobj\n" % number
        previous = int(original.rsplit(b"startxref", 1)[1].split()[0])
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, previous)
        return out + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)

    _rewritten(monkeypatch, update)


def only_what_is_seen(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: text enters whether a reader sees it or not."""
    monkeypatch.setattr(pdf_visible.Judge, "suspect", lambda *_: None)
    monkeypatch.setattr(pdf_page, "too_small", lambda *_: [])


def words_are_searched(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: nobody searches for the terms."""
    monkeypatch.setattr(Searcher, "find", lambda *_: [])


def spellings_are_folded(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: terms are searched as they are written on the list, letter by letter."""

    def literal(self: Any, term: str) -> list[Any]:
        return list(self._find_literally(term))

    monkeypatch.setattr(Searcher, "find", literal)


def pages_are_searched_again(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: neither what is about to be drawn nor the plan is searched by where words and letters stand."""
    monkeypatch.setattr(page_lines, "still_shown", lambda *_: [])
    monkeypatch.setattr(hits, "strewn", lambda *_: [])
    monkeypatch.setattr(hits, "parted", lambda *_: [])


def pages_and_spellings(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: both. Letters in the order in which they are read are found by either."""
    spellings_are_folded(monkeypatch, original)
    pages_are_searched_again(monkeypatch, original)


def pictures_stay_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: pictures are kept although something is withheld and nobody knows what they show."""

    def keep(self: Any, canvas: Any, source: Any, places: Any, *_: Any) -> None:
        for place in places:
            canvas.picture(*place, pdf_pictures.pixels(source, place))

    monkeypatch.setattr(pdf_faithful._PageMaker, "_is_withheld", lambda *_: False)
    monkeypatch.setattr(pdf_ground.Ground, "open_pictures", keep)


def small_shapes_stay_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: drawings are kept however small: letters too."""
    monkeypatch.setattr(pdf_drawings, "_is_large", lambda _: True)
    monkeypatch.setattr(pdf_drawings, "_MANY", 1 << 30)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The file as pikepdf writes it, the same every time."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, **options)
    return out.getvalue()
