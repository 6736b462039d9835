# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Declassify On value means, which of several sources governs, and when declassification is automatic.

E.O. 13526 sections 1.5 and 3.3; 32 CFR 2001.22(e) and 2001.26; ISOO Notices 2012-02 and 2013-01; CAPCO 2016 section E.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from workbench.marks.dates import IN_TEXT, iso
from workbench.marks.late import Match, late


class Kind(IntEnum):
    """Kinds of value in the order in which they govern, the longest protection first (CAPCO 2016 section E.3)."""

    NOT_APPLICABLE = 0
    EXEMPT_75 = 1
    EXEMPT_50_SOURCE = 2
    EXEMPT_50 = 3
    EXEMPT_25_IMAGERY = 4
    EXEMPT_25 = 5
    EXEMPT_25_BARE = 6
    DATE = 7
    EVENT = 8
    RETIRED = 9
    UNKNOWN_EXEMPTION = 10
    MISSING = 11


@dataclass(frozen=True, slots=True)
class DeclassifyOn:
    """A value read: ``code`` is the exemption (``25X1``), the retired word (``OADR``) or what it does not apply to."""

    kind: Kind
    text: str
    code: str | None = None
    date: str | None = None


_EXEMPTION = late(
    r"(?<!\w)(?P<years>25|50|75)X(?: ?3\.3 ?\()?(?P<number>[\dlI]{1,2})(?:\s?-\s?(?P<suffix>HUM|WMD|human))?",
    re.IGNORECASE,
)
_RETIRED = (
    (late(r"\bOADR\b|Originating Agency'?s Determination Required", re.IGNORECASE), "OADR"),
    (late(r"\bMR\b|Manual Review", re.IGNORECASE), "MR"),
    (late(r"\bD[CN]I ONLY\b", re.IGNORECASE), "DCI ONLY"),
    (late(r"treaty or international agreement", re.IGNORECASE), "TREATY"),
    (late(r"\bRDS(?:-?\d)?\b"), "RDS"),  # a day of review (E.O. 12065 s.1-4)
    (
        late(
            r"\bX?GDS(?:-?\d)?\b|general declassification schedule|date impossible to determine|IMPDET"
            r"|declassification indefinite",
            re.IGNORECASE,
        ),
        "GDS",
    ),
    (late(r"(?<!\w)(?:1\.6 ?)?X-?[1-8](?!\w)"), "X"),
    (
        late(r"\bG(?:ROU)?P\b\.?[ -]?[1-4]\b|\bautomatic (?:down|re)grading|\b\d+[ -]year intervals", re.IGNORECASE),
        "GROUP",
    ),
)
_UNKNOWN_X = late(r"(?<!\w)X\d{1,2}(?!\w)")
_LOOKS_LIKE_DATE = late(r"(?<!\d)\d{8}(?!\d)|(?<!\d)\d{1,4}[/-]\d{1,2}[/-]\d{1,4}(?!\d)")


def read_declassify_on(text: str) -> DeclassifyOn:
    """What a Declassify On value says. Total: what is nothing else is an event, for any words may describe one."""
    text = " ".join(text.split())
    if not text:
        return DeclassifyOn(Kind.MISSING, text)
    printed = IN_TEXT.search(text)
    when = iso(printed.group()) if printed else None
    if re.match(r"(?:N/?A|not applicable)\b", text, re.IGNORECASE):
        systems = ", ".join(re.findall(r"\b(?:RD|FRD|TFNI|NATO)\b", text))
        return DeclassifyOn(Kind.NOT_APPLICABLE, text, systems or None)
    exempt = _EXEMPTION.search(text)
    if exempt:
        return _exemption(text, exempt, when)
    for pattern, code in _RETIRED:
        if pattern.search(text):
            # A schedule with its day is an instruction, E.O. 12065: GDS 6/5/85; behind OADR stands the day of stamping.
            return DeclassifyOn(Kind.DATE if code == "GDS" and when else Kind.RETIRED, text, code, when)
    if _UNKNOWN_X.search(text):
        return DeclassifyOn(Kind.UNKNOWN_EXEMPTION, text)
    if when or _LOOKS_LIKE_DATE.search(text):
        return DeclassifyOn(Kind.DATE, text, None, when)
    return DeclassifyOn(Kind.EVENT, text)


