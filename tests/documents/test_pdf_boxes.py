# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

from tests.documents.pdf_making import A4, column, lines, pdf_of, read
from workbench.documents import Document
from workbench.documents.ocr import OcrMode
from workbench.documents.pdf.reading import read_pdf
from workbench.marks import find_marks
from workbench.marks.model import MarkType, Placeholder


BODY = column(72, 100, [f"line {i} of the harbour report goes on for some way" for i in range(12)], step=16)
BOX = (200.0, 138.0, 290.0, 151.0)
BLACK, GREY, WHITE, BLUE = (0, 0, 0), (0.7, 0.7, 0.7), (1, 1, 1), (0.1, 0.3, 0.8)


def boxed(fill: tuple[float, ...], frame: tuple[float, ...] | None = None, code: str = "") -> Callable[[Any], None]:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour"), (296, 148, "goes on"))(page)
        page.draw_rect(BOX, fill=fill, color=frame, width=0.6)
        if code:
            color = WHITE if fill == BLACK else BLACK
            page.insert_text((BOX[0] + 4, BOX[3] - 3), code, fontsize=8, color=color)

    return draw


def as_scan(draw: Callable[[Any], None], dpi: int = 200, noise: float = 0) -> Callable[[Any], None]:
    """A page that is the picture of another, with the grain of a scanner of that deviation (of 255 tones)."""

    def picture(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(draw), filetype="pdf") as source:
            pixmap = source[0].get_pixmap(dpi=dpi)
        if noise:
            pixels = np.frombuffer(pixmap.samples, dtype=np.uint8).astype(np.float64)
            grain = np.random.default_rng(1).normal(0, noise, pixels.size // 3).repeat(3)
            samples = np.clip(pixels + grain, 0, 255).astype(np.uint8).tobytes()
            pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap.width, pixmap.height, samples, False)
        page.insert_image(page.rect, pixmap=pixmap)  # as PNG, grain takes seconds to pack

    return picture


def assert_at_box(document: Document, style: str) -> None:
    (visual,) = document.visual
    assert visual.style == style
    assert all(abs(a - b) <= 2.5 for a, b in zip(visual.box[1:], BOX, strict=True))


STYLES = [
    pytest.param(BLACK, None, "(b)(1)", "black", id="black"),
    pytest.param(BLACK, None, "", "black", id="black without code"),
    pytest.param(GREY, None, "5.1.2e", "grey", id="grey"),
    pytest.param(BLUE, None, "", "color", id="coloured"),
    pytest.param(WHITE, BLACK, "(b)(3)", "frame", id="white with a frame"),
]


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_drawn_box_is_found(fill: Any, frame: Any, code: str, style: str) -> None:
    document = read(pdf_of(boxed(fill, frame, code)))
    assert_at_box(document, style)
    assert document.text[: document.visual[0].offset].endswith("line 3 of the harbour" + " " * 1)


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_scanned_box_is_found(fill: Any, frame: Any, code: str, style: str) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed(fill, frame, code)))), style)


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
@pytest.mark.parametrize(("dpi", "noise"), [(150, 6), (200, 4), (300, 8)])
def test_a_box_is_found_in_a_grainy_scan(fill: Any, frame: Any, code: str, style: str, dpi: int, noise: float) -> None:
    assert_at_box(read(pdf_of(as_scan(boxed(fill, frame, code), dpi, noise))), style)


def as_copied(draw: Callable[[Any], None], tilt: float = 0, paper: int = 255, specks: float = 0) -> Any:
    """As a scan of a page that lay ``tilt`` degrees anticlockwise, on grey paper, with white specks in its ink."""

    def picture(page: Any) -> None:
        pixmap = pymupdf.open(stream=pdf_of(draw), filetype="pdf")[0].get_pixmap(dpi=200)
        image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
        turned = image.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        pixels = np.asarray(turned).astype(np.float64) * paper / 255
        pixels[np.random.default_rng(1).random(pixels.shape[:2]) < specks] = paper
        data = io.BytesIO()
        Image.fromarray(pixels.astype(np.uint8)).save(data, "JPEG", quality=80)
        page.insert_image(page.rect, stream=data.getvalue())

    return picture


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


