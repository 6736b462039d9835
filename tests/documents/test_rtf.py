# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.totality import assert_read_or_refused
from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.documents import Format, Limits, Place, read_document


FOLDER = Path(__file__).parent / "cases"
CASES = yaml.safe_load((FOLDER / "rtf.yaml").read_text(encoding="utf-8"))
DESTINATIONS = yaml.safe_load((FOLDER / "rtf_destinations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_reader_sees(case: dict[str, Any]) -> None:
    document = read_document(case["rtf"].encode("latin-1"), "a.rtf")
    assert document.format is Format.RTF
    assert document.text == case["text"]
    assert [finding.code for finding in document.findings] == case.get("codes", [])
    assert [document.text[slice(*span)] for span in document.struck] == case.get("struck", [])
    assert not any("secret" in finding.message for finding in document.findings)


@pytest.mark.parametrize("word", DESTINATIONS["unseen"].split())
def test_words_of_a_destination_that_no_page_shows_are_left_out(word: str) -> None:
    source = rf"{{\rtf1 open {{\{word} secret{{\b more}}}}water\par}}"
    assert read_document(source.encode(), "a.rtf").text == "open water\n"


@pytest.mark.parametrize("word", DESTINATIONS["shown"].split())
def test_words_of_a_destination_that_a_page_shows_are_read(word: str) -> None:
    source = rf"{{\rtf1 open {{\*\{word} said}}water\par}}"
    assert "said" in read_document(source.encode(), "a.rtf").text


def test_what_a_paragraph_is() -> None:
    source = (
        r"{\rtf1{\stylesheet{\s0 Normal;}{\s1 heading 1;}}{\header head\par}\pard\s1 Title\par\pard plain\par"
        r"\pard\outlinelevel1 Under\par\pard{\listtext -\tab}item\par\pard\intbl cell\cell\row\pard a{\footnote n}\par}"
    )
    document = read_document(source.encode(), "a.rtf")
    assert [(document.text[slice(*b.span)], b.place) for b in document.blocks] == [
        ("head", Place.HEADER),
        ("Title", Place.HEADING),
        ("plain", Place.BODY),
        ("Under", Place.HEADING),
        ("-\titem", Place.LIST_ITEM),
        ("cell", Place.TABLE_CELL),
        ("a", Place.BODY),
        ("n", Place.FOOTNOTE),
    ]


@pytest.mark.parametrize("name", ["a.rtf", "a", "-", "a.doc"])
def test_rtf_is_told_by_its_first_bytes(name: str) -> None:
    assert read_document(rb"{\rtf1 (U) words}", name).format is Format.RTF


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"(U) words", "a.rtf", "is not an RTF document"),
        (b"%PDF-1.7\n%%EOF", "a.rtf", "it is a PDF, not an RTF document"),
        (rb"{\rtf1 words}", "a.txt", "it is an RTF document, not a text file"),
        (rb"{\rtf1 words}", "a.docx", "it is an RTF document, not a Word document"),
    ],
)
def test_what_is_not_what_its_name_says(data: bytes, name: str, why: str) -> None:
    with pytest.raises(DamagedDocumentError, match=why):
        read_document(data, name)


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(TooLargeDocumentError, match="nested too deep"):
        read_document(rb"{\rtf1 " + b"{" * 300 + b"x", "a.rtf")


def test_each_text_box_of_a_paragraph_stands_beside_a_few_others() -> None:
    """Told anew for each box, four hundred in one paragraph made five million halves of words."""
    boxes = rb"{\shp{\*\shpinst{\shptxt box\par}}}" * 100
    document = read_document(rb"{\rtf1 one" + boxes + rb"two\par}", "a.rtf")
    assert {torn.line for torn in document.torn} > {"onetwo", "onebox", "boxtwo"}
    assert len(document.torn) < 10_000


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(TooLargeDocumentError, match="pages"):
        read_document(rb"{\rtf1 " + rb"x\page " * 30 + b"}", "a.rtf", Limits(max_pages=10))


TOKENS = [
    *("{", "}", "\\par ", "\\v ", "\\v0 ", "\\deleted ", "\\u8217?", "\\u-10179?", "\\'e4", "\\'", "\\bin5 ", "\\*"),
    *("\\upr", "\\ud", "\\footnote ", "\\header ", "\\shptxt ", "\\intbl ", "\\cell ", "\\page ", "\\fonttbl", "a "),
    *("\\fcharset128 ", "\\cf1 ", "\\strike ", "\\caps ", "\\uc0 ", "\\uc99999 ", "\\s1 ", "\\plain ", "\\result "),
    *("\\f1", "\\f-1 ", "ü", "\\", "\x0c", "\\fcharset2 ", "\\chftn "),
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_reading_is_total_and_every_span_lies_in_the_text(parts: list[str]) -> None:
    data = ("{\\rtf1 " + "".join(parts)).encode("latin-1")
    document = assert_read_or_refused(data, "a.rtf")
    if document is None:
        return
    assert all(
        document.text[start:end].strip() for start, end in [b.span for b in document.blocks] + [*document.struck]
    )
    told = "".join(document.text[slice(*block.span)] for block in document.blocks)
    assert "".join(told.split()) == "".join(document.text.split())
    assert [page.span.end for page in document.pages][-1:] == [len(document.text)]


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (r"\highlight1", False),
        (r"\cf1\highlight1", False),
        (r"\cf1\chcbpat1", False),
        (r"\cf2\cb2", False),
        (r"\chcbpat1", True),  # letters of the program's own colour turn white there
        (r"\cf2\chcbpat1", True),
        (r"\highlight3", True),
        (r"\highlight1\plain", True),
        (r"\cf1", True),
    ],
)
def test_words_in_the_colour_of_their_ground_are_no_text(look: str, seen: bool) -> None:
    colors = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red255\green255\blue0;}"
    document = read_document(rf"{{\rtf1{colors}open {{{look} word}} water\par}}".encode(), "a.rtf")
    assert ("word" in document.text) == seen
    assert ("R312" in {finding.code for finding in document.findings}) == (not seen)
