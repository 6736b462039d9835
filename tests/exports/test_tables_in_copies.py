# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables, lists and headings of HTML pages, and of Word documents that are made of something else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import html

from tests.exports.test_pdf_table_tags import page, plan
from workbench.documents.docx.model import Item, Table, paragraphs_of
from workbench.documents.docx.tree import read_tree
from workbench.exports import sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.redaction import load_policy


LABEL = "[paragraph withheld (b)(1)]"
MARKED = [["(U) Pier", "(U) Class", "(U) Keeper"], ["(U) North", "(S) old", "(U) Dorn"], ["(S) South", "(U) new", ""]]
KEPT = [["(U) Pier", "(U) Class", "(U) Keeper"], ["(U) North", LABEL, "(U) Dorn"], [LABEL, "(U) new", ""]]
OVER_ALL = (b"<table>", b"<table><tr><td colspan=3>(U) Piers of the island</td></tr>")


def copied(data: bytes, output: Output) -> bytes:
    made = plan(data, "piers.html")
    copy = sanitize(made, data, Layout.FAITHFUL, output)
    name = f"copy.{output.value}"
    assert verify_copy(copy, name, made).leaks == 0
    assert pass_gate(copy, name, made, load_policy("public")) == ()
    return copy


def rows_of(copy: bytes, output: Output) -> list[list[str]]:
    if output is Output.HTML:
        (table,) = html.fromstring(copy).iter("table")
        return [[" ".join(cell.itertext()) for cell in row] for row in table]
    (made,) = [item for item in read_tree(copy, "copy.docx").sections[0].items if isinstance(item, Table)]
    return [[" ".join(_texts(cell.items)) for cell in row.cells] for row in made.rows]


def _texts(items: Sequence[Item]) -> list[str]:
    return [text for each in paragraphs_of(items) if (text := "".join(run.text for run in each.runs))]


@pytest.mark.parametrize("output", [Output.HTML, Output.DOCX])
def test_a_table_has_its_rows_and_cells_with_the_withheld_ones_in_place(output: Output) -> None:
    assert rows_of(copied(page(MARKED), output), output) == KEPT


@pytest.mark.parametrize("output", [Output.HTML, Output.DOCX])
def test_a_table_tells_nothing_of_what_is_withheld_in_it(output: Output) -> None:
    texts = [page(MARKED), page(MARKED).replace(b"(S) old", b"(S) as old as the hills, and as high. " * 40)]
    assert len({copied(text, output) for text in texts}) == 1


@pytest.mark.parametrize("output", [Output.HTML, Output.DOCX])
def test_cells_of_rows_whose_columns_nobody_knows_stand_in_one(output: Output) -> None:
    rows = rows_of(copied(page(MARKED).replace(*OVER_ALL), output), output)
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
        ["(U) Piers of the island"],
        *([" ".join(cell for cell in row if cell)] for row in KEPT),
    ]


def test_headings_are_told_from_entries() -> None:
    root = html.fromstring(copied(page(MARKED), Output.HTML))
    assert [cell.get("scope") for cell in root.iter("th")] == ["col"] * 3
    made = read_tree(copied(page(MARKED), Output.DOCX), "copy.docx").sections[0].items
    assert [row.repeated for item in made if isinstance(item, Table) for row in item.rows] == [True, False, False]


def test_a_withheld_item_does_not_end_the_list_of_a_page() -> None:
    items = "".join(f"<li>({mark}) item of {mark}</li>" for mark in "USUS")
    copy = copied(f"<p>SECRET</p><ul>{items}</ul><p>(U) That is all.</p>".encode(), Output.HTML)
    (made,) = html.fromstring(copy).iter("ul")
    assert [item.text_content() for item in made] == ["(U) item of U", LABEL, "(U) item of U"]


def test_headings_of_a_page_without_a_title_begin_with_the_first_level() -> None:
    data = b"<p>SECRET</p><h3>(U) Piers</h3><p>(U) Two.</p><h3>(U) Boats</h3><p>(U) One.</p>"
    assert [each.tag for each in html.fromstring(copied(data, Output.HTML)).iter("h1", "h2")] == ["h1", "h1"]
