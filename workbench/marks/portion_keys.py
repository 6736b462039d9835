# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a letter in parentheses is one of a key, a menu or of sizes, as its neighbours on other lines tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from workbench.documents import Span
from workbench.marks.late import Pattern, late
from workbench.marks.lines import Lines


LEVELS = frozenset("USC")
SURE = (
    r"\((?:TS|SBU|FOUO|TSC|[A-Z]{1,2}/+[A-Z/ ]+)\)"
    r"|^[^\w\n]*(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\b|C O N F I D E N T I A L|S E C R E T"
)
_BOTH_WAYS = ("before", "after")
_KEYED = late(r" ?[A-Z][a-z]+(?: [a-z]+)?[,;]? \((?P<next>[A-Z])\) ?(?P=next)[a-z]")
_KEYED_BEFORE = late(r"\((?P<last>[A-Z])\) ?(?P=last)[a-z]+(?: [a-z]+)?[,;]? ?$")
_NAMED_BY = late(r"(?:\W*\d{0,3}[.)]?\s*)?(?P<letter>[A-Z])[a-z]+[ *_]{1,4}\((?P=letter)\)$")
# By the letter asked about: a key of (Y), (N) and (U) is no mark.
_MARKS_BESIDE = {"U": late(SURE, re.MULTILINE), "S": late(rf"\(U\)|{SURE}", re.MULTILINE)}
_LETTERED = late(r"\s*\((?P<letter>[A-Z])\) ?[A-Z]")
_CELLS = late(r".*\|[ \t]*\((?P<letter>[A-Z])\)[ \t]*\|")  # | Castle | (C) | above | Maze | (M) |
_ANY_LETTERED = late(r"[ \t>|*+•-]{0,12}\((?P<letter>[A-Z])\)\s")
_SIZED = late(r"(?<=\S )\((?:M|XL|XS)\)(?=\**[ \t]*(?:\||$))", re.MULTILINE)  # sizes, as (S) is there
# Behind names only: a sentence has small words.
_ENDS_LETTERED = late(r"(?!.*(?<!\w)[a-z]).*[^.!?\s] ?\((?P<letter>[A-Z])\)|\s*\d{1,3}[.)] ?\((?P<only>[A-Z])\)")
_LETTER = late(r"(?<!\w)\(([A-Z])\)")
_NO_LEVEL = late(r"\([AD-KM-RTV-Z]\)")
_NO_LEVELS = frozenset("AFHKMNPXYZ")  # nor one misread, nor RESTRICTED or LIMITED OFFICIAL USE
_BULLETS = " \t>|*+•-"
_OWN, _KEYS = frozenset("USCL"), frozenset("USCLR")
_MANY = 6
_SERIES = 8  # lines
_LONGEST = 2000  # characters of one that is looked at


class Keys:
    """The keys of one document, asked about each letter."""

    def __init__(self, lines: Lines) -> None:
        """Looks at nothing yet."""
        self._text = lines.text
        self._lines = lines

    def is_of_key(self, letter: str, end: int, left: str, right: str) -> bool:
        """(S) Satisfactory (U) Unsatisfactory; Center (C) above Straight (S): each letter begins the word beside it."""
        if (following := _KEYED.match(right)) and right.lstrip()[:1] == letter != following["next"]:
            return True
        if (before := _KEYED_BEFORE.search(left)) and right.lstrip()[:1] == letter != before["last"]:
            return True
        if letter in _KEYS and self._is_of_series(letter, end, left, right):
            return True
        named = _NAMED_BY.match(left[-40:] + f"({letter})")
        if right.strip() or not named:
            return False
        return any(letter not in LEVELS for step in _BOTH_WAYS for letter in self._beside(end, step, _NAMED_BY, 3))

    def _is_of_series(self, letter: str, end: int, left: str, right: str) -> bool:
        """(S) Ann Lund above (A) Peter Holm; Yes (Y) No (N) Unknown (U): whether it is one of other letters.

        They stand at the heads of lines beside its own, or on its own and at the ends of those, and nothing is marked.
        """
        if not self._lines.have(_NO_LEVEL):
            return False
        cell = left.endswith(("|", "| ")) and right.lstrip()[:1] == "|"
        if cell or not left.strip(_BULLETS):
            beside = self._lines_beside(end, _CELLS if cell else _ANY_LETTERED, blank=not cell)
            if self._are_of_key([letter, *beside]):
                return True
        if not left.strip():
            letters = {*self._lines_beside(end, _LETTERED)}
        elif not right.strip() and _ENDS_LETTERED.fullmatch(left + f"({letter})"):
            letters = {*_LETTER.findall(left), *self._lines_beside(end, _ENDS_LETTERED)}
        else:
            return False
        marks = _MARKS_BESIDE["U" if letter == "U" else "S"]
        return not _NO_LEVELS.isdisjoint(letters) and not self._lines.have(marks)

    def _are_of_key(self, letters: Sequence[str]) -> bool:
        """Whether each of three is another, some no levels, and nothing else is marked: (C) Create, (R) Read."""
        others = {*letters} - _OWN
        few = len(letters) < 3 or (len(others) < 2 and others.isdisjoint(_NO_LEVELS))
        listed = others & {"A", "B"} and len(others) < _MANY  # (A) and (B) are of a list, which a portion may hold
        if few or listed or len({*letters}) < len(letters):
            return False
        return self._marks_beside <= letters.count("U")

    def is_size(self, left: str, right: str) -> bool:
        """Whether it ends a line, or stands behind small, where other lines have (M) or (XL), and nothing is marked."""
        if right.strip(" *") and not left.rstrip().endswith("mall"):
            return False
        return self._has_sizes

    @cached_property
    def _has_sizes(self) -> bool:
        sizes = len(_SIZED.findall(self._text)) if ("(M)" in self._text or "(X" in self._text) else 0
        return sizes > 0 and 3 * sizes >= self._text.count("(S)") and not self._marks_beside

    @cached_property
    def _marks_beside(self) -> int:
        return len(_MARKS_BESIDE["S"].findall(self._text))

    def _lines_beside(self, end: int, pattern: Pattern, *, blank: bool = False) -> Iterator[str]:
        return chain(*(self._beside(end, step, pattern, _SERIES, blank=blank) for step in _BOTH_WAYS))

    def _beside(self, end: int, step: str, pattern: Pattern, reach: int, *, blank: bool = False) -> Iterator[str]:
        """The letters of up to ``reach`` lines that go on a list in which each has one; ``blank``: or every other."""
        line: Span | None = self._lines.at(end - 1)
        for _ in range(reach):
            line = getattr(self._lines, step)(line)
            if line and line.end - line.start > _LONGEST:
                return
            if blank and line and not self._text[line.start : line.end].strip():
                line = getattr(self._lines, step)(line)
            found = pattern.match(self._text[line.start : line.end].rstrip()) if line else None
            if found is None:
                return
            yield found[found.lastgroup or "letter"]
