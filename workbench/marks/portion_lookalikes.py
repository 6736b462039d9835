# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a letter in parentheses is where it is no mark: a size, a key, copyright, Celsius, an item of a bill."""

from __future__ import annotations

import re
from functools import cached_property

from workbench.marks.late import ending, late
from workbench.marks.lines import Lines
from workbench.marks.portion_keys import LEVELS, SURE, Keys


_QUOTES = "\"'“”‘’"
# What may stand before a mark that begins a portion: a number or letter of a list, a label, a sentence's end.
DECIMAL = late(r"\s*\d{1,2}(?:\.\d{1,2}){1,4}\.?\s*")
NUMBER = ending(
    r"(?:^|\s)(?:\(?(?:\d{1,3}[a-z]?|[A-Za-z]|[ivxIVX]{1,5})[.)]|¶ ?\d{1,3}\.?|^\d{1,2}/"
    r"|[-–—•●○*·o▪►§✓✔■]|[⁰¹²³⁴-⁹]{1,3})+\s*"
)
_NUMBERED = late(r"\s*(?:\(?\d{1,3}[.)]|¶ ?\d{1,3}\.?|\d{1,2}/)\s*")
LABEL = ending(
    r"(?:^|[.\s])(?:figure|fig\.|photo|map|table|annex|appendix|tab|chapter|section|part|para(?:graph)?)\s+[\w.\-]{1,8}\s*",
    re.IGNORECASE,
)
_OF_KEY = ending(
    r"[\"'][\w -]{0,30}(?:mark|class|portion)[\w -]{0,30}[\"']\s*[:=]\s*[\"']", re.IGNORECASE
)  # "mark": "(S)"
_PARAGRAPH = late(r"\s*\d{1,2}\.\s*")
# NaCl (S) in an equation; (S) (M) (L).
_FORMULA = ending(r"(?:[+=→>] ?|^\W*)\d*(?=[A-Z]*[a-z\d])(?:[A-Z][a-z]?\d*){2,8} ?")
_EQUATION = late(r"[+=→]|->")
_SIZES = late(r"\s*(?:[Ss]mall|\d+)?[,/]?\s*\((?:M|L|XL)\)")
_YEAR = late(r"\s*(?:(?:by\s+)?(?:1[89]|20)\d\d\b|copyright\b|\[(?:year|yyyy)\])", re.IGNORECASE)
_RESERVED = late(r"\s*[^\n]{0,80}\ball rights reserved\b", re.IGNORECASE)
_HOLDER = late(r"\s*(?:(?:[A-Z][\w.'’-]*|of|the|and|&),? ){1,8}(?:1[89]|20)\d\d\.?\s*")
# A line of a notice of copyright, among others: names, years and addresses, and no word of a sentence.
_CREDIT = late(
    r"(?=.*(?:(?:1[89]|20)\d\d|@))\s*(?:(?:by|of|the|and|&|in|early|written|L?<[^>\n]{3,60}>|\(?\S+@\S+\)?"
    r"|[A-Z][\w.'’&-]*|(?:1[89]|20)\d\d(?:-\d{2,4})?)(?:[,.;-]| --)*(?: |$)){2,14}\s*"
)
_BY_HOLDER = late(r"\s*by [A-Z][^\n]{2,80}\b(?:1[89]|20)\d\d\b")
_COPYRIGHT = late(r"copyright|\(C\)(?:[^\n]{0,60},)? (?:1[89]|20)\d\d", re.IGNORECASE)
_NOTICE = 300  # characters of a notice before it
# No year, with which many a title ends.
DIGIT = ending(r"(?<!\b(?:19|20)\d)\d°?\s*")
# The key of a test, as against the answer of a record: ANSWER: (U) The guild has it.
_ANSWER = ending(r"\b(?:answers?|ans\.?|key|choice)\s*:\s*", re.IGNORECASE)
_ANSWERED = late(r"\b(?:answers?|ans\.?|key|choice)\s*:\s*\([A-Z]\)", re.IGNORECASE)
_EXEMPTED = ending(r"\([bB]\) ?\(\d\) ?")
_BILL_LINE = late(r"\s*\d{1,2}\s+")
_BILL_HEADING = late(r"\s*[A-Z][A-Z ,\-]{3,60}\.\s?[—–-]")
_BILL_ITEM = late(r"\s*[a-z][^.]{1,200};(?:\s+(?:and|or))?\s*")
_PARAGRAPH_END = late(r"\n\s*\n|\f|\Z")
_BLANK_LINE = late(r"\n\s*\n")
_LANGUAGES = late(r"TypeScript|JavaScript|\.ts[`x\n]|\((?:JS|Python|Go|Swift|Rust|C#)\)")
_SURELY = late(r"\((?:[SUC]|[A-Z]{1,2}//?[A-Z/ ]+)\)|SECRET|CONFIDENTIAL|UNCLASSIFIED")
_OTHER_MARK = late(rf"\([SU]\)|\d\. ?\([CSU]\)|{SURE}", re.MULTILINE)
_SMALL_WORD = late(r" [a-z]{2}")


