# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tags of a copy for a screen reader (ISO 32000-1, 14.7): what belongs together, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import pymupdf

from workbench.exports.cells import NOWHERE, Cell
from workbench.structure.model import Kind


ITEM = "LI"
_MOST_COLUMNS = 60  # of more, cells without text are no elements
_TAGS: Mapping[Kind, str] = {Kind.TITLE: "H1", Kind.HEADING: "H2", Kind.LIST_ITEM: ITEM}


class Mark(NamedTuple):
    """Marked content ``number`` of ``page`` (from 0), and what a screen reader says in its place, if anything."""

    page: int
    number: int
    spoken: str = ""


class Tag(NamedTuple):
    """A block of text: its ``kind`` (``P``, ``H1``...), its marked contents, and its ``cell`` in a table."""

    kind: str
    parts: list[Mark]
    cell: Cell = NOWHERE

    @property
    def run(self) -> object:
        """What it has in common with those beside it that are in one list or table with it."""
        return self.cell.table or self.kind == ITEM


def tag_of(kind: Kind) -> str:
    """The element that a paragraph of this kind is."""
    return _TAGS.get(kind, "P")


def write_tags(pdf: Any, tags: Sequence[Tag]) -> None:
    """One element below the document for each block of text.

    Items of a list and cells of a table that follow one another are in one element of their own (14.8.4.3.3).
    """
    tree = _Tree(pdf)
    root, document = tree.new(), tree.new()
    kids: list[int] = []
    for kind, group in groupby(_levelled([tag for tag in tags if tag.parts]), key=attrgetter("run")):
        run = [*group]
        if run[0].cell.table:
            kids.append(tree.table_of(run, document))
        else:
            kids += [tree.list_of(run, document)] if kind else (tree.element(*tag[:2], document) for tag in run)
    tree.around("Document", document, kids, root)
    nums = "".join(f"{page}[{_by_number(marks)}]" for page, marks in enumerate(tree.owners))
    tree.objects[root] = f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree<</Nums[{nums}]>>>>"
    _write(tree.pdf, tree.objects)
    for page, number in enumerate(tree.pages):
        set_keys(tree.pdf, number, f"<</StructParents {page}/Tabs/S>>")
    catalog = pdf.pdf_catalog()
    pdf.xref_set_key(catalog, "StructTreeRoot", f"{root} 0 R")
    pdf.xref_set_key(catalog, "MarkInfo", "<</Marked true>>")
    pdf.xref_set_key(catalog, "Lang", "(en)")


def _levelled(tags: Sequence[Tag]) -> Sequence[Tag]:
    """Headings from the first level on (ISO 14289-1, 7.4): where there is no title, they are of the first."""
    if any(tag.kind == "H1" for tag in tags):
        return tags
    return [tag._replace(kind="H1") if tag.kind == "H2" else tag for tag in tags]


