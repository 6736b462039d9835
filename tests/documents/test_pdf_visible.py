# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from tests.documents.pdf_making import codes, lines, pdf_of, picture, read
from workbench.documents import Document, Span


def text_of(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def test_struck_text_is_told_to_the_character() -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 100), "SECRET", fontname="cour", fontsize=12)
        page.draw_line((70, 97), (117, 97))
        page.insert_text((72, 140), "U//FOUO", fontname="cour", fontsize=12)
        page.draw_rect((72 + 7.2, 136, 72 + 7 * 7.2, 137.2), fill=(0, 0, 0), color=None)
        page.insert_text((72, 180), "underlined", fontname="cour", fontsize=12)
        page.draw_line((72, 182), (144, 182))

    document = read(pdf_of(draw))
    assert [text_of(document, span) for span in document.struck] == ["SECRET", "//FOUO"]
    assert document.is_struck(Span(0, 6))


@pytest.mark.parametrize("font", ["helv", "tiro", "cour"])
def test_letters_under_a_line_are_told_by_their_own_widths(font: str) -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 100), "Williboatsmill", fontname=font, fontsize=12)
        left, right = (pymupdf.get_text_length(part, fontname=font, fontsize=12) for part in ("Willi", "Williboats"))
        page.draw_line((72 + left, 97), (72 + right, 97))

    document = read(pdf_of(draw))
    assert [text_of(document, span) for span in document.struck] == ["boats"]


@pytest.mark.parametrize("drawn", [True, False], ids=["by a pen", "as a shape"])
@pytest.mark.parametrize(("size", "thick"), [(12, 2), (12, 3), (16, 4), (24, 3.5), (24, 7)])
def test_a_thick_line_strikes_a_banner_out_and_does_not_hide_it(size: int, thick: float, drawn: bool) -> None:
    def draw(page: Any) -> None:
        page.insert_text((250, 50), "SECRET", fontsize=size, fontname="hebo")
        middle, end = 50 - 0.36 * size, 254 + pymupdf.get_text_length("SECRET", "hebo", size)
        if drawn:
            page.draw_line((246, middle), (end, middle), width=thick)
        else:
            page.draw_rect((246, middle - thick / 2, end, middle + thick / 2), fill=(0, 0, 0), color=None)

    document = read(pdf_of(draw))
    assert [text_of(document, span) for span in document.struck] == ["SECRET"] and not codes(document)


def test_thick_lines_that_leave_nothing_to_be_seen_hide_a_word() -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 100), "boats", fontsize=16)
        for row in range(6):
            page.draw_rect((68, 84 + 4 * row, 130, 88 + 4 * row), fill=(0, 0, 0), color=None)

    assert "boats" not in read(pdf_of(draw)).text


def test_a_highlighter_neither_strikes_nor_hides() -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 100), "highlighted words")
        page.add_highlight_annot(pymupdf.Rect(70, 88, 170, 104))

    document = read(pdf_of(draw))
    assert document.text == "highlighted words" and not document.struck
    assert codes(document) == ["annotations"]


def _framed(page: Any) -> None:
    page.insert_text((72, 130), "(S//NF) the boats")
    page.draw_circle((90, 126), 12, width=2)  # its box, with the mitres of its pen, ends inside of a word


def _white_in_a_frame(page: Any) -> None:
    page.draw_rect((60, 100, 300, 140), fill=(0, 0, 0.3))
    page.insert_text((72, 130), "(S//NF) the boats", color=(1, 1, 1))
    page.draw_rect((60, 100, 300, 140), width=4)


@pytest.mark.parametrize("draw", [_framed, _white_in_a_frame])
def test_a_frame_drawn_later_neither_hides_nor_parts_words(draw: Any) -> None:
    assert read(pdf_of(draw)).text == "(S//NF) the boats"


