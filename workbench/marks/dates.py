# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as stamps, authority lines and cables write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from workbench.marks.late import late


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_SET_OFF = r"(?=:|\.? [–—(-]| {3}|\t| ?$)"  # what parts a day without a year, or an hour, from its entry
DATED: Final = (
    rf"(?:\d{{1,2}} {MONTH}(?: \d{{2,4}}|{_SET_OFF})|{MONTH} \d{{1,2}}(?:, \d{{4}}|{_SET_OFF})"
    rf"|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}[:.]\d\d|(?:\d\d)?\d{{4}}Z?(?:(?= h)|{_SET_OFF}))"
    r"(?: ?(?:hours|hrs\.?|[ap]\.?m\.?))?"
)
"""The day or hour with which an entry of a log begins."""
# Digits as OCR spells them: O for 0, l and I for 1. A date of letters only is none, so the year must have a digit.
_D = r"[\dOolI]"

DATE: Final = (
    rf"(?:(?:1[89]|2[0O]){_D}{{2}}[/\-. ]{_D}{{1,2}}[/\-. ]{_D}{{1,2}}(?!\d)"  # 2003/05/14
    # 08-31-2009, 07 31 2017, 12/6/85: one sign parts all three, else "RDS-3 6/15/98" would be a day of March.
    + "".join(
        rf"|{_D}{{1,2}}{sign}{_D}{{1,2}}{sign}(?:(?:1[89]|2[0O]){_D}{{2}}|\d\d)(?!\d)"
        for sign in ("/", "-", r"\.", " ")
    )
    + rf"|{_D}{{1,2}}[/\-.]{_D}{{1,2}}[/\-.](?:1[89]|2[0O]){_D}{{2}}(?!\d)"
    rf"|{_D}{{1,2}}[ \-]?{MONTH}[ \-,]{{0,2}}(?:\d{{4}}|\d\d)(?!\d)"  # 20 Mar 2014, 06-MAY-2003
    rf"|{MONTH} ?\d{{1,2}},? ?\d{{4}}(?!\d)"  # January 5, 1979
    r"|(?:1[89]|2[01])\d{2}[01]\d[0-3]\d(?!\d))"  # 20351115
)

IN_TEXT: Final = late(rf"(?<![\w/]){DATE}", re.IGNORECASE)
"""A date among other words."""

_PATTERN = late(DATE, re.IGNORECASE)
_NAMED = late(r"[A-Za-z]{3,}")
_PARTING = late(r"[/\-. ]")
# Both cases, and the Turkish i's: the pattern takes them all.
AS_DIGITS = str.maketrans("OoLlIi\u0130\u0131", "00111111")


@lru_cache(maxsize=4096)
def iso(printed: str) -> str | None:
    """The ISO form of a date as printed; None where it is no date or no day that exists (``20400230``).

    Numbers are read as Americans write them, month first, unless that month does not exist. Two-digit years up to 60
    are of this century: a release stamp or a declassification date is never older than the cable era.
    """
    text = printed.strip().rstrip(".,")
    if not _PATTERN.fullmatch(text):
        return None
    named = _NAMED.search(text)
    if named and named.group()[:3].lower() in MONTHS:
        return _named(text, MONTHS.index(named.group()[:3].lower()) + 1)
    digits = text.translate(AS_DIGITS)
    if not _PARTING.sub("", digits).isdecimal():
        return None  # a month whose name holds a letter that only case folding takes for an s
    parts = _PARTING.split(digits)
    if len(parts) == 1:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _day(first, second, third)
    return _day(_year(parts[2]), first, second) or _day(_year(parts[2]), second, first)


def _named(text: str, month: int) -> str | None:
    numbers = re.findall(r"\d+", re.sub(r"^[OolI](?=\d)", "0", text))
    return _day(_year(numbers[1]), month, int(numbers[0])) if len(numbers) == 2 else None


def _year(printed: str) -> int:
    number = int(printed)
    return number if len(printed) == 4 else number + (2000 if number <= 60 else 1900)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
