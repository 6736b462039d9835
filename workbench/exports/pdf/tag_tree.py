# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tags of a copy for a screen reader (ISO 32000-1, 14.7): what belongs together, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pymupdf

from workbench.structure.model import Kind


ITEM = "LI"
_TAGS: Mapping[Kind, str] = {Kind.TITLE: "H1", Kind.HEADING: "H2", Kind.LIST_ITEM: ITEM}


class Mark(NamedTuple):
    """Marked content ``number`` of ``page`` (from 0), and what a screen reader says in its place, if anything."""

    page: int
    number: int
    spoken: str = ""


def tag_of(kind: Kind) -> str:
    """The element that a paragraph of this kind is."""
    return _TAGS.get(kind, "P")


def write_tags(pdf: Any, tags: Sequence[tuple[str, list[Mark]]]) -> None:
    """One element below the document for each block of text; ``tags`` are kinds (``P``, ``H1``...) and their parts.

    Items of a list that follow one another are in one element of their own (14.8.4.3.3).
    """
    tree = _Tree(pdf)
    root, document = tree.new(), tree.new()
    kids: list[int] = []
    for is_list, group in groupby((tag for tag in tags if tag[1]), key=lambda tag: tag[0] == ITEM):
        run = [*group]
        kids += [tree.list_of(run, document)] if is_list else (tree.element(*tag, document) for tag in run)
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
        self.objects[number] = f"<</Type/StructElem/S/{kind}/P {parent} 0 R/K[{_references(kids)}]>>"
        return number

    def list_of(self, items: Iterable[tuple[str, list[Mark]]], parent: int) -> int:
        """The number of a new list."""
        number = self.new()
        return self.around("L", number, (self._item(parts, number) for _, parts in items), parent)

    def _item(self, parts: Sequence[Mark], parent: int) -> int:
        number = self.new()
        return self.around(ITEM, number, [self.element("LBody", parts, number)], parent)

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


def _references(numbers: Iterable[int]) -> str:
    return "".join(f"{number} 0 R " for number in numbers)


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
