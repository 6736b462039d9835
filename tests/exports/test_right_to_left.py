# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hebrew and Arabic in copies of a PDF: letters stand as a reader has to see them, and are read in their order."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pymupdf
import pypdfium2
import pytest
import yaml
from pikepdf import Dictionary

from tests.exports.pdf_making import plan_for
from tests.exports.places.pdf_building import new, page_of
from tests.exports.places.pdf_switches import saved
from workbench.documents import Span, bidi, read_document
from workbench.documents.pdf import laying, run
from workbench.documents.pdf.glyphs import Glyph
from workbench.exports.model import Layout, Wishes
from workbench.exports.pdf import arabic, fonts, reflow_lines
from workbench.exports.pdf.faithful import flowing, kept, line_making
from workbench.exports.pdf.sanitize import sanitize_pdf


CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "right_to_left.yaml").read_text("utf-8")
)


def page_with(drawn: str) -> bytes:
    """``drawn`` letter after letter from left to right."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=612, height=792)
    for y, words in ((100, "The harbour is open."), (160, drawn)):
        x = 72.0
        for word in re.findall(r"\S+|\s", words):
            key = fonts._choose(next((char for char in word if char.isalnum()), "a"), fonts.Style())
            font = pymupdf.Font(fontbuffer=fonts.face(key).font.buffer)
            for letter in re.findall(r"[A-Za-z0-9:.()]+|.", word):
                writer = pymupdf.TextWriter(page.rect)
                shown = font if font.has_glyph(ord(letter[0])) else pymupdf.Font("helv")
                _, end = writer.append((x, y), letter, shown, 12)
                writer.write_text(page)
                x = end[0]
    return bytes(pdf.tobytes())


def from_left_to_right(copy: bytes) -> str:
    """The letters of each line by their places alone, as pdfium has them: it knows of no order of reading."""
    rows: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    with pypdfium2.PdfDocument(copy) as pdf:
        page = pdf[0].get_textpage()
        for at in range(page.count_chars()):
            char = normalize("NFKC", chr(pypdfium2.raw.FPDFText_GetUnicode(page, at)))
            left, bottom, right, _ = page.get_charbox(at, loose=True)
            if not char.isspace():
                rows[round(bottom / 6)].append(((left + right) / 2, char))
    return "\n".join("".join(char for _, char in sorted(row)) for row in rows.values())


def page_of_signs(signs: list[str]) -> bytes:
    """A page with a line of which each of ``signs`` is one glyph, as fonts join letters."""
    codes = {sign: code for code, sign in enumerate(dict.fromkeys(signs), ord("a"))}
    said = "".join(f"<{code:02x}> <{sign.encode('utf-16-be').hex()}>\n" for sign, code in codes.items())
    line = bytes(codes[sign] for sign in signs).decode()
    pdf = new(f"BT /F2 12 Tf 72 600 Td ({line}) Tj ET\n")
    table = (
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n{said}endbfchar endcmap"
    )
    fonts_of_page = page_of(pdf).Resources.Font
    fonts_of_page.F2 = Dictionary({**fonts_of_page.F1, "/ToUnicode": pdf.make_stream(table.encode())})
    return saved(pdf)


def copy_of(case: dict[str, Any], layout: Layout) -> bytes:
    data = page_of_signs(case["signs"]) if "signs" in case else page_with(case["drawn"])
    return sanitize_pdf(plan_for(data, case["term"]), data, layout).data


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.REFLOW])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_letters_stand_as_they_are_seen_and_are_read_in_their_order(case: dict[str, Any], layout: Layout) -> None:
    copy = copy_of(case, layout)
    seen, read = from_left_to_right(copy), read_document(copy, "a.pdf").text
    for phrase in case["seen"]:
        assert phrase.replace(" ", "") in seen
    for phrase in case["read"]:
        assert phrase in " ".join(read.split())
    assert case["term"].replace(" ", "")[::-1] not in seen and case["term"] not in read
    assert "harbour" in read


@pytest.mark.parametrize("case", [case for case in CASES if "signs" in case], ids=lambda case: case["name"])
def test_letters_drawn_as_one_would_stand_the_wrong_way(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "turn_ligatures", lambda _: False)
    copy = copy_of(case, Layout.FAITHFUL)
    read = " ".join(read_document(copy, "a.pdf").text.split())
    assert "withheld" not in read or not all(phrase in read for phrase in case["read"])


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.REFLOW])
def test_without_the_order_letters_stand_the_wrong_way(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (bidi, laying, line_making, reflow_lines):
        monkeypatch.setattr(module, "has_rtl", lambda _: False)
    case = CASES[2]
    copy = copy_of(case, layout)
    assert not all(phrase.replace(" ", "") in from_left_to_right(copy) for phrase in case["seen"])


def test_arabic_letters_are_drawn_joined_and_say_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.shape.cache_clear()
    word = "تناك"  # as it stands from left to right
    whole = fonts.shape(word)
    assert "".join(run.text for run in whole.runs) == word
    assert arabic.joined("ببب") == ["\ufe90", "\ufe92", "\ufe91"]
    assert arabic.joined("ابا") == ["\ufe8e", "\ufe91", "\ufe8d"]
    fonts.shape.cache_clear()
    monkeypatch.setattr(fonts, "joined", lambda letters: letters)
    assert [run.codes for run in fonts.shape(word).runs] != [run.codes for run in whole.runs]
    fonts.shape.cache_clear()


PARAGRAPHS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "right_to_left_paragraphs.yaml").read_text("utf-8")
)


def page_with_paragraph(text: str) -> bytes:
    """``text`` in lines that end at the right, below a line and above another."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=612, height=792)
    font = pymupdf.Font(fontbuffer=fonts.face(fonts._choose(text[0], fonts.Style())).font.buffer)
    lines, fits = [""], pymupdf.Font("helv")
    for word in text.split():
        if font.text_length(f"{lines[-1]} {word}", 12) > 468:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    for number, line in enumerate(
        ["The harbour is open for all boats of the island, as it was in the year before.", *lines]
    ):
        shown = bidi.visual(line)
        x = 540 - font.text_length(shown, 12) if number else 72.0
        for letter in re.findall(r"[A-Za-z0-9:]+|.", shown):
            writer = pymupdf.TextWriter(page.rect)
            _, end = writer.append(
                (x, 90 + 18 * number + 12 * bool(number)), letter, fits if letter.isascii() else font, 12
            )
            writer.write_text(page)
            x = end[0]
    return bytes(pdf.tobytes())


