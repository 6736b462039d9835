# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables of a DOCX: rows and cells, which hold blocks again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from workbench.documents.docx.elements import HOLDERS, WIDEST, columns_of, is_flat, number_in, value_of
from workbench.documents.docx.model import Cell, Item, Row, Table, paragraphs_of
from workbench.documents.docx.package import W
from workbench.documents.docx.paragraph_formats import ParagraphFormats
from workbench.documents.docx.state import State
from workbench.documents.docx.styles import Styles, is_on
from workbench.documents.docx.unseen import Unseen
from workbench.documents.model import Place


class Tables:
    """Reads tables; ``blocks(elements, place)`` reads what stands in a cell."""

    def __init__(
        self,
        state: State,
        styles: Styles,
        formats: ParagraphFormats,
        blocks: Callable[[list[etree._Element], Place], list[Item]],
    ) -> None:
        """Nothing is read yet."""
        self._state, self._styles, self._formats, self._blocks = state, styles, formats, blocks

    def read(self, element: etree._Element, place: Place) -> list[Item]:
        """The table of a ``w:tbl`` that stands at ``place``; none where nothing of it is shown."""
        inner = Place.TABLE_CELL if place is Place.BODY else place
        properties = element.find(W + "tblPr")
        for name in ("tblCaption", "tblDescription"):
            self._state.unseen[Unseen.ALT_TEXT] += value_of(properties, W + name) is not None
        around, self._formats.table_style = self._formats.table_style, value_of(properties, W + "tblStyle")
        self._state.scattered.begin()
        rows = [row for tr in self._within(element, W + "tr") for row in self._row(tr, inner)]
        self._state.scattered.end()
        self._formats.table_style = around
        if properties is not None and is_on(properties.find(W + "bidiVisual")):
            for row in rows:
                self._state.scattered.group([p.span for cell in row.cells for p in paragraphs_of(cell.items)])
        columns = element.findall(f"{W}tblGrid/{W}gridCol")
        grid = len(columns)
        widths = [row.before + row.after + sum(cell.columns for cell in row.cells) for row in rows]
        told = tuple(number_in(column.get(W + "w", ""), WIDEST) for column in columns)
        ruled = self._is_ruled(properties) or any(
            map(_has_lines, element.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders"))
        )
        return [Table(tuple(rows), max([1, grid, *widths]), told, ruled)] if rows else []

    def _is_ruled(self, properties: etree._Element | None) -> bool:
        own = None if properties is None else properties.find(W + "tblBorders")
        chain = self._styles.chain(value_of(properties, W + "tblStyle"))
        styled = (element.find(f"{W}tblPr/{W}tblBorders") for element in chain)
        borders = own if own is not None else next((found for found in styled if found is not None), None)
        return borders is not None and _has_lines(borders)

    def _within(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag == W + "sdt" or child.tag in HOLDERS:
                self._state.bind(child)
                yield from self._within(child, tag)
            else:
                self._state.count(Unseen.UNKNOWN, child)  # text outside of a cell is on no page

    def _row(self, element: etree._Element, place: Place) -> list[Row]:
        properties = element.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            self._state.count(Unseen.DELETED, element)
            return []
        if properties is not None and is_on(properties.find(W + "hidden")):
            self._state.count(Unseen.HIDDEN, element)
            return []
        if is_flat(properties, W + "trHeight", "val", "hRule"):
            self._state.count(Unseen.FAINT, element)
            return []
        cells = tuple(cell for tc in self._within(element, W + "tc") for cell in self._cell(tc, place))
        before, after = columns_of(properties, "gridBefore", 0), columns_of(properties, "gridAfter", 0)
        repeated = properties is not None and bool(is_on(properties.find(W + "tblHeader")))
        return [Row(cells, before, after, repeated)] if cells else []

    def _cell(self, element: etree._Element, place: Place) -> list[Cell]:
        properties = element.find(W + "tcPr")
        columns = columns_of(properties, "gridSpan", 1)
        merge = None if properties is None else properties.find(W + "vMerge")
        if merge is not None and merge.get(W + "val", "continue") == "continue":
            self._state.count(Unseen.MERGED, element)
            return [Cell((), columns, merged=True)]
        if properties is not None and properties.find(W + "cellDel") is not None:
            self._state.count(Unseen.DELETED, element)
            return [Cell((), columns)]
        content = [child for child in element if child.tag != W + "tcPr"]
        return [Cell(tuple(self._blocks(content, place)), columns, merge_start=merge is not None)]


def _has_lines(borders: etree._Element) -> bool:
    return any(line.get(W + "val", "nil") not in ("nil", "none") for line in borders)
