# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.pdf_making import codes, lines, pdf_of, read
from workbench.documents.pdf.covers import Grounds
from workbench.documents.pdf.fragments import by_line
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.shapes import read_shapes
from workbench.documents.pdf.styles import _full, _plain


FAINT = b"BT /helv 12 Tf 72 500 Td (second line) Tj ET"


def with_state(state: str, *, shared: bool) -> bytes:
    """A page whose second line is painted in the graphics state ``state``."""
    pdf = pymupdf.open(stream=pdf_of(lines((72, 100, "first line"))), filetype="pdf")
    page = pdf[0]
    if shared:
        xref = pdf.get_new_xref()
        pdf.update_object(xref, state)
        state = f"{xref} 0 R"
    kind, resources = pdf.xref_get_key(page.xref, "Resources")
    holder = int(resources.split()[0]) if kind == "xref" else page.xref
    pdf.xref_set_key(holder, "ExtGState" if kind == "xref" else "Resources/ExtGState", f"<</A <</ca 1>> /G {state}>>")
    contents = page.get_contents()[0]
    pdf.update_stream(contents, pdf.xref_stream(contents) + b" /G gs " + FAINT)
    data: bytes = pdf.tobytes()
    return data


@pytest.mark.parametrize("shared", [False, True], ids=["in place", "by reference"])
@pytest.mark.parametrize("opacity", ["0", "0.03", ".004"])
def test_text_too_faint_to_see_is_left_out_and_counted(opacity: str, shared: bool) -> None:
    document = read(with_state(f"<</ca {opacity} /CA {opacity}>>", shared=shared))
    assert document.text == "first line" and "hidden-text" in codes(document)


@pytest.mark.parametrize("shared", [False, True], ids=["in place", "by reference"])
@pytest.mark.parametrize("state", ["<</ca 1 /CA 1.0>>", "<</ca .5>>", "<</LW 2>>"])
def test_text_that_can_be_seen_is_text(state: str, shared: bool) -> None:
    assert "second line" in read(with_state(state, shared=shared)).text


def test_a_form_may_bring_a_state_of_its_own() -> None:
    inner = pymupdf.open(stream=with_state("<</ca 0.03>>", shared=False), filetype="pdf")

    def draw(page: Any) -> None:
        page.show_pdf_page(page.rect, inner)

    assert read(pdf_of(draw)).text == "first line"
    assert read_means(pymupdf.open(stream=pdf_of(draw), filetype="pdf")[0]).may_fade


FONTS = st.sampled_from(["helv", "hebo", "tiro", "tibo", "cour", "heit"])
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=255), min_size=1, max_size=30)


@given(st.lists(st.tuples(FONTS, st.integers(6, 40), TEXTS), min_size=1, max_size=6))
@settings(max_examples=40)
def test_what_html_tells_of_a_line_is_what_the_dictionary_tells(rows: list[tuple[str, int, str]]) -> None:
    def draw(page: Any) -> None:
        for i, (font, size, text) in enumerate(rows):
            page.insert_text((40, 60 + 90 * i), text, fontname=font, fontsize=size)

    page = pymupdf.open(stream=pdf_of(draw), filetype="pdf")[0]
    textpage = PageRun(page, read_means(page)).text_page
    plain = _plain(textpage.extractHTML(), by_line(textpage.extractWORDS()), Grounds([]))
    full = _full(textpage.extractDICT()["blocks"], Grounds([]))
    assert plain is not None
    for key, style in plain.lines.items():
        assert (style.bold, style.turn) == (full.lines[key].bold, full.lines[key].turn)
        assert style.size == pytest.approx(full.lines[key].size, abs=0.051)


def test_text_cannot_pass_for_a_style() -> None:
    trap = '<span style="font-family:A,serif;font-size:90.0pt;color:#000000">'
    document = read(pdf_of(lines((72, 100, trap), (72, 120, "</span></p>"))))
    assert trap in document.text.replace("\n", " ") and [round(line.size) for line in document.pages[0].lines] == [
        11,
        11,
    ]


@pytest.mark.parametrize(("fill", "color", "width"), [((0.2, 0.4, 0.6), None, 0), (None, (1, 0, 0), 2)])
def test_a_shape_has_its_paint(fill: Any, color: Any, width: float) -> None:
    def draw(page: Any) -> None:
        page.insert_text((72, 90), "before it")
        page.draw_rect((100, 200, 180, 240), fill=fill, color=color, width=width)
        page.insert_text((72, 300), "after it")

    page = pymupdf.open(stream=pdf_of(draw), filetype="pdf")[0]
    (shape,) = read_shapes(PageRun(page, read_means(page)).text_page)
    assert (shape.stroked, shape.alpha, shape.after) == (color is not None, 255, 0)
    assert shape.color == (0x336699 if fill else 0xFF0000)
    assert shape[:4] == pytest.approx((100, 200, 180, 240), abs=1.1 * width + 0.1)
