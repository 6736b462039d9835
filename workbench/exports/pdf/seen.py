# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures in a copy, read by OCR: what their pixels show is searched like any text, where an engine is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from workbench.core.findings import Finding, Severity
from workbench.documents import ocr
from workbench.exports.model import Check
from workbench.exports.needles import Hit, Needles
from workbench.redaction.misread import may_show
from workbench.redaction.model import Plan


if TYPE_CHECKING:
    from PIL import Image


_MOST = 24  # pictures of a copy that are read; a page takes an engine a second or two
_LEAST = 24  # pixels a side: below it no engine reads a word


def check_pictures(copy: bytes, pages: Sequence[int], plan: Plan, needles: Needles, findings: list[Finding]) -> Check:
    """Search what the pictures of ``copy`` show, which are on these ``pages`` (from 1) only.

    Says what was not searched: without an engine, all of them.
    """
    pictures = read = found = 0
    recognised = any(page.recognised for page in plan.analysis.document.pages)
    for page, picture in _pictures(copy, pages):
        pictures += 1
        if ocr.engine_name() is None or read == _MOST or min(picture.size) < _LEAST:
            continue
        read += 1
        words = [word.text for word in ocr.recognise(picture)]
        hits = needles.search_page(" ".join(words))
        # Where the original was read by OCR, words near a term were withheld: one that is here now was misread then.
        if recognised and not hits and may_show(words, plan.terms, doubtful=False):
            hits = [Hit("a word like a term", 1)]
        for hit in hits:
            found += hit.times
            message = f"{hit.what} read in a picture by OCR, {hit.times} time{'s' * (hit.times != 1)}"
            findings.append(Finding("V137", Severity.ERROR, message, page=page))
    return Check("pictures", read, found, _not_read(pictures - read, findings))


def _not_read(unread: int, findings: list[Finding]) -> str:
    if not unread:
        return ""
    why = f"{unread} picture{'s' * (unread != 1)}: what the pixels show was not read by this check"
    findings.append(Finding("V107", Severity.WARNING, why))
    return why


def _pictures(copy: bytes, pages: Sequence[int]) -> Iterator[tuple[int, Image.Image]]:
    """Every picture as its pixels are in the file, and the number of its page."""
    pdf = pypdfium2.PdfDocument(copy)
    try:
        for number in pages:
            page = pdf[number - 1]
            for shown in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8):
                yield number, shown.get_bitmap(render=False).to_pil().convert("L")
            page.close()
    finally:
        pdf.close()
