# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a list, and below a table, of which a name is withheld: the text behind a bullet, and where a line ends."""

from __future__ import annotations

import pymupdf
import pytest

from tests.exports.pdf_copies import copy_of, words_of
from tests.exports.pdf_making import plan_for


NAME = "Kestrelstone"
FIRM = "(U) The pilot of {} keeps the keys of the light, which stands on the far side of the island, all year."


def page(*items: tuple[str, str, float], beside: str = "", picture: bool = False, name: str = NAME) -> bytes:
    """A table of two columns, a line over both with a name in it, and ``items``: a sign, its text, where that begins.

    ``beside`` and ``picture`` stand to the right of that line.
    """
    firm = FIRM.format(name)
    right = 60 + pymupdf.get_text_length(firm, fontsize=10) + 24
    with pymupdf.open() as pdf:
        made = pdf.new_page()
        for row in range(6):
            made.insert_text((60, 80 + 20 * row), f"(U) Item {row} of the list")
            made.insert_text((260, 80 + 20 * row), f"Kept in the harbour shed number {row}")
        made.insert_text((60, 240), firm, fontsize=10)
        made.insert_text((right, 240), beside, fontsize=10)
        if picture:
            pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 60), False)
            pixels.clear_with(120)
            made.insert_image((right, 220, right + 60, 280), pixmap=pixels)
        for number, (sign, text, x) in enumerate(items):
            made.insert_text((60, 300 + 20 * number), sign, fontsize=10)
            made.insert_text((x, 300 + 20 * number), text.format(name), fontsize=10)
        return bytes(pdf.tobytes())


def test_a_line_below_a_table_is_as_wide_as_it_was() -> None:
    data = page()
    before, after = words_of(data), words_of(copy_of(data, plan_for(data, NAME)))
    assert after["pilot"][2] - after["pilot"][0] == pytest.approx(before["pilot"][2] - before["pilot"][0], rel=0.05)
    assert after["island,"][2] > 400


@pytest.mark.parametrize("beside", ["note", ""])
def test_a_line_is_not_set_over_what_stands_beside_it(beside: str) -> None:
    data = page(beside=beside, picture=not beside, name="Ill")
    edge = words_of(data)["year."][2] + 24
    after = words_of(copy_of(data, plan_for(data, "Ill")))
    assert after["year."][2] < edge
    assert words_of(copy_of(page(name="Ill"), plan_for(page(name="Ill"), "Ill")))["year."][2] > edge


@pytest.mark.parametrize("sign", ["\u00b7", "1.", "(a)"])
def test_text_behind_a_bullet_stays_where_that_of_others_stands(sign: str) -> None:
    data = page((sign, "Crates of the island", 84.0), (sign, "Sacks for {} in May", 84.0))
    after = words_of(copy_of(data, plan_for(data, NAME)))
    assert after["Sacks"][0] == pytest.approx(84.0, abs=0.5)


def test_text_behind_a_bullet_that_stands_where_no_other_does_is_set_anew() -> None:
    data = page(("1.", "Crates of the island", 84.0), ("2.", "Sacks for {} in May", 79.0))
    assert words_of(copy_of(data, plan_for(data, NAME)))["Sacks"][0] != pytest.approx(79.0, abs=0.5)


def test_the_width_of_the_name_moves_nothing() -> None:
    items = (("1.", "Crates of the island", 84.0), ("2.", "Sacks for {}", 84.0))
    copies = []
    for name in (NAME, "Ill"):
        data = page(*items, name=name)
        copies.append(copy_of(data, plan_for(data, name)))
    assert copies[0] == copies[1]
