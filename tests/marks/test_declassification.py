# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks
from workbench.marks.authority_check import CODES, check_authority
from workbench.marks.declassification import automatic_date, governing, read_declassify_on


def codes(text: str, written: date | None = None) -> list[str]:
    document = Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),))
    return [finding.code for finding in check_authority(find_marks(document), written=written)]


BLOCK = "Classified By: Jane Roe\nDerived From: Harbour Guide, 1 Jan 2010\nDeclassify On: {}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BLOCK.format("20401231"), []),
        (BLOCK.format("20400230"), ["A005"]),
        (BLOCK.format("12/31/2040"), ["A006"]),
        (BLOCK.format("25X12, 20601231"), ["A007"]),
        (BLOCK.format("X9"), ["A007"]),
        (BLOCK.format("OADR"), ["A008"]),
        (BLOCK.format("25X1-human"), ["A008"]),
        (BLOCK.format("25X1"), ["A011"]),
        (BLOCK.format("50X1-HUM"), []),
        (BLOCK.format("Completion of the harbour"), []),
        (BLOCK.format("20401231\nDeclassify On: 20411231"), ["A009"]),
        ("Classified By: Jane Roe\nDeclassify On: 20401231", ["A003"]),
        ("Derived From: Harbour Guide\nDeclassify On: 20401231", ["A001"]),
        ("Classified By: Jane Roe\nDerived From: Harbour Guide", ["A002"]),
        ("Classified By: Jane Roe\nReason: 1.4(i)\nDeclassify On: 20401231", ["A004"]),
        (BLOCK.format("20401231") + "\nReason: 1.4(c)", ["A010"]),
        ("E.O. 11652: GDS", []),
        ("No block at all.", []),
        # E.O. 12356 and before asked for no reason.
        ("Classified by 5668 SLD\nDeclassify on: OADR 2/3/88", []),
        ("CLASSIFIED BY 4183\nEXEMPT FROM GDS, CATEGORY 2", []),
        ("Classified By: Jane Roe\nDeclassify On: 25X 3.3(1)", ["A003", "A011"]),
    ],
)
def test_a_block_is_judged(text: str, wanted: list[str]) -> None:
    assert codes(text) == wanted
    assert set(wanted) <= CODES.keys()


def test_a_retired_value_is_right_in_its_own_time() -> None:
    assert codes(BLOCK.format("X1"), written=date(2000, 5, 4)) == []
    assert codes(BLOCK.format("OADR"), written=date(1990, 5, 4)) == []
    assert codes(BLOCK.format("OADR"), written=date(2000, 5, 4)) == ["A008"]


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        ([], None),
        (["20300101", "20351231"], "20351231"),
        (["20350101", "25X1, 20450101"], "25X1, 20450101"),
        (["25X4, 20500101", "25X2, 20450101"], "25X4, 20500101"),
        (["50X2-WMD", "50X1-HUM", "25X9, 20600101"], "50X1-HUM"),
        (["75X1, 21000101", "50X1-HUM"], "75X1, 21000101"),
        (["N/A to NATO portions. See source list.", "50X1-HUM"], "N/A to NATO portions. See source list."),
        (["Completion of the harbour", "20300101"], "20300101"),
        (["25X5, 20500101", "25X2, 20500101"], "25X2, 20500101"),
        (["20351231", "25X1-human"], "25X1-human"),
        (
            ["Not applicable to RD portions. See source list.", "25X1, EO 12951"],
            "Not applicable to RD portions. See source list.",
        ),
    ],
)
def test_the_longest_protection_governs(sources: list[str], wanted: str | None) -> None:
    assert governing(sources) == wanted


@pytest.mark.parametrize(
    ("text", "written", "wanted"),
    [
        ("20401231", date(2020, 1, 1), "2040-12-31"),
        ("25X1, 20650101", date(2020, 1, 1), "2065-01-01"),
        ("25X1", date(2020, 3, 1), "2070-03-01"),
        ("50X1-HUM", date(2020, 3, 1), "2095-03-01"),
        ("25X1-human", date(2005, 3, 1), "2080-03-01"),
        ("OADR", date(1992, 2, 29), "2017-02-28"),
        ("Source Marked OADR, date of source 19900312", date(2015, 1, 1), "2015-03-12"),
        ("Source Marked OADR, date of source 12 March 9990", date(2015, 1, 1), "9999-03-12"),  # a misprint
        ("", date(2001, 3, 1), "2026-12-31"),
        ("", None, None),
        ("Completion of the harbour", date(2001, 3, 1), None),
        ("N/A to RD portions.", date(2001, 3, 1), None),
        ("GDS 6/5/85 (ROE, JANE) OR-M", date(1979, 6, 5), "1985-06-05"),
        ("RDS-4 6/5/99 (ROE, JANE) OR-M", None, None),  # a day of review
    ],
)
def test_automatic_declassification(text: str, written: date | None, wanted: str | None) -> None:
    assert automatic_date(read_declassify_on(text), written) == wanted


@settings(max_examples=100)
@given(st.lists(st.text(max_size=30), max_size=4), st.dates(max_value=date(9000, 1, 1)))
def test_any_value_can_be_read(values: list[str], written: date) -> None:
    assert governing(values) is None or governing(values) in [" ".join(value.split()) for value in values]
    for value in values:
        day = automatic_date(read_declassify_on(value), written)
        assert day is None or date.fromisoformat(day)
