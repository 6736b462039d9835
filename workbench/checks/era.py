# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which book a document is judged: S/NF was right in its day and is no error in a document of that day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from workbench.documents import Span
from workbench.markings.model import Book, Era, Marking
from workbench.marks.dates import MONTHS
from workbench.marks.late import late
from workbench.marks.lines import within
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


# The category separator // came with the CAPCO register (CAPCO 2016 A.6; in common use from about 2003): the last
# year in which a document could be written by the old forms.
LAST_LEGACY_YEAR = 2003

_MARKINGS = frozenset({MarkType.PORTION, MarkType.BANNER})
_LATER = frozenset({MarkType.STAMP, MarkType.AUTHORITY})  # what may have dates of its own, not the document's
_FULL_DATE = late(
    r"\b(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?((?:19|20)\d\d)\b"
    r"|\b\d{1,2}[/-]\d{1,2}[/-]((?:19|20)\d\d)\b|\b((?:19|20)\d\d)-\d\d-\d\d\b",
    re.IGNORECASE,
)


# The orders until E.O. 12958, and the groups and schedules of some of them.
_ORDERED = late(r"\b(?:10290|10501|10964|11652|12065|12356)\b|^(?:GROUP|GP)\b|\bX?GDS\b")
# One pattern for each beginning: together they take ten times as long.
_YEARS = (late(r"19\d\d"), late(r"20\d\d"))
_BEFORE_YEAR = 80  # characters that a day, a month and what OCR leaves between them take
_BEHIND_YEAR = 6  # -05-31
_NUMBERED = 6  # 12/31/
_WORDS = 3  # 12 May, or May 31,


def year_of(analysis: Analysis) -> int | None:
    """The year the document names most often in full dates; stamps of a later release do not count."""
    stamps = _merged([m.span for m in analysis.marks if m.type in _LATER])
    years: Counter[int] = Counter()
    for match in _full_dates(analysis.document.text):
        if not within(match.start(), stamps):
            years[int(next(filter(None, match.groups())))] += 1
    if not years:
        return None
    most = max(years.values())
    return min(year for year, count in years.items() if count == most)


def book_for(analysis: Analysis, year_of: Callable[[Analysis], int | None] = year_of) -> Book:
    """The book of the document's own era; ``year_of`` is only asked where its marks do not say.

    A document is of the old era when its markings are written the old way, none the modern way, and it is classified
    by an order that ended in 1995, or its dates do not put it after 2003. Where nothing dates it, the judgement is by
    today's book: the writer who asks is of today.
    """
    markings = [m for m in analysis.marks if m.type in _MARKINGS]
    values = [m.value for m in markings if isinstance(m.value, Marking)]
    if values and all(v.system == "CUI" for v in values):
        return Book.CUI
    if any("//" in m.raw for m in markings):
        return Book.CAPCO_2016
    if any(m.type is MarkType.AUTHORITY and _ORDERED.search(m.raw) for m in analysis.marks):
        return Book.LEGACY
    year = year_of(analysis)
    if year is not None:
        return Book.LEGACY if year <= LAST_LEGACY_YEAR else Book.CAPCO_2016
    return Book.LEGACY if _only_then(markings) else Book.CAPCO_2016


def _only_then(markings: list[Mark]) -> bool:
    """Whether a mark has a form that no typing slip for a modern one explains: S/NF alone might be one."""
    legacy = [m for m in markings if isinstance(m.value, Marking) and m.value.era is Era.LEGACY]
    return any("/" not in m.raw for m in legacy)


def _full_dates(text: str) -> Iterator[re.Match[str]]:
    """The dates of ``text``. Years are many times faster found than dates, and nearly all text is without any."""
    done = 0
    for year in sorted(match.start() for pattern in _YEARS for match in pattern.finditer(text)):
        last = year + 4 + _BEHIND_YEAR
        begin = _begin_of_date(text, year)
        if begin is None:
            continue
        for match in _FULL_DATE.finditer(text, max(done, begin), last + 1):
            # What ends at the very end of the stretch may go on behind it.
            if match.end() <= last:
                done = match.end()
                yield match


def _begin_of_date(text: str, year: int) -> int | None:
    """Where a date begins at the earliest whose year stands at ``year``; None where no month or day is beside it."""
    before = text[year - 1 : year]
    if before in ("/", "-"):
        return max(0, year - _NUMBERED)
    numbered = text[year + 4 : year + 5] == "-"
    if not before.isspace():
        return year if numbered else None
    near = text[max(0, year - _BEFORE_YEAR) : year]
    words = near.split()[-_WORDS:]
    if not any(month in word for word in map(str.casefold, words[-2:]) for month in MONTHS):
        return year if numbered else None
    begin = len(near)
    for word in reversed(words):
        begin = near.rfind(word, 0, begin)
    return year - len(near) + begin


def _merged(spans: list[Span]) -> list[Span]:
    """``spans``, which are in order, with those that overlap as one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
