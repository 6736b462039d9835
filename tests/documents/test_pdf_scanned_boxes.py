# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageFilter

from tests.documents.boxed_pages import (
    BLACK,
    BLUE,
    BODY,
    BOX,
    GREY,
    STYLES,
    WHITE,
    as_copied,
    as_scan,
    assert_at_box,
    boxed,
    find_boxes,
)
from tests.documents.pdf_making import A4, lines, pdf_of, read
from tests.documents.test_pdf_boxes import sides, with_gap
from workbench.documents.ocr import OcrMode
from workbench.documents.pdf.reading import read_pdf


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_scanned_box_is_found(fill: Any, frame: Any, code: str, style: str) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed(fill, frame, code)))), style)


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_box_is_found_in_a_blurred_scan(fill: Any, frame: Any, code: str, style: str) -> None:
    def blurred(page: Any) -> None:
        pixmap = pymupdf.open(stream=pdf_of(boxed(fill, frame, code)), filetype="pdf")[0].get_pixmap(dpi=150)
        image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
        data = io.BytesIO()
        image.filter(ImageFilter.GaussianBlur(0.6 * 150 / 72)).save(data, "PNG")
        page.insert_image(page.rect, stream=data.getvalue())

    assert_at_box(read(pdf_of(blurred)), style)


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
@pytest.mark.parametrize(("dpi", "noise"), [(150, 6), (200, 4), (300, 8)])
def test_a_box_is_found_in_a_grainy_scan(fill: Any, frame: Any, code: str, style: str, dpi: int, noise: float) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed(fill, frame, code), dpi, noise))), style)


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
@pytest.mark.parametrize("tilt", [-1.6, 1.0])
def test_a_box_is_found_on_a_tilted_page(fill: Any, frame: Any, code: str, style: str, tilt: float) -> None:
    (visual,) = read(pdf_of(as_copied(boxed(fill, frame, code), tilt, paper=235))).visual
    middle = ((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2)
    away = math.radians(-tilt)
    dx, dy = middle[0] - A4[0] / 2, middle[1] - A4[1] / 2
    x, y = A4[0] / 2 + dx * math.cos(away) - dy * math.sin(away), A4[1] / 2 + dx * math.sin(away) + dy * math.cos(away)
    assert visual.style == style
    assert abs((visual.box.x0 + visual.box.x1) / 2 - x) < 2.5 and abs((visual.box.y0 + visual.box.y1) / 2 - y) < 2.5


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_box_is_found_on_paper_that_is_not_white(fill: Any, frame: Any, code: str, style: str) -> None:
    assert_at_box(read(pdf_of(as_copied(boxed(fill, frame, code), paper=215))), style)


@pytest.mark.parametrize("code", ["DP", "PII", "(b)(6)"])
@pytest.mark.parametrize("end", [290, 400])
def test_a_frame_of_thick_lines_that_its_code_touches_is_found_whole(code: str, end: float) -> None:
    box = (200.0, 138.0, float(end), 150.0)

    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour"), (end + 6, 148, "goes on"))(page)
        page.draw_rect((201.2, 139.2, end - 1.2, 148.8), fill=WHITE, color=BLACK, width=2.4)
        page.insert_text((204, 147.4), code, fontsize=10)

    ((style, found),) = find_boxes(as_scan(draw, dpi=150, noise=3))
    assert style == "frame"
    assert all(abs(a - b) <= 2.5 for a, b in zip(found, box, strict=True))


@pytest.mark.parametrize(
    ("fill", "code", "style"), [(GREY, "5.1.2e", "grey"), (BLUE, "", "color"), (BLACK, "", "black")]
)
def test_a_filled_box_is_found_in_a_coarse_scan(fill: Any, code: str, style: str) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed(fill, None, code), dpi=80))), style)


@pytest.mark.parametrize("light", [0.85, 0.9])
def test_a_light_tint_is_found_on_grainy_paper(light: float) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed((light,) * 3), 150, noise=3))), "grey")


