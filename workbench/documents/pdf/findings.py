# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of a PDF cannot see or this program did not read, said without a word of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pymupdf

from workbench.core.findings import Finding, Severity
from workbench.documents import ocr
from workbench.documents.pdf.layers import layers_shown
from workbench.documents.pdf.page import PageWords
from workbench.documents.pdf.visible import Cause


if TYPE_CHECKING:
    from workbench.documents.pdf.ocr import OcrPage


_LISTED = 12
_NOT_COUNTED = (pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP, pymupdf.PDF_ANNOT_WIDGET)


def page_findings(words: PageWords, number: int) -> list[Finding]:
    """What page ``number`` hides."""
    found = []
    counts = Counter(unseen.cause for unseen in words.hidden)
    hidden = [(counts[cause], cause) for cause in Cause if cause is not Cause.OCR and counts[cause]]
    if hidden:
        causes = ", ".join(f"{count} {cause.value}" for count, cause in hidden)
        what = _count(sum(count for count, _ in hidden), "word", "words")
        message = f"page {number} holds {what} that nobody sees ({causes}): left out of the text, still in the file"
        found.append(Finding("hidden-text", Severity.WARNING, message, page=number))
    if counts[Cause.OCR]:
        message = f"page {number} is a picture: its text is what OCR made of it, and may be wrong"
        found.append(Finding("ocr-layer", Severity.INFO, message, page=number))
    return found


def picture_findings(unread: list[int], pages: int, *, tried: bool) -> list[Finding]:
    """One warning for all pages that are pictures without text; ``tried``: OCR was not switched off."""
    if not unread:
        return []
    what = "the page is a picture" if pages == 1 else f"{len(unread)} of {pages} pages are pictures ({_pages(unread)})"
    if not tried:
        why = "nothing on it was read: OCR is switched off"
    elif ocr.engine_name():
        why = "OCR could not read it"
    else:
        why = f"nothing on it was read: {ocr.ADVICE} adds reading it"
    return [Finding("no-text-layer", Severity.WARNING, f"{what} without a text layer, {why}", page=unread[0])]


def ocr_findings(read: Mapping[int, OcrPage]) -> list[Finding]:
    """Which pages (numbers from 1) were read by OCR and how well, and how many words somebody must compare."""
    if not read:
        return []
    engine = next(iter(read.values())).recognised.engine
    total = sum(page.count for page in read.values())
    mean = sum(page.recognised.confidence * page.count for page in read.values()) / total
    message = f"{_pages(list(read))} read by OCR ({engine}, mean confidence {mean:.0%}): the text may be wrong"
    found = [Finding("ocr-read", Severity.INFO, message, page=min(read))]
    doubtful = {number: len(page.unsure) for number, page in read.items() if page.unsure}
    if doubtful:
        count = _count(sum(doubtful.values()), "word", "words")
        message = (
            f"{count} of {total} on {_pages(list(doubtful))} read with less than {ocr.UNSURE:.0%} confidence:"
            " unreviewed until compared with the picture"
        )
        found.append(Finding("ocr-unsure", Severity.WARNING, message, page=min(doubtful)))
    return found


def _pages(numbers: list[int]) -> str:
    """Page numbers as a reader writes them: page 3; pages 1-4, 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    which = ", ".join(named[:_LISTED]) + (" ..." if len(named) > _LISTED else "")
    return f"{'page' if len(numbers) == 1 else 'pages'} {which}"


def file_findings(pdf: pymupdf.Document) -> list[Finding]:
    """What the file carries besides its pages."""
    found = []
    for code, severity, count, one, many in _CARRIED:
        try:
            number = count(pdf)
        except Exception:  # MuPDF raises what it likes on broken objects; the pages were read all the same
            message = f"a part of the file is damaged: its {many} could not be counted"
            found.append(Finding("damaged-part", Severity.WARNING, message))
            continue
        if number:
            message = f"the file holds {_count(number, one, many)}, not read as text"
            found.append(Finding(code, severity, message))
    return found


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _annotations(pdf: pymupdf.Document) -> int:
    """Annotations that are neither links, form fields nor the pop-ups of others."""
    total = 0
    for number in range(pdf.page_count):
        if pdf.xref_get_key(pdf.page_xref(number), "Annots")[0] != "null":
            total += sum(kind not in _NOT_COUNTED for _, kind, _ in pdf[number].annot_xrefs())
    return total


def _scripts(pdf: pymupdf.Document) -> int:
    """Places of the catalog that run JavaScript: opening, closing, printing, and named scripts."""
    catalog = pdf.pdf_catalog()
    total = int(pdf.xref_get_key(catalog, "Names/JavaScript")[0] != "null")
    total += int("JavaScript" in str(pdf.xref_get_key(catalog, "OpenAction/S")[1]))
    return total + int(pdf.xref_get_key(catalog, "AA")[0] != "null")


_CARRIED: tuple[tuple[str, Severity, Callable[[pymupdf.Document], int], str, str], ...] = (
    ("attachments", Severity.WARNING, lambda pdf: int(pdf.embfile_count()), "attached file", "attached files"),
    ("javascript", Severity.WARNING, _scripts, "script", "scripts"),
    ("form-fields", Severity.INFO, lambda pdf: int(pdf.is_form_pdf or 0), "form field", "form fields"),
    ("annotations", Severity.INFO, _annotations, "annotation", "annotations"),
    (
        "hidden-layer",
        Severity.WARNING,
        lambda pdf: list(layers_shown(pdf).values()).count(False),
        "layer that is switched off",
        "layers that are switched off",
    ),
)
