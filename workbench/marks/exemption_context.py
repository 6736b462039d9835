# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling a code from innocent text by what stands around it.

``Rule 12(b)(6)`` cites a rule, ``vitamin B6`` is a vitamin, and ``B6`` in the margin is an exemption. What is looked
at is the candidate's line, its neighbours on it and the gap before it on the page, never the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from workbench.documents import Document
from workbench.marks.exemption_citations import (
    LAW_FOLLOWS,
    ORDER_FOLLOWS,
    before_its_law,
    cites,
    is_explained,
    is_named,
    says_applied,
    says_exempt,
)
from workbench.marks.exemption_families import Candidate, Trust
from workbench.marks.exemption_layout import CodeLayout
from workbench.marks.late import ending, late
from workbench.marks.lines import Lines
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
_RELEASED = late(r"RELEASED? IN (?:PART|FULL)|DENIED IN (?:PART|FULL)|APPROVED FOR RELEASE|Department of State,? Case")
_STAMPED = ending(r"RELEASED? IN\s+PART\s+")  # on two lines
_QUOTES = "\"'“”‘’`"

_SEPARATOR = late(r"[\s,;:/&|~>+.\-–—]{0,8}(?:and|or)?[\s,;:/&|~(\[]{0,4}", re.IGNORECASE)
_VOLUME = ending(r"\d\s*")
_PAGE_AFTER = late(r"\.?\s*\d|\.(?=\s*[a-z])")


_ENUMERATED = 400  # characters
_LONGEST_ITEM = 3000  # characters
_SENTENCE = late(r" [A-Z][a-z]* (?:[a-z]+ ){2}")
_LEGEND = 3  # codes that nobody heads paragraphs with in that order by chance
_EXPLANATION = late(r"[\s:.–—-]{1,8}(?:\([A-F]\) )?[A-Za-z]+,? [a-z]+ ")
_FIRST_ITEM = late(r"^[ \t]*\(a\) [A-Z]", re.MULTILINE)


class Surroundings:
    """Where the candidates of a document stand: asks each what Trust demands."""

    def __init__(self, document: Document, lines: Lines, found: Sequence[Candidate]) -> None:
        """``found`` in order, without overlaps."""
        self._document = document
        self._lines = lines
        self._found = found
        self._starts = [candidate.start for candidate in found]
        self._layout = CodeLayout(document, lines, found, self._starts)

    def believed(self) -> list[Candidate]:
        """The candidates that are codes, in order."""
        cited = [not self._is_cited(candidate) for candidate in self._found]
        verdicts = [
            clear and (c.trust <= Trust.CITED or (c.trust is Trust.WEAK and self._layout.stands_apart(c)))
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
        known = candidate.code in sure if number else bool(sure) or self._lines.have(_RELEASED)
        return known and self._layout.stands_apart(candidate)

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
            lone = not self._is_crest and not self._layout.stands_apart(candidate)
            return lone or bool(_VOLUME.match(left) or _PAGE_AFTER.match(right))
        before = before_its_law(left)
        if before is not None:
            return not self._is_applied(candidate, first - len(left) + len(before), right)
        if says_exempt(left) or _STAMPED.match(self._document.text[max(0, first - 30) : first]):
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
        return (
            self._is_said(law) or self._layout.only_codes(candidate) or self._layout.in_margin(candidate, before, right)
        )

    def _is_said(self, offset: int) -> bool:
        return says_applied(self._document.text[max(0, offset - _SENTENCE_REACH) : offset])

    def _follows_statute(self, candidate: Candidate) -> bool:
        """``(b)(3) 50 U.S.C. 3507 (b)(6)``: the citation before it belongs to the code before it."""
        at = bisect_left(self._starts, candidate.start) - 1
        if at < 0 or self._found[at].code != "(b)(3)" or candidate.start - self._found[at].end > 60:
            return False
        return statute_after(self._document.text, self._found[at].end) is not None

    def _is_glued(self, candidate: Candidate, left: str) -> bool:
        """``12(b)(6)`` is a rule's number, ``text(b)(3)`` a code that OCR moved."""
        if not left or candidate.trust > Trust.CITED or left[-1].isspace():
            return False
        if self._document.text[candidate.start] in "({[":
            return left[-1].isdigit() or left[-1] == ")" or bool(_SHORT_WORD.match(left))
        return False