def _exemption(text: str, match: Match, when: str | None) -> DeclassifyOn:
    years, number = match["years"], match["number"].replace("l", "1").replace("I", "1")
    suffix = (match["suffix"] or "").upper().replace("HUMAN", "HUM")
    code = f"{years}X{number}" + (f"-{suffix}" if suffix else "")
    if not 1 <= int(number) <= 9:
        return DeclassifyOn(Kind.UNKNOWN_EXEMPTION, text, code, when)
    if code == "25X1-HUM":
        return DeclassifyOn(Kind.RETIRED, text, code, when)  # ISOO Notice 2012-02: 50X1-HUM replaces it
    if years == "75":
        return DeclassifyOn(Kind.EXEMPT_75, text, code, when)
    if years == "50":
        return DeclassifyOn(Kind.EXEMPT_50_SOURCE if suffix else Kind.EXEMPT_50, text, code, when)
    if re.search(r"E\.?O\.? ?12951", text):
        return DeclassifyOn(Kind.EXEMPT_25_IMAGERY, text, code, when)
    bare = when is None and not re.search(r",\s*\S", text[match.end() :])
    return DeclassifyOn(Kind.EXEMPT_25_BARE if bare else Kind.EXEMPT_25, text, code, when)


def governing(values: Sequence[str]) -> str | None:
    """The value a derivative document carries forward from its sources; None where there are none.

    CAPCO 2016 section E.3: the longest protection wins; among dates the latest, among alike the lowest number.
    """
    read = [(_today(found), found.text) for found in map(read_declassify_on, values) if found.text]
    if not read:
        return None
    strongest = min(today.kind for today, _ in read)
    alike = sorted((pair for pair in read if pair[0].kind is strongest), key=lambda pair: pair[0].code or "")
    dated = strongest is not Kind.EXEMPT_50_SOURCE
    return max(alike, key=lambda pair: (dated and pair[0].date) or "")[1]


def _today(value: DeclassifyOn) -> DeclassifyOn:
    """50X1-HUM for 25X1-human, whose place it took (CAPCO 2016 section E.6)."""
    return read_declassify_on("50X1-HUM") if value.code == "25X1-HUM" else value


def automatic_date(value: DeclassifyOn, written: date | None) -> str | None:
    """The day on which declassification is automatic (ISO 8601); None where there is none or it cannot be known.

    ``written`` is the date of the document (of the source, for a retired value). Without instruction a record is
    declassified on 31 December of its 25th year (E.O. 13526 s.3.3(a)); 50X1-HUM and 50X2-WMD last 75 years (s.3.3(h)),
    a bare 25Xn fifty (32 CFR 2001.26), a retired value twenty-five from the date of the source (2001.22(e)(3)).
    """
    value = _today(value)
    if value.kind in (Kind.NOT_APPLICABLE, Kind.EVENT):
        return None
    if value.date and value.kind is not Kind.RETIRED:
        return value.date
    if value.kind is Kind.RETIRED and value.date and "source" in value.text.lower():
        written = date.fromisoformat(value.date)
    if written is None:
        return None
    if value.kind is Kind.MISSING:
        return date(written.year + 25, 12, 31).isoformat()
    return _years_after(written, _TERMS.get(value.kind, 25)).isoformat()


_TERMS = {
    Kind.EXEMPT_75: 100,
    Kind.EXEMPT_50_SOURCE: 75,
    Kind.EXEMPT_50: 75,
    Kind.EXEMPT_25_IMAGERY: 50,
    Kind.EXEMPT_25_BARE: 50,
    Kind.EXEMPT_25: 50,
}


def _years_after(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)  # a year misprinted, 9990 for 1990, has no later one
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)