def bars_of_change(page: Any) -> None:
    """Strokes in the margin beside text that is there."""
    lines(*BODY)(page)
    for y in (120, 160):
        page.draw_line((66, y), (66, y + 30), width=1)
        page.draw_line((330, y), (330, y + 30), width=1)


def test_specks_in_a_black_box_do_not_cut_it() -> None:
    assert_at_box(read(pdf_of(as_copied(boxed(BLACK), specks=0.004))), "black")


def table(page: Any) -> None:
    for row in range(5):
        for cell in range(3):
            box = pymupdf.Rect(72 + 140 * cell, 100 + 20 * row, 212 + 140 * cell, 120 + 20 * row)
            page.draw_rect(box, fill=(0.85, 0.85, 0.9) if row == 0 else None, color=BLACK, width=0.7)
            page.insert_text((box.x0 + 5, box.y1 - 6), f"entry {row} of {cell}")


def heading_bar(page: Any) -> None:
    page.draw_rect((72, 80, 500, 100), fill=BLACK)
    page.insert_text((80, 95), "Chapter Two: The Harbour", color=WHITE)
    lines(*BODY)(page)


def table_with_a_dark_row(page: Any) -> None:
    lines(*BODY)(page)
    for row in range(4):
        for cell, title in enumerate(("Year", "2021", "", "12.40")):
            box = pymupdf.Rect(72 + 110 * cell, 400 + 20 * row, 182 + 110 * cell, 420 + 20 * row)
            page.draw_rect(box, fill=(0.1, 0.1, 0.3) if row == 0 else WHITE, color=BLACK, width=0.6)
            page.insert_text((box.x0 + 5, box.y1 - 6), title or "-", color=WHITE if row == 0 else BLACK)


def table_with_a_grey_row(page: Any) -> None:
    """White titles on a grey between dark rules, of which the grain of the paper leaves pieces."""
    lines(*BODY)(page)
    for row in range(4):
        for cell, title in enumerate(("Berth title", "Authorized crane", "Basis", "Other cranes")):
            box = pymupdf.Rect(72 + 110 * cell, 400 + 30 * row, 182 + 110 * cell, 430 + 30 * row)
            page.draw_rect(box, fill=(0.75, 0.78, 0.75) if row == 0 else WHITE, color=BLACK, width=0.6)
            page.insert_text((box.x0 + 5, box.y1 - 12), title, color=WHITE if row == 0 else BLACK)


def fields(page: Any) -> None:
    for row in range(6):
        page.insert_text((72, 113 + 30 * row), f"Berth {row}:")
        page.draw_rect((200, 100 + 30 * row, 480, 118 + 30 * row), color=BLACK, width=0.7)


def empty_cells(page: Any) -> None:
    lines(*BODY)(page)
    for row in range(4):
        for cell in range(3):
            page.draw_rect((72 + 140 * cell, 400 + 24 * row, 212 + 140 * cell, 424 + 24 * row), color=BLACK, width=0.7)


def holes(page: Any) -> None:
    lines(*BODY)(page)
    for y in (200, 420, 640):
        page.draw_circle((26, y), 9, fill=(0.1, 0.1, 0.1))


def stamp(page: Any) -> None:
    lines(*BODY)(page)
    page.draw_rect((300, 400, 460, 450), color=(0.6, 0.1, 0.1), width=2)
    page.insert_text((310, 420), "RECEIVED IN REGISTRY", fontsize=11)
    page.insert_text((310, 440), "NOT TO BE TAKEN AWAY", fontsize=11)


def chart(page: Any) -> None:
    lines(*BODY)(page)
    for i, (high, tone) in enumerate(((120, 0.0), (200, 0.5), (90, 0.1), (250, 0.7), (180, 0.3))):
        page.draw_rect((110 + 75 * i, 700 - high, 155 + 75 * i, 700), fill=(tone, tone, tone), color=None)


def photograph(page: Any) -> None:
    lines(*BODY)(page)
    y, x = np.mgrid[0:200, 0:300]
    tones = (150 + 40 * np.sin(x / 40) + 40 * np.cos(y / 25)).astype(np.uint8)
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, 300, 200, tones.tobytes(), False)
    page.insert_image((100, 420, 400, 620), stream=pixmap.tobytes("png"))


def underlines(page: Any) -> None:
    lines(*BODY)(page)
    for y in (102, 134, 198):
        page.draw_line((72, y), (250, y), width=0.8)