def test_a_box_with_slanting_ends_is_found() -> None:
    def draw(page: Any) -> None:
        boxed(WHITE)(page)
        x0, y0, x1, y1 = BOX
        page.draw_quad(pymupdf.Quad((x0 + 4, y0), (x1, y0), (x0, y1), (x1 - 4, y1)), fill=BLACK, color=None)

    assert_at_box(read(pdf_of(as_scan(draw))), "black")


@pytest.mark.parametrize("step", [3, 5])
@pytest.mark.parametrize("tilt", [0, 1.0])
def test_a_hatched_box_is_found(step: int, tilt: float) -> None:
    def draw(page: Any) -> None:
        boxed(WHITE, BLACK)(page)
        x0, y0, x1, y1 = BOX
        high = y1 - y0
        for start in range(int(x0 - high), int(x1), step):
            a, b = max(start, x0), min(start + high, x1)
            page.draw_line((a, y0 + a - start), (b, y0 + b - start), width=0.5)

    (visual,) = read(pdf_of(as_copied(draw, tilt))).visual
    assert visual.style == "frame" and abs(visual.box.x1 - visual.box.x0 - BOX[2] + BOX[0]) < 5


def whited_out(page: Any) -> None:
    """Three lines but for their first word, between a stroke behind that word and one at the left of the next lines."""
    lines(*[row for i, row in enumerate(BODY) if i not in (3, 4, 5)])(page)
    lines((72, 148, "line 3"))(page)
    page.draw_line((108, 137), (107, 152), width=1)
    page.draw_line((71, 154), (72, 184), width=1)


@pytest.mark.parametrize("tilt", [0, -1.0])
def test_text_whited_out_between_strokes_of_a_pen_is_found(tilt: float) -> None:
    (visual,) = read(pdf_of(as_copied(whited_out, tilt))).visual
    assert visual.style == "frame"
    assert visual.box.x0 < 80 and 300 < visual.box.x1 < 340 and visual.box.y0 < 142 and 178 < visual.box.y1 < 190


def test_specks_in_a_black_box_do_not_cut_it() -> None:
    assert_at_box(read(pdf_of(as_copied(boxed(BLACK), specks=0.004))), "black")


@pytest.mark.parametrize("code", ["5.1.2e", "art. 10 lid 2 sub e"])
def test_a_black_box_that_its_code_fills_is_found(code: str) -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.insert_text((BOX[0] + 3, BOX[3] - 3), code, fontsize=10, color=WHITE)

    ((style, box),) = find_boxes(as_scan(draw, 100))
    assert style == "black" and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize("tilt", [0, 0.8])
@pytest.mark.parametrize("missing", [2, 3], ids=["left", "right"])
def test_a_scanned_frame_without_a_side_is_found_in_a_line(missing: int, tilt: float) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        sides(missing)(page, BOX)

    ((style, box),) = find_boxes(as_copied(draw, tilt))
    assert style == "frame" and abs(box[2] - box[0] - BOX[2] + BOX[0]) < 5


@pytest.mark.parametrize("code", ["(b)(6),(b)(7)(C),(E)", "withheld pursuant to"])
def test_a_scanned_frame_that_its_code_fills_is_found_between_words(code: str) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        page.draw_rect(BOX, color=BLACK, width=0.6)
        page.insert_text((BOX[0] + 4, BOX[3] - 3.5), code, fontsize=7, fontname="hebo")

    ((style, box),) = find_boxes(as_scan(draw))
    assert style == "frame" and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize(
    ("color", "dashes"), [((1, 0.5, 0), ""), ((0.7, 0.7, 0.7), ""), ((0, 0.5, 0), "[3 2] 0"), (BLACK, "[2 2] 0")]
)
def test_a_thin_frame_of_any_line_is_found(color: tuple[float, ...], dashes: str) -> None:
    def draw(page: Any) -> None:
        boxed(WHITE)(page)
        page.draw_rect(BOX, color=color, width=1.5, dashes=dashes or None)

    ((style, box),) = find_boxes(as_scan(draw))
    assert style == "frame" and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


def test_a_large_frame_that_leans_a_little_is_found() -> None:
    def draw(page: Any) -> None:
        lines(*BODY)(page)
        page.draw_rect((72, 300, 520, 600), color=BLACK, width=0.6)

    ((style, box),) = find_boxes(as_copied(draw, tilt=0.2))
    assert style == "frame" and box[2] - box[0] > 440 and box[3] - box[1] > 290


