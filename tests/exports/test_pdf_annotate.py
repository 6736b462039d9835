# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pymupdf
import pytest

from tests.exports.pdf_making import memo
from workbench.documents import Box
from workbench.exports.pdf.annotate import annotate
from workbench.redaction import Plan


def original(rotation: int = 0) -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page(width=612, height=792)
    page.insert_text((72, 100), "The ferry carries the survey team.")
    page.set_rotation(rotation)
    return bytes(pdf.tobytes(no_new_id=True))


def plan_with_boxes(*boxes: Box) -> Plan:
    plan = memo()
    first = replace(plan.redactions[0], boxes=boxes, code="(b)(1)")
    return replace(plan, redactions=(first,))


def drawn_on(page: Any, kind: str) -> list[tuple[Any, str]]:
    return [(a.rect, a.info["content"]) for a in page.annots() if a.type[1] == kind]


def test_every_box_is_highlighted_and_the_margin_says_why() -> None:
    copy = annotate(plan_with_boxes(Box(1, 70, 88, 260, 104), Box(1, 70, 104, 200, 120)), original())
    with pymupdf.open("pdf", copy) as pdf:
        page = pdf[1]
        assert len(drawn_on(page, "Highlight")) == 2
        [(_, note)] = drawn_on(page, "FreeText")
        assert "(b)(1)" in note and "policy:public" in note
        assert "The ferry carries the survey team." in page.get_text()


def test_the_first_page_is_the_key_and_warns() -> None:
    with pymupdf.open("pdf", annotate(plan_with_boxes(Box(1, 70, 88, 260, 104)), original())) as pdf:
        assert "not for release" in pdf[0].get_text()
        assert "withheld by the policy" in pdf[0].get_text()


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_highlights_lie_where_a_reader_sees_the_words_of_a_turned_page(rotation: int) -> None:
    data = original(rotation)
    with pymupdf.open("pdf", data) as pdf:
        page = pdf[0]
        word = pymupdf.Rect(page.search_for("survey")[0]) * page.rotation_matrix
    copy = annotate(plan_with_boxes(Box(1, *word)), data)
    with pymupdf.open("pdf", copy) as pdf:
        page = pdf[1]
        [(marked, _)] = drawn_on(page, "Highlight")
        assert marked.contains(page.search_for("survey")[0] + (1, 3, -1, -3))


def test_the_same_plan_gives_the_same_bytes_and_the_original_stays() -> None:
    data = original()
    plan = plan_with_boxes(Box(1, 70, 88, 260, 104))
    assert annotate(plan, data) == annotate(plan, data)
    assert data == original()
