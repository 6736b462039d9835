# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sanitized PDF: a new file made of what the plan keeps, never the original with things taken out.

Deny-lists are how redaction tools leak: metadata, revisions, attachments, layers, alternate texts, widths. Nothing of
the original is copied here but kept characters, where they stand, plain rules, and pixels where nothing is withheld.
"""

from __future__ import annotations

import pymupdf

from workbench.core.collecting import without_collection
from workbench.documents.pdf.reading import open_pdf
from workbench.exports.model import PLAIN, Copy, Layout, Wishes
from workbench.exports.notes import Notes
from workbench.exports.pdf.faithful.pages import faithful
from workbench.exports.pdf.notices import add_notices
from workbench.exports.pdf.pictures import left_out, pixels
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.writing import Writer
from workbench.redaction.model import Plan


IMAGE_DPI = 150


@without_collection
def sanitize_pdf(plan: Plan, data: bytes, layout: Layout, wishes: Wishes = PLAIN) -> Copy:
    """The sanitized copy of the PDF ``data``, from which ``plan`` was made, and findings about it.

    Pure and deterministic: the same arguments give the same bytes, on any machine with the same PyMuPDF.

    Raises:
        DocumentError: ``data`` cannot be read.
        ValueError: ``plan`` was not made from ``data``.

    """
    notes = Notes()
    with open_pdf(data, plan.analysis.document.path) as pdf:
        if layout is Layout.REFLOW:
            copy = reflow(plan, left_out(plan, pdf, notes))
            return Copy(copy, notes.findings(plan.analysis.document.path), notes.withheld())
        writer = faithful(plan, pdf, notes, wishes)
    if layout is Layout.IMAGE:
        _show_pixels(writer)
    add_notices(writer, plan.notices)
    return Copy(writer.tobytes(), notes.findings(plan.analysis.document.path), notes.withheld())


def _show_pixels(writer: Writer) -> None:
    """Every page as pixels, rendered from the new pages and not from the original, under the words that are kept."""
    with pymupdf.open("pdf", writer.tobytes()) as pdf:
        for canvas in writer.pages:
            canvas.cover(pixels(pdf[canvas.number], dpi=IMAGE_DPI))
