# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

import pymupdf
import pytest

from workbench.documents.pdf.means import read_means
from workbench.exports.pdf.painted import may_draw, painted


_TEXT = "BT /F1 12 Tf 72 700 Td (The ferry \\(S\\) sails) Tj ET"
_GLYPH = "500 0 0 0 500 500 d1 0 0 500 500 re f"


def page_of(contents: str) -> pymupdf.Page:
    pdf = pymupdf.open()
    page = pdf.new_page()
    font, glyph, picture, code = (pdf.get_new_xref() for _ in range(4))
    pdf.update_object(glyph, "<<>>")
    pdf.update_stream(glyph, _GLYPH.encode())
    pdf.update_object(font, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    drawn = "/FontMatrix[0.001 0 0 0.001 0 0]/FontBBox[0 0 500 500]/FirstChar 97/LastChar 97/Widths[500]"
    encoding = f"/Encoding<</Differences[97/a]>>/CharProcs<</a {glyph} 0 R>>"
    pdf.update_object(code, f"<</Type/Font/Subtype/Type3{drawn}{encoding}/Resources<<>>>>")
    pdf.update_object(picture, "<</Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray>>")
    pdf.update_stream(picture, b"\x80")
    fonts = f"/F1 {font} 0 R" + f"/T3 {code} 0 R" * ("/T3" in contents)
    pictures = f"/XObject<</Im0 {picture} 0 R>>" * ("Do" in contents)
    shading = "/Shading<</Sh0<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]/Function"
    shading += "<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>>>"
    pdf.xref_set_key(page.xref, "Resources", f"<</Font<<{fonts}>>{pictures}{shading * ('sh' in contents)}>>")
    stream = pdf.get_new_xref()
    pdf.update_object(stream, "<<>>")
    pdf.update_stream(stream, contents.encode())
    pdf.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
    return pdf.reload_page(page)


_SHAPES = (
    *(f"72 72 m 90 72 l 90 90 l {paint}" for paint in ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "S q Q")),
    "72 72 20 20 re\nf\n",
    "[]0 d 72 72 20 20 re[]0 d f%a comment",
    "0 0 9 9 re\0f\0",
)
_PICTURES = (
    "q 20 0 0 20 72 72 cm /Im0 Do Q",
    "q 20 0 0 20 72 72 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x40\nEI Q",
    "/Sh0 sh",
    "BT /T3 12 Tf 72 600 Td (a) Tj ET",
)


@pytest.mark.parametrize("drawn", [*_PICTURES, *(f"{shape} {_PICTURES[0]}" for shape in _SHAPES)])
def test_what_a_page_with_pictures_paints_is_told(drawn: str) -> None:
    page = page_of(f"{_TEXT} {drawn}")
    log = [kind for kind, _ in page.get_bboxlog()]
    assert "T3" in drawn or any("text" not in kind for kind in log)
    assert [each.kind for each in painted(page, read_means(page))] == log


@pytest.mark.parametrize("drawn", _SHAPES)
def test_of_shapes_no_more_is_told_than_that_there_may_be_some(drawn: str) -> None:
    page = page_of(f"{_TEXT} {drawn}")
    means = read_means(page)
    assert any("path" in kind for kind, _ in page.get_bboxlog())
    assert painted(page, means) == []
    assert may_draw([], means)


def test_nothing_is_told_of_a_page_of_text_alone() -> None:
    page = page_of(f"q 0 0 600 800 re W n {_TEXT} Q /Artifact BMC EMC")
    means = read_means(page)
    assert painted(page, means) == []
    assert not may_draw([], means)
