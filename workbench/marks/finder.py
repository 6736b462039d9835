# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every mark of a document, in the order of its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from workbench.core.collecting import without_collection
from workbench.documents import Document
from workbench.markings import Level, Marking
from workbench.markings.alphabets import is_disguised
from workbench.marks.authority import find_authority
from workbench.marks.banners import find_banners
from workbench.marks.blanks import plain
from workbench.marks.exemptions import find_exemptions
from workbench.marks.late import late, sought
from workbench.marks.lines import Lines, within
from workbench.marks.model import Authority, Mark, MarkType, Stamp
from workbench.marks.placeholders import find_boxes, find_placeholders
from workbench.marks.portions import find_portions
from workbench.marks.stamps import find_stamps


FINDERS = (find_portions, find_banners, find_placeholders, find_exemptions, find_stamps, find_authority)

_IN_FULL = ("declassified", "release_in_full")
_SHORTEST_SPELLED = 8
_CODE = late(r"`|\]\(|\[\[|://|<\w")  # of a program or a page of the web
_STOPPED = late(r"[^\n]*?[.!?][\"'”’)]{0,2} ?\n[ \t>]*\Z")
_BROKEN = ("TOP\nSECRET", "TOP \nSECRET", "WITH\n", "WITH \n", "W/\n")
_STAMPED = sought(
    r"HANDLE[ ]VIA[ \t]*(?:\n[ \t]*)?[A-Z][A-Z /-]{1,40}(?:\n[ \t]*)?(?:CONTROL )?(?:CHANNELS?|SYSTEMS?)"
    r"(?: (?:ONLY|JOINTLY))*"
)
# Over two lines: TOP and SECRET of a large stamp, UNCLASSIFIED WITH and SECRET ATTACHMENT on the face of a transmittal.
_STACKED = sought(
    r"\n(?:(?=SECRET)(?<=^[ \t]{0,40}TOP ?\n)|[ \t]*(?=(?:TOP )?SECRET|CONFIDENTIAL|LIMITED)"
    r"(?<=^[ \t]{0,80}(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE) (?:WITH|W/) ?\n[ \t]*))",
    re.MULTILINE,
)


@without_collection
def find_marks(document: Document) -> tuple[Mark, ...]:
    """Portion candidates, banners, placeholders, exemption codes, stamps and lines of the authority block.

    In the order of the text; marks of different types may overlap (a code inside a placeholder), marks of one type
    never do. Never raises on any text.

    Raises:
        RulesError: a file in rules/ is not valid.

    """
    fed = plain(document, unseen=True)
    if "\r" in fed.text:
        # No finder knows of carriage returns; each would have to, wherever a mark runs over the end of a line.
        fed = replace(fed, text=fed.text.replace("\r\n", " \n").replace("\r", "\n"))
    if any(broken in fed.text for broken in _BROKEN):  # else the level of the second line alone would be read
        fed = replace(fed, text=_STACKED.sub(lambda gap: " " * len(gap.group()), fed.text))
    if "HANDLE VIA" in fed.text:  # a stamp of three lines
        fed = replace(fed, text=_STAMPED.sub(lambda stamp: stamp.group().replace("\n", " "), fed.text))
    if fed is document:
        return _find(document)
    written = (_as_written(mark, document.text) for mark in _find(fed))
    return tuple(mark for mark in written if not _releases_in_disguise(mark))


def _releases_in_disguise(mark: Mark) -> bool:
    """Whether letters of another alphabet make a mark that would release its text: nobody types such a one."""
    return isinstance(mark.value, Marking) and mark.value.level is Level.U and is_disguised(mark.raw)


def _as_written(mark: Mark, text: str) -> Mark:
    raw = text[mark.start : mark.end]
    if raw == mark.raw:
        return mark
    return Mark(mark.type, raw, mark.start, mark.end, mark.page, mark.value, mark.struck, mark.boxes)