class _Tree:
    """The objects of the tree by their numbers, and for each page the elements of its marked contents."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pymupdf.mupdf.pdf_document_from_fz_document(pdf.this)
        self.pages = [int(pdf.page_xref(page)) for page in range(pdf.page_count)]
        self.owners: list[dict[int, int]] = [{} for _ in self.pages]
        self.objects: dict[int, str] = {}

    def new(self) -> int:
        """The number of a new object."""
        return int(pymupdf.mupdf.pdf_create_object(self.pdf))

    def around(self, kind: str, number: int, kids: Iterable[int], parent: int) -> int:
        """The element ``number``, which holds others and no contents."""
        self.objects[number] = (
            f"<</Type/StructElem/S/{kind}/P {parent} 0 R/K[{' '.join(f'{kid} 0 R' for kid in kids)}]>>"
        )
        return number

    def list_of(self, items: Iterable[Tag], parent: int) -> int:
        """The number of a new list."""
        number, numbers = self.new(), [(self.new(), item.parts) for item in items]
        kids = [self.around(ITEM, each, [self.element("LBody", parts, each)], number) for each, parts in numbers]
        return self.around("L", number, kids, parent)

    def table_of(self, blocks: Sequence[Tag], parent: int) -> int:
        """The number of a new table, every row with a cell for each column, if these are known and not too many."""
        number, columns = self.new(), max(block.cell.column for block in blocks)
        rows = [list(row) for _, row in groupby(blocks, key=lambda block: block.cell.row)]
        columns = columns if columns <= _MOST_COLUMNS else 0
        return self.around("Table", number, [self._row(row, columns, number) for row in rows], parent)

    def _row(self, blocks: Sequence[Tag], columns: int, parent: int) -> int:
        number, kids = self.new(), list[int]()
        for _, group in groupby(blocks, key=lambda block: block.cell.column or -id(block)):
            cell = [*group]
            missing = range(len(kids) + 1, min(cell[0].cell.column, columns + 1))
            kids += [*(self._cell((), cell[0].cell, number) for _ in missing), self._cell(cell, cell[0].cell, number)]
        missing = range(len(kids), columns)
        kids += [self._cell((), blocks[0].cell, number) for _ in missing]
        return self.around("TR", number, kids, parent)

    def _cell(self, blocks: Sequence[Tag], cell: Cell, parent: int) -> int:
        number = self.new()
        kind = "TH/A<</O/Table/Scope/Column>>" if cell.is_heading else "TD"
        kids = [self.element(block.kind, block.parts, number) for block in blocks]
        # MuPDF makes one of objects that are alike, and an element can stand in one place only.
        return self.around(kind, number, kids or [self.around("P", self.new(), (), number)], parent)

    def element(self, kind: str, parts: Sequence[Mark], parent: int) -> int:
        """The number of a new element; one of its parts that is spoken otherwise is a Span in it."""
        number, page = self.new(), self.pages[parts[0].page]
        contents = "".join(self._kid(number, part, part.page == parts[0].page) for part in parts)
        self.objects[number] = f"<</Type/StructElem/S/{kind}/P {parent} 0 R/Pg {page} 0 R/K[{contents}]>>"
        return number

    def _kid(self, parent: int, part: Mark, is_first: bool) -> str:
        """A marked content of an element; its page is told only where it is not the first, that of the element."""
        page, owners = f"{self.pages[part.page]} 0 R", self.owners[part.page]
        if not part.spoken:
            owners[part.number] = parent
            return f"{part.number} " if is_first else f"<</Type/MCR/Pg {page}/MCID {part.number}>>"
        number = self.new()
        said = "feff" + part.spoken.encode("utf-16-be").hex()
        self.objects[number] = f"<</Type/StructElem/S/Span/P {parent} 0 R/Pg {page}/Alt<{said}>/K {part.number}>>"
        owners[part.number] = number
        return f"{number} 0 R "


def set_keys(pdf: Any, number: int, entries: str) -> None:
    """Put the ``entries`` of a dictionary into object ``number`` of MuPDF's ``pdf``.

    ``xref_set_key`` writes the whole object out and parses it again for each.
    """
    mupdf = pymupdf.mupdf
    obj, made = mupdf.pdf_load_object(pdf, number), parsed(pdf, entries)
    for place in range(mupdf.pdf_dict_len(made)):
        mupdf.pdf_dict_put(obj, mupdf.pdf_dict_get_key(made, place), mupdf.pdf_dict_get_val(made, place))


def _by_number(marks: dict[int, int]) -> str:
    """The elements of a page's marked contents, each at the place of its number."""
    return "".join(f"{marks[n]} 0 R " if n in marks else "null " for n in range(max(marks, default=-1) + 1))


def _write(pdf: Any, objects: Mapping[int, str]) -> None:
    """Objects by their numbers. They are parsed in one go: to ask for each takes ten times as long."""
    made = parsed(pdf, f"[{' '.join(objects.values())}]")
    for place, number in enumerate(objects):
        pymupdf.mupdf.pdf_update_object(pdf, number, pymupdf.mupdf.pdf_array_get(made, place))


def parsed(pdf: Any, text: str) -> Any:
    """The object that ``text`` is written as, for MuPDF's ``pdf``."""
    mupdf = pymupdf.mupdf
    written = mupdf.fz_open_buffer(mupdf.fz_new_buffer_from_copied_data(text.encode("ascii")))
    return mupdf.pdf_parse_stm_obj(pdf, written, mupdf.PdfLexbuf(mupdf.PDF_LEXBUF_LARGE))
