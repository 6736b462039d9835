# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

from tests.documents.boxed_pages import BLACK, BODY, BOX, GREY, WHITE, as_scan, assert_at_box, find_boxes
from tests.documents.pdf_making import lines, pdf_of, read


Rectangle = tuple[float, float, float, float]
LINE = (71.0, 138.0, 318.0, 151.0)


def put(page: Any, ops: str) -> None:
    """Operators at the end of the contents, in the page's own coordinates."""
    number = page.get_contents()[-1]
    page.parent.update_stream(number, page.parent.xref_stream(number) + b"\n" + ops.encode())


def by_path(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    page.draw_rect(box, fill=fill, color=None)


def by_clip(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    put(page, f"q {_place(page, box)} re W n {_color(fill)} rg 0 0 595 842 re f Q")


def by_stencil(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    x, y, width, height = _place(page, box).split()
    put(page, f"q {_color(fill)} rg {width} 0 0 {height} {x} {y} cm BI /W 8 /H 1 /IM true /BPC 1 ID \x00 EI Q")


def by_shading(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    pdf, number = page.parent, page.parent.get_new_xref()
    ends = f"/C0 [{_color(fill)}] /C1 [{_color(fill)}]"
    pdf.update_object(
        number,
        "<</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 0] /Extend [true true]"
        f" /Function <</FunctionType 2 /Domain [0 1] {ends} /N 1>> >>",
    )
    _name(page, "Shading", "Sh0", number)
    put(page, f"q {_place(page, box)} re W n /Sh0 sh Q")


def by_form(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    pdf, number = page.parent, page.parent.get_new_xref()
    pdf.update_object(number, "<</Type /XObject /Subtype /Form /BBox [0 0 595 842]>>")
    pdf.update_stream(number, f"{_color(fill)} rg {_place(page, box)} re f".encode())
    _name(page, "XObject", "Fm0", number)
    put(page, "/Fm0 Do")


def by_picture(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 4, 2))
    pixmap.set_rect(pixmap.irect, tuple(round(255 * part) for part in fill))
    page.insert_image(box, pixmap=pixmap, keep_proportion=False)


def by_annotation(page: Any, box: Rectangle, fill: tuple[float, ...]) -> None:
    note = page.add_rect_annot(box)
    note.set_colors(stroke=fill, fill=fill)
    note.set_border(width=0)
    note.update()


def _place(page: Any, box: Rectangle) -> str:
    return f"{box[0]} {page.rect.height - box[3]} {box[2] - box[0]} {box[3] - box[1]}"


def _color(fill: tuple[float, ...]) -> str:
    return " ".join(map(str, fill))


def _name(page: Any, kind: str, name: str, number: int) -> None:
    pdf = page.parent
    _, resources = pdf.xref_get_key(page.xref, "Resources")
    holder, prefix = (int(resources.split()[0]), "") if resources.endswith("R") else (page.xref, "Resources/")
    pdf.xref_set_key(holder, f"{prefix}{kind}/{name}", f"{number} 0 R")


MEANS = [by_path, by_clip, by_stencil, by_shading, by_form, by_picture, by_annotation]
Paint = Callable[[Any, Rectangle, tuple[float, ...]], None]


def text(page: Any, *, gap: bool) -> None:
    if not gap:
        lines(*BODY)(page)
        return
    lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
    lines((72, 148, "line 3 of the harbour re"), (BOX[2] + 3, 148, "goes on"))(page)


@pytest.mark.parametrize(("fill", "style"), [(BLACK, "black"), (GREY, "grey"), (WHITE, "frame")])
@pytest.mark.parametrize("paint", MEANS)
def test_a_box_is_found_by_whatever_means_it_is_painted(paint: Paint, fill: tuple[float, ...], style: str) -> None:
    def draw(page: Any) -> None:
        text(page, gap=True)
        paint(page, BOX, fill)

    assert_at_box(read(pdf_of(draw)), style)


@pytest.mark.parametrize("paint", MEANS)
def test_text_that_is_whited_out_is_not_read_and_its_place_is_a_box(paint: Paint) -> None:
    def draw(page: Any) -> None:
        text(page, gap=False)
        paint(page, LINE, WHITE)

    document = read(pdf_of(draw))
    assert "line 3" not in document.text
    assert "line 2" in document.text
    assert len(document.visual) == 1


def test_a_whited_out_line_between_lines_is_found() -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        page.draw_rect(LINE, fill=WHITE, color=None)

    assert len(read(pdf_of(draw)).visual) == 1


def photograph(page: Any) -> None:
    lines(*BODY)(page)
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 150, 100))
    for column in range(150):
        pixmap.set_rect(pymupdf.IRect(column, 0, column + 1, 100), (60 + column,))
    page.insert_image((100, 400, 300, 530), pixmap=pixmap)


@pytest.mark.parametrize(
    "ground", [as_scan(lambda page: text(page, gap=False)), photograph], ids=["scan", "photograph"]
)
def test_a_white_shape_on_a_picture_is_found(ground: Callable[[Any], None]) -> None:
    box = (150.0, 430.0, 260.0, 470.0)

    def draw(page: Any) -> None:
        ground(page)
        page.draw_rect(box, fill=WHITE, color=None)

    (visual,) = read(pdf_of(draw)).visual
    assert all(abs(a - b) < 1 for a, b in zip(visual.box[1:], box, strict=True))


def page_ground(page: Any) -> None:
    page.draw_rect(page.rect, fill=WHITE, color=None)
    lines(*BODY)(page)


def grounds_of_paragraphs(page: Any) -> None:
    """As browsers print pages: each paragraph has a white ground, and so has an empty one."""
    rows = [row for i, row in enumerate(BODY) if i != 3]
    for top in range(89, 89 + 16 * len(BODY), 16):
        page.draw_rect((71, top, 318, top + 14), fill=WHITE, color=None)
    lines(*rows)(page)


def fields(page: Any) -> None:
    for i, label in enumerate(("Ship", "Port of call", "Cargo", "Master")):
        lines((72, 100 + 24 * i, label), (330, 100 + 24 * i, "Day"))(page)
        page.draw_rect((160, 88 + 24 * i, 300, 106 + 24 * i), fill=WHITE, color=None)


def cells(page: Any) -> None:
    for row in range(6):
        for column in range(4):
            x, y = 72 + 60 * column, 100 + 16 * row
            page.draw_rect((x, y, x + 60, y + 16), fill=WHITE, color=None)
            if (row, column) not in ((2, 1), (4, 3)):
                lines((x + 3, y + 12, "harbour"))(page)


def letterhead(page: Any) -> None:
    page.draw_rect((72, 30, 300, 70), fill=WHITE, color=None)
    lines((320, 50, "Harbour Board"))(page)
    lines(*BODY)(page)


@pytest.mark.parametrize("draw", [page_ground, grounds_of_paragraphs, fields, cells, letterhead])
def test_other_white_shapes_are_no_boxes(draw: Callable[[Any], None]) -> None:
    assert not read(pdf_of(draw)).visual


def painted_over(box: Rectangle | None, paper: int, grain: float, tape: int = 255) -> Callable[[Any], None]:
    """The scan of a page on paper of that tone, with a white place in its picture: put there, or a ``tape`` copied."""

    def draw(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(lines(*BODY)), filetype="pdf") as source:
            pixmap = source[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
        pixels = np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.width) * (paper / 255)
        pixels += np.random.default_rng(1).normal(0, grain, pixels.shape)
        if box:
            left, top, right, bottom = (round(side * 150 / 72) for side in box)
            pixels[top:bottom, left:right] = tape
            if tape < 255:
                pixels[top:bottom, left:right] += np.random.default_rng(2).normal(
                    0, grain, (bottom - top, right - left)
                )
        data = io.BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(data, "JPEG", quality=85)
        page.insert_image(page.rect, stream=data.getvalue())

    return draw


@pytest.mark.parametrize(("paper", "grain"), [(245, 2.0), (225, 1.0), (200, 5.0)])
def test_a_place_whited_out_on_the_grey_of_a_scan_is_found(paper: int, grain: float) -> None:
    ((style, box),) = find_boxes(painted_over(BOX, paper, grain))
    assert style == "frame"
    assert all(abs(a - b) <= 2 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize(("paper", "tape", "grain"), [(240, 249, 2.0), (225, 246, 1.0), (200, 235, 4.0)])
def test_correction_tape_that_is_lighter_than_its_paper_is_found(paper: int, tape: int, grain: float) -> None:
    ((style, box),) = find_boxes(painted_over(BOX, paper, grain, tape))
    assert style == "frame"
    assert all(abs(a - b) <= 2 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize(("box", "paper", "grain"), [(None, 225, 3.0), (BOX, 225, 0.0), (BOX, 255, 0.0)])
def test_paper_without_a_hole_and_white_fields_on_a_tint_are_no_boxes(
    box: Rectangle | None, paper: int, grain: float
) -> None:
    assert not find_boxes(painted_over(box, paper, grain))
