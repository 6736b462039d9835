# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling a code from innocent text by what stands around it.

``Rule 12(b)(6)`` cites a rule, ``vitamin B6`` is a vitamin, and ``B6`` in the margin is an exemption. What is looked
at is the candidate's line, its neighbours on it and the gap before it on the page, never the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from workbench.documents import Document
from workbench.marks.exemption_citations import (
    LAW_FOLLOWS,
    ORDER_FOLLOWS,
    THE_LAW,
    before_its_law,
    cites,
    is_explained,
    is_named,
    says_applied,
    says_exempt,
)
from workbench.marks.exemption_families import Candidate, Trust
from workbench.marks.late import Pattern, ending, late
from workbench.marks.lines import Lines
from workbench.marks.placeholder_reading import CODES_ONLY, is_reference
from workbench.marks.statutes import statute_after


# A box of a form before the code, ticked or empty, as printed and as OCR spells it (FBI sheets for deleted pages).
_TICKED = late(r"(?:(?:^|[\s|])(?:[Il1][8B&ZX2][I1l]|18[I1l]|181|[XxV✓✔])|[\[(] ?[XxVv✓✔] ?[\])]|[☒☑✓✔⊠]) {0,2}$")
_EMPTY = late(r"(?:\[ {0,3}\]|\( {1,3}\)|[☐□❑❏○])[ \t]{0,2}$|(?:^|[\s|])[DO0Q]$")
_LONGEST_LIST = 12
_WIDEST_GAP = 24  # characters between two codes of one list
_DELETED = ("[", "]", *"█▇■")
_SENTENCE_REACH = 240  # characters of it before a citation
_OPERATORS = frozenset("=+*^")
_SHORT_WORD = ending(r"(?<![a-z])\w{1,2}")
_LABELS = late(r"[\s,;]*(?:[A-Z./]{2,}[\s,;]*){1,4}|[\s,;]+(?:[bB]\d|\d\.\d).*")
_RELEASED = late(r"RELEASED? IN (?:PART|FULL)|DENIED IN (?:PART|FULL)|APPROVED FOR RELEASE|Department of State,? Case")
_QUOTES = "\"'“”‘’`"
# An address withheld from the header of a message.
_HEADER = late(r"[ \t>]*(?:From|To|Cc|Bcc|Sent by|Sent|Subject|Attachments?)[ \t]*:[ \t]*$", re.IGNORECASE)

_SEPARATOR = late(r"[\s,;:/&|~>+.\-–—]{0,8}(?:and|or)?[\s,;:/&|~(\[]{0,4}", re.IGNORECASE)
_LINE_WORDS = late(
    r"\b(?:released?|denied|deny|in|part|full|foia|pa|exemptions?|and|or|pages?|total|deleted|duplicate|referral|direct|"
    r"sealed|section|reason|code|cia|pers|org|act|per|armsexp|ina|fs|iran|export|control|nsa|fbi|dos|oga|dia|nga|nro|doe|dod|dhs|army|navy|usaf|eo|e\.o\.)\b"
    r"|\s{2,}|\b(?:dpp?|acp?|awp|jp|high|low)\b|-\s?\d{1,2}(?:,\s?\d{1,2})*(?!\w)|[\W_]|(?<=page )\d+|\d+(?= ~)",
    re.IGNORECASE,
)
_CELL = late(r"(?<![\w(])[AC-HL-Z]\d{1,2}(?![\w)])")
_VOLUME = ending(r"\d\s*")
_PAGE_AFTER = late(r"\.?\s*\d|\.(?=\s*[a-z])")


