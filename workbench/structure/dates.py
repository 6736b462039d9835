# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates alone on a line."""

from __future__ import annotations

from workbench.marks.dates import MONTH
from workbench.marks.late import late


_LONGEST_DATE = 48
BESIDE_DATE = " .|"
"""What may stand around a date that is alone on a line."""
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_TH = r"(?:st|nd|rd|th)?"
_DATE = late(
    rf"(?i){_DAY}(?:\d{{1,2}}{_TH} {MONTH},? ?\d{{4}}|{MONTH} \d{{1,2}}{_TH}, ?\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
)


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and nothing else, a stop or a bar beside it."""
    if not (text[-1:].isdecimal() or text[-1:] in BESIDE_DATE):
        return False
    if text[-2:-1].isalpha():
        return False  # the end of a sentence
    bare = text.strip(BESIDE_DATE)
    return len(bare) <= _LONGEST_DATE and bare[-1:].isdecimal() and bool(_DATE.fullmatch(bare))
