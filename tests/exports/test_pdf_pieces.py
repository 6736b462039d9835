# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pypdfium2
import pytest

from tests.exports.pdf_copies import copy_of, lines, made
from tests.exports.pdf_making import Para, plan_for, plan_of
from tests.exports.test_pdf_verify import retold
from workbench.exports.model import Layout
from workbench.exports.pdf.faithful import page_lines
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.sanitize import sanitize_pdf


def page(page: Any) -> None:
    """A page with bold words in a line, two columns, a line in a second size, and double spaces."""
    page.insert_text((72, 72), "HARBOUR BOARD", fontname="tibo", fontsize=14)
    page.insert_text((72, 100), "1.", fontname="helv", fontsize=11)
    page.insert_text((90, 100), "Winter rules", fontname="hebo", fontsize=11)
    page.insert_text((165, 100), "for the boats of Grey Island", fontname="helv", fontsize=11)
    for number in range(6):
        y = 140 + 14 * number
        page.insert_text((72, y), f"The ferry left.  Boat {number} was late", fontsize=10)
        page.insert_text((330, y), f"and the master, Ilse Brandt, saw {number}", fontsize=10)


def places(copy: bytes) -> list[tuple[str, int, int]]:
    with pymupdf.open("pdf", copy) as pdf:
        return sorted((w[4], round(w[0] / 2), round(w[3] / 2)) for w in pdf[0].get_text("words"))


@pytest.mark.parametrize("terms", [(), ("Ilse Brandt",), ("Winter rules", "master")])
def test_a_page_read_by_its_lines_looks_as_one_read_by_its_characters(
    terms: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made(page)
    plan = plan_for(data, *terms, cancelled="HARBOUR BOARD")
    by_lines = copy_of(data, plan)
    monkeypatch.setattr(page_lines, "printed_lines", lambda *arguments: None)
    by_characters = copy_of(data, plan)
    assert len(places(by_lines)) == len(places(by_characters))
    for fast, slow in zip(places(by_lines), places(by_characters), strict=True):
        assert fast[0] == slow[0] and abs(fast[1] - slow[1]) <= 1 and abs(fast[2] - slow[2]) <= 1


def test_a_page_whose_letters_are_drawn_out_of_order_is_read_by_its_characters() -> None:
    def scattered(page: Any) -> None:
        lines("The ferry left for the island in the morning.")(page)
        word, x = "Kestrel", 72.0
        at = [x + sum(pymupdf.get_text_length(c, "tiro", 11) for c in word[:i]) for i in range(len(word))]
        for i in (3, 0, 6, 1, 5, 2, 4):
            page.insert_text((at[i], 200), word[i], fontname="tiro", fontsize=11)

    data = made(scattered)
    text = "".join(pymupdf.open("pdf", copy_of(data, plan_for(data, "Kestrel")))[0].get_text().split())
    assert "Theferryleft" in text and not any(letter in text.split("morning.")[1] for letter in "Kk")


def mixed(page: Any) -> None:
    """A list whose bullets say nothing of what they show, and words whose parts are drawn in different fonts."""
    for number, text in enumerate(("Boats are written down", "Masters sign the ledger")):
        page.insert_text((72, 100 + 14 * number), "\u2022", fontname="tiro", fontsize=11)
        page.insert_text((84, 100 + 14 * number), text, fontname="tiro", fontsize=11)
    x = 72.0
    for part, font in (
        ("See the ", "tiro"),
        ("Harbour", "tibo"),
        ("-", "tiro"),
        ("Book", "tiit"),
        (", page 7.", "tiro"),
    ):
        page.insert_text((x, 150), part, fontname=font, fontsize=11)
        x += pymupdf.get_text_length(part, font, 11)


def unmapped(data: bytes) -> bytes:
    """The PDF with its bullets mapped to a character of private use, as Word maps those of Wingdings."""
    with pymupdf.open("pdf", data) as pdf:
        [xref] = [xref for xref, *_ in pdf.get_page_fonts(0) if "Roman" in pdf.xref_get_key(xref, "BaseFont")[1]]
        table = pdf.get_new_xref()
        pdf.update_object(table, "<<>>")
        pdf.update_stream(
            table,
            b"begincmap\n1 beginbfchar\n<b7> <f0a7>\nendbfchar\n1 beginbfrange\n<20> <7e> <0020>\nendbfrange\nendcmap",
        )
        pdf.xref_set_key(xref, "ToUnicode", f"{table} 0 R")
        return bytes(pdf.tobytes())


def test_words_of_several_fonts_and_unmapped_bullets_are_read_by_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    data = unmapped(made(mixed))
    plan = plan_for(data)
    assert "\uf0a7" in plan.analysis.document.text and "Harbour-Book," in plan.analysis.document.text
    by_lines = copy_of(data, plan)
    assert {"\u2022", "Harbour-Book,"} <= {word for word, _, _ in places(by_lines)}
    asked: list[Any] = []
    monkeypatch.setattr(page_lines, "page_glyphs", lambda *arguments: asked.extend(arguments))
    assert copy_of(data, plan) == by_lines and not asked


def test_characters_that_say_nothing_of_what_they_show_are_withheld_and_a_bullet_is_drawn_as_ours() -> None:
    paras = map(Para, ("x The harbour is open.", "The kea and the ferry.", "A word of k"))
    unsaid = retold(reflow(plan_of(*paras)), lambda t: t.replace(b"<0078>", b"<e078>").replace(b"<006b>", b"<e06b>"))
    for terms in ((), ("ferry",)):
        copy = sanitize_pdf(plan_for(unsaid, *terms), unsaid, Layout.FAITHFUL)
        assert [f.message for f in copy.findings if f.code == "X103"] == [
            "page 1: 2 characters withheld: the file does not say what they show"
        ]
        text = pypdfium2.PdfDocument(copy.data)[0].get_textpage().get_text_range()
        assert "\u2022 The harbour is open." in text
        assert "The ea and the" in text and "A word of \r" in text
