# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layout ``reflow``: the kept text set anew on clean pages, with tags for screen readers.

The one layout whose pages say nothing at all of what is gone: two originals that differ only in withheld text give the
same bytes. Set in Times, 11 points on 14, ragged right: a justified line would be no nicer in a copy full of labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbench.exports.cells import NOWHERE, Placed, placed
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.fonts import Style, shape
from workbench.exports.pdf.notices import add_notices
from workbench.exports.pdf.pictures import PICTURE_LABEL
from workbench.exports.pdf.reflow_lines import Look, draw, set_block
from workbench.exports.pdf.reflow_tables import Entry, grid
from workbench.exports.pdf.tag_tree import ITEM, Mark, Tag, tag_of
from workbench.exports.pdf.writing import Writer
from workbench.exports.story import Block, Piece
from workbench.redaction.labels import Speaker
from workbench.redaction.model import Plan
from workbench.structure.model import Kind


WIDTH, HEIGHT, MARGIN = 612.0, 792.0, 72.0  # US Letter, an inch on every side
ROOM = WIDTH - 2 * MARGIN
BOTTOM = HEIGHT - MARGIN
_BETWEEN = 6.0  # points above and below a table
NOTHING_KEPT = "[nothing of this document is kept]"


_BODY = Look(Style(), 11, 7, 0)
_LOOKS = {
    Kind.TITLE: Look(Style(bold=True), 16, 10, 0, centred=True),
    Kind.HEADING: Look(Style(bold=True), 12, 14, 0),
    Kind.LIST_ITEM: Look(Style(), 11, 4, 18),
    Kind.TABLE_CELL: Look(Style("sans"), 9.5, 3, 18),
    Kind.CAPTION: Look(Style(italic=True), 10, 6, 0),
    Kind.FURNITURE: Look(Style("sans"), 9, 2, 0, (0.25, 0.25, 0.25)),
}


def reflow(plan: Plan, pictures: int = 0) -> bytes:
    """The kept text as a new PDF, behind it a label for each of so many ``pictures`` that it leaves out.

    Not where they stood: between which lines a page had its picture may follow from the length of what is withheld.
    """
    writer = Writer()
    setter = _Setter(writer, Speaker(term.text for term in plan.terms))
    told = placed(plan) or [_labelled(NOTHING_KEPT)]
    told += [_labelled(PICTURE_LABEL) for _ in range(pictures)]
    entries = [Entry(each.block, ITEM if each.is_item else tag_of(each.block.kind), each.cell) for each in told]
    for is_head, heads in groupby(entries, key=lambda entry: entry.block.kind is Kind.FURNITURE):
        for table, group in groupby(heads, key=lambda entry: entry.cell.table):
            fill = setter.table if table else setter.blocks
            fill([*group])
        setter.y += 10.0 * is_head
    if not plan.notices.footer:
        _number_pages(writer.pages)
    add_notices(writer, plan.notices)
    return writer.tobytes()


def _labelled(label: str) -> Placed:
    return Placed(0, Block(Kind.BODY, (Piece(label, label=True),)), is_item=False, cell=NOWHERE)


@dataclass
class _Setter:
    """Fills pages from the top; ``y`` is the bottom of what was set last."""

    writer: Writer
    speaker: Speaker
    y: float = HEIGHT

    def table(self, entries: Sequence[Entry]) -> None:
        """A table row by row, its headings on every page; a row that is too high for one as blocks."""
        rows = [[*row] for _, row in groupby(entries, key=lambda entry: entry.cell.row)]
        self.y += _BETWEEN
        made = grid(rows, MARGIN, ROOM)
        head = made[0] if made[0].is_heading and made[0].height < ROOM / 4 else None
        for number, (row, each) in enumerate(zip(rows, made, strict=True)):
            if each.height > BOTTOM - MARGIN - (head.height if head else 0.0):
                self.y += _BETWEEN
                self.blocks(row)
                continue
            # A row of headings stays with the next one.
            beside = sum(row.height for row in made[1:2]) if number == 0 and head else 0.0
            before = len(self.writer.pages)
            self._room(each.height + beside)
            if head and number and len(self.writer.pages) > before:
                head.draw(self.writer, self.y, self.speaker, again=True)
                self.y += head.height
            each.draw(self.writer, self.y, self.speaker)
            self.y += each.height
        self.y += _BETWEEN

    def blocks(self, entries: Iterable[Entry]) -> None:
        """Blocks one below the other."""
        for entry in entries:
            self._block(entry)

    def _block(self, entry: Entry) -> None:
        look, block = _look(entry), entry.block
        setting = set_block(block, look, ROOM - look.indent)
        lines, leading, left = setting.lines, look.leading, 0.0 if setting.leftwards else look.indent
        between = MARGIN + left, MARGIN + left + ROOM - look.indent
        keep_with_next = block.kind in (Kind.HEADING, Kind.TITLE)
        self.y += look.before
        parts: list[Mark] = []
        canvas: Canvas | None = None
        for number, line in enumerate(lines):
            # Two lines at least stay together at either end of a page, and a heading stays with what it heads.
            company = 1 if number == len(lines) - 2 or (number == 0 and len(lines) > 1) else 0
            needed = leading * (1 + company) + (3 * leading if keep_with_next else 0)
            if canvas is None or self.y + needed > BOTTOM:
                fresh = self._room(needed)
                if fresh is not canvas:
                    if canvas:
                        canvas.end()
                    canvas = fresh
                    parts.append(Mark(canvas.number, canvas.begin(look.tag)))
            self.y += leading
            parts += draw(canvas, line, self.y - 0.28 * look.size, between, setting, self.speaker)
        if canvas:
            canvas.end()
            self.writer.tags.append(Tag(look.tag, parts, entry.cell))

    def _room(self, needed: float) -> Canvas:
        if not self.writer.pages or self.y + needed > BOTTOM:
            self.y = MARGIN
            return self.writer.page(WIDTH, HEIGHT)
        return self.writer.pages[-1]


def _look(entry: Entry) -> Look:
    """How a block is set: a label among items of a list or cells of a table as these are."""
    kind = Kind.TABLE_CELL if entry.cell.table else Kind.LIST_ITEM if entry.tag == ITEM else entry.block.kind
    return _LOOKS.get(kind, _BODY)._replace(tag=entry.tag)


def _number_pages(pages: list[Canvas]) -> None:
    style = Style("sans")
    for canvas in pages:
        shaped = shape(f"{canvas.number + 1}", style)
        canvas.begin_artifact()
        canvas.text((WIDTH - shaped.width * 8 / 1000) / 2, HEIGHT - MARGIN / 2, 8, shaped, colour=(0.4, 0.4, 0.4))
        canvas.end()
