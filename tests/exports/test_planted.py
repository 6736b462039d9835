# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finished copies into which something withheld was put back, in every code and spot: the check finds each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.exports.pdf_making import SURVEY
from tests.exports.planting import CODES, DOCX_SPOTS, PACKED, PDF_SPOTS, PDF_WAYS, SEALED, TEXT_SPOTS, attached, in_docx
from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.docx.sanitize import sanitize_as_docx
from workbench.exports.pdf.reflow import reflow
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


NAME = "Wendelin-Oakes 77"
PASSAGE = SURVEY.removeprefix("(S) ")
TEXT = f"SECRET\n\n(U) The ferry runs. It is late, and {NAME} knows why.\n\n{SURVEY}\n\nSECRET\n".encode()
PUT = {"name": NAME, "passage": PASSAGE}


@cache
def plan() -> Plan:
    return make_plan(analyse(read_document(TEXT, "memo.txt")), load_policy("public"), [Term(NAME)])


@cache
def copies() -> dict[str, bytes]:
    return {"txt": sanitize(plan(), TEXT), "pdf": reflow(plan()), "docx": sanitize_as_docx(plan())}


def leaks(copy: bytes, suffix: str) -> int:
    verification = verify_copy(copy, f"copy.{suffix}", plan())
    told = " ".join(finding.message for finding in verification.findings).lower()
    assert "oakes" not in told and "survey" not in told
    return verification.leaks


def test_the_copies_themselves_are_clean() -> None:
    assert {suffix: leaks(copy, suffix) for suffix, copy in copies().items()} == {"txt": 0, "pdf": 0, "docx": 0}


@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("suffix", "spot"),
    [("pdf", spot) for spot in PDF_SPOTS] + [("docx", spot) for spot in DOCX_SPOTS] + [("txt", s) for s in TEXT_SPOTS],
)
def test_a_text_put_back_in_a_code_is_found(suffix: str, spot: str, code: str, put: str) -> None:
    plant: Callable[[bytes, str], bytes] = {"pdf": PDF_SPOTS, "docx": DOCX_SPOTS, "txt": TEXT_SPOTS}[suffix][spot]
    assert leaks(plant(copies()[suffix], CODES[code](PUT[put])), suffix)


@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize("way", PDF_WAYS)
def test_a_text_put_back_in_the_syntax_of_a_pdf_is_found(way: str, put: str) -> None:
    assert leaks(PDF_WAYS[way](copies()["pdf"], PUT[put]), "pdf")


@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize("packed", PACKED)
def test_a_file_put_into_a_copy_is_looked_into(packed: str, put: str) -> None:
    data = PACKED[packed](PUT[put].encode())
    assert leaks(attached(copies()["pdf"], data), "pdf")


@pytest.mark.parametrize("cut", [NAME[:9], NAME[4:], "Oakes77 WENDELIN", PASSAGE[:40], PASSAGE[20:60]])
def test_a_part_of_what_is_withheld_is_found(cut: str) -> None:
    for suffix, plant in (("pdf", PDF_SPOTS["page"]), ("docx", in_docx), ("txt", TEXT_SPOTS["line"])):
        assert leaks(plant(copies()[suffix], cut), suffix)


@pytest.mark.parametrize("packed", SEALED)
def test_what_cannot_be_unpacked_is_told(packed: str) -> None:
    checks = verify_copy(attached(copies()["pdf"], SEALED[packed]), "copy.pdf", plan()).checks
    assert SEALED[packed] and [check.not_searched for check in checks if check.name == "files in the file"] != [""]
