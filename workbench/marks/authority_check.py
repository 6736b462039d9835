# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is missing, contradictory or retired in a classification authority block (findings A001 to A012).

32 CFR 2001.21 and 2001.22; E.O. 13526 sections 1.4, 1.5 and 1.6; CAPCO 2016 section E. A block is judged by the order
of its time: a value that was right when the document was written is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from workbench.core.findings import Finding, Severity
from workbench.marks.authority import CONTROLLED
from workbench.marks.declassification import DeclassifyOn, Kind, read_declassify_on
from workbench.marks.late import late
from workbench.marks.model import Authority, Mark


CODES = {
    "A001": "Classified By is missing",
    "A002": "Declassify On is missing",
    "A003": "Neither Reason nor Derived From is given",
    "A004": "The reason is none of section 1.4(a) to (h)",
    "A005": "The date does not exist",
    "A006": "The date is not written YYYYMMDD",
    "A007": "No such exemption",
    "A008": "The value is retired",
    "A009": "Two Declassify On values contradict each other",
    "A010": "A derivative document gives no reason of its own",
    "A011": "The exemption lacks its date or event",
    "A012": "Atomic energy or NATO information takes no date or event",
}
"""Finding codes of this family and what they say."""

_X_ENDED = date(2003, 9, 22)
_OADR_ENDED = date(1995, 10, 14)
# Values of orders that asked for no reason: E.O. 12356, 12065, 11652 and before.
_WITHOUT_REASON = frozenset({"OADR", "RDS", "GDS", "GROUP"})
_OLD_ORDERS = late(r"E\.? ?[O0]\.? ?(?:10501|11652|12065|12356|12958)")


def check_authority(
    marks: Iterable[Mark], *, written: date | None = None, complete: bool = True, undated: bool = False
) -> tuple[Finding, ...]:
    """Findings on the authority lines among ``marks``.

    ``written`` is the document's date, where known; ``complete`` False leaves out what says that a line is missing.
    ``undated``: the document holds Restricted Data, Formerly Restricted Data, TFNI or NATO information, which no date
    declassifies (CAPCO 2016 E.4 and E.5, DoDM 5200.01 v2 enclosure 3 section 8.a).
    No authority line at all is no finding here: whether a document needs a block follows from its marking.
    """
    others = {"choice", *CONTROLLED}
    lines = [(m, m.value) for m in marks if isinstance(m.value, Authority) and m.value.field not in others]
    if not lines:
        return ()
    found = [f for f in _missing(lines) if complete and not (undated and f.code == "A002")]
    values = [(mark, read_declassify_on(value.text)) for mark, value in lines if value.field == "declassify_on"]
    for mark, value in lines:
        if value.field == "reason":
            found += _reason(mark, value)
    for mark, read in values:
        found += _value(mark, read, written)
        if undated and complete and read.kind is not Kind.NOT_APPLICABLE:
            found.append(_finding("A012", mark, Severity.ERROR))
    # A schedule or group, and the day that follows from it, are one instruction.
    distinct = {(read.kind, read.code, read.date) for _, read in values if read.code not in ("GDS", "GROUP")}
    if len(distinct) > 1:
        found.append(_finding("A009", values[-1][0], Severity.ERROR))
    return tuple(found)


def _missing(lines: list[tuple[Mark, Authority]]) -> Iterator[Finding]:
    fields = {value.field for _, value in lines}
    first = lines[0][0]
    if any(_OLD_ORDERS.match(mark.raw) or mark.raw[:2].upper() in ("E.", "EO") for mark, _ in lines):
        return  # a cable: its E.O. line is its block
    if any(value.field == "declassify_on" and read_declassify_on(value.text).code == "GROUP" for _, value in lines):
        return  # under E.O. 10501 the group was all that a document said
    if "classified_by" not in fields:
        yield _finding("A001", first, Severity.ERROR)
    if not fields & {"declassify_on", "review_on"}:  # a date for review was enough under E.O. 12065
        yield _finding("A002", first, Severity.ERROR)
    values = [read_declassify_on(value.text).code for _, value in lines if value.field == "declassify_on"]
    unreasoned = "classified_by" in fields and not fields & {"reason", "derived_from"} and values
    if unreasoned and not any(code in _WITHOUT_REASON for code in values):
        yield _finding("A003", first, Severity.ERROR)
    if {"reason", "derived_from"} <= fields:
        yield _finding("A010", first, Severity.WARNING)


_LETTERS = late(r"\(([a-zA-Z])\)")


def _reason(mark: Mark, value: Authority) -> list[Finding]:
    """Section 1.4 has (a) to (h), section 1.5 of E.O. 12958 as issued (a) to (g)."""
    letters = {letter.lower() for letter in _LETTERS.findall(value.text)}
    known = set("abcdefgh") if "1.5" not in value.text else set("abcdefg")
    return [_finding("A004", mark, Severity.ERROR)] if letters - known else []


def _value(mark: Mark, read: DeclassifyOn, written: date | None) -> Iterator[Finding]:
    if read.kind is Kind.UNKNOWN_EXEMPTION:
        yield _finding("A007", mark, Severity.ERROR)
    if read.kind is Kind.RETIRED and not _in_its_time(mark, read, written):
        yield _finding("A008", mark, Severity.WARNING)
    if read.kind is Kind.DATE and read.date is None:
        yield _finding("A005", mark, Severity.ERROR)
    cable = _OLD_ORDERS.match(mark.raw) is not None or mark.raw[:1] in "Ee"
    if read.kind is Kind.DATE and read.date and not cable and not re.search(r"(?<!\d)\d{8}(?!\d)", read.text):
        # Information: the IC wants YYYYMMDD, the booklet of ISOO shows dates in words.
        yield _finding("A006", mark, Severity.INFO)
    if read.kind is Kind.EXEMPT_25_BARE or (read.kind in (Kind.EXEMPT_50, Kind.EXEMPT_75) and read.date is None):
        yield _finding("A011", mark, Severity.WARNING)


def _in_its_time(mark: Mark, read: DeclassifyOn, written: date | None) -> bool:
    if _OLD_ORDERS.match(mark.raw) or read.code in ("GDS", "GROUP"):
        return True
    if read.code == "OADR" and read.date and read.date < _OADR_ENDED.isoformat():
        return "source" not in read.text.lower()
    if written is None or "source" in read.text.lower():
        return False
    return written < (_OADR_ENDED if read.code == "OADR" else _X_ENDED)


def _finding(code: str, mark: Mark, severity: Severity) -> Finding:
    return Finding(code, severity, CODES[code], page=mark.page, start=mark.start, end=mark.end)
