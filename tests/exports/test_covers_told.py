# SPDX-License-Identifier: AGPL-3.0-or-later
"""`verify FILE` tells of words that a page hides what the reader of documents sees of them, and how they are hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documents.pdf_making import read
from tests.documents.test_pdf_hatched_over import CASES as READ
from tests.documents.test_pdf_hatched_over import specimen
from workbench.exports.pdf.verification.inspect import inspect


TOLD = yaml.safe_load((Path(__file__).parent / "cases" / "covers_told.yaml").read_text(encoding="utf-8"))
HIDDEN = {"V111", "V112", "V113", "V114", "V115", "V146"}


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in inspect(data, "stranger.pdf")[1]} & HIDDEN


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("case", TOLD, ids=lambda c: c["name"])
def test_words_that_a_page_hides_are_told_by_what_hides_them(case: dict[str, Any], rotation: int) -> None:
    assert codes(specimen(case, rotation)) == {case["code"]} - {"none"}


@pytest.mark.parametrize("case", READ, ids=lambda c: c["name"])
def test_what_a_document_is_not_read_for_is_told_of_a_stranger_s_file(case: dict[str, Any]) -> None:
    data = specimen(case)
    hidden = any(finding.code == "hidden-text" for finding in read(data).findings)
    assert bool(codes(data)) is hidden and (hidden or case["seen"])
