# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which book a document is judged: S/NF was right in its day and is no error in a document of that day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from workbench.markings.model import Book, Era, Marking
from workbench.marks.late import late
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


# The category separator // came with the CAPCO register (CAPCO 2016 A.6; in common use from about 2003): the last
# year in which a document could be written by the old forms.
LAST_LEGACY_YEAR = 2003

_MARKINGS = frozenset({MarkType.PORTION, MarkType.BANNER})
_LATER = frozenset({MarkType.STAMP, MarkType.AUTHORITY})  # what may have dates of its own, not the document's
# The orders until E.O. 12958, and the groups and schedules of some of them.
_ORDERED = late(r"\b(?:10290|10501|10964|11652|12065|12356)\b|^(?:GROUP|GP)\b|\bX?GDS\b")
# Years are many times faster found than dates, and nearly all text is without any; one pattern for each beginning.
_YEARS = (late(r"19(?<!\w19)\d\d\b"), late(r"20(?<!\w20)\d\d\b"))
_DAY_BEFORE = late(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?|\d{1,2}[/-]\d{1,2}[/-])\Z",
    re.IGNORECASE,
)
_DAY_BEHIND = late(r"-\d\d-\d\d\b")
_REACH = 80  # characters that a month, a day and what OCR leaves between them take


def year_of(analysis: Analysis) -> int | None:
    """The year the document names most often in full dates; stamps of a later release do not count."""
    text = analysis.document.text
    dated = dict(_dated_years(text, 0, len(text)))
    for mark in analysis.marks if dated else ():
        if mark.type in _LATER:
            for at, _ in _dated_years(text, mark.start, mark.end):
                dated.pop(at, None)
    years = Counter(dated.values())
    return min(years, key=lambda year: (-years[year], year), default=None)


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


def _dated_years(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the year of a full date stands in ``text[start:end]``, and that year."""
    for pattern in _YEARS:
        for match in pattern.finditer(text, start, end):
            at = match.start()
            if _DAY_BEHIND.match(text, match.end()) or _DAY_BEFORE.search(text, max(0, at - _REACH), at):
                yield at, int(match.group())