HIDDEN: dict[str, Any] = {
    "under a thick line": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_line((70, 126), (200, 126), width=18),
    ),
    "render mode 3": lambda page: page.insert_text((72, 130), "two hidden", render_mode=3),
    "render mode 7": lambda page: page.insert_text((72, 130), "two hidden", render_mode=7),
    "alpha 0": lambda page: page.insert_text((72, 130), "two hidden", fill_opacity=0),
    "white on white": lambda page: page.insert_text((72, 130), "two hidden", color=(1, 1, 1)),
    "nearly white on white": lambda page: page.insert_text((72, 130), "two hidden", color=(0.95, 0.95, 0.95)),
    "render mode 3 over a drawing": lambda page: (
        page.insert_text((72, 130), "two hidden", render_mode=3),
        page.draw_line((60, 110), (200, 140)),
    ),
    "white on a dark ground, under a box with a code": lambda page: (
        page.draw_rect((60, 110, 300, 140), fill=(0, 0, 0.3)),
        page.insert_text((72, 130), "two hidden", color=(1, 1, 1)),
        page.draw_rect((70, 115, 200, 136), fill=(0, 0, 0)),
        page.insert_text((74, 128), "(b)(1)", color=(1, 1, 1)),
    ),
    "under a black box with a line on it": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(0, 0, 0)),
        page.draw_line((60, 126), (210, 126), color=(1, 1, 1)),
    ),
    "in a white frame as wide as its words": lambda page: (
        page.insert_text((72, 130), "two hidden", fontname="cour", fontsize=10),
        page.draw_rect((72.4, 120, 131.6, 134), fill=(1, 1, 1), color=(0, 0, 0), width=0.7),
    ),
    "off the page": lambda page: page.insert_text((72, 2000), "two hidden"),
    "under a black box": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(0, 0, 0)),
    ),
    "under a white box": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(1, 1, 1), color=None),
    ),
    "under a box with a code": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(0, 0, 0)),
        page.insert_text((74, 128), "(b)(1)", color=(1, 1, 1)),
    ),
    "in a white frame lower than its line, under its code": lambda page: (
        page.insert_text((72, 130), "two hidden", fontname="cour", fontsize=10),
        page.draw_rect((70, 122.4, 134, 133.2), fill=(1, 1, 1), color=(0, 0, 0), width=0.7),
        page.insert_text((112, 130), "PII", fontsize=8),
    ),
    "under a white box that lets a tenth through": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(1, 1, 1), color=None, fill_opacity=0.9),
    ),
    "whited out and typed over": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(1, 1, 1), color=None),
        page.insert_text((72, 130), "boats there"),
    ),
    "whited out, typed over and framed": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.draw_rect((70, 115, 200, 136), fill=(1, 1, 1), color=None),
        page.insert_text((72, 130), "boats there"),
        page.draw_rect((66, 111, 204, 140)),
    ),
    "under many boxes, among many words": lambda page: (
        lines(*((72.0 + 60 * (n % 4), 200.0 + 10 * n, f"boat {n}") for n in range(60)), size=6)(page),
        page.insert_text((72, 130), "two hidden"),
        [page.draw_rect((70, 115, 200, 136), fill=(0, 0, 0), color=None) for _ in range(70)],
    ),
    "under a picture": lambda page: (
        page.insert_text((72, 130), "two hidden"),
        page.insert_image((70, 110, 200, 140), stream=picture(), keep_proportion=False),
    ),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_nobody_sees_is_left_out_and_counted(how: str) -> None:
    def draw(page: Any) -> None:
        lines((72, 100, "what all can see"))(page)
        HIDDEN[how](page)

    document = read(pdf_of(draw))
    assert "hidden" not in document.text and "what all can see" in document.text
    (finding,) = [f for f in document.findings if f.code == "hidden-text"]
    assert "2 words" in finding.message and "two" not in finding.message and finding.page == 1


BARE = {
    "clipped to other words": b"q BT 7 Tr /helv 12 Tf 72 300 Td (boats) Tj ET 0 g 0 0 600 800 re f Q\n",
    "clipped to a corner": b"q 0 0 9 9 re W n 0 g 0 0 600 800 re f Q\n",
}


@pytest.mark.parametrize("how", BARE)
def test_a_dark_shape_that_is_clipped_away_hides_nothing(how: str) -> None:
    def draw(page: Any) -> None:
        lines((72, 100, "what all can see"))(page)
        xref = page.parent.get_new_xref()
        page.parent.update_object(xref, "<<>>")
        page.parent.update_stream(xref, BARE[how])
        contents = [*page.get_contents(), xref]
        page.parent.xref_set_key(page.xref, "Contents", "[" + " ".join(f"{each} 0 R" for each in contents) + "]")

    assert "what all can see" in read(pdf_of(draw)).text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_with_a_unit_of_its_own_is_read_whole_however_it_is_turned(rotation: int) -> None:
    def draw(page: Any) -> None:
        lines((72, 100, "what all can see"))(page)
        page.parent.xref_set_key(page.xref, "UserUnit", "3")
        page.set_rotation(rotation)

    document = read(pdf_of(draw))
    assert document.text == "what all can see" and not document.findings


def test_white_text_on_a_black_box_is_text() -> None:
    def draw(page: Any) -> None:
        page.draw_rect((70, 85, 200, 106), fill=(0, 0, 0))
        page.insert_text((72, 100), "(b)(3) code", color=(1, 1, 1))

    assert read(pdf_of(draw)).text == "(b)(3) code"


def test_a_word_half_under_a_box_is_the_half_that_is_seen() -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 100), "abcdefgh", fontname="cour", fontsize=10)
        page.draw_rect((72 + 24, 85, 200, 106), fill=(0, 0, 0))

    assert read(pdf_of(draw)).text == "abcd"


@pytest.mark.parametrize("usage", ["Artwork", None])
def test_text_of_a_layer_that_is_off_is_not_text(usage: str | None) -> None:
    def draw(page: Any) -> None:
        layer = page.parent.add_ocg("draft", on=False)
        if not usage:
            page.parent.xref_set_key(layer, "Usage", "null")
        lines((72, 100, "seen"))(page)
        page.insert_text((72, 130), "unseen", oc=layer)

    document = read(pdf_of(draw))
    assert document.text == "seen" and codes(document) == ["hidden-layer"]
