# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from tests.documents.boxed_pages import BLACK, BLUE, BODY, BOX, GREY, STYLES, WHITE, as_scan, assert_at_box, boxed
from tests.documents.pdf_making import lines, pdf_of, read
from workbench.marks import find_marks
from workbench.marks.model import MarkType, Placeholder


@pytest.mark.parametrize(("fill", "frame", "code", "style"), STYLES)
def test_a_drawn_box_is_found(fill: Any, frame: Any, code: str, style: str) -> None:
    document = read(pdf_of(boxed(fill, frame, code)))
    assert_at_box(document, style)
    assert document.text[: document.visual[0].offset].endswith("line 3 of the harbour" + " " * 1)


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


@pytest.mark.parametrize("apart", [0.0, 1.5, 2.5])
def test_frames_side_by_side_on_a_scan_are_found_each(apart: float) -> None:
    boxes = [(180.0, 137.0, 240.0, 151.0), (240 + apart, 137.0, 300.0, 151.0)]

    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbo"), (304, 148, "goes on"))(page)
        for box in boxes:
            page.draw_rect(box, fill=WHITE, color=BLACK, width=0.6)
        page.insert_text((195, 147), "5.1.2e", fontsize=7)

    found = [visual.box[1:] for visual in read(pdf_of(as_scan(draw))).visual]
    assert len(found) == 2
    for box in boxes:
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


def with_gap(page: Any) -> None:
    """Lines of which one has room for a box, a space from the words beside it."""
    lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
    lines((86, 148, "line 3 of the harbour re"), (BOX[2] + 3, 148, "goes on"))(page)


def stroke(page: Any, box: tuple[float, ...]) -> None:
    page.draw_rect(box, color=BLACK, width=0.6)


def sides(*missing: int) -> Callable[[Any, tuple[float, ...]], None]:
    """A frame of single lines: above, below, at the left, at the right, but for those ``missing``."""

    def draw(page: Any, box: tuple[float, ...]) -> None:
        x0, y0, x1, y1 = box
        ends = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        for i, line in enumerate(ends):
            if i not in missing:
                page.draw_line(line[:2], line[2:], width=0.6)

    return draw


def rules(page: Any, box: tuple[float, ...]) -> None:
    x0, y0, x1, y1 = box
    for side in ((x0, y0, x1, y0 + 0.6), (x0, y1 - 0.6, x1, y1), (x0, y0, x0 + 0.6, y1), (x1 - 0.6, y0, x1, y1)):
        page.draw_rect(side, fill=BLACK, color=None)


OUTLINES = [stroke, rules, sides(), *(sides(missing) for missing in range(4))]
OUTLINE_NAMES = ["stroke", "rules", "lines", "not above", "not below", "not left", "not right"]


@pytest.mark.parametrize("code", ["", "(b)(6)"])
@pytest.mark.parametrize("outline", OUTLINES, ids=OUTLINE_NAMES)
def test_a_drawn_outline_without_a_fill_is_a_box_where_a_word_was(
    outline: Callable[[Any, tuple[float, ...]], None], code: str
) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        outline(page, BOX)
        page.insert_text((BOX[0] + 4, BOX[3] - 3), code, fontsize=8)

    assert_at_box(read(pdf_of(draw)), "frame")


@pytest.mark.parametrize(("fill", "style"), [(GREY, "grey"), (BLACK, "black")])
def test_a_box_with_an_outline_is_told_by_its_fill(fill: tuple[float, ...], style: str) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        page.draw_rect(BOX, fill=fill, color=BLUE, width=1)

    assert_at_box(read(pdf_of(draw)), style)


@pytest.mark.parametrize("outline", [stroke, sides(), sides(0)], ids=["stroke", "lines", "not above"])
def test_a_drawn_outline_in_the_place_of_lines_is_a_box(outline: Callable[[Any, tuple[float, ...]], None]) -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if not 3 <= i <= 6])(page)
        outline(page, (71, 137, 318, 199))

    assert [visual.style for visual in read(pdf_of(draw)).visual] == ["frame"]


def test_codes_wider_than_their_boxes_are_read_behind_each() -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour re"), (BOX[2] + 3, 148, "goes on"))(page)
        for x, wide, code in ((200, 18, "(b)(6)"), (222, 20, "(b)(1)"), (245, 28, "(b)(7)(C)")):
            page.draw_rect((x, BOX[1], x + wide, BOX[3]), fill=BLACK, color=None)
            page.insert_text((x - 1.6, 147), code, fontsize=7, color=WHITE)

    document = read(pdf_of(draw))
    assert [document.text[visual.offset :].split()[0] for visual in document.visual] == [
        "(b)(6)",
        "(b)(1)",
        "(b)(7)(C)",
    ]


def test_drawn_boxes_that_overlap_are_found_each_and_one_in_another_is_not() -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if not 3 <= i <= 6])(page)
        page.draw_rect((72, 137, 318, 183), fill=BLACK, color=None)
        page.draw_rect((90, 160, 200, 199), fill=BLACK, color=None)
        page.draw_rect((210, 150, 260, 162), fill=BLACK, color=None)

    assert len(read(pdf_of(draw)).visual) == 2


def test_a_box_is_a_visual_placeholder_at_its_place_in_the_text() -> None:
    document = read(pdf_of(boxed(BLACK, code="(b)(1)")))
    marks = [m for m in find_marks(document) if m.type is MarkType.PLACEHOLDER]
    (mark,) = marks
    assert isinstance(mark.value, Placeholder) and mark.value.visual
    assert mark.raw == document.text[mark.start : mark.end] == "" and mark.boxes == (document.visual[0].box,)
    assert document.text[mark.start :].startswith("(b)(1)")