@pytest.mark.parametrize(
    "draw",
    [
        table,
        table_with_a_dark_row,
        table_with_a_grey_row,
        bars_of_change,
        heading_bar,
        holes,
        stamp,
        underlines,
        chart,
        photograph,
    ],
    ids=lambda draw: str(draw.__name__),
)
@pytest.mark.parametrize("scanned", [False, True], ids=["drawn", "scanned"])
def test_what_looks_like_a_box_and_is_none(draw: Callable[[Any], None], scanned: bool) -> None:
    assert read(pdf_of(as_scan(draw) if scanned else draw)).visual == ()


def form_rows(page: Any) -> None:
    """Rows as wide as the form, with a small label and, in some, a word."""
    for row in range(6):
        page.draw_rect((72, 100 + 30 * row, 500, 130 + 30 * row), color=BLACK, width=0.6)
        page.insert_text((75, 108 + 30 * row), "Berth", fontsize=6)
        page.insert_text((78, 124 + 30 * row), "north" if row % 2 else "")


def chat(page: Any) -> None:
    """Bubbles with two lines of a message each, and a wide margin above."""
    for row in range(6):
        page.draw_rect((72, 80 + 70 * row, 330, 128 + 70 * row), fill=(0.87, 0.95, 0.82), color=None)
        for line in range(2):
            page.insert_text((80, 104 + 70 * row + 16 * line), "the pilot asks for a berth at noon", fontsize=11)


def tinted_fields(page: Any) -> None:
    for row in range(6):
        page.insert_text((72, 113 + 30 * row), f"Berth {row}:")
        page.draw_rect((200, 100 + 30 * row, 480, 118 + 30 * row), fill=(0.85, 0.85, 0.88), color=None)


@pytest.mark.parametrize("draw", [form_rows, chat, tinted_fields], ids=lambda draw: str(draw.__name__))
def test_what_looks_like_a_box_in_a_picture_and_is_none(draw: Callable[[Any], None]) -> None:
    assert find_boxes(as_scan(draw)) == []


def find_boxes(picture: Callable[[Any], None]) -> list[tuple[str, tuple[float, ...]]]:
    """What is found in the pixels alone: no engine reads the page."""
    visual = read_pdf(pdf_of(picture), "page.pdf", "", ocr=OcrMode.NEVER).visual
    return [(found.style, found.box[1:]) for found in visual]


@pytest.mark.parametrize("code", ["5.1.2e", "art. 10 lid 2 sub e"])
def test_a_black_box_that_its_code_fills_is_found(code: str) -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.insert_text((BOX[0] + 3, BOX[3] - 3), code, fontsize=10, color=WHITE)

    ((style, box),) = find_boxes(as_scan(draw, 100))
    assert style == "black" and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


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


def rounded(page: Any) -> None:
    lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
    lines((72, 148, "line 3 of the harbour"), (296, 148, "goes on"))(page)
    page.draw_rect(BOX, fill=WHITE, color=BLACK, width=0.8, radius=0.2)


@pytest.mark.parametrize("scanned", [False, True], ids=["drawn", "scanned"])
def test_a_frame_with_round_corners_is_found(scanned: bool) -> None:
    assert_at_box(read(pdf_of(as_scan(rounded) if scanned else rounded)), "frame")


STEPS = [(200.0, 137.6, 316.0, 151.6), (72.0, 151.6, 290.0, 165.6), (72.0, 165.6, 180.0, 179.6)]


def steps(fill: tuple[float, ...], frame: tuple[float, ...] | None) -> Callable[[Any], None]:
    """A redaction that begins in one line and ends in the next but one, drawn as three boxes that touch."""

    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i not in (3, 4, 5)])(page)
        lines((72, 148, "line 3 of the harbour"), (186, 177, "and ends here"))(page)
        for box in STEPS:
            page.draw_rect(box, fill=fill, color=frame, width=0.6)

    return draw


@pytest.mark.parametrize(("fill", "frame"), [(GREY, None), (BLUE, None), (BLACK, None), (WHITE, BLACK)])
@pytest.mark.parametrize("scanned", [False, True], ids=["drawn", "scanned"])
def test_boxes_that_touch_are_found_each(fill: Any, frame: Any, scanned: bool) -> None:
    if frame and not scanned:
        pytest.skip("drawn frames that no word stands beside are cells of a form")
    draw = steps(fill, frame)
    found = [visual.box[1:] for visual in read(pdf_of(as_scan(draw) if scanned else draw)).visual]
    assert len(found) == len(STEPS)
    for box in STEPS:
        assert any(all(abs(a - b) <= 2.5 for a, b in zip(other, box, strict=True)) for other in found)


