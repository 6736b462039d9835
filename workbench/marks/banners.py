# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners: the overall marking on a line of its own, or apart from everything else on its line.

In force or struck through (``~~SECRET~~``), in parentheses under a memorandum, letter-spaced at the head of a cable
(``C O N F I D E N T I A L SECTION 1 OF 2``), behind ``Classification:`` in an e-mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from workbench.documents import Document, Span
from workbench.markings import Marking
from workbench.markings.register import register
from workbench.marks.banner_line import LineBanner, banners_on_line
from workbench.marks.choices import find_rows, row_marks
from workbench.marks.clearances import is_clearance
from workbench.marks.damaged_banners import damaged_banners, mended_lines
from workbench.marks.lines import Lines, within
from workbench.marks.making import make_mark
from workbench.marks.model import Mark, MarkType


LONGEST_LINE = 240
"""Characters; a banner with every caveat spelled out is shorter."""
# One literal each: the lines worth a look. With it a part of one word, or a word of one letter, that it holds.
_WORDS = (
    ("SECRET", "secret"),
    ("Secret", "secret"),
    ("Confidential", "confidential"),
    ("CONFIDENTIAL", "confidential"),
    ("C0NFIDENTIAL", "confidential"),
    ("UNCLASSIFIED", "unclas"),
    ("UNCLAS ", "unclas"),
    ("RESTRICTED", "restricted"),
    ("OFFICIAL", "official"),
    ("INTERNAL USE ONLY", "internal"),
    ("Classification:", "classification"),
    ("CUI", "cui"),
    ("SBU", "sbu"),
    ("FOUO", "fouo"),
    ("CONTROLLED", "controlled"),
    ("COSMIC", "cosmic"),
    ("NATO", "nato"),
    ("CHANNELS ONLY", "channels"),
    ("HANDLE VIA", "handle"),
    ("PROTECTED", "protected"),
    ("RESTREINT", "restreint"),
    ("CONFIDENTIEL", "confidentiel"),
    ("CRITICAL INFRASTRUCTURE", "infrastructure"),
    ("VULNERABILITY INFORMATION", "vulnerability"),
    ("NAVAL NUCLEAR", "naval"),
    ("10 CFR 2.390", "cfr"),
    ("SAFEGUARDS", "safeguards"),
    ("ENFORCEMENT SENSITIVE", "enforcement"),
    ("SENSITIVE SECURITY", "sensitive"),
    ("//", "//"),
    ("S E C R E T", " e "),
    ("C O N F I D E N T I A L", " d "),
    ("C 0 N F I D E N T I A L", " d "),
    ("U N C L A S", " l "),
    ("R E S T R I C T E D", " t "),
    ("S-E-C-R-E-T", "s-e-c-r-e-t"),
    ("C-O-N-F-I-D-E-N-T-I-A-L", "c-o-n-f-i-d-e-n-t-i-a-l"),
)


def find_banners(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every banner, in no order; the span is the marking alone, without the ``~~`` around a struck one."""
    lines = lines or Lines(document)
    rows = list(find_rows(document, lines))
    yield from chain.from_iterable(row_marks(document, row) for row in rows)
    offered = [Span(lines.at(row.span.start).start, row.span.end) for row in rows]
    marks = _outside_forms(document, lines)
    yield from (mark for mark in marks if not within(mark.start, offered)) if offered else marks


def _outside_forms(document: Document, lines: Lines) -> Iterator[Mark]:
    held = set(lines.shadow.held(part for _, part in _WORDS))
    spans = {span for word, part in _WORDS if part in held for span in _lines_with(word, lines)}
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
    yield from (mark for mark in _without_common_words(found) if not is_clearance(lines, mark.start))
    for start, end, marking in damaged_banners(lines, {lines.at(mark.start).start for mark in found}):
        yield _mark(document, start, end, marking)


def _without_common_words(found: list[Mark]) -> list[Mark]:
    """Without OFFICIAL and PROTECTED, levels of other countries, where they stand on one line only."""
    times = Counter(mark.raw for mark in found)
    known = register().heads
    return [m for m in found if times[m.raw] > 1 or not ((head := known.get(m.raw)) and head.common)]


def _lines_with(word: str, lines: Lines) -> Iterator[Span]:
    find = lines.text.find
    at = find(word)
    while at >= 0:
        line = lines.at(at)
        yield line
        at = find(word, line.end)


def _mark(document: Document, start: int, end: int, marking: Marking) -> Mark:
    mark = make_mark(document, MarkType.BANNER, start, end, marking)
    tildes = document.text[max(0, start - 2) : start] == "~~" and document.text.startswith("~~", end)
    return replace(mark, struck=True) if tildes and not mark.struck else mark
