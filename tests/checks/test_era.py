# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.checks import era


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
TEXTS = st.lists(st.sampled_from((*PARTS, " ", " ", "\n", "  ", "\x1c")), max_size=14).map("".join)


@settings(max_examples=300)
@given(TEXTS)
def test_dates_are_found_by_their_years(text: str) -> None:
    wanted = [match.span() for match in era._FULL_DATE.finditer(text)]
    assert [match.span() for match in era._full_dates(text)] == wanted