def hidden(case: dict[str, Any], name: str) -> bytes:
    data = page_with_paragraph(case["text"].format(name))
    return sanitize_pdf(plan_for(data, name), data, Layout.FAITHFUL, Wishes(hide_widths=True)).data


@pytest.mark.parametrize("case", PARAGRAPHS, ids=lambda case: case["name"])
def test_a_paragraph_set_anew_is_read_in_its_order_and_tells_no_width(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [hidden(case, name) for name in case["names"]]
    read = [" ".join(read_document(copy, "a.pdf").text.split()) for copy in copies]
    assert case["read"] in read[0] and "harbour" in read[0]
    assert copies[0] == copies[1]
    monkeypatch.setattr(flowing, "runs_left", lambda _: False)
    assert case["read"] not in " ".join(read_document(hidden(case, case["names"][0]), "a.pdf").text.split())


def glyphs_of(word: str) -> list[Glyph]:
    """Its letters from the right edge of a line to the left."""
    made = []
    for at, char in enumerate(word):
        x = 500.0 - 8 * at
        look = ("", 12.0, 0, False, False, False, True, 1.0, 0.0, True)
        made.append(Glyph(at, char, x, 90.0, x + 8, 102.0, x, 100.0, *look))
    return made


def test_letters_of_a_term_stay_back_though_some_inside_of_it_say_nothing_of_what_they_show() -> None:
    cuts = [kept.Cut(2, 10, 0), kept.Cut(4, 5, kept.UNREADABLE), kept.Cut(6, 7, kept.UNREADABLE)]
    line = line_making.LineMaker(cuts, ()).line(glyphs_of("אבגדהוזחטיכל"))
    assert "".join(word.text for word in line.words) == "לכבא"


def test_a_line_is_struck_to_its_end_though_a_part_of_it_was_struck_before() -> None:
    maker, glyphs = line_making.LineMaker((), [Span(0, 12), Span(4, 6)]), glyphs_of("SECRETNOFORN")
    line = maker.line([glyph._replace(bold=glyph.offset >= 6) for glyph in glyphs])
    assert [word.struck for word in line.words] == [True, True]
    assert maker.is_struck(Span(9, 12)) and not maker.is_struck(Span(12, 14))
