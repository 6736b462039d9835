# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.markings import Book, parse


FILE = Path(__file__).parent / "cases" / "readings.yaml"
CASES = [case for group in yaml.safe_load(FILE.read_text(encoding="utf-8")).values() for case in group]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_reading(case: dict[str, Any]) -> None:
    for book, wanted in [(b, True) for b in case.get("valid", [])] + [(b, False) for b in case.get("invalid", [])]:
        parsed = parse(case["text"], book=Book(book))
        assert parsed.valid is wanted, (book, [finding.message for finding in parsed.findings])
    marking = parsed.marking
    assert marking is not None
    said = marking.as_json()
    assert {key: said[key] for key in case["says"]} == case["says"]
    if "suggestion" in case:
        assert parse(case["text"]).suggestion == case["suggestion"]
    assert parsed.confidence < case.get("confidence_below", 2)


VERDICTS = [
    case for group in yaml.safe_load((FILE.parent / "verdicts.yaml").read_text("utf-8")).values() for case in group
]


@pytest.mark.parametrize("case", VERDICTS, ids=[case["text"] for case in VERDICTS])
def test_a_book_gives_the_verdict_its_words_ask_for(case: dict[str, Any]) -> None:
    for book, wanted in [(b, True) for b in case.get("valid", [])] + [(b, False) for b in case.get("invalid", [])]:
        parsed = parse(case["text"], book=Book(book))
        assert parsed.valid is wanted, (book, [finding.message for finding in parsed.findings])


ORDINARY = """
(see below) (2001) (the former) (a) (c) (s) (iv) (FY 2003) (S/ES) (S/CRS) (P) (N) (E) (LOW) (FOUR) (SEE) (LES) (SI) (NF)
(5) (NC) (SS) (UK) (US) [S] {U} <C> (CC) (UU) (SIRS) (CIOC) (SIRD) (CIINCPAC) (STINF) (SISI) (SHIP) (CHIPS) CHNF SIISI
DECLASSIFIED CLASSIFIED RECLASSIFIED SECRETS SECRETARY CONFIDENTIALITY secret restricted Controlled SECTION
(TS/B) (S/B) (B/S) A) B) Inc) (Smith) (IAEA) (USA) (approximately 40 percent)
"""
PROSE = [
    "SECRET CLEARANCE REQUIRED", "SECRET SERVICE", "CONFIDENTIAL INFORMANT", "RESTRICTED AREA", "TOP SECRET PROGRAM",
    "UNCLASSIFIED U.S. DEPARTMENT OF STATE", "UNCLASSIFIED WHEN SEPARATED", "RESTRICTED DATA",
    "UK SECRET SERVICE", "OFFICIAL BUSINESS",
    "(S/U)", "(SI U)", "(FOUO S)", "(UNCLAS S)", "(S UNCLASSIFIED)", "(S CONFIDENTIAL)",
    "PROTECTED SPECIES", "", "   ", "()", "//",
]  # fmt: skip


@pytest.mark.parametrize("text", ["(see below)", *PROSE, *ORDINARY.split()])
def test_ordinary_words_are_no_marking(text: str) -> None:
    parsed = parse(text)
    assert parsed.marking is None
    assert not parsed.valid
    assert parsed.suggestion is None


def test_a_caveat_of_an_agency_is_not_advised_away() -> None:
    parsed = parse("SECRET/SENSITIVE")
    assert parsed.marking is not None and parsed.marking.nonic == ("SENSITIVE",)
    assert parsed.suggestion is None


def test_each_finding_names_its_source() -> None:
    for text in ("SECRET//NOFORN/RELIDO", "UNCLASSIFIED//SI", "S//NF"):
        for book in (Book.CAPCO_2016, Book.DODM_5200_01):
            assert all("[" in finding.message for finding in parse(text, book=book).findings)


def test_a_finding_points_at_what_it_speaks_of() -> None:
    text = "SECRET//NOFORN/FROBNICATE"
    finding = next(f for f in parse(text).findings if f.code == "M102")
    assert text[finding.start : finding.end] == "FROBNICATE"
