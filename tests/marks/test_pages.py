# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from workbench.documents import Box, Document, Format, Line, Page, Span, Visual, Word
from workbench.marks import Exemption, MarkType, find_marks


def page_of(words: list[tuple[str, float]]) -> Document:
    """One line of print, each word at its x, letters six points wide."""
    text, placed = "", []
    for word, x in words:
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        placed.append(Word(start, len(text), Box(1, x, 100, x + 6 * len(word), 112)))
    box = Box(1, placed[0].box.x0, 100, placed[-1].box.x1, 112)
    line = Line(Span(0, len(text)), box, 12.0, False, tuple(placed))
    return Document("x.pdf", "", Format.PDF, text, (Page(1, Span(0, len(text)), 612, 792, (line,)),))


@pytest.mark.parametrize(("x", "found"), [(500.0, ["(b)(1)"]), (110.0, [])])
def test_a_code_in_the_margin_of_a_page_is_told_by_its_gap(x: float, found: list[str]) -> None:
    marks = find_marks(page_of([("the", 72), ("pier", 94), ("B1", x + 14)]))
    assert [mark.value.code for mark in marks if isinstance(mark.value, Exemption)] == found


def test_marks_on_a_page_have_boxes() -> None:
    (mark,) = find_marks(page_of([("[redacted]", 72), ("met", 140)]))
    assert [box.as_json() for box in mark.boxes] == [{"page": 1, "bbox": [72, 100, 132, 112]}]


def test_a_box_on_a_page_becomes_a_placeholder() -> None:
    box = Box(2, 10, 20, 30, 40)
    text = "(U) The pier was sold to whoever asked.\n"
    pages = (Page(1, Span(0, 0)), Page(2, Span(0, len(text))))
    document = Document("x.pdf", "", Format.PDF, text, pages, visual=(Visual(box, "black", 7),))
    (mark,) = (mark for mark in find_marks(document) if mark.type is MarkType.PLACEHOLDER)
    assert (mark.page, mark.start, mark.end, mark.raw, mark.boxes) == (2, 7, 7, "", (box,))
    assert mark.as_json()["value"] == {"quantity": None, "unit": None, "what": "text", "visual": True}


def test_a_struck_banner_is_struck_with_or_without_tildes_in_the_text() -> None:
    text = "SECRET\n"
    page = (Page(1, Span(0, len(text))),)
    assert find_marks(Document("x.docx", "", Format.DOCX, text, page, struck=(Span(0, 6),)))[0].struck
    assert not find_marks(Document("x.docx", "", Format.DOCX, text, page))[0].struck
    tildes = "~~SECRET~~\n"
    assert find_marks(Document("x.txt", "", Format.TEXT, tildes, (Page(1, Span(0, len(tildes))),)))[0].struck
