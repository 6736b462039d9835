# SPDX-License-Identifier: AGPL-3.0-or-later
"""The annotated DOCX: everything the original shows, its marks coloured by kind, a comment on every withheld place.

It holds what is withheld and is as classified as the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.documents.docx.model import Look, Paragraph, Run
from workbench.exports.cleaning import clean
from workbench.exports.docx.cut import Cut, Cutter
from workbench.exports.docx.paragraphs import Bit, Lines
from workbench.exports.docx.sanitize import planned_tree
from workbench.exports.docx.writer import write_docx
from workbench.exports.text.annotate import WARNING, overall_line, summary
from workbench.marks.model import Mark, MarkType
from workbench.redaction.intervals import overlapping
from workbench.redaction.model import Plan, Redaction


FILLS = {
    MarkType.PORTION: "C6E0B4",
    MarkType.BANNER: "F8CBAD",
    MarkType.PLACEHOLDER: "D9D9D9",
    MarkType.EXEMPTION: "BDD7EE",
    MarkType.STAMP: "D9C3E8",
    MarkType.AUTHORITY: "FFE699",
}
WITHHELD_FILL = "FFC7CE"
_BOLD = Look(bold=True)


def annotate(plan: Plan, data: bytes) -> bytes:
    """The copy of the DOCX ``data`` with its marks coloured and its withheld places commented.

    Raises:
        DamagedDocumentError: ``data`` is not the document that was planned.

    """
    return write_docx(planned_tree(plan, data), _Annotator(plan).rewrite, _front(plan), is_whole=lambda _: True)


def _front(plan: Plan) -> list[Lines]:
    key = [Bit("Key: "), *(bit for kind, fill in FILLS.items() for bit in (Bit(kind.value, fill=fill), Bit("  ")))]
    withheld = Bit("withheld, with its code in the comment", fill=WITHHELD_FILL)
    return [
        Lines((Bit(WARNING, _BOLD),)),
        Lines((Bit(overall_line(plan)),)),
        Lines((Bit(summary(plan)),)),
        Lines((*key, withheld, Bit("  "), Bit("struck in the copy", Look(strike=True)))),
    ]


class _Annotator:
    def __init__(self, plan: Plan) -> None:
        self._cutter = Cutter(plan)
        self._types = {mark.span: mark.type for mark in _apart(plan.analysis.marks)}
        self._spans = list(self._types)

    def rewrite(self, paragraph: Paragraph) -> Sequence[Lines]:
        """The paragraph with its marks coloured."""
        bits = tuple(bit for run in paragraph.runs for bit in self._bits(run))
        kept = (paragraph.place, paragraph.level, paragraph.align, paragraph.page_break_before, paragraph.spacing)
        return [Lines(bits, *kept)]

    def _bits(self, run: Run) -> Iterator[Bit]:
        if run.thing:
            yield Bit(f"[{run.thing}]", _BOLD)
        for cut in self._cutter.cut(run):
            note = _note(cut.redaction) if cut.redaction and cut.first else ""
            for text, fill in self._coloured(cut):
                if text:
                    yield Bit(text, replace(run.look, strike=run.look.strike or cut.cancelled), fill, note)
                    note = ""

    def _coloured(self, cut: Cut) -> Iterator[tuple[str, str]]:
        """The text of a cut in stretches of one colour: a mark keeps its own inside of what is withheld."""
        plain = WITHHELD_FILL if cut.redaction else ""
        start, end = cut.span
        place = start
        for mark in overlapping(self._spans, cut.span):
            first, last = max(mark.start, place), min(mark.end, end)
            yield clean(cut.text[place - start : first - start]), plain
            yield clean(cut.text[first - start : last - start]), FILLS[self._types[mark]]
            place = last
        yield clean(cut.text[place - start :]), plain


def _note(redaction: Redaction) -> str:
    reason = f"; {redaction.reason}" if redaction.reason else ""
    return clean(f"Withheld: {redaction.code or 'no code'}; {redaction.why}{reason}. The copy says {redaction.label}")


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Marks that do not overlap, the first and longest of those that do; a mark on a picture has no text."""
    end = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start >= end and mark.end > mark.start:
            yield mark
            end = mark.end
