# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners: the overall marking on a line of its own, or apart from everything else on its line.

In force or struck through (``~~SECRET~~``), in parentheses under a memorandum, letter-spaced at the head of a cable
(``C O N F I D E N T I A L SECTION 1 OF 2``), behind ``Classification:`` in an e-mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

from workbench.documents import Document, Span
from workbench.markings import Marking
from workbench.markings.register import register
from workbench.marks.banner_line import LineBanner, banners_on_line
from workbench.marks.choices import find_rows, row_marks
from workbench.marks.damaged_banners import damaged_banners, mended_lines
from workbench.marks.items import is_enclosed, is_item
from workbench.marks.late import late
from workbench.marks.lines import Lines, within
from workbench.marks.model import Mark, MarkType, make_mark
from workbench.marks.page_edges import page_edges


LONGEST_LINE = 240
"""Characters; a banner with every caveat spelled out is shorter."""
# One literal each: the lines worth a look.
_WORDS = (
    "SECRET|Secret|Confidential|CONFIDENTIAL|C0NFIDENTIAL|UNCLASSIFIED|UNCLAS |RESTRICTED|OFFICIAL|INTERNAL USE ONLY"
    "|Classification:|CLASSIFICATION: Unclassified"
    "|CUI|SBU|FOUO|CONTROLLED|COSMIC|NATO|CHANNELS ONLY|HANDLE VIA|PROTECTED|RESTREINT|CONFIDENTIEL"
    "|CRITICAL INFRASTRUCTURE|VULNERABILITY INFORMATION|NAVAL NUCLEAR|10 CFR 2.390|SAFEGUARDS|ENFORCEMENT SENSITIVE"
    "|SENSITIVE SECURITY|//|S E C R E T|C O N F I D E N T I A L|C 0 N F I D E N T I A L|U N C L A S"
    "|R E S T R I C T E D|R-E-S-T-R-I-C-T-E-D|S-E-C-R-E-T"
    "|C-O-N-F-I-D-E-N-T-I-A-L|S.E.C.R.E.T|C.O.N.F.I.D.E.N.T.I.A.L|RD-SIGMA|VS-|VS - "
).split("|")


@cache
def _words_by_part() -> dict[str, list[str]]:
    """Those words and other countries' levels, by the word or letter of each by which a text is known to lack it."""
    levels = [name for name, head in register().heads.items() if head.system not in ("US", "CUI", "NATO")]
    found: dict[str, list[str]] = {}
    for word in (*_WORDS, *(name for name in levels if not any(word in name for word in _WORDS))):
        longest = max(re.sub("[^a-z/]", " ", word.lower().replace("0", "o")).split(), key=len, default="")
        found.setdefault(longest, []).append(word)
    return found


def find_banners(document: Document, lines: Lines) -> Iterator[Mark]:
    """Every banner, in no order; the span is the marking alone, without the ``~~`` around a struck one."""
    rows = [
        row
        for row in find_rows(document, lines)
        if not is_enclosed(lines, lines.at(row.span.start), lines.at(row.span.end - 1))
    ]
    yield from chain.from_iterable(row_marks(document, row) for row in rows)
    offered = [Span(lines.at(row.span.start).start, row.span.end) for row in rows]
    marks = _outside_forms(document, lines)
    yield from (mark for mark in marks if not within(mark.start, offered)) if offered else marks


def _outside_forms(document: Document, lines: Lines) -> Iterator[Mark]:
    spans = set()
    words = _words_by_part()
    for part in lines.shadow.held(words):
        for word in words[part]:
            at = lines.text.find(word)
            while at >= 0:
                place = lines.at(at)
                spans.add(place)
                at = lines.text.find(word, place.end)
    # The same banner stands on every page.
    read: dict[str, list[LineBanner]] = {}
    found: list[Mark] = []
    for start, end in spans:
        if end - start <= LONGEST_LINE:
            line = document.text[start:end]
            if line not in read:
                read[line] = list(banners_on_line(line))
            found += [_mark(document, start + begin, start + stop, marking) for begin, stop, marking in read[line]]
    taken = {lines.at(mark.start).start for mark in found}
    for start, line in mended_lines(lines, taken):
        found += [
            _mark(document, start + begin, start + stop, marking) for begin, stop, marking in banners_on_line(line)
        ]
    yield from (
        mark
        for mark in _without_common_words(found)
        if not (_is_clearance(lines, mark.start) or is_item(lines, mark.start, mark.end))
    )
    taken = {lines.at(mark.start).start for mark in found}
    for start, end, marking in (*damaged_banners(lines, taken), *page_edges(document, lines, taken)):
        if not is_item(lines, start, end):
            yield _mark(document, start, end, marking)


def _without_common_words(found: list[Mark]) -> list[Mark]:
    """Without OFFICIAL and PROTECTED, levels of other countries, where they stand on one line only."""
    times = Counter(mark.raw for mark in found)
    known = register().heads
    return [m for m in found if times[m.raw] > 1 or not ((head := known.get(m.raw)) and head.common)]


def _mark(document: Document, start: int, end: int, marking: Marking) -> Mark:
    mark = make_mark(document, MarkType.BANNER, start, end, marking)
    tildes = document.text[max(0, start - 2) : start] == "~~" and document.text.startswith("~~", end)
    return replace(mark, struck=True) if tildes and not mark.struck else mark


_NAMED = r"(?:clearances?|safeguarding|FCL|PCL|eligibility|access)\b"
_ABOVE = late(
    rf"\W*(?:\d{{0,2}}[a-z]?\.\s*)?(?:(?i:[\w/ ().,-]{{0,90}}\b{_NAMED}[\w/ ().,-]{{0,60}}):"
    r"|(?=[^a-z]*$)[^a-z\n]{0,90}\b(?:CLEARANCES?|SAFEGUARDING|FCL|PCL|ELIGIBILITY)\b[^a-z\n]{0,80})\s*",
)
_BESIDE = late(rf"[\w/ ().,-]{{0,60}}\b{_NAMED}[\w/ ()-]{{0,40}}:\s*", re.IGNORECASE)
# A numbered item, or a few words and a colon, ask for what follows even at the foot of a page.
_ASKS = late(r"\W*(?:\d{0,2}[a-z]?\.\s|(?:\w+ ?){1,5}:\s*$)")


def _is_clearance(lines: Lines, start: int) -> bool:
    """Whether the level at ``start`` is what a label of a form, beside it or right above it, asks for.

    ``FACILITY CLEARANCE REQUIRED`` over ``SECRET`` (DD Form 254, items 1.a and 1.b), ``Clearance:   TOP SECRET`` on a
    visit request or in a vacancy. The label must look like one of a form and the level stand inside the page: a footer
    below a sentence about clearances stays a banner.
    """
    own = lines.at(start)
    left = lines.text[own.start : start]
    if left.strip():
        return _BESIDE.fullmatch(left) is not None
    above, below = lines.before(own), lines.after(own)
    if above is None or "\f" in lines.text[above.end : start]:
        return False
    label = lines.text[above.start : min(above.end, above.start + 200)]
    if not _ABOVE.fullmatch(label):
        return False
    goes_on = below is not None and "\f" not in lines.text[own.end : below.start] and lines.text[slice(*below)].strip()
    return bool(goes_on or _ASKS.match(label))
