# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from tests.exports.pdf_copies import LAYOUTS, copy_of, ledger, lines, made, text_of
from tests.exports.pdf_making import Para, plan_for, plan_of
from workbench.documents import read_document
from workbench.exports.model import Layout
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import load_policy, make_plan
from workbench.redaction.labels import Speaker
from workbench.structure import analyse
from workbench.structure.model import Kind


def elements(copy: bytes) -> Iterator[Any]:
    """Every structure element in the order of the tree."""

    def walk(element: Any) -> Iterator[Any]:
        yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    with pikepdf.open(io.BytesIO(copy)) as pdf:
        yield from walk(pdf.Root.StructTreeRoot.K)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_screen_reader_says_what_is_withheld(layout: Layout) -> None:
    data = ledger("Ilse Brandt")
    copy = copy_of(data, plan_for(data, "Ilse Brandt", whole=("winter",)), layout)
    said = [str(element.Alt) for element in elements(copy) if "/Alt" in element]
    assert said == ["text withheld", "paragraph withheld, (b)(1)"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_marked_content_belongs_to_an_element(layout: Layout) -> None:
    data = ledger("Ilse Brandt")
    copy = copy_of(data, plan_for(data, "Ilse Brandt"), layout)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for page in pdf.pages:
            marks = page.Contents.read_bytes().count(b"MCID")
            assert marks and len(numbers[2 * int(page.StructParents) + 1]) == marks
    text = " ".join(text_of(copy).split())
    assert "when [text withheld] keeps the ledger" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_term_that_a_screen_reader_would_say_is_not_said(layout: Layout) -> None:
    data = made(lines("The text is kept on the island in the harbour office."))
    plan = plan_for(data, "text")
    copy = copy_of(data, plan, layout)
    assert not any("/Alt" in element for element in elements(copy))
    assert not any(check.found for check in verify(copy, plan)[0])


def outline(copy: bytes) -> list[str]:
    """The elements below the document, with what is in each of a list's items."""
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        told = []
        for element in pdf.Root.StructTreeRoot.K.K:
            items = [str(item.K[0].S) for item in element.K if item.S == "/LI"] if element.S == "/L" else []
            told.append(f"{element.S}{len(items)}" if set(items) == {"/LBody"} else str(element.S))
    return told


PROVISIONS = [
    Para("Provisions of the ferry", Kind.TITLE),
    Para("- rope, forty fathoms of it", Kind.LIST_ITEM),
    Para("- a winch that nobody is to hear of", Kind.LIST_ITEM, whole=True),
    Para("- lanterns for the pier", Kind.LIST_ITEM),
    Para("The harbour master paid for all of it."),
    Para("- a list of its own", Kind.LIST_ITEM),
]


def test_items_that_follow_one_another_are_one_list_with_the_withheld_ones_among_them() -> None:
    assert outline(reflow(plan_of(*PROVISIONS))) == ["/H1", "/L3", "/P", "/L1"]


def test_headings_begin_with_the_first_level_where_no_title_is_kept() -> None:
    told = [Para("Piers", Kind.HEADING), Para("There are two of them."), Para("Boats", Kind.HEADING)]
    assert outline(reflow(plan_of(*told))) == ["/H1", "/P", "/H1"]
    assert outline(reflow(plan_of(Para("The ferry", Kind.TITLE), *told))) == ["/H1", "/H2", "/P", "/H2"]


def test_a_withheld_paragraph_at_the_edge_of_a_list_is_no_item() -> None:
    at_edge = [para for para in PROVISIONS if "lanterns" not in para.text]
    as_body = [replace(para, kind=Kind.BODY) if para.whole else para for para in at_edge]
    assert outline(reflow(plan_of(*at_edge))) == ["/H1", "/L1", "/P", "/P", "/L1"]
    assert reflow(plan_of(*at_edge)) == reflow(plan_of(*as_body))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_lists(layout: Layout) -> None:
    texts = ("- (U) rope, forty fathoms of it", "- (S) a winch of which we say nothing", "- (U) lanterns for the pier")
    data = made(lines("SECRET", "", "(U) The ferry took these things aboard:", "", *texts, "", "SECRET"))
    analysis = analyse(read_document(data, "list.pdf"))
    copy = copy_of(data, make_plan(analysis, load_policy("public")), layout)
    assert [each for each in outline(copy) if each.startswith("/L")] == ["/L3"]


@pytest.mark.parametrize(
    ("label", "terms", "said"),
    [
        ("[paragraph withheld (b)(1)]", (), "paragraph withheld, (b)(1)"),
        ("[1.5 lines withheld]", (), "1.5 lines withheld"),
        ("[text withheld (b)(6)]", ("withheld report",), ""),
        ("[text withheld (b)(6)]", ("Kestrel",), "text withheld, (b)(6)"),
    ],
)
def test_labels_are_spoken_without_their_brackets(label: str, terms: tuple[str, ...], said: str) -> None:
    assert Speaker(terms).say(label) == said
