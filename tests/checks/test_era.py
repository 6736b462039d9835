# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.structure.making import document
from workbench.checks import era
from workbench.markings import Book
from workbench.structure import analyse


PARTS = (
    "12",
    "31,",
    "May",
    "sept.",
    "1985",
    "2003",
    "12/31/1999",
    "1985-05-12",
    "/",
    "-",
    "-05-31",
    "of the",
    "(",
    "x",
)
FULL_DATE = re.compile(
    r"\b(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?((?:19|20)\d\d)\b"
    r"|\b\d{1,2}[/-]\d{1,2}[/-]((?:19|20)\d\d)\b|\b((?:19|20)\d\d)-\d\d-\d\d\b",
    re.IGNORECASE,
)
TEXTS = st.lists(st.sampled_from((*PARTS, " ", " ", "\n", "  ", "\x1c")), max_size=14).map("".join)


@settings(max_examples=300)
@given(TEXTS)
def test_dates_are_found_by_their_years(text: str) -> None:
    dates = [match for at in range(len(text)) if (match := FULL_DATE.match(text, at))]
    wanted = {match.start(match.lastindex or 0): int(match[match.lastindex or 0]) for match in dates}
    assert dict(era._dated_years(text, 0, len(text))) == wanted


@pytest.mark.parametrize(
    ("text", "book"),
    [
        ("SECRET\n\nE.O. 11652: GDS\n\n1. THE PIER IS CLOSED.\n", Book.LEGACY),
        ("SECRET\n\nThe pier is closed. (S/NF)\n\nGROUP 1\n", Book.LEGACY),
        ("SECRET\n\nE.O. 13526: DECL: 20350101\n\n1. (S/NF) THE PIER.\n", Book.CAPCO_2016),
        ("SECRET//NOFORN\n\nE.O. 12356: DECL: OADR\n\n1. (S//NF) THE PIER.\n", Book.CAPCO_2016),
    ],
)
def test_an_order_that_ended_dates_a_document(text: str, book: Book) -> None:
    assert era.book_for(analyse(document(text))) is book
