# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PDF for use inside: the original's pages with what the plan withholds and what is marked shown in colour.

This copy holds everything the original holds. It says so on its first page, which is also the key to the colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pymupdf

from workbench.core.errors import WorkbenchError
from workbench.documents import Box
from workbench.documents.pdf.run import turning
from workbench.exports.pdf.regions import Colour
from workbench.marks.model import MarkType
from workbench.redaction.model import Plan, Redaction


class Tint(NamedTuple):
    """A kind of highlight: its colour and what the key says of it."""

    colour: Colour
    meaning: str


# Light enough to read through on paper, and apart from each other for red-green blindness.
TINTS = {
    "policy": Tint((1.0, 0.62, 0.55), "withheld by the policy"),
    "decision": Tint((0.98, 0.75, 0.30), "withheld by a reviewer's decision"),
    "term": Tint((0.93, 0.65, 0.93), "withheld as a term of the list"),
    MarkType.PORTION: Tint((0.65, 0.85, 1.0), "portion mark"),
    MarkType.BANNER: Tint((0.55, 0.70, 1.0), "banner"),
    MarkType.AUTHORITY: Tint((0.75, 0.90, 0.75), "classification authority"),
    MarkType.PLACEHOLDER: Tint((0.85, 0.85, 0.85), "taken out by an earlier reviewer"),
    MarkType.EXEMPTION: Tint((0.95, 0.95, 0.55), "exemption"),
    MarkType.STAMP: Tint((0.60, 0.92, 0.85), "release stamp"),
}
_WARNING = "This copy shows what is withheld. It is not for release."
_NOTE_SIZE = 6.5


class _Highlight(NamedTuple):
    tint: str
    boxes: tuple[Box, ...]
    note: str


def annotate(plan: Plan, data: bytes) -> bytes:
    """The PDF in ``data`` with highlights, notes in the margin and a key page in front; ``data`` is not changed."""
    with pymupdf.open("pdf", data) as pdf:
        shown = list(_highlights(plan))
        for number, places in _by_page(shown).items():
            page = pdf[number - 1]
            turned = ~turning(page)
            for highlight, box, noted in places:
                _show(page, highlight, box, turned, noted=noted)
        _add_key(pdf, plan, [tint for tint in TINTS if any(h.tint == tint for h in shown)])
        copy: bytes = pdf.tobytes(garbage=1, deflate=True, no_new_id=True)
        return copy


def _highlights(plan: Plan) -> Iterator[_Highlight]:
    document = plan.analysis.document
    for redaction in plan.redactions:
        boxes = redaction.boxes or tuple(box for span in redaction.spans for box in document.boxes(span))
        yield _Highlight(_tint(redaction), boxes, _note(redaction))
    for mark in plan.analysis.marks:
        yield _Highlight(mark.type, mark.boxes or document.boxes(mark.span), "")


def _tint(redaction: Redaction) -> str:
    kind = redaction.why.partition(":")[0]
    return kind if kind in TINTS else "policy"


def _note(redaction: Redaction) -> str:
    parts = (redaction.paragraph, redaction.code, redaction.why, redaction.reason)
    return " · ".join(part for part in parts if part)


def _by_page(shown: Sequence[_Highlight]) -> dict[int, list[tuple[_Highlight, Box, bool]]]:
    """The boxes on each page, by its number, and whether the note of the highlight stands beside that box."""
    pages: dict[int, list[tuple[_Highlight, Box, bool]]] = {}
    for highlight in shown:
        for number, box in enumerate(highlight.boxes):
            pages.setdefault(box.page, []).append((highlight, box, number == 0 and bool(highlight.note)))
    return pages


def _show(page: Any, highlight: _Highlight, box: Box, turned: pymupdf.Matrix, *, noted: bool) -> None:
    """Boxes are as a reader sees the page; annotations count before it is ``turned``."""
    tint = TINTS[highlight.tint]
    annotation = page.add_highlight_annot((pymupdf.Rect(box[1:]) * turned).quad)
    if annotation is None:  # MuPDF says no more
        raise WorkbenchError(f"page {box.page} cannot be annotated: the file is damaged")
    annotation.set_colors(stroke=tint.colour)
    _finish(annotation, highlight.note or tint.meaning)
    if noted:
        _margin_note(page, box, highlight.note, turned)


def _margin_note(page: Any, box: Box, note: str, turned: pymupdf.Matrix) -> None:
    """The note in the right margin, or over the page's edge where the margin is narrow."""
    width = max(46.0, page.rect.width - box.x1 - 8)
    left = min(box.x1 + 5, page.rect.width - width - 2)
    lines = -(-len(note) * 0.55 * _NOTE_SIZE // width)
    rect = pymupdf.Rect(left, box.y0, left + width, box.y0 + (lines + 1) * _NOTE_SIZE * 1.3) * turned
    annotation = page.add_freetext_annot(
        rect,
        note,
        fontsize=_NOTE_SIZE,
        fontname="helv",
        text_color=(0.2, 0.2, 0.2),
        fill_color=None,
        rotate=page.rotation,
    )
    annotation.set_border(width=0)
    _finish(annotation, note)


def _finish(annotation: Any, content: str) -> None:
    """Sign it, draw it, and forget when it was made: the same plan is to give the same bytes."""
    annotation.set_info(content=content, title="workbench")
    annotation.update()
    entry = pymupdf.mupdf.pdf_annot_obj(annotation.this)
    for key in ("M", "CreationDate"):
        pymupdf.mupdf.pdf_dict_dels(entry, key)


def _add_key(pdf: Any, plan: Plan, tints: Sequence[str]) -> None:
    page = pdf.new_page(0, width=612, height=792)
    page.insert_text((72, 96), _WARNING, fontname="hebo", fontsize=14)
    lines = (
        f"policy: {plan.policy}",
        f"redactions: {len(plan.redactions)}",
        f"sha256 of the original: {plan.analysis.document.sha256}",
    )
    for number, line in enumerate(lines):
        page.insert_text((72, 124 + 15 * number), line, fontname="helv", fontsize=10)
    for number, name in enumerate(tints):
        y = 190 + 22 * number
        page.draw_rect((72, y - 11, 102, y + 4), color=None, fill=TINTS[name].colour)
        page.insert_text((112, y), TINTS[name].meaning, fontname="helv", fontsize=11)
