# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures in a copy, and pages with drawn letters, read by OCR where there is an engine: searched like text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from workbench.core.counted import counted
from workbench.core.findings import Finding, Severity
from workbench.documents import ocr
from workbench.exports.model import Check
from workbench.exports.needles import Hit, Needles
from workbench.exports.pdf.texts import LETTERS, may_be_letter
from workbench.redaction.misread import may_show
from workbench.redaction.model import Plan


if TYPE_CHECKING:
    from PIL import Image


_MOST = 24  # pictures of a copy that are read; a page takes an engine a second or two
_DPI = 150
_LEAST = 10  # pixels a side: below it nobody reads a word
_LOW = 60  # pixels a side up to which a picture is enlarged


def check_pictures(
    copy: bytes,
    states: Sequence[pikepdf.Pdf],
    pages: Sequence[int],
    plan: Plan,
    needles: Needles,
    findings: list[Finding],
) -> Check:
    """Search what the pictures of ``copy`` show, which are on these ``pages`` (from 1) only; ``states`` are it opened.

    Says what was not searched: without an engine, all of them.
    """
    pictures = read = found = 0
    recognised = any(page.recognised for page in plan.analysis.document.pages)
    for page, picture in _each_once(copy, states, pages):
        pictures += 1
        if picture is None or ocr.engine_name() is None or read == _MOST or min(picture.size) < _LEAST:
            continue
        read += 1
        words = [word.text for word in ocr.recognise(_large_enough(picture))]
        hits = needles.search_page(" ".join(words))
        # Where the original was read by OCR, words near a term were withheld: one that is here now was misread then.
        if recognised and not hits and may_show(words, plan.terms, doubtful=False):
            hits = [Hit("a word like a term", 1)]
        for hit in hits:
            found += hit.times
            message = f"{hit.what} read in a picture by OCR, {counted(hit.times, 'time')}"
            findings.append(Finding("V137", Severity.ERROR, message, page=page or None))
    return Check("pictures", read, found, _not_read(pictures - read, findings))


def _not_read(unread: int, findings: list[Finding]) -> str:
    if not unread:
        return ""
    why = f"{counted(unread, 'picture')}: what the pixels show was not read by this check"
    findings.append(Finding("V107", Severity.WARNING, why))
    return why


def _each_once(
    copy: bytes, states: Iterable[pikepdf.Pdf], pages: Sequence[int]
) -> Iterator[tuple[int, Image.Image | None]]:
    """The pictures of the pages, then those that no page shows (page 0), of earlier revisions too."""
    known = set()
    unpainted = chain.from_iterable(map(_unpainted, states))
    for page, picture in chain(_pictures(copy, pages), ((0, each) for each in unpainted)):
        key = (picture.size, hashlib.sha256(picture.tobytes()).digest()) if picture else None
        if picture is None or key not in known:
            known.add(key)
            yield page, picture


def _large_enough(picture: Image.Image) -> Image.Image:
    """A low picture enlarged: engines read no letters of a few pixels."""
    times = max(1, min(4, _LOW // min(picture.size)))
    return picture.resize((picture.width * times, picture.height * times)) if times > 1 else picture


def _pictures(copy: bytes, pages: Sequence[int]) -> Iterator[tuple[int, Image.Image]]:
    """Every picture as its pixels are in the file, and the number of its page; pages that may show drawn letters."""
    with pypdfium2.PdfDocument(copy) as pdf:
        for number in pages:
            page, letters = pdf[number - 1], 0
            for shown in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH], max_depth=8):
                if shown.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                    yield number, shown.get_bitmap(render=False).to_pil().convert("L")
                else:
                    letters += may_be_letter(shown.raw)
            if letters >= LETTERS:
                yield number, page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
            page.close()


def _unpainted(pdf: pikepdf.Pdf) -> Iterator[Image.Image | None]:
    """The pictures that the file has as objects, painted or not (masks, previews, alternates); None: not decoded."""
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image":
            try:
                yield pikepdf.PdfImage(stream).as_pil_image().convert("L")
            except Exception:  # whatever libraries raise on a picture that they do not know
                yield None
