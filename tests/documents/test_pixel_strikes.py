# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.documents.ocr_pages import on_page, page, size_of
from tests.documents.pdf_making import pdf_of
from workbench.documents import ocr, read_document
from workbench.documents.pdf.pixels.strikes import Printed, struck_through


FONTS = ["helv", "hebo", "tiro", "tibo", "cour", "cobo"]
WORDS = ["SECRET", "CONFIDENTIAL", "(S//NF)", "TOP", "OFFICIAL"]
_SCALE = 200 / 72
_BASE = 60.0
_INK = 128


def drawn(
    word: str, font: str, *strokes: tuple[float, float, float], size: float = 14, around: str = ""
) -> Image.Image:
    """``word`` on a page of its own at 200 dpi, with strokes: how far their ends lie above the baseline (of the size)
    and how far they go beyond the word (points)."""
    canvas = pymupdf.open().new_page(width=300, height=90)
    width = pymupdf.get_text_length(word, fontname=font, fontsize=size)
    canvas.insert_text((80, _BASE), word, fontname=font, fontsize=size)
    if around:
        canvas.insert_text((80 + width + size / 2, _BASE), around, fontname=font, fontsize=size)
    for left, right, beyond in strokes:
        canvas.draw_line((80 - beyond, _BASE - left * size), (80 + width + beyond, _BASE - right * size), width=1.1)
    pixmap = canvas.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)


def found(word: str, font: str, picture: Image.Image) -> bool:
    plain = np.asarray(drawn(word, font)) < _INK
    ys, xs = np.nonzero(plain)
    box = Printed(float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1), word)
    return struck_through(np.asarray(picture), [box], _INK) == [0]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("stroke", [(0.3, 0.3, 4.0), (0.24, 0.36, 3.0)], ids=["level", "aslant"])
def test_a_word_struck_through_is_found(word: str, font: str, stroke: tuple[float, float, float]) -> None:
    assert found(word, font, drawn(word, font, stroke))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("word", [*WORDS, "HEHE", "Restricted", "harbour", "12-34", "EFFECT", "---", "o-o-o"])
@pytest.mark.parametrize(
    "strokes",
    [[], [(-0.1, -0.1, 6.0)], [(0.85, 0.85, 6.0)], [(-0.12, -0.02, 20.0)], [(-0.1, -0.1, 2.0), (0.85, 0.85, 2.0)]],
    ids=["plain", "underlined", "overlined", "underlined aslant", "between lines"],
)
@pytest.mark.parametrize("worn", [False, True], ids=["clean", "worn"])
def test_a_word_that_is_not_struck_through_is_left_alone(
    word: str, font: str, strokes: list[tuple[float, float, float]], worn: bool
) -> None:
    picture = drawn(word, font, *strokes, around="--- and")
    if worn:
        picture = picture.filter(ImageFilter.GaussianBlur(1.2)).filter(ImageFilter.MinFilter(3))
    assert not found(word, font, picture)


def test_a_copy_that_runs_all_letters_together_strikes_nothing() -> None:
    rows = [drawn("SECRET", "helv", (0.3, 0.3, 4.0)) for _ in range(12)]
    high = rows[0].height
    sheet = np.concatenate([np.asarray(row) for row in rows])
    ys, xs = np.nonzero(np.asarray(drawn("SECRET", "helv")) < _INK)
    box = (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
    words = [Printed(box[0], box[1] + i * high, box[2], box[3] + i * high, "SECRET") for i in range(len(rows))]
    assert struck_through(sheet, words[:3], _INK) == [0, 1, 2]
    assert struck_through(sheet, words, _INK) == []


@pytest.mark.real_ocr
@pytest.mark.skipif(ocr.engine_name() is None, reason="no OCR engine is installed")
def test_a_struck_banner_of_a_scan_is_struck_and_an_underlined_one_is_not() -> None:
    picture = page(["SECRET", "", "The harbour office counted the ferries.", "", "CONFIDENTIAL"])
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(36)
    ends = 220 + font.getlength("SECRET"), 220 + font.getlength("CONFIDENTIAL")
    pen.line((205, 262, ends[0] + 20, 262), fill=0, width=4)
    pen.line((205, 240 + 56 * 4 + 44, ends[1] + 20, 240 + 56 * 4 + 44), fill=0, width=4)
    document = read_document(pdf_of(on_page(picture), size=size_of(picture)), "scan.pdf")
    struck = [document.text[span.start : span.end] for span in document.struck]
    assert len(struck) == 1 and document.text.startswith(struck[0])