def test_a_patch_of_another_colour_is_no_box_beside_boxes_in_lines() -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.draw_rect((420, 40, 500, 70), fill=(0.9, 0.4, 0.1), color=None)

    assert [style for style, _ in find_boxes(as_scan(draw))] == ["black"]


def test_a_bar_with_a_code_alone_on_its_line_is_a_box_where_others_stand_in_lines() -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.draw_rect((72, 305, 330, 319), fill=BLACK, color=None)
        page.insert_text((75, 315), "Non-Responsive", fontsize=8, color=WHITE)

    assert [style for style, _ in find_boxes(as_scan(draw))] == ["black", "black"]


def test_a_page_of_a_made_up_size_does_not_fill_memory() -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 20))
    picture.clear_with(90)
    data = pdf_of(lambda page: page.insert_image(page.rect, stream=picture.tobytes("png")), size=(14400, 14400))
    document = read(data)
    assert [finding.code for finding in document.findings] == ["no-text-layer"]


def smaller(draw: Callable[[Any], None], by: float) -> Callable[[Any], None]:
    """A page with a smaller picture of another on it, as two pages are copied to one."""

    def picture(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(draw), filetype="pdf") as source:
            pixmap = source[0].get_pixmap(dpi=200)
        page.insert_image((0, 0, A4[0] * by, A4[1] * by), pixmap=pixmap)
        page.insert_image((0, A4[1] * by, A4[0], A4[1]), stream=one_white_pixel(), keep_proportion=False)

    return picture


def one_white_pixel() -> bytes:
    data: bytes = pymupdf.Pixmap(pymupdf.csRGB, 1, 1, bytes((255, 255, 255)), False).tobytes("png")
    return data


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_box_is_found_beside_small_print(fill: Any, frame: Any, code: str, style: str) -> None:
    ((found, box),) = find_boxes(smaller(boxed(fill, frame, code), 0.65))
    assert found == style and all(abs(a - 0.65 * b) <= 2 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_box_is_found_on_a_page_that_is_turned(fill: Any, frame: Any, code: str, style: str, turn: int) -> None:
    def picture(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(boxed(fill, frame, code), size=A4), filetype="pdf") as source:
            words = "the harbour report goes on for some way about cranes berths pilots and tides of spring".split()
            for row in range(30):  # lines that begin alike stand in columns as well
                text = " ".join(words[(5 * row * row + 3 * i) % len(words)] for i in range(12))
                source[0].insert_text((72, 330 + 14 * row), text, fontsize=10)
            source[0].set_rotation(turn)
            page.insert_image(page.rect, pixmap=source[0].get_pixmap(dpi=150), keep_proportion=False)

    data = pdf_of(picture, size=A4 if turn == 180 else (A4[1], A4[0]))
    (visual,) = read_pdf(data, "page.pdf", "", ocr=OcrMode.NEVER).visual
    x0, y0, x1, y1 = BOX
    width, height = A4
    where = {
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }
    assert visual.style == style
    assert all(abs(a - b) <= 2.5 for a, b in zip(visual.box[1:], where[turn], strict=True))


def test_a_black_box_whose_code_runs_over_its_rim_is_found_whole() -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.insert_text((BOX[0] - 2, BOX[1] + 7), "(b)(3) 10 U.S.C.", fontsize=10, color=WHITE)

    ((style, box),) = find_boxes(as_scan(draw, 150))
    assert style == "black" and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


def test_grey_boxes_between_which_there_is_a_thin_gap_are_found_each() -> None:
    def draw(page: Any) -> None:
        boxed(WHITE)(page)
        for x0, x1 in ((200, 244.6), (245.4, 290)):
            page.draw_rect((x0, BOX[1], x1, BOX[3]), fill=GREY, color=None)
            page.insert_text((x0 + 8, BOX[3] - 3), "5.1.2e", fontsize=8)

    assert [style for style, _ in find_boxes(as_scan(draw, 80))] == ["grey", "grey"]
