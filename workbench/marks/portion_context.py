# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a portion mark may stand where a candidate stands.

A mark begins or ends a portion. ``(C)`` after a temperature, in a list of (A), (B), (C), behind a name or in the middle
of a sentence is none. A form nobody writes by chance (``(S//NF)``) may stand anywhere but inside a word. In doubt the
candidate is kept: a mark lost can release what it protects, one too many only withholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from workbench.documents import Span
from workbench.markings import Marking
from workbench.marks.endings import ending
from workbench.marks.late import late, sought
from workbench.marks.lines import Lines


BEFORE_PORTION = (
    r"[ \t]{0,80}+(?:(?:\(?(?:\d{1,3}|[a-z])[.)]|[-–—•●○*·▪►§✓✔■]|[⁰¹²³⁴-⁹]{1,3})[ \t]{0,8}){0,2}[~*_ ]{0,3}"
)
"""What stands on a line before a portion: blanks, its bullet, its number or letter. Levels are no such letters."""

_HEAD = late(BEFORE_PORTION)
_RELEASE_CODES = late(  # (b)(7) goes on with a letter: (b)(7) (C)
    r"\s*(?:(?:[257][50]X\d\w{0,2}|STAT(?:INTL|SPEC)?|ILLEGIB|SG1[A-Z]|[bB](?:[1-689]|7[A-F])"
    r"|\([bB]\) ?\((?:[1-689]\)|7\)\([A-F]\)))[\s,;/]+){1,4}"
)
_QUOTES = "\"'“”‘’"
_DECORATION = " \t~*_\"'“”‘’>|#"

# What may stand before a mark that begins a portion: a number or letter of a list, a label, a sentence's end.
_DECIMAL = late(r"\s*\d{1,2}(?:\.\d{1,2}){1,4}\.?\s*")
_NUMBER = ending(r"(?:^|\s)(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|[-–—•●○*·o▪►§✓✔■]|[⁰¹²³⁴-⁹]{1,3})+\s*")
_TWIN = late(r"\((?:TS|[SCU]|SBU)(?:/{1,2}[A-Z][A-Z/ ,-]{0,60})?\)(?=\s|$)")
_PEN = late(r"-[ \t]*[A-Z\"“]")  # the end of the line that struck it: -(S//NF)- The text
_BARE_NUMBER = late(r"[\s>]*\d{1,2}\s*")
_NUMBERED = late(r"\s*\(?\d{1,3}[.)]\s*")
_LABEL = ending(
    r"(?:^|[.\s])(?:figure|fig\.|table|annex|appendix|tab|chapter|section|part)\s+[\w.\-]{1,8}\s*", re.IGNORECASE
)
_PARAGRAPH = late(r"\s*\d{1,2}\.\s*")
_WORDS = late(r"[\w'’\-]+")
_CAPITALS = late(r"[^a-z]{2,60}")
_FINISHED = ending(r"[.!?:)\]…][\"'”’)]{0,2}\s*")
# (S) indicates ..., (C) = ..., sizes (S), (M), (L); offices: Deputy Secretary (D), Counselor (C).
_DEFINED = late(
    r"\s*(?:[,;=)]|(?:indicates?|denotes?|means|stands? for|represents?|refers? to"
    r"|is (?:an? )?(?:abbreviation|acronym|used|short))\b)"
)
_DEFINING = frozenset(",;=)idmsr")  # what _DEFINED begins with behind blanks
_LISTED = ending(
    r"(?<!\w)\([A-Z]\),? (?:(?:and |or |the ){0,2}[A-Z]|(?:and|or) [a-z])[\w ]{1,40}"
    r"|\([A-Z]\), (?:and )?(?:Mr|Mrs|Ms|Dr|Gen|Col|Adm|Sen|Rep|Amb)\. [\w ]{1,40}"
)
# (S) seasonal, (C) closed: a key, in small letters, on one line and with nothing that ends a sentence.
_SERIES = late(r" ?[a-z](?:[^().!?\s]| (?! )){0,40} \([A-Z]\) ?[a-z]")
_BOTH_WAYS = ("before", "after")
_LEVELS = frozenset("USC")
_KEYED = late(r" ?[A-Z][a-z]+(?: [a-z]+)?[,;]? \((?P<next>[A-Z])\) ?(?P=next)[a-z]")
_KEYED_BEFORE = late(r"\((?P<last>[A-Z])\) ?(?P=last)[a-z]+(?: [a-z]+)?[,;]? ?$")
_NAMED_BY = late(r"(?:\W*\d{0,3}[.)]?\s*)?(?P<letter>[A-Z])[a-z]+ \((?P=letter)\)$")
_PREPOSITION = late(r"\s*(?:of|and|or|is|are|was|were)\s")
# NaCl (S) in an equation; (S) (M) (L).
_FORMULA = ending(r"(?:[+=→>] ?|^\W*)\d*(?=[A-Z]*[a-z\d])(?:[A-Z][a-z]?\d*){2,8} ?")
_EQUATION = late(r"[+=→]|->")
_SIZES = late(r"\s*(?:[Ss]mall|\d+)?[,/]?\s*\((?:M|L|XL)\)")
_OPEN = ending(
    r",\s*$|\b(?:and|or|of|the|a|an|by|for|from|to|in|with|than|then|see|(?-i:is|are|was|were))\s*", re.IGNORECASE
)

# What makes the letter in the parentheses something else: a name, a header of addresses, a noun it belongs to.
_NAME = ending(r"[A-Z][\w'’\-]+,\s+[A-Z][\w'’\-]*\.?(?:\s+[A-Z]\.?)?\s*")
_ADDRESSES = late(
    r"\W{0,3}(?:to|cc|bcc|from|sent by|distribution|automatic electronic distribution to|attendees)\s*:",
    re.IGNORECASE,
)
_NOUN = ending(
    r"(?:\b(?:(?:sub)?(?:section|paragraph|part|clause|item)s?|para\.?|rules?|articles?|exhibits?|groups?|class|category"
    r"|type|grade|size|degrees?|latitude|longitude|option|copyright|schedule|signed|tank|team|point|step|column|row"
    r"|vitamin|line|temp(?:erature)?)\b\.?|°)\s*",
    re.IGNORECASE,
)
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
_DIGIT = ending(r"\d°?\s*")
_EXEMPTED = ending(r"\([bB]\) ?\(\d\) ?")
_BILL_LINE = late(r"\s*\d{1,2}\s+")
_BILL_HEADING = late(r"\s*[A-Z][A-Z ,\-]{3,60}\.\s?[—–-]")
_BILL_ITEM = late(r"\s*[a-z][^.]{1,200};(?:\s+(?:and|or))?\s*")
_LEADER = late(r"\s*(?:$|[|:]|\.{3,}|\s{3,}|\t|[-–—]{1,2}\s)")
# A mark leads the row: behind a cell, one that begins with a capital or a number may have its own. In a table whose
# columns a program put side by side nothing else tells; where it is none, a higher one only withholds too much.
_LED = late(r"\W{0,4}\([A-Z]{1,12}(?:[ /,-][^()]{1,60})?\) .*\s$")
_QUOTED = ending(r"(?:^|[\s(])[\"“‘]")  # a title with its own mark
_APART = late(r"\s[\"“(]?[A-Z0-9]|\s{3}")
_CONTINUES = late(r"[a-z](?!\w{0,2}[.)]\s)")
_PARAGRAPH_END = late(r"\n\s*\n|\f|\Z")
_BLANK_LINE = late(r"\n\s*\n")
# One literal each: five times as fast as both in one.
_NATO = tuple(
    sought(rf"(?<=^[ \t/*-]*){words}(?:[ \t/-]|$)", re.MULTILINE)
    for words in ("NATO (?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)", "COSMIC TOP SECRET")
)
_OTHER_MARK = late(
    r"\((?:U|S|TS|SBU|FOUO|[A-Z]{1,2}/+[A-Z/ ]+)\)|\d\. ?\([CSU]\)"
    r"|^\W*(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\b|C O N F I D E N T I A L|S E C R E T",
    re.MULTILINE,
)


def without_codes(left: str) -> str:
    """``left`` of a mark without the codes that a releaser printed in the margin before the line: ``25X1  (S)``."""
    codes = _RELEASE_CODES.match(left)
    return left[codes.end() :] if codes else left


class Places:
    """The places of one document, asked about each candidate."""

    def __init__(self, lines: Lines) -> None:
        """Looks at nothing yet."""
        self._text = lines.text
        self._lines = lines

    def may_hold(self, start: int, end: int, marking: Marking) -> bool:
        """Whether ``text[start:end]``, which means ``marking``, stands where a mark may."""
        raw = self._text[start:end]
        left, right = self._lines.around(start, end)
        left = without_codes(left) if left else left
        if right[:1] == ")" and left.strip(_DECORATION) == "(":
            left, right = left[: left.rindex("(")], right[1:]  # ((U)) The pier
        heads_line = not left.strip(_DECORATION) or _NUMBER.match(left) is not None
        if _is_glued(left, right, heads_line):
            return False
        if "//" in raw or (marking.dissem and "/" in raw):
            return True
        letter = raw.strip("(){} \t")
        before = left.rstrip(_DECORATION + "(")
        near = before[-80:]
        if self._means_something_else(letter, start, end, left, right):
            return False
        cell = left.rstrip(" ").endswith(("|", "\t"))
        if near and not cell and (_NOUN.match(near) or (":" in left and _ADDRESSES.match(left)) or _NAME.match(near)):
            return False
        if left and (
            cell
            or (_APART.match(right) and _LED.match(left) and not _is_acronym(before, letter))
            or (_QUOTED.match(left) and (_APART.match(right) or not right.strip()))
        ):
            return True
        return self._begins(start, before, right) or self._ends(end, before, right, letter)

    @cached_property
    def are_nato(self) -> bool:
        """Whether the document has a banner of NATO."""
        return "NATO " in self._text and any(pattern.search(self._text) for pattern in _NATO)

    def heads(self, offset: int) -> bool:
        """Whether nothing stands on the line before ``offset`` but a bullet and a number."""
        return _HEAD.fullmatch(self._lines.left(offset)) is not None

    @staticmethod
    def stops(before: str) -> bool:
        """Whether a sentence, or a parenthesis, ends with ``before``."""
        return _FINISHED.match(before) is not None

    def _means_something_else(self, letter: str, start: int, end: int, left: str, right: str) -> bool:
        if left and left[-1] in _QUOTES and right and right[0] in _QUOTES:
            return True
        if left and _EXEMPTED.match(left[-12:]):  # (b) (7) (C)
            return True
        if letter == "S" and (_SIZES.match(right) or (_FORMULA.match(left[-40:]) and _EQUATION.search(left + right))):
            return True
        if len(letter) == 1 and self._is_of_key(letter, end, left, right):
            return True
        if letter in ("R", "8"):  # foreign RESTRICTED never stands alone; 8 is an S only where a paragraph begins
            return not _NUMBER.match(left)
        if letter == "L":
            return not _PARAGRAPH.fullmatch(left)
        # Behind the number of a paragraph a (C) is its mark, whatever lists of letters stand around.
        return letter == "C" and not (left and _NUMBERED.fullmatch(left)) and self._is_other_c(start, end, left, right)

    def _is_of_key(self, letter: str, end: int, left: str, right: str) -> bool:
        """(S) Satisfactory (U) Unsatisfactory; Center (C) above Straight (S): each letter begins the word beside it."""
        if (following := _KEYED.match(right)) and right.lstrip()[:1] == letter != following["next"]:
            return True
        if (before := _KEYED_BEFORE.search(left)) and right.lstrip()[:1] == letter != before["last"]:
            return True
        named = _NAMED_BY.match(left[-40:] + f"({letter})")
        if right.strip() or not named:
            return False
        return any(letter not in _LEVELS for step in _BOTH_WAYS for letter in self._named_beside(end, step))

    def _named_beside(self, end: int, step: str) -> Iterator[str]:
        """The letters of the lines, up to three, that go on a list in which each is named by its letter."""
        line: Span | None = self._lines.at(end - 1)
        for _ in range(3):
            line = getattr(self._lines, step)(line)
            named = _NAMED_BY.match(self._text[line.start : line.end].rstrip()) if line else None
            if named is None:
                return
            yield named["letter"]

    def _is_other_c(self, start: int, end: int, left: str, right: str) -> bool:
        """Copyright, Celsius, the third of a list, a subparagraph of a bill (they are lettered from (A))."""
        if left and _DECIMAL.fullmatch(left) and right.lstrip()[:1].isupper():
            return False
        if (
            _YEAR.match(right)
            or ("rights" in right.casefold() and _RESERVED.match(right))
            or _BILL_HEADING.match(right)
        ):
            return True
        if _HOLDER.fullmatch(right) and not self._has_other_marks:
            return True
        credited = _CREDIT.fullmatch(right) or _BY_HOLDER.match(right)
        if credited and _COPYRIGHT.search(self._text[max(0, start - _NOTICE) : start]):
            return True
        if _BILL_ITEM.fullmatch(right) and not self._has_other_marks:
            return True
        if left and ((_DIGIT.match(left) and not _LABEL.match(left)) or _BILL_LINE.fullmatch(left)):
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

    def _begins(self, start: int, before: str, right: str) -> bool:
        """Whether a portion may begin with it: at the start of a line or a sentence, behind a number or a label."""
        behind = right.lstrip()[:1]
        if (behind in _DEFINING and _DEFINED.match(right)) or (before and _LISTED.match(before)):
            return False
        if _SERIES.match(right) or _PREPOSITION.match(right):
            return False
        lower = right.lstrip(_DECORATION)[:1].islower()
        if not before:
            return not (lower and self._runs_on(start))
        if _OPEN.match(before) or before.endswith(";"):
            return False
        if _BARE_NUMBER.fullmatch(before):  # its full stop is lost
            return not lower and not self._runs_on(start)
        if _NUMBER.match(before) or _LABEL.match(before) or _DECIMAL.fullmatch(before):
            return not (lower and len(before) > 12)
        if not right.strip():
            return False
        if _FINISHED.match(before):
            return not lower or (before.endswith(":") and len(before) < 30)
        return bool(_CAPITALS.fullmatch(before.strip())) and not lower and right.lstrip()[:1] == ":"

    def _runs_on(self, start: int) -> bool:
        """Whether the line before breaks off in the middle of a sentence."""
        line = self._lines.before(self._lines.at(start))
        above = self._text[max(line.start, line.end - 80) : line.end].strip().lstrip("> ") if line else ""
        return bool(above) and not _FINISHED.match(above)

    def _ends(self, end: int, before: str, right: str, letter: str) -> bool:
        """Whether a portion may end with it: at the end of a line or of a table's cell, behind a finished sentence."""
        rest = right.rstrip().removesuffix("//").strip(_DECORATION)  # the end of a message's set: SUBJ/HARBOR (U)//
        if not before or _OPEN.match(before) or _LISTED.match(before):
            return False
        if rest.strip(".,;"):
            if _FINISHED.match(before) and len(rest) <= 2:
                return True  # debris of OCR
            # A title in a table of contents, a cell, a heading followed by a dash.
            return bool(_LEADER.match(right)) and not _DIGIT.match(before)
        if _FINISHED.match(before):
            return True
        if rest[:1] in (",", ";") or (len(letter) == 1 and _DIGIT.match(before)):
            return False
        return not _CONTINUES.match(self._below(end)) and not _is_acronym(before, letter)

    def _below(self, end: int) -> str:
        line = self._lines.after(self._lines.at(end))
        return self._text[line.start : min(line.end, line.start + 80)].strip() if line else ""


def _is_glued(left: str, right: str, heads_line: bool) -> bool:
    """Whether it is part of a word, a number or a formula: ``item(S)``, ``501(C)``, ``(1)(C)``, ``(S)-form``."""
    if (heads_line and _TWIN.match(right)) or _TWIN.fullmatch(left.strip(_DECORATION)):
        return False  # (U)(S) The pier
    if left and (left[-1].isalnum() or left[-1] in ")_@"):
        return True
    behind = right[:1]
    if heads_line and behind.isupper():
        return False  # OCR lost the space before the paragraph
    if behind == "-":
        return right[:2] != "--" and not (heads_line and _PEN.match(right))
    return behind.isalnum() or behind in ("@", "(")


def _is_acronym(before: str, letters: str) -> bool:
    """``Tropical Storm (TS)``: the initials of the words before it."""
    words = [w for w in _WORDS.findall(before[-120:]) if w.lower() not in ("and", "of", "for", "the")]
    initials = "".join(word[0] for word in words[-len(letters) :])
    return len(letters) > 1 and initials.upper() == letters.upper()
