# SPDX-License-Identifier: AGPL-3.0-or-later
"""How exemption codes stand on a page: alone on a line or in a bracket, in the margin, behind a gap."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents import Document
from workbench.marks.exemption_citations import THE_LAW, says_exempt
from workbench.marks.exemption_families import Candidate
from workbench.marks.late import late
from workbench.marks.lines import Lines
from workbench.marks.placeholder_reading import CODES_ONLY, is_reference


_LINE_WORDS = late(
    r"\b(?:released?|denied|deny|in|part|full|foia|pa|exemptions?|and|or|pages?|total|deleted|duplicate|referral|direct|"
    r"sealed|section|reason|code|cia|pers|org|act|per|armsexp|ina|fs|iran|export|control|nsa|fbi|dos|oga|dia|nga|nro|doe|dod|dhs|army|navy|usaf|eo|e\.o\.)\b"
    r"|\s{2,}|\b(?:dpp?|acp?|awp|jp|high|low)\b|-\s?\d{1,2}(?:,\s?\d{1,2})*(?!\w)|[\W_]|(?<=page )\d+|\d+(?= ~)",
    re.IGNORECASE,
)
_LABELS = late(r"[\s,;]*(?:[A-Z./]{2,}[\s,;]*){1,4}|[\s,;]+(?:[bB]\d|\d\.\d).*")
# An address withheld from the header of a message.
_HEADER = late(r"[ \t>]*(?:From|To|Cc|Bcc|Sent by|Sent|Subject|Attachments?)[ \t]*:[ \t]*$", re.IGNORECASE)
_CELL = late(r"(?<![\w(])[AC-HL-Z]\d{1,2}(?![\w)])")
_STATUTE = late(r"[\s:,-]{0,3}(?:\d{1,2} U\.?S\.?C\.? ?§? ?\d+\w*(?:\(\w{1,3}\))*|P\.?L\.? ?\d{2,3}-\d{1,3})")


class CodeLayout(NamedTuple):
    """The candidates of a document in order, where each begins, and what tells how they stand."""

    document: Document
    lines: Lines
    found: Sequence[Candidate]
    starts: Sequence[int]

    def stands_apart(self, candidate: Candidate) -> bool:
        """Alone on its line, in the margin, or said to be an exemption."""
        left, right = self.lines.left(candidate.start), self.lines.right(candidate.end)
        if says_exempt(left):
            return True
        return (
            (_HEADER.match(left) is not None and not right.strip())
            or _in_bracket(self.lines, candidate)
            or self.only_codes(candidate)
            or self.in_margin(candidate, left, right)
        )

    def only_codes(self, candidate: Candidate) -> bool:
        """Whether the line, or the bracket, holds nothing but codes and the words of a release stamp."""
        start, end = self.lines.at(candidate.start)
        if end - start > 300:
            return False
        rest, at = "", start
        for other in self.found[bisect_left(self.starts, start) : bisect_right(self.starts, end)]:
            rest += self.document.text[at : other.start] + " "
            at = other.end
        rest += self.document.text[at:end]
        return not _LINE_WORDS.sub("", THE_LAW.sub("", rest) if "552" in rest else rest)

    def in_margin(self, candidate: Candidate, left: str, right: str) -> bool:
        """At the end of its line after a wide gap, or at the beginning before one."""
        if _CELL.search(left[-60:]) or _CELL.search(right[:60]):
            return False  # a row of a spreadsheet
        gap = left.endswith(("   ", "\t")) or self._gap_on_page(candidate)
        if gap:
            return not right.strip(" \t,;.") or right.startswith(("   ", "\t")) or _LABELS.fullmatch(right) is not None
        return not left.strip() and right.startswith(("   ", "\t"))

    def _gap_on_page(self, candidate: Candidate) -> bool:
        """Whether on its page the code stands at least two letters' widths right of the word before it."""
        document = self.document
        page = document.pages[document.page_at(candidate.start) - 1]
        at = bisect_right(page.lines, candidate.start, key=lambda line: line.span.start) - 1
        if at < 0:
            return False
        words = page.lines[at].words
        here = bisect_right(words, candidate.start, key=lambda word: word.start) - 1
        if here < 1 or words[here].start != candidate.start:
            return False
        return words[here].box.x0 - words[here - 1].box.x1 > 2 * max(page.lines[at].size, 8.0)


def _in_bracket(lines: Lines, candidate: Candidate) -> bool:
    """Whether it stands in square brackets that hold nothing but codes."""
    text, start, end = lines.text, candidate.start, candidate.end
    opened, closed = text[max(0, start - 60) : start].rpartition("["), text[end : end + 60].partition("]")
    if not (opened[1] and closed[1]) or "\n" in opened[2] + closed[0]:
        return False
    held = _STATUTE.sub("", opened[2] + text[start:end] + closed[0])
    if CODES_ONLY.fullmatch(held) is None:
        return False
    return not is_reference(lines, start - len(opened[2]) - 1, end + len(closed[0]) + 1)
