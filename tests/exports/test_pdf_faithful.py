# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.pdf_copies import LAYOUTS, copy_of, ledger, lines, made, text_of, words_of
from tests.exports.pdf_making import plan_for
from workbench.exports.model import Layout
from workbench.exports.pdf.verification.verify import verify


def test_kept_words_stand_where_they_stood() -> None:
    data = ledger("Ilse Brandt")
    before, after = words_of(data), words_of(copy_of(data, plan_for(data, "Ilse Brandt")))
    for word in ("harbour", "October", "master", "cargo."):
        assert after[word][0] == pytest.approx(before[word][0], abs=0.5)
        assert after[word][2] == pytest.approx(before[word][2], abs=0.5)
        assert abs(after[word][3] - before[word][3]) < 3


def test_words_of_a_wide_font_are_still_words() -> None:
    def wide(page: Any) -> None:
        page.insert_text((72, 100), "The keeper Kestrel wrote:")
        contents = page.get_contents()[0]
        drawn = b" BT /helv 12 Tf 260 Tz 1 0 0 1 72 600 Tm (illicit-filling) Tj ET"
        page.parent.update_stream(contents, page.parent.xref_stream(contents) + drawn)

    data = made(wide)
    assert "illicit-filling" in words_of(copy_of(data, plan_for(data, "Kestrel")))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_withheld_is_gone_and_the_rest_is_there(layout: Layout) -> None:
    data = ledger("Ilse Brandt")
    plan = plan_for(data, "Ilse Brandt")
    copy = copy_of(data, plan, layout)
    text = " ".join(text_of(copy).split())
    assert "Brandt" not in text and "Ilse" not in text
    assert "keeps the ledger of the boats" in text and "[text withheld]" in text
    checks, _ = verify(copy, plan)
    assert sum(check.found for check in checks) == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_original_and_plan_give_the_same_bytes(layout: Layout) -> None:
    data = ledger("Ilse Brandt")
    plan = plan_for(data, "Ilse Brandt")
    assert copy_of(data, plan, layout) == copy_of(data, plan, layout)


NAMES = st.text(alphabet="abcdefghijklmnoprstuvwxyz", min_size=3, max_size=14).map(lambda s: "Zq" + s)


@settings(max_examples=15)
@given(NAMES, st.sampled_from(LAYOUTS))
def test_the_width_of_a_name_leaves_no_trace(name: str, layout: Layout) -> None:
    first, second = ledger("Zqbrandt"), ledger(name)
    assert copy_of(first, plan_for(first, "Zqbrandt"), layout) == copy_of(second, plan_for(second, name), layout)


def test_a_centred_line_does_not_tell_the_width_by_where_it_starts() -> None:
    def page(name: str) -> bytes:
        def draw(page: Any) -> None:
            lines("The harbour of Grey Island is open from March to October of the year, and then closed.")(page)
            right = page.get_text("words")[-1][2]
            head = f"Report of {name} on the harbour"
            width = pymupdf.get_text_length(head, "tiro", 11)
            page.insert_text(((72 + right - width) / 2, 60), head, fontname="tiro", fontsize=11)

        return made(draw)

    short, long = page("Zqo"), page("Zqbrandtmanninger")
    assert copy_of(short, plan_for(short, "Zqo")) == copy_of(long, plan_for(long, "Zqbrandtmanninger"))


def test_a_withheld_paragraph_is_one_box_between_what_is_kept() -> None:
    def page(text: str) -> bytes:
        def draw(page: Any) -> None:
            kept = "The paragraph is kept as it is, whatever is withheld beside it and however long. " * 3
            page.insert_textbox((72, 80, 500, 135), kept, fontname="tiro")
            page.insert_textbox((72, 150, 420, 290), text, fontname="tiro")
            page.insert_textbox((72, 300, 500, 400), kept, fontname="tiro")

        return made(draw)

    short = page("Zqx the survey team went over to the island at night, and came back to the harbour by day.")
    long = page("Zqx " + "the survey team went over to the island at night. " * 5)
    copies = [copy_of(data, plan_for(data, whole=("Zqx",))) for data in (short, long)]
    assert copies[0] == copies[1]
    assert text_of(copies[0]).count("[paragraph withheld (b)(1)]") == 1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_is_set_upright_as_a_reader_sees_it(rotation: int) -> None:
    data = made(lines("The harbour of Grey Island is open.", "Ilse Brandt keeps the ledger."), rotation=rotation)
    copy = copy_of(data, plan_for(data, "Ilse Brandt"))
    with pymupdf.open("pdf", data) as before, pymupdf.open("pdf", copy) as after:
        assert after[0].rect == before[0].rect and after[0].rotation == 0
        turn = before[0].rotation_matrix
        place = pymupdf.Rect(next(w for w in before[0].get_text("words") if w[4] == "harbour")[:4]) * turn
        assert pymupdf.Rect(next(w for w in after[0].get_text("words") if w[4] == "harbour")[:4]).intersects(place)
    assert "Brandt" not in text_of(copy)


def test_a_cancelled_banner_is_struck_through_and_readable() -> None:
    data = made(lines("SECRET//NOFORN", "The harbour is open."))
    copy = copy_of(data, plan_for(data, cancelled="SECRET//NOFORN"))
    assert "SECRET//NOFORN" in text_of(copy)
    with pymupdf.open("pdf", copy) as pdf:
        word = pymupdf.Rect(words_of(copy)["SECRET//NOFORN"])
        assert any(word.intersects(drawing["rect"] + (0, -1, 0, 1)) for drawing in pdf[0].get_drawings())
