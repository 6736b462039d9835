# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from tests.documents.pdf_making import column, lines, pdf_of, picture, read
from workbench.documents.pdf.glyphs import page_glyphs


def draw(page: Any) -> None:
    lines(*column(72, 100, ["(S) upright and bold", "two lines"]))(page)
    lines((300, 106, "right (U)"), fontname="tibi", size=14, color=(1, 0, 0))(page)
    page.insert_text((72, 200), "seen" + "\u00a0" + "apart")
    page.insert_text((72, 230), "gone", render_mode=3)
    page.insert_text((72, 260), "abcdefgh", fontname="cour", fontsize=10)
    page.draw_rect((72 + 24, 245, 200, 266), fill=(0, 0, 0))
    page.insert_text((30, 500), "UP", rotate=90)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_every_character_of_the_text_has_its_glyph(rotation: int) -> None:
    data = pdf_of(draw, lines((72, 100, "page two")), rotation=rotation)
    document = read(data)
    pdf = pymupdf.open(stream=data, filetype="pdf")
    for page in document.pages:
        glyphs = page_glyphs(pdf, document, page.number)
        offsets = [i for i in range(page.span.start, page.span.end) if not document.text[i].isspace()]
        assert [glyph.offset for glyph in glyphs] == offsets
        assert [glyph.char for glyph in glyphs] == [document.text[i] for i in offsets]
        boxes = {w.start + i: w.box for line in page.lines for w in line.words for i in range(w.end - w.start)}
        for glyph in glyphs:
            box = boxes[glyph.offset]
            assert box.x0 - 0.1 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 + 0.1
            assert box.y0 - 0.1 <= (glyph.y0 + glyph.y1) / 2 <= box.y1 + 0.1


def test_a_glyph_knows_its_font_colour_and_direction() -> None:
    data = pdf_of(draw)
    document = read(data)
    glyphs = {g.offset: g for g in page_glyphs(pymupdf.open(stream=data, filetype="pdf"), document, 1)}
    red = glyphs[document.text.index("right (U)")]
    assert (red.color, round(red.size, 2), red.bold, red.italic, red.serif) == (0xFF0000, 14, True, True, True)
    assert (round(red.origin_x, 2), round(red.origin_y, 2)) == (300, 106)
    up = glyphs[document.text.index("UP")]
    assert (up.dx, up.dy) == (0, -1) and up.visible


def test_the_text_layer_of_an_ocr_is_not_visible() -> None:
    def scan(page: Any) -> None:
        page.insert_image(page.rect, stream=picture(), keep_proportion=False)
        page.insert_text((80, 60), "read by a machine", render_mode=3, fontsize=14)

    data = pdf_of(scan)
    glyphs = page_glyphs(pymupdf.open(stream=data, filetype="pdf"), read(data), 1)
    assert glyphs and not any(glyph.visible for glyph in glyphs)


def test_another_file_is_refused() -> None:
    document = read(pdf_of(lines((72, 100, "this"))))
    other = pymupdf.open(stream=pdf_of(lines((72, 100, "that"))), filetype="pdf")
    with pytest.raises(ValueError, match="page 1"):
        page_glyphs(other, document, 1)
