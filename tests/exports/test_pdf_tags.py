# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from tests.exports.pdf_copies import LAYOUTS, copy_of, ledger, lines, made, text_of
from tests.exports.pdf_making import plan_for
from workbench.exports.model import Layout
from workbench.exports.pdf.verify import verify
from workbench.redaction.labels import Speaker


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
