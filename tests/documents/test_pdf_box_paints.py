# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.documents.boxed_pages import (
    BLACK,
    BLUE,
    BODY,
    BOX,
    GREY,
    WHITE,
    as_copied,
    as_scan,
    assert_at_box,
    boxed,
    find_boxes,
)
from tests.documents.pdf_making import A4, lines, pdf_of, read
from tests.documents.test_pdf_boxes import with_gap


MIDDLE, HIGH = (BOX[1] + BOX[3]) / 2, BOX[3] - BOX[1]


def thick_line(page: Any) -> None:
    page.draw_line((BOX[0], MIDDLE), (BOX[2], MIDDLE), width=HIGH)


def round_line(page: Any) -> None:
    page.draw_line((BOX[0] + HIGH / 2, MIDDLE), (BOX[2] - HIGH / 2, MIDDLE), width=HIGH, lineCap=1)


def marker(page: Any) -> None:
    """What a screen's pen leaves: a path of pieces, a little uneven."""
    points = [(BOX[0], MIDDLE), (240, MIDDLE + 0.4), (260, MIDDLE - 0.4), (BOX[2], MIDDLE)]
    page.draw_polyline(points, width=HIGH)


def ink(page: Any) -> None:
    note = page.add_ink_annot([[(BOX[0] + HIGH / 2, MIDDLE), (245, MIDDLE + 0.3), (BOX[2] - HIGH / 2, MIDDLE)]])
    note.set_border(width=HIGH)
    note.set_colors(stroke=BLACK)
    note.update()


@pytest.mark.parametrize("turn", [0, 90, 180])
@pytest.mark.parametrize("pen", [thick_line, round_line, marker, ink], ids=lambda pen: str(pen.__name__))
def test_the_stroke_of_a_thick_pen_is_a_box(pen: Callable[[Any], None], turn: int) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        pen(page)

    document = read(pdf_of(draw, rotation=turn))
    assert [visual.style for visual in document.visual] == ["black"]
    if not turn:
        assert_at_box(document, "black")


def test_lines_of_a_thick_frame_are_no_boxes() -> None:
    def draw(page: Any) -> None:
        lines(*BODY)(page)
        page.draw_rect((60, 380, 400, 460), color=BLACK, width=8)
        page.insert_text((80, 420), "the harbour report of the northern coast")

    assert read(pdf_of(draw)).visual == ()


@pytest.mark.parametrize(("fill", "style"), [(BLACK, "black"), (GREY, "grey"), (BLUE, "color"), (WHITE, "frame")])
@pytest.mark.parametrize("turn", [90, 270])
def test_a_box_is_found_where_the_print_runs_up_or_down_the_page(fill: Any, style: str, turn: int) -> None:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour"), (226, 148, "goes on"))(page)
        page.draw_rect((200, 138, 222, 151), fill=fill, color=None)

    (visual,) = read(pdf_of(draw, rotation=turn)).visual
    width, height = A4
    places = {90: (height - 151, 200, height - 138, 222), 270: (138, width - 222, 151, width - 200)}
    assert visual.style == style
    assert all(abs(a - b) < 1 for a, b in zip(visual.box[1:], places[turn], strict=True))


@pytest.mark.parametrize(("fill", "style"), [(BLACK, "grey"), (BLUE, "color"), (GREY, "grey")])
def test_a_box_that_lets_something_through_is_one_where_nothing_is_to_be_read(fill: Any, style: str) -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        page.draw_rect(BOX, fill=fill, color=None, fill_opacity=0.6)

    assert_at_box(read(pdf_of(draw)), style)


def test_the_tint_of_a_highlighter_over_words_is_no_box() -> None:
    def draw(page: Any) -> None:
        lines(*BODY)(page)
        page.draw_rect((120, 136, 240, 151), fill=(1, 1, 0), color=None, fill_opacity=0.4)

    assert read(pdf_of(draw)).visual == ()


def test_a_white_patch_with_a_code_in_a_line_is_a_box() -> None:
    def draw(page: Any) -> None:
        with_gap(page)
        page.draw_rect(BOX, fill=WHITE, color=None)
        page.insert_text((BOX[0] + 20, BOX[3] - 3), "(b)(6)", fontsize=8)

    assert_at_box(read(pdf_of(draw)), "frame")


def white_grounds(page: Any) -> None:
    """White behind each piece of a line, as web pages print it: a code on one of them was written there."""
    for x, words in ((72, "as decided under"), (164, "(b)(6)"), (200, "of the harbour rules")):
        page.draw_rect((x - 1, 389, x + 6 * len(words), 402), fill=WHITE, color=None)
        page.insert_text((x, 400), words)


def buildings(page: Any) -> None:
    page.draw_rect((72, 380, 500, 700), fill=(0.85, 0.92, 0.98), color=None)
    for x, y, wide, high in ((100, 400, 20, 9), (180, 470, 26, 14), (300, 420, 30, 18), (380, 600, 24, 11)):
        page.draw_rect((x, y, x + wide, y + high), fill=BLACK, color=None)


def square_code(page: Any) -> None:
    """The corners of a code to be scanned."""
    for x, y in ((200, 600), (240, 600), (200, 640)):
        page.draw_rect((x, y, x + 15, y + 15), fill=BLACK, color=None)


def stacked_bars(page: Any) -> None:
    for row in range(4):
        x = 90
        for fill, wide in ((BLACK, 40 + 9 * row), (BLUE, 60), (GREY, 30 + 7 * row)):
            page.draw_rect((x, 400 + 30 * row, x + wide, 418 + 30 * row), fill=fill, color=None)
            x += wide


def logo(page: Any) -> None:
    page.draw_rect((72, 36, 132, 62), fill=(0.6, 0.7, 0.1), color=None)
    page.insert_text((80, 54), "NHO", fontsize=16)


@pytest.mark.parametrize(
    "draw", [white_grounds, buildings, square_code, stacked_bars, logo], ids=lambda draw: str(draw.__name__)
)
def test_what_is_drawn_like_a_box_and_is_none(draw: Callable[[Any], None]) -> None:
    def page(page: Any) -> None:
        lines(*BODY)(page)
        draw(page)

    assert read(pdf_of(page)).visual == ()


def plan(page: Any) -> None:
    """Buildings on a map without a tint."""
    for x, y, wide, high in ((100, 400, 20, 9), (180, 470, 26, 14), (300, 420, 30, 20), (380, 600, 24, 11)):
        page.draw_rect((x, y, x + wide, y + high), fill=BLACK, color=None)
        page.insert_text((x + 40, y + 40), "quay")


@pytest.mark.parametrize("tilt", [0, 1.2])
def test_the_buildings_of_a_scanned_map_are_no_boxes(tilt: float) -> None:
    def page(page: Any) -> None:
        lines(*BODY)(page)
        plan(page)

    assert find_boxes(as_copied(page, tilt)) == []


def test_the_black_first_row_of_a_table_is_no_box_on_a_page_with_black_boxes() -> None:
    def draw(page: Any) -> None:
        boxed(BLACK)(page)
        page.draw_rect((72, 400, 500, 418), fill=BLACK, color=None)
        for x, title in ((76, "Berth"), (200, "Crane"), (330, "Tide"), (450, "Sum")):
            page.insert_text((x, 413), title, color=WHITE, fontname="hebo")

    assert [style for style, _ in find_boxes(as_scan(draw))] == ["black"]
