# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from typing import Any

import pikepdf
import pymupdf
import pytest

from tests.exports.pdf_copies import LAYOUTS, copy_of
from workbench.documents import read_document
from workbench.exports.model import Layout
from workbench.exports.pdf.reflow import reflow
from workbench.redaction import Plan, load_policy, make_plan
from workbench.structure import analyse


Table = list[list[str]]
PIERS = [["Pier", "Class", "Keeper"], ["North", "(U)", "Dorn"], ["South", "(S)", "Klint"], ["East", "(U)", "Hale"]]
SAID = "paragraph withheld, (b)(1)"


def plan(data: bytes, name: str) -> Plan:
    return make_plan(analyse(read_document(data, name)), load_policy("public"))


def drawn(table: Table) -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 60), "SECRET")
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                page.insert_text((75 + 150 * x, 114 + 20 * y), cell, fontsize=10)
                page.draw_rect((72 + 150 * x, 100 + 20 * y, 222 + 150 * x, 120 + 20 * y), width=0.5)
        return bytes(pdf.tobytes())


def page(table: Table) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    return f"<p>SECRET</p><table>{rows}</table><p>(U) That is all.</p>".encode()


def tables(copy: bytes) -> list[list[list[str]]]:
    """The rows of each table: of every cell its kind, and what a screen reader says in it instead of a label."""
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        document = pdf.Root.StructTreeRoot.K
        return [[[_told(cell) for cell in row.K] for row in each.K] for each in document.K if each.S == "/Table"]


def _told(cell: Any) -> str:
    said = [
        str(part.Alt) for block in cell.K for part in block.K if isinstance(part, pikepdf.Dictionary) and "/Alt" in part
    ]
    return " ".join([str(cell.S), *said])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_tables_with_the_withheld_cells_among_the_others(layout: Layout) -> None:
    data = drawn(PIERS)
    kept, withheld = ["/TD"] * 3, [f"/TD {SAID}"] * 3
    assert tables(copy_of(data, plan(data, "piers.pdf"), layout)) == [[[f"/TH {SAID}"] * 3, kept, withheld, kept]]


def test_a_cell_without_text_is_one_too_and_no_element_stands_twice() -> None:
    copy = reflow(plan(page([["(U) Pier", "", "", "(U) Keeper"], ["(U) North", "(U) 1", "", ""]]), "piers.html"))
    assert tables(copy) == [[["/TH"] * 4, ["/TD"] * 4]]
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        parents = [cell.P.objgen for row in pdf.Root.StructTreeRoot.K.K[1].K for cell in row.K]
        cells = {cell.objgen for row in pdf.Root.StructTreeRoot.K.K[1].K for cell in row.K}
    assert len(cells) == len(parents) == 8


@pytest.mark.parametrize("entry", ["(U) The lamp is lit by hand.", "(U) 1968"])
def test_a_first_row_with_a_sentence_or_a_figure_is_no_heading(entry: str) -> None:
    copy = reflow(plan(page([["(U) North", entry], ["(U) South", "(U) Klint"]]), "piers.html"))
    assert [[cell[:3] for cell in row] for [*rows] in tables(copy) for row in rows] == [["/TD", "/TD"]] * 2


def test_what_is_withheld_of_a_first_row_does_not_tell_whether_it_is_one_of_headings() -> None:
    copies = {
        reflow(plan(page([["(U) Pier", hidden], ["(U) North", "(U) Dorn"]]), "piers.html"))
        for hidden in ("(S) Keeper", "(S) The keeper is in the pay of the duke.", "(S) 1968")
    }
    assert len(copies) == 1
    assert tables(copies.pop())[0][0] == ["/TH", f"/TH {SAID}"]


def test_a_row_alone_and_text_beside_a_table_are_paragraphs() -> None:
    assert tables(reflow(plan(page([["(U) Pier", "(U) Keeper"]]), "piers.html"))) == []
    assert len(tables(reflow(plan(page(PIERS) + page(PIERS), "piers.html")))) == 2


@pytest.mark.parametrize("term", ["Table", "Column", "Scope"])
def test_a_term_may_be_a_word_of_the_tags(term: str) -> None:
    from workbench.exports.pdf.verification.verify import verify
    from workbench.redaction.model import Term

    made = plan(page([["(U) Pier", "(U) Keeper"], ["(U) North", f"(U) {term}"]]), "piers.html")
    made = make_plan(made.analysis, load_policy("public"), [Term(term)])
    assert not any(check.found for check in verify(reflow(made), made)[0])
