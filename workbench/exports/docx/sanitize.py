# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sanitized DOCX: a new document of what the plan keeps. The original is read, never edited.

What is carried over: the kept text, bold, italic, underline, strike, size and raised or lowered letters of it, fonts
and languages of a fixed list, the kind, alignment, indents and spacing of its paragraphs, tables, sections, headers and
footers. Nothing else has a way in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from workbench.core.errors import DamagedDocumentError
from workbench.documents.docx.model import (
    Align,
    Cell,
    Item,
    Look,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    Tree,
    paragraphs_of,
)
from workbench.documents.docx.tree import read_tree
from workbench.documents.model import Place, Span
from workbench.exports.cells import Placed, by_columns, placed, rows_of
from workbench.exports.cleaning import clean
from workbench.exports.docx.cut import Cutter
from workbench.exports.docx.known import known_look
from workbench.exports.docx.paragraphs import Bit, Lines
from workbench.exports.docx.writer import write_docx
from workbench.exports.model import Copy
from workbench.exports.notes import Notes
from workbench.exports.story import Block, Piece
from workbench.redaction.model import Plan
from workbench.redaction.notices import PAGE_FIELDS, Notices, segments
from workbench.structure.model import Kind


LABEL_FILL = "D9D9D9"
_COUNTED_ANEW = ("PAGE", "NUMPAGES")
LABEL_LOOK = Look(bold=True)
_THING = Look(bold=True, italic=True)


def sanitize_docx(plan: Plan, data: bytes) -> Copy:
    """The copy of the DOCX ``data`` that ``plan`` allows; the same for every original that keeps the same.

    Raises:
        DamagedDocumentError: ``data`` is not the document that was planned.

    """
    tree, sanitizer = planned_tree(plan, data), _Sanitizer(plan)
    front, around = stamp_lines(plan.notices), running(plan.notices)
    copy, notes = write_docx(tree, sanitizer.rewrite, front, around, sanitizer.is_whole), sanitizer.notes
    return Copy(copy, notes.findings(plan.analysis.document.path), notes.withheld())


def planned_tree(plan: Plan, data: bytes) -> Tree:
    """The tree of ``data``, which must be what ``plan`` was made for, or its offsets mean nothing."""
    document = plan.analysis.document
    tree = read_tree(data, document.path)
    if tree.text != document.text:
        raise DamagedDocumentError(document.path, "has changed since it was planned")
    return tree


class _Sanitizer:
    def __init__(self, plan: Plan) -> None:
        self._cutter = Cutter(plan)
        self.notes = Notes()

    def rewrite(self, paragraph: Paragraph) -> Sequence[Lines]:
        """The paragraph without what is withheld: none where nothing is left and its label stands elsewhere."""
        bits = [bit for run in paragraph.runs for bit in self._bits(run)]
        if any(bit.text.strip() and not bit.fill for bit in bits):
            kept = (paragraph.place, paragraph.level, paragraph.align, paragraph.page_break_before)
            return [Lines(_joined(bits), *kept, paragraph.spacing)]
        if any(run.text.strip() for run in paragraph.runs) or self._cutter.swallows(paragraph.span.start):
            # Of a paragraph that is withheld as a whole nothing is told, not its style, not that it had a picture.
            labels = tuple(bit for bit in bits if bit.look == LABEL_LOOK)
            return [Lines(labels)] if labels else []
        return [Lines(_joined(bits), paragraph.place)]

    def is_whole(self, table: Table) -> bool:
        """Whether all of a table is kept: Word fits columns to what stands in them, also to what is withheld."""
        runs = [run for paragraph in paragraphs_of((table,)) for run in paragraph.runs]
        return not any(run.thing or self._cutter.touches(run.span) for run in runs)

    def _bits(self, run: Run) -> list[Bit]:
        if run.thing:
            if self._cutter.withholds(run.span.start):
                return []
            self.notes.add("X101", 1)  # a reader of DOCX knows no pages
            return [Bit(f"[{run.thing} withheld]", _THING, LABEL_FILL)]
        bits = []
        for cut in self._cutter.cut(run):
            if cut.redaction is None and run.field:
                # What the original counted tells how long it was. Pages of the copy are counted anew, the rest is not.
                bits += [Bit("1", run.look, field=run.field)] if run.field in _COUNTED_ANEW else []
            elif cut.redaction is None:
                known = known_look(run.look)
                look = replace(known, strike=True) if cut.cancelled else known
                bits.append(Bit(clean(cut.text), look))
            elif cut.first:
                bits.append(Bit(cut.redaction.label, LABEL_LOOK, LABEL_FILL))
        return bits


def _joined(bits: list[Bit]) -> tuple[Bit, ...]:
    """Neighbours of one look as one, so that a copy does not tell where something was taken out between them."""
    found: list[Bit] = []
    for bit in bits:
        if found and not bit.fill and not bit.field and replace(found[-1], text="") == replace(bit, text=""):
            found[-1] = replace(bit, text=found[-1].text + bit.text)
        elif bit.text:
            found.append(bit)
    return tuple(found)


_FIELDS = dict(zip(PAGE_FIELDS, ("PAGE", "NUMPAGES"), strict=True))


def stamp_lines(notices: Notices) -> Sequence[Lines]:
    """A paragraph for each line of the stamp, in the middle of the first page."""
    return [Lines((Bit(clean(line), Look(bold=True)),), Place.BODY, align=Align.CENTER) for line in notices.stamp]


def running(notices: Notices) -> Mapping[str, Sequence[Lines]]:
    """The lines of the headers and footers of all pages; Word counts the pages."""
    return {"header": _line(notices.header, Place.HEADER), "footer": _line(notices.footer, Place.FOOTER)}


def _line(template: str, place: Place) -> Sequence[Lines]:
    bits = tuple(
        Bit("1", field=_FIELDS[part]) if is_field else Bit(clean(part)) for is_field, part in segments(template)
    )
    return [Lines(bits, place, align=Align.CENTER)] if bits else []


_PLACES = {Kind.TITLE: Place.TITLE, Kind.HEADING: Place.HEADING, Kind.CAPTION: Place.CAPTION}


def sanitize_as_docx(plan: Plan) -> bytes:
    """The copy: a paragraph for each block that ``plan`` keeps or labels, tables as these."""
    blocks = placed(plan)
    items: list[Item] = []
    for table, group in groupby(blocks, key=lambda each: each.cell.table):
        run = [*group]
        items += [_table(run)] if table else map(_paragraph, run)
    tree = Tree("", (Section((), tuple(items), (), ()),), (0,))
    front = stamp_lines(plan.notices)
    return write_docx(tree, lambda made: (_lines(blocks[made.span.start].block),), front, running(plan.notices))


def _paragraph(placed: Placed) -> Paragraph:
    return Paragraph((), Span(placed.number, placed.number))


def _table(table: Sequence[Placed]) -> Table:
    columns = max(1, *(each.cell.column for each in table))
    rows = []
    for row in rows_of(table):
        parts = by_columns(row, columns)
        cells = (Cell(tuple(map(_paragraph, part)), columns // len(parts)) for part in parts)
        rows.append(Row(tuple(cells), repeated=row[0].cell.is_heading))
    return Table(tuple(rows), columns)


def _lines(block: Block) -> Lines:
    return Lines(tuple(map(_bit, block.pieces)), _PLACES.get(block.kind, Place.BODY))


def _bit(piece: Piece) -> Bit:
    text = " " * piece.spaced + clean(piece.text)
    return Bit(text, LABEL_LOOK, LABEL_FILL) if piece.label else Bit(text, Look(strike=piece.struck))