_STATUTE = late(r"[\s:,-]{0,3}(?:\d{1,2} U\.?S\.?C\.? ?§? ?\d+\w*(?:\(\w{1,3}\))*|P\.?L\.? ?\d{2,3}-\d{1,3})")
_ENUMERATED = 400  # characters
_LONGEST_ITEM = 3000  # characters
_SENTENCE = late(r" [A-Z][a-z]* (?:[a-z]+ ){2}")
_LEGEND = 3  # codes that nobody heads paragraphs with in that order by chance
_EXPLANATION = late(r"[\s:.–—-]{1,8}(?:\([A-F]\) )?[A-Za-z]+,? [a-z]+ ")
_FIRST_ITEM = late(r"^[ \t]*\(a\) [A-Z]", re.MULTILINE)


def _is_made_of(pattern: Pattern, text: str) -> bool:
    """Whether nothing is left of ``text`` where ``pattern`` matches."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() != end:
            return False
        end = match.end()
    return end == len(text)


def _in_bracket(text: str, candidate: Candidate) -> bool:
    """Whether it stands in square brackets that hold nothing but codes."""
    start, end = candidate.start, candidate.end
    opened, closed = text[max(0, start - 60) : start].rpartition("["), text[end : end + 60].partition("]")
    if not (opened[1] and closed[1]) or "\n" in opened[2] + closed[0]:
        return False
    held = _STATUTE.sub("", opened[2] + text[start:end] + closed[0])
    if CODES_ONLY.fullmatch(held) is None:
        return False
    return not is_reference(text, start - len(opened[2]) - 1, end + len(closed[0]) + 1)


class Surroundings:
    """Where the candidates of a document stand: asks each what Trust demands."""

    def __init__(self, document: Document, lines: Lines, found: Sequence[Candidate]) -> None:
        """``found`` in order, without overlaps."""
        self._document = document
        self._lines = lines
        self._found = found
        self._starts = [candidate.start for candidate in found]

    def believed(self) -> list[Candidate]:
        """The candidates that are codes, in order."""
        cited = [not self._is_cited(candidate) for candidate in self._found]
        verdicts = [
            clear and (c.trust <= Trust.CITED or (c.trust is Trust.WEAK and self._stands_apart(c)))
            for c, clear in zip(self._found, cited, strict=True)
        ]
        # A neighbour of a code is a code: once to the right, once to the left.
        order = range(len(self._found))
        for sequence, step in ((order, 1), (reversed(order), -1)):
            for at in sequence:
                if verdicts[at] and 0 <= at + step < len(verdicts) and self._adjoin(*sorted((at, at + step))):
                    verdicts[at + step] = verdicts[at + step] or self._found[at + step].trust >= Trust.WEAK
        sure = {candidate.code for candidate, verdict in zip(self._found, verdicts, strict=True) if verdict}
        return [
            candidate
            for candidate, verdict, clear in zip(self._found, verdicts, cited, strict=True)
            if verdict or (candidate.trust is Trust.MISREAD and clear and self._is_misread(candidate, sure))
        ]

    def _is_misread(self, candidate: Candidate, sure: set[str]) -> bool:
        """Whether ``Bl`` or ``86`` is a code, for it stands apart and ``sure`` codes stand elsewhere.

        A number has to be one of them: else it is the number of a page.
        """
        number = self._document.text[candidate.start : candidate.end].isdigit()
        known = candidate.code in sure if number else bool(sure) or self._is_released
        return known and self._stands_apart(candidate)

    @cached_property
    def _is_released(self) -> bool:
        return _RELEASED.search(self._document.text) is not None

    def _adjoin(self, first: int, second: int) -> bool:
        near = self._found[second].start - self._found[first].end < _WIDEST_GAP
        return near and _SEPARATOR.fullmatch(self._between(first, second)) is not None

    def _between(self, first: int, second: int) -> str:
        return self._document.text[self._found[first].end : self._found[second].start]

    def _is_cited(self, candidate: Candidate) -> bool:
        """Whether the words around it cite a law or a contract, quote the code, or leave its box empty."""
        first, last = self._list(candidate)
        left, right = self._lines.left(first), self._lines.right(last)
        if _EMPTY.search(left[-6:]):
            return True  # offered by the form and not claimed
        if _TICKED.search(left[-6:]):
            return False
        if left[-1:] in _QUOTES and right[:1] in _QUOTES and left and right:
            return True
        # Executive Order 13526, Section 1.4(c), or Exemption 6
        if is_explained(right) and (self._document.text[candidate.start] in "Ee" or is_named(left)):
            return True
        if candidate.trust is Trust.SURE:
            return False
        if candidate.authority == "CIA":
            lone = not self._is_crest and not self._stands_apart(candidate)
            return lone or bool(_VOLUME.match(left) or _PAGE_AFTER.match(right))
        before = before_its_law(left)
        if before is not None:
            return not self._is_applied(candidate, first - len(left) + len(before), right)
        if says_exempt(left):
            return False
        if self._is_glued(candidate, left):
            return True
        if self._follows_statute(candidate):
            return False
        if candidate.code.startswith("(b)(") and self._is_enumerated(candidate):
            return True
        if left.rstrip()[-1:] in _OPERATORS or right.lstrip()[:1] in _OPERATORS:
            return True
        order = candidate.authority == "EO"
        if (order and ORDER_FOLLOWS.match(right)) or not (cites(left) or LAW_FOLLOWS.match(right)):
            return False
        return not (order and self._is_said(first))

    def _is_enumerated(self, candidate: Candidate) -> bool:
        """Whether an (a)(1) stands before it, or an (a) before its sentence: a paragraph of a law, and no exemption."""
        text, start = self._document.text, candidate.start
        if "(a)(1)" in text[max(0, start - _ENUMERATED) : start]:
            return True
        if not self._heads_text(candidate):
            return False
        prose = _SENTENCE.match(self._lines.right(candidate.end)) is not None
        return start in self._legend or (
            prose and _FIRST_ITEM.search(text, max(0, start - _LONGEST_ITEM), start) is not None
        )

    @cached_property
    def _legend(self) -> set[int]:
        """Where the codes of an explanation begin: each heads its paragraph, in the order of the law from (b)(1) on."""
        heads = [c for c in self._found if c.code.startswith("(b)(") and self._heads_text(c)]
        numbers = [int(c.code[4]) for c in heads]
        listed = len(set(numbers)) >= _LEGEND and numbers == sorted(numbers) and numbers[0] == 1
        return {c.start for c in heads} if listed and len({c.code for c in heads}) == len(heads) else set()

    def _heads_text(self, candidate: Candidate) -> bool:
        left, right = self._lines.left(candidate.start), self._lines.right(candidate.end)
        return not left.strip(" \t*•-") and _EXPLANATION.match(right) is not None

    @cached_property
    def _is_crest(self) -> bool:
        """Whether anything else in the document comes from CREST: STAT alone is a word of doctors too."""
        sure = any(c.trust is Trust.SURE and c.authority in ("CIA", "EO") for c in self._found)
        return sure or "A-RDP" in self._document.text

    def _list(self, candidate: Candidate) -> tuple[int, int]:
        """Where the list on its line begins and ends: ``(b)(1), (2) and (3) of this section`` is cited as a whole."""
        at = bisect_left(self._starts, candidate.start)
        first, last = at, at
        while first and at - first < _LONGEST_LIST and self._goes_on(first - 1):
            first -= 1
        while last - at < _LONGEST_LIST and self._goes_on(last) and self._found[last + 1].trust is Trust.HANGING:
            last += 1
        return self._found[first].start, self._found[last].end

    def _goes_on(self, at: int) -> bool:
        """Whether the next candidate is of the same law, and nothing on their line parts them but a conjunction."""
        if at + 1 == len(self._found) or self._found[at].authority != self._found[at + 1].authority:
            return False
        return self._adjoin(at, at + 1) and "\n" not in self._between(at, at + 1)

    def _is_applied(self, candidate: Candidate, law: int, right: str) -> bool:
        """Whether a code whose law is named from ``law`` on was applied: it is said so, or stands as codes do."""
        before = self._lines.left(law)
        if before.rstrip(" ,:;(-–")[-1:] in _DELETED or right.lstrip(" ,;)")[:1] in _DELETED:
            return True
        return self._is_said(law) or self._only_codes(candidate) or self._in_margin(candidate, before, right)

    def _is_said(self, offset: int) -> bool:
        """Whether the sentence before ``offset`` says that something was withheld."""
        return says_applied(self._document.text[max(0, offset - _SENTENCE_REACH) : offset])

    def _follows_statute(self, candidate: Candidate) -> bool:
        """``(b)(3) 50 U.S.C. 3507 (b)(6)``: the citation before it belongs to the code before it."""
        at = bisect_left(self._starts, candidate.start) - 1
        if at < 0 or self._found[at].code != "(b)(3)" or candidate.start - self._found[at].end > 60:
            return False
        return statute_after(self._document.text, self._found[at].end) is not None

    def _is_glued(self, candidate: Candidate, left: str) -> bool:
        """``12(b)(6)`` is a rule's number; ``(b)(1)(b)(3)`` are two codes, ``text(b)(3)`` one that OCR moved."""
        if not left or candidate.trust > Trust.CITED or left[-1].isspace():
            return False
        at = bisect_left(self._starts, candidate.start)
        if at and self._found[at - 1].end == candidate.start:
            return False
        if self._document.text[candidate.start] in "({[":
            return left[-1].isdigit() or left[-1] == ")" or bool(_SHORT_WORD.match(left))
        return False

    def _stands_apart(self, candidate: Candidate) -> bool:
        """Alone on its line, in the margin, or said to be an exemption."""
        left, right = self._lines.left(candidate.start), self._lines.right(candidate.end)
        if says_exempt(left):
            return True
        return (
            (_HEADER.match(left) is not None and not right.strip())
            or _in_bracket(self._document.text, candidate)
            or self._only_codes(candidate)
            or self._in_margin(candidate, left, right)
        )

    def _only_codes(self, candidate: Candidate) -> bool:
        """Whether the line, or the bracket, holds nothing but codes and the words of a release stamp."""
        start, end = self._lines.at(candidate.start)
        if end - start > 300:
            return False
        rest, at = "", start
        for other in self._found[bisect_left(self._starts, start) : bisect_right(self._starts, end)]:
            rest += self._document.text[at : other.start] + " "
            at = other.end
        rest += self._document.text[at:end]
        return _is_made_of(_LINE_WORDS, THE_LAW.sub("", rest) if "552" in rest else rest)

    def _in_margin(self, candidate: Candidate, left: str, right: str) -> bool:
        """At the end of its line after a wide gap, or at the beginning before one."""
        if _CELL.search(left[-60:]) or _CELL.search(right[:60]):
            return False  # a row of a spreadsheet
        gap = left.endswith(("   ", "\t")) or self._gap_on_page(candidate)
        if gap:
            return not right.strip(" \t,;.") or right.startswith(("   ", "\t")) or self._label_follows(right)
        return not left.strip() and right.startswith(("   ", "\t"))

    @staticmethod
    def _label_follows(right: str) -> bool:
        """``B3 CIA PERS/ORG`` at the end of a line, ``B1, 1.4(D)``."""
        return _LABELS.fullmatch(right) is not None

    def _gap_on_page(self, candidate: Candidate) -> bool:
        """Whether on its page the code stands at least two letters' widths right of the word before it."""
        document = self._document
        if not document.pages:
            return False
        page = document.pages[document.page_at(candidate.start) - 1]
        at = bisect_right(page.lines, candidate.start, key=lambda line: line.span.start) - 1
        if at < 0:
            return False
        words = page.lines[at].words
        here = bisect_right(words, candidate.start, key=lambda word: word.start) - 1
        if here < 1 or words[here].start != candidate.start:
            return False
        return words[here].box.x0 - words[here - 1].box.x1 > 2 * max(page.lines[at].size, 8.0)
