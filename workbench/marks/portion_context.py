# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a portion mark may stand where a candidate stands.

A mark begins or ends a portion. ``(C)`` after a temperature, in a list of (A), (B), (C), behind a name or in the middle
of a sentence is none. A form nobody writes by chance (``(S//NF)``) may stand anywhere but inside a word. In doubt the
candidate is kept: a mark lost can release what it protects, one too many only withholds.
"""

from __future__ import annotations

import re
from functools import cached_property

from workbench.markings import Marking
from workbench.marks.dates import DATED
from workbench.marks.late import ending, late, sought
from workbench.marks.lines import Lines
from workbench.marks.portion_lookalikes import DECIMAL, DIGIT, LABEL, NUMBER, Lookalikes


_NUMBERED = r"\(?(?:\d{1,3}[a-z]?|[a-z])[.)]|\d{1,2}[,;] ?(?=\()|¶ ?\d{1,3}\.?|\d{1,2}/(?= )|[⁰¹²³⁴-⁹]{1,3}"
BEFORE_PORTION = rf"[ \t]{{0,80}}+(?:(?:{_NUMBERED}|[-–—•●○*·▪►§✓✔■])[ \t]{{0,8}}){{0,2}}[~*_ ]{{0,3}}"
"""What stands on a line before a portion: blanks, its bullet, its number or letter. Levels are no such letters."""

HEAD = late(BEFORE_PORTION)
_RELEASE_CODES = late(  # (b)(7) goes on with a letter: (b)(7) (C)
    r"\s*(?:(?:[257][50]X\d\w{0,2}|STAT(?:INTL|SPEC)?|ILLEGIB|SG1[A-Z]|[bB](?:[1-689]|7[A-F])"
    r"|\([bB]\) ?\((?:[1-689]\)|7\)\([A-F]\)))[\s,;/]+){1,4}"
)
_DECORATION = " \t~*_\"'“”‘’>|#"
# What markup and programs put before the text of a line: \section{, \item, == (AsciiDoc), * TODO, //, <li>, ![ and **.
_LEAD = late(
    r"(?:[ \t>*-]*(?:\\[a-z]+\*?(?:\[[^\]\n]{0,40}\])?\{|\\item\b[ \t]*\[?|[=#]{1,6}(?= )"
    r"|(?:TODO|DONE|h[1-6]\.|bq\.|\.\. \w{3,20}::)(?= )|//+(?= )|;+(?= )"
    r"|\+(?= )|<\w[^<>\n]{0,80}>|!?\[\Z|__\Z|'{3}\Z)[ \t]*)+"
)
_TWIN = late(r"\((?:TS|[SCU]|SBU)(?:/{1,2}[A-Z][A-Z/ ,-]{0,60})?\)(?=\s|$)")
_PEN = late(r"-[ \t]*[A-Z\"“]")  # the end of the line that struck it: -(S//NF)- The text
_BARE_NUMBER = late(r"[\s>]*\d{1,2}[a-z]?(?P<stop> ?[,;]| \.)?\s*")
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
    r"(?<!\w)(?!(?<=^\W{0,4})\([USC]\) )\([A-Z]\),? (?:(?:and |or |the ){0,2}[A-Z]|(?:and|or) [a-z])[\w ]{1,40}"
    r"|\([A-Z]\), (?:and )?(?:Mr|Mrs|Ms|Dr|Gen|Col|Adm|Sen|Rep|Amb)\. [\w ]{1,40}"
)
# (S) seasonal, (C) closed: a key, in small letters, on one line and with nothing that ends a sentence.
_SERIES = late(r" ?[a-z](?:[^().!?\s]| (?! )){0,40} \([A-Z]\) ?[a-z]")
_SIGNS = frozenset("/^=+&")  # what goes on with the sentence of the line above
_COMPARED = ("==", "=>", ">=", "<=", "!=", "&&", "||")
_OPERATORS = ("*", "+", "=", "^", "%")
_ITEM = late(r"\s*(?:\d{1,2}\.)?(?:[a-z]\.)?\(\d{1,2}\)(?:\([a-z]\))?")  # (2)(S) The pier, 1.a.(2)(S) The quay
_LONGEST_DATE = 30
_LOGGED = late(rf"\s*{DATED}")
_PREPOSITION = late(r"\s*(?:of|and|or|is|are|was|were)\s")
_CATEGORIES = ("(Cc)",)  # of characters, in Unicode; at the end of a sentence what a scanner makes of (C)
_OPEN = ending(
    r",\s*$|\b(?:and|or|of|the|a|an|by|for|from|to|in|with|than|then|see|(?-i:is|are|was|were))\s*", re.IGNORECASE
)

# What makes the letter in the parentheses something else: a name, a header of addresses, a noun it belongs to.
_NAME = ending(r"[A-Z][\w'’\-]+,\s+[A-Z][\w'’\-]*\.?(?:\s+[A-Z]\.?)?\s*")
_ADDRESSES = late(
    r"\W{0,3}(?:to|cc|bcc|from|sent by|distribution|automatic electronic distribution to|attendees)\s*:.*\w",
    re.IGNORECASE,
)
_NOUN = ending(
    r"(?:\b(?:(?:sub)?(?:section|paragraph|part|clause|item)s?|para\.?|rules?|articles?|exhibits?|groups?|class|category"
    r"|type|grade|size|degrees?|latitude|longitude|option|copyright|schedule|signed|tank|team|point|step|column|row"
    r"|vitamin|line|temp(?:erature)?)\b\.?|\banswers?|°)\s*",
    re.IGNORECASE,
)
_LEADER = late(r"\s*(?:$|[|:]|\.{3,}|\s{3,}|\t|[-–—]{1,2}\s)")
# A mark leads the row: behind a cell, one that begins with a capital or a number may have its own. In a table whose
# columns a program put side by side nothing else tells; where it is none, a higher one only withholds too much.
_LED = late(r"\W{0,4}\([A-Z]{1,12}(?:[ /,-][^()]{1,60})?\) .*\s$")
_WIDE = "   "  # what parts columns set side by side
_QUOTED = ending(r"(?:^|[\s(])[\"“‘]")  # a title with its own mark
_APART = late(r"\s[\"“(]?[A-Z0-9]|\s{3}")
_CONTINUES = late(r"[a-z](?!\w{0,2}[.)]\s)")
# One literal each: five times as fast as both in one.
_NATO = tuple(
    sought(rf"(?<=^[ \t/*-]*){words}(?:[ \t/-]|$)", re.MULTILINE)
    for words in ("NATO (?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)", "COSMIC TOP SECRET")
)


def without_codes(left: str) -> str:
    """``left`` of a mark without the codes that a releaser printed in the margin before the line: ``25X1  (S)``."""
    codes = _RELEASE_CODES.match(left)
    return left[codes.end() :] if codes else left


def without_markup(left: str) -> str:
    """``left`` of a mark without what markup or a program puts before the text of its line."""
    lead = _LEAD.match(left) if left else None
    return left[lead.end() :] if lead else left


class Places:
    """The places of one document, asked about each candidate."""

    def __init__(self, lines: Lines) -> None:
        """Looks at nothing yet."""
        self._text = lines.text
        self._lines = lines
        self._lookalikes = Lookalikes(lines)

    def may_hold(self, start: int, end: int, marking: Marking) -> bool:
        """Whether ``text[start:end]``, which means ``marking``, stands where a mark may."""
        raw = self._text[start:end]
        left, right = self._lines.around(start, end)
        left = without_markup(left)
        left = without_codes(left) if left and right.strip() else left  # (b)(1) (S) by itself is all of a releaser's
        if right[:1] == ")" and left.strip(_DECORATION) == "(":
            left, right = left[: left.rindex("(")], right[1:]  # ((U)) The pier
        heads_line = not left.strip(_DECORATION) or NUMBER.match(left) is not None
        if _is_glued(left, right, heads_line):
            return False
        if raw in _CATEGORIES and not heads_line and not _FINISHED.match(left):
            return False
        if "//" in raw or (marking.dissem and "/" in raw):
            return True
        letter = raw.strip("(){}. \t")
        before = left.rstrip(_DECORATION + "(")
        near = before[-80:]
        if self._lookalikes.is_other(letter, start, end, left, right):
            return False
        cell = left.rstrip(" ").endswith(("|", "\t")) or _is_field(left, right)
        if (
            near
            and not (cell or left.endswith(_WIDE))
            and ((letter != "U" and _NOUN.match(near)) or (":" in left and _ADDRESSES.match(left)) or _NAME.match(near))
        ):
            return False
        if cell or (
            left
            and (
                (left.endswith(_WIDE) and _APART.match(right))
                or (_APART.match(right) and _LED.match(left) and not _is_acronym(before, letter))
                or (_QUOTED.match(left) and (_APART.match(right) or not right.strip()))
            )
        ):
            return True
        return self._begins(start, before, right) or self._ends(end, before, right, letter)

    @cached_property
    def are_nato(self) -> bool:
        """Whether the document has a banner of NATO."""
        return "NATO " in self._text and any(pattern.search(self._text) for pattern in _NATO)

    def heads(self, offset: int) -> bool:
        """Whether nothing stands on the line before ``offset`` but a bullet and a number."""
        return HEAD.fullmatch(self._lines.left(offset)) is not None

    @staticmethod
    def stops(before: str) -> bool:
        """Whether a sentence, or a parenthesis, ends with ``before``."""
        return _FINISHED.match(before) is not None

    def _begins(self, start: int, before: str, right: str) -> bool:
        """Whether a portion may begin with it: at the start of a line or a sentence, behind a number or a label."""
        behind = right.lstrip()[:1]
        if (behind in _DEFINING and _DEFINED.match(right)) or (before and _LISTED.match(before)):
            return False
        if _SERIES.match(right) or _PREPOSITION.match(right):
            return False
        lower = right.lstrip(_DECORATION)[:1].islower()
        if not before:
            return not ((lower or behind in _SIGNS) and self._runs_on(start))
        if number := _BARE_NUMBER.fullmatch(before):  # its full stop is lost, or misread: 2, (S) The pier
            return not lower and (number["stop"] is not None or not self._runs_on(start))
        if _OPEN.match(before) or before.endswith(";"):
            return False
        if NUMBER.match(before) or LABEL.match(before) or DECIMAL.fullmatch(before):
            return not (lower and len(before) > 12)
        if not right.strip():
            return False
        if len(before) <= _LONGEST_DATE and _LOGGED.fullmatch(before):
            return not lower
        if _FINISHED.match(before):
            return not lower or (before.endswith(":") and len(before) < 30)
        return bool(_CAPITALS.fullmatch(before.strip())) and not lower and right.lstrip()[:1] == ":"

    def _runs_on(self, start: int) -> bool:
        if start in self._lines.cells:
            return False
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
            return bool(_LEADER.match(right)) and not DIGIT.match(before)
        if _FINISHED.match(before):
            return True
        if rest[:1] in (",", ";") or (len(letter) == 1 and DIGIT.match(before)):
            return False
        return not _CONTINUES.match(self._below(end)) and not _is_acronym(before, letter)

    def _below(self, end: int) -> str:
        line = self._lines.after(self._lines.at(end))
        return self._text[line.start : min(line.end, line.start + 80)].strip() if line else ""


def _is_glued(left: str, right: str, heads_line: bool) -> bool:
    """Whether it is part of a word, a number or a formula: ``item(S)``, ``501(C)``, ``(1)(C)``, ``(S)-form``."""
    if (heads_line and right[:1] == "(" and _TWIN.match(right)) or (left and _TWIN.fullmatch(left.strip(_DECORATION))):
        return False  # (U)(S) The pier
    behind = right[:1]
    if left[-1:] in _OPERATORS and left[-2:-1].isalnum():
        return True  # Y*(C/Nf)
    if right.lstrip().startswith(_COMPARED):
        return True  # (S) == 1
    if left and (left[-1].isalnum() or left[-1] in ")_@"):
        return not (left[-1] == ")" and heads_line and behind == " " and _ITEM.fullmatch(left))
    if heads_line and behind.isupper():
        return False  # OCR lost the space before the paragraph
    if behind == "-":
        return right[:2] != "--" and not (heads_line and _PEN.match(right))
    return behind.isalnum() or behind in ("@", "(")


def _is_field(left: str, right: str) -> bool:
    """Whether it is a value of a row, or begins one, that commas part: ``4,(S),The pier`` and ``4,"(S) The pier"``."""
    sign = left.rstrip('"')[-1:] or right[:1]
    if sign not in (",", ";") or left.count("(") != left.count(")"):
        return False
    if not left:
        return right[1:2].isupper() or right[1:2] == '"'
    return right.lstrip('"')[:1] == sign or _APART.match(right) is not None


def _is_acronym(before: str, letters: str) -> bool:
    """``Tropical Storm (TS)``: the initials of the words before it."""
    words = [w for w in _WORDS.findall(before[-120:]) if w.lower() not in ("and", "of", "for", "the")]
    initials = "".join(word[0] for word in words[-len(letters) :])
    return len(letters) > 1 and initials.upper() == letters.upper()
