# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.marks.dates import iso


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("2003/05/14", "2003-05-14"),
        ("08-31-2009", "2009-08-31"),
        ("07 31 2017", "2017-07-31"),
        ("31/12/2017", "2017-12-31"),
        ("12/6/85", "1985-12-06"),
        ("20 Mar 2014", "2014-03-20"),
        ("30 JUN 2005", "2005-06-30"),
        ("06-MAY-2003", "2003-05-06"),
        ("June 5, 1979", "1979-06-05"),
        ("20351115", "2035-11-15"),
        ("2OO3/O5/l4", "2003-05-14"),
        ("L2/i6/85", "1985-12-16"),
        ("20\u017fEP2014", None),
        ("20400230", None),
        ("13/13/2013", None),
        ("1.4(c)", None),
        ("soon", None),
    ],
)
def test_dates(printed: str, wanted: str | None) -> None:
    assert iso(printed) == wanted


@given(st.text(max_size=20))
def test_any_text_has_a_date_or_none(printed: str) -> None:
    day = iso(printed)
    assert day is None or len(day) == 10


@given(st.dates(min_value=date(1961, 1, 1), max_value=date(2060, 12, 31)))
def test_a_date_written_out_is_read_back(day: date) -> None:

    for form in ("%Y/%m/%d", "%m-%d-%Y", "%m/%d/%y", "%d %b %Y", "%B %d, %Y", "%Y%m%d"):
        assert iso(day.strftime(form)) == day.isoformat()