def _find(document: Document) -> tuple[Mark, ...]:
    lines = Lines(document)
    found = list(chain(find_boxes(document), *(find(document, lines) for find in FINDERS)))
    for name, reverse in (("type", False), ("end", True), ("start", False)):
        found.sort(key=attrgetter(name), reverse=reverse)
    types = {mark.type for mark in found}
    if MarkType.AUTHORITY in types and MarkType.EXEMPTION in types:
        found = list(_without_reasons(found, document.text))
    if MarkType.STAMP in types or MarkType.AUTHORITY in types:
        found = _outside_blocks(found)
    if types == {MarkType.AUTHORITY} and len(found) == 1 and _CODE.search(found[0].raw):
        return ()  # Derived from: [the other](other.md), and nothing else that is of a classified document
    if MarkType.BANNER in types:
        found = _unambiguous(found, document.text)
    return tuple(_without_overlaps(found))


def _outside_blocks(marks: list[Mark]) -> list[Mark]:
    """Without what a stamp or a block of authority says itself.

    The section under which a document was declassified in full is no ground for withholding; ``DECLASSIFICATION DATE:
    June 3, 2013`` in a stamp of ISCAP is no instruction; ``Reason: (C)`` in a block of the FBI is no portion's mark.
    """
    stamps = [mark for mark in marks if isinstance(mark.value, Stamp)]
    reasons = [mark for mark in marks if isinstance(mark.value, Authority) and mark.value.field == "reason"]
    blocks = {
        MarkType.EXEMPTION: [m.span for m in stamps if isinstance(m.value, Stamp) and m.value.decision in _IN_FULL],
        MarkType.AUTHORITY: [mark.span for mark in stamps],
        MarkType.BANNER: [mark.span for mark in stamps],
        MarkType.PORTION: [mark.span for mark in reasons],
    }
    return [mark for mark in marks if not within(mark.start, blocks.get(mark.type, ()))]


def _unambiguous(marks: list[Mark], text: str) -> list[Mark]:
    """One reading of each place: a banner is no portion, unless it ends the portion above it."""
    portions = [mark for mark in marks if mark.type is MarkType.PORTION]
    starts = [mark.start for mark in portions]
    other = set()
    for mark in marks:
        if mark.type is MarkType.BANNER:
            at = bisect_right(starts, mark.start) - 1
            ends = at >= 0 and mark.start < portions[at].end and _ends_portion(text, portions[at])
            other.add((MarkType.BANNER if ends else MarkType.PORTION, mark.start, mark.end))
    return [mark for mark in marks if (mark.type, mark.start, mark.end) not in other]


def _ends_portion(text: str, mark: Mark) -> bool:
    """Whether what a banner may look like, a level spelled out in parentheses, ends the portion above it.

    ``(TOP`` and ``SECRET)`` on two lines, or ``(SECRET)`` on its own right below the end of a sentence.
    """
    if len(mark.raw) < _SHORTEST_SPELLED:
        return False
    line = text.rfind("\n", 0, mark.start)
    return "\n" in mark.raw or _STOPPED.match(text, max(0, line - 4), mark.start) is not None


def _without_reasons(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Leaves out codes in a classification block: there they say why a document is classified, not what was withheld.

    The block that State's reviewers print on a release (``... Class: CONFIDENTIAL ... Reason: 1.4(D)``) does both.
    """
    until = -1
    for mark in marks:
        if mark.type is MarkType.AUTHORITY and "Class: " not in text[max(0, mark.start - 120) : mark.start]:
            until = max(until, mark.end)
        if mark.type is not MarkType.EXEMPTION or mark.start >= until:
            yield mark


def _without_overlaps(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Of marks of one type that overlap, the first and among those that begin together the longest."""
    ends = dict.fromkeys(MarkType, 0)
    for mark in marks:
        if mark.start >= ends[mark.type]:
            ends[mark.type] = mark.end
            yield mark
        elif mark.start == mark.end:
            yield mark  # a box on the page, which takes no text