class Lookalikes:
    """The look-alikes of one document, asked about each candidate."""

    def __init__(self, lines: Lines) -> None:
        """Looks at nothing yet."""
        self._text = lines.text
        self._lines = lines
        self._keys = Keys(lines)

    def is_other(self, letter: str, start: int, end: int, left: str, right: str) -> bool:
        """Whether ``letter``, at ``text[start:end]`` between ``left`` and ``right`` of its line, is no level."""
        if left and left[-1] in _QUOTES and right and right[0] in _QUOTES:
            return not _OF_KEY.match(left[-60:])
        if left and (_EXEMPTED.match(left[-12:]) or self._answers(left, right)):  # (b) (7) (C)
            return True
        if letter == "S" and self._keys.is_size(left, right):
            return True
        if letter == "S" and (_SIZES.match(right) or (_FORMULA.match(left[-40:]) and _EQUATION.search(left + right))):
            return True
        if letter == "TS" and self._has_line_above(start) and self._is_of_languages:
            return True
        if len(letter) == 1 and self._keys.is_of_key(letter, end, left, right):
            return True
        if letter in ("R", "8"):  # foreign RESTRICTED never stands alone; 8 is an S only where a paragraph begins
            return not NUMBER.match(left)
        if letter == "SC":  # South Carolina
            return not (self._has_other_marks or (not left.strip() and _SMALL_WORD.search(right)))
        if letter == "L":
            return not _PARAGRAPH.fullmatch(left)
        # Behind the number of a paragraph a (C) is its mark, whatever lists of letters stand around.
        return letter == "C" and not (left and _NUMBERED.fullmatch(left)) and self._is_other_c(start, end, left, right)

    def _answers(self, left: str, right: str) -> bool:
        """Whether it is the letter of an answer: nothing behind it, beside others that are no levels or by itself."""
        if right.strip(" .;") or not _ANSWER.match(left[-20:]):
            return False
        return self._has_other_answers or not self._has_other_marks

    @cached_property
    def _has_other_answers(self) -> bool:
        return any(match.group()[-2] not in LEVELS for match in _ANSWERED.finditer(self._text))

    @cached_property
    def _is_of_languages(self) -> bool:
        """Whether the text is about TypeScript or another language of programs, and nothing else is marked."""
        return self._lines.have(_LANGUAGES) and _SURELY.search(self._text) is None

    def _has_line_above(self, start: int) -> bool:
        line = self._lines.before(self._lines.at(start))
        return bool(line and self._text[line.start : line.end].strip())

    def _is_other_c(self, start: int, end: int, left: str, right: str) -> bool:
        """Copyright, Celsius, the third of a list, a subparagraph of a bill (they are lettered from (A))."""
        if left and DECIMAL.fullmatch(left) and right.lstrip()[:1].isupper():
            return False
        if (
            _YEAR.match(right)
            or ("rights" in right.casefold() and _RESERVED.match(right))
            or _BILL_HEADING.match(right)
        ):
            return True
        if (_HOLDER.fullmatch(right) or _BILL_ITEM.fullmatch(right)) and not self._has_other_marks:
            return True
        if _CREDIT.fullmatch(right) or _BY_HOLDER.match(right):
            notice = self._text[max(0, start - _NOTICE) : start]
            if "@" in right or right.startswith(" by ") or _COPYRIGHT.search(notice):
                return True
        if left and ((DIGIT.match(left) and not LABEL.match(left)) or _BILL_LINE.fullmatch(left)):
            return True
        return self._follows_b(start, left) or (not left.strip() and self._is_fragment(end, right))

    def _follows_b(self, start: int, left: str) -> bool:
        """The third of a list: an item (B) before it in the same paragraph, or both at the start of their lines.

        A paragraph marked (C) after one whose text has an (A) and a (B) keeps its mark.
        """
        before = self._text[max(0, start - 1500) : start]
        at = before.rfind("(B)")
        if at < 0 or "(C)" in before[at:]:
            return False
        if not _BLANK_LINE.search(before, at):
            return True
        own_line = not before[before.rfind("\n", 0, at) + 1 : at].strip()
        return own_line and not left.strip()

    def _is_fragment(self, end: int, right: str) -> bool:
        """An item of a list in capitals, cut from its telegram: telegrams mark behind the number of the paragraph.

        Only if nothing else in the document is marked and no sentence ends there: a paragraph in capitals that is
        complete keeps its mark.
        """
        if len(right.strip()) < 12 or right != right.upper() or self._has_other_marks:
            return False
        stop = _PARAGRAPH_END.search(self._text, end, min(len(self._text), end + 3000))
        return stop is not None and self._text[end : stop.start()].rstrip()[-1:] not in (".", "!", "?", ":", '"', ")")

    @cached_property
    def _has_other_marks(self) -> bool:
        return self._text.count("(C)") > 1 or _OTHER_MARK.search(self._text) is not None