@pytest.mark.parametrize("fill", [GREY, BLUE])
def test_an_empty_tint_in_the_flow_of_the_text_is_a_redaction(fill: Any) -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if not 3 <= i <= 6])(page)
        page.draw_rect((71, 137, 318, 199), fill=fill, color=None)

    assert len(read(pdf_of(draw)).visual) == 1


def test_a_box_is_found_among_the_thousands_of_shapes_of_a_map() -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        tiles = b"".join(
            b"0.9 0.95 0.9 rg %d %d 9 8 re f " % (20 + 9 * (i % 60), 20 + 8 * (i // 60)) for i in range(2400)
        )
        contents = page.get_contents()[0]
        page.parent.update_stream(contents, tiles + page.parent.xref_stream(contents))

    assert_at_box(read(pdf_of(draw)), "black")


def whole(page: Any) -> None:
    page.draw_rect(BOX, fill=GREY, color=None)


def in_strips(page: Any) -> None:
    for i in range(5):
        page.draw_rect((BOX[0], BOX[1] + 2.6 * i, BOX[2], BOX[1] + 2.6 * (i + 1)), fill=GREY, color=None)


def one_pixel(page: Any) -> None:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, 1, 1, bytes((178, 178, 178)), False)
    page.insert_image(BOX, pixmap=pixmap, keep_proportion=False)


@pytest.mark.parametrize("paint", [whole, in_strips, one_pixel], ids=lambda paint: str(paint.__name__))
@pytest.mark.parametrize("code", ["5.1.2e", "PII", "artikel 5.1 lid 2 e", ""])
def test_a_drawn_box_is_found_however_it_is_painted(paint: Callable[[Any], None], code: str) -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour"), (296, 148, "goes on"))(page)
        paint(page)
        page.insert_text((BOX[0] + 4, BOX[3] - 3), code, fontsize=8)

    assert_at_box(read(pdf_of(draw)), "grey")


def test_words_under_a_grey_box_lower_than_their_line_are_hidden() -> None:
    def draw(page: Any) -> None:
        lines(*BODY)(page)
        page.insert_text((72, 300), "the berth of kestrel is known", fontsize=12, fontname="tiro")
        page.draw_rect((70, 291, 260, 303), fill=(0.52, 0.52, 0.52), color=None)

    document = read(pdf_of(draw))
    assert "kestrel" not in document.text and "goes on for some way" in document.text


def test_empty_boxes_alone_on_their_lines_are_found_by_one_of_their_paint_in_a_line() -> None:
    def draw(page: Any) -> None:
        boxed(WHITE, BLACK)(page)
        page.draw_rect((72, 320, 400, 334), fill=WHITE, color=BLACK, width=0.6)

    assert [visual.style for visual in read(pdf_of(draw)).visual] == ["frame", "frame"]


def test_a_box_over_live_text_is_found_whatever_its_colour() -> None:
    def draw(page: Any) -> None:
        lines(*BODY)(page)
        page.draw_rect((120, 136, 240, 152), fill=WHITE, color=None)

    (visual,) = read(pdf_of(draw)).visual
    assert visual.style == "frame"


def test_a_box_is_a_visual_placeholder_at_its_place_in_the_text() -> None:
    document = read(pdf_of(boxed(BLACK, code="(b)(1)")))
    marks = [m for m in find_marks(document) if m.type is MarkType.PLACEHOLDER]
    (mark,) = marks
    assert isinstance(mark.value, Placeholder) and mark.value.visual
    assert mark.raw == document.text[mark.start : mark.end] == "" and mark.boxes == (document.visual[0].box,)
    assert document.text[mark.start :].startswith("(b)(1)")


def test_a_page_of_a_made_up_size_does_not_fill_memory() -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 20))
    picture.clear_with(90)
    data = pdf_of(lambda page: page.insert_image(page.rect, stream=picture.tobytes("png")), size=(14400, 14400))
    document = read(data)
    assert [finding.code for finding in document.findings] == ["no-text-layer"]
