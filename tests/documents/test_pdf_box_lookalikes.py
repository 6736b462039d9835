# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest

from tests.documents.boxed_pages import BLACK, BODY, WHITE, as_scan, find_boxes
from tests.documents.pdf_making import lines, pdf_of, read


def bars_of_change(page: Any) -> None:
    """Strokes in the margin beside text that is there."""
    lines(*BODY)(page)
    for y in (120, 160):
        page.draw_line((66, y), (66, y + 30), width=1)
        page.draw_line((330, y), (330, y + 30), width=1)


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


def legend(page: Any) -> None:
    """The keys of a chart beside the lines of the text."""
    lines(*BODY)(page)
    for i, color in enumerate(((0.9, 0.2, 0.2), (0.2, 0.4, 0.8), (1, 0.7, 0.1), (0.5, 0.5, 0.5))):
        page.draw_rect((72 + 90 * i, 321, 96 + 90 * i, 333), fill=color, color=None)
        lines((100 + 90 * i, 331, "berth"))(page)


def underlines(page: Any) -> None:
    lines(*BODY)(page)
    for y in (102, 134, 198):
        page.draw_line((72, y), (250, y), width=0.8)


def empty_cells_beside_words(page: Any) -> None:
    """Cells as a spreadsheet draws them, each by a stroke; some are empty, close to the words of the next."""
    for row in range(5):
        for cell in range(3):
            box = pymupdf.Rect(72 + 60 * cell, 100 + 14 * row, 132 + 60 * cell, 114 + 14 * row)
            page.draw_rect(box, color=BLACK, width=0.5)
            page.insert_text((box.x0 + 2, box.y1 - 3), "" if row % 2 == cell % 2 else "harbour report", fontsize=8)


def boxed_words(page: Any) -> None:
    """A word of a line with a frame around it."""
    lines(*BODY)(page)
    page.draw_rect((104, 138, 136, 151), color=BLACK, width=0.6)


def scribble(page: Any) -> None:
    """Strokes of a pen in the gap of a line."""
    lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
    lines((72, 148, "line 3 of the harbour re"), (293, 148, "goes on"))(page)
    page.draw_line((199, 150), (270, 139), width=0.7)
    page.draw_line((215, 138), (292, 149), width=0.7)


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
        legend,
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


def ticks(page: Any) -> None:
    """Boxes to be ticked, of thick lines that a copy has left uneven, with their labels."""
    lines(*BODY)(page)
    for i, label in enumerate(("issued", "slotted", "taped")):
        x = 80 + 110 * i
        page.draw_rect((x, 400, x + 19, 412), color=BLACK, width=2)
        for speck in range(5):
            page.draw_rect((x + 3 + 3 * speck, 398.5, x + 4 + 3 * speck, 403), fill=BLACK, color=None)
        page.insert_text((x + 26, 410), label)


def level_chart(page: Any) -> None:
    """Level bars on an axis, with a label before each."""
    lines(*BODY)(page)
    page.draw_line((120, 395), (120, 520), width=0.8)
    for i, wide in enumerate((90, 200, 150, 260, 110)):
        lines((80, 411 + 24 * i, "berth"))(page)
        page.draw_rect((120, 400 + 24 * i, 120 + wide, 414 + 24 * i), fill=(0.2, 0.2, 0.2), color=None)


def filled_field(page: Any) -> None:
    lines(*BODY, (72, 411, "Name of the ship"), (165, 411, "the kestrel of the north"))(page)
    page.draw_rect((160, 400, 300, 415), color=BLACK, width=0.6)


def rules_without_sides(page: Any) -> None:
    """A table of rules, with one upright behind its first words, and cells that are empty at its right."""
    lines(*BODY)(page)
    page.draw_line((140, 400), (140, 460), width=0.6)
    for row in range(4):
        page.draw_line((72, 400 + 20 * row), (320, 400 + 20 * row), width=0.6)
        if row < 3:
            lines((76, 414 + 20 * row, "berth seven"))(page)


def words_between_rules(page: Any) -> None:
    """A word between the rules above and below it, at the left end of which there is an upright."""
    lines(*BODY, (73, 411, "north"), (112, 411, "of the berth"))(page)
    page.draw_line((71, 400), (105, 400), width=0.8)
    page.draw_line((71, 416), (105, 416), width=0.8)
    page.draw_line((71, 400), (71, 416), width=0.8)


def comb(page: Any) -> None:
    """A field for a number: a cell for each digit, on the line of its label."""
    lines(*BODY, (72, 411, "Number of the ship"))(page)
    for cell in range(9):
        page.draw_rect((180 + 14 * cell, 400, 194 + 14 * cell, 415), color=BLACK, width=0.6)


def last_rows(page: Any) -> None:
    """Rows of cells below each other, without a line before their first words, and some of them empty."""
    lines(*BODY)(page)
    for row, words in enumerate((("kan", "", "76", "niet", ""), ("van", "", "bij", "in maart en mei", "76"))):
        for cell, word in enumerate(words):
            box = pymupdf.Rect(130 + 70 * cell, 400 + 15 * row, 200 + 70 * cell, 415 + 15 * row)
            page.draw_rect(box, color=BLACK, width=0.7)
            lines((box.x0 + 4, box.y1 - 4, word))(page)
        lines((90, 411 + 15 * row, "berth"))(page)


def stippled_head(page: Any) -> None:
    """The first row of a table in a tint of dots, with white titles."""
    lines(*BODY)(page)
    dots = np.where(np.random.default_rng(3).random((100, 1200)) < 0.3, 120, 250).astype(np.uint8)
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, 1200, 100, dots.tobytes(), False)
    page.insert_image((72, 400, 512, 436), stream=pixmap.tobytes("png"), keep_proportion=False)
    for cell, title in enumerate(("Berth title", "Authorized crane", "Basis", "Other cranes")):
        page.draw_rect((72 + 110 * cell, 400, 182 + 110 * cell, 436), color=BLACK, width=1)
        page.insert_text((77 + 110 * cell, 422), title, color=WHITE, fontname="hebo")


def heavy_print(page: Any) -> None:
    """Letters that a copy has made so thick that they run together."""
    for i in range(24):
        words = "considered but not approved three times and AMENDED WHEREON"
        page.insert_text((72, 100 + 15 * i), words, fontname="cobo", render_mode=2, border_width=0.16)


@pytest.mark.parametrize(
    "draw", [empty_cells_beside_words, boxed_words, scribble, fields, comb], ids=lambda draw: str(draw.__name__)
)
def test_what_is_drawn_like_an_outline_and_is_no_box(draw: Callable[[Any], None]) -> None:
    assert read(pdf_of(draw)).visual == ()


@pytest.mark.parametrize(
    "draw",
    [
        form_rows,
        chat,
        tinted_fields,
        filled_field,
        level_chart,
        rules_without_sides,
        words_between_rules,
        ticks,
        comb,
        last_rows,
        stippled_head,
        heavy_print,
    ],
    ids=lambda draw: str(draw.__name__),
)
def test_what_looks_like_a_box_in_a_picture_and_is_none(draw: Callable[[Any], None]) -> None:
    assert find_boxes(as_scan(draw)) == []
