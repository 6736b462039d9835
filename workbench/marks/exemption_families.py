# SPDX-License-Identifier: AGPL-3.0-or-later
"""What families of exemption codes have in common: a pattern, how it is read, and where a code of it can begin.

The families themselves stand beside their laws: ``foia_codes``, ``order_codes``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple, TypeAlias

from workbench.marks.late import Match, Pattern
from workbench.marks.shadow import Shadow, matches_around, matches_at


class Trust(IntEnum):
    """How much of its surroundings a candidate needs before it is believed."""

    SURE = 0
    """Nobody writes it by chance."""
    CITED = 1
    """A code, unless the words around it cite a law or a contract: ``(b)(3)``, ``1.4(d)``."""
    WEAK = 2
    """Innocent (a room, a vitamin, a list item) unless it stands in a margin, alone, or among other codes: ``B1``."""
    HANGING = 3
    """Needs another code beside it: ``7(A)``, ``k2``."""
    MISREAD = 4
    """As OCR spells it, ``Bl``, ``B 1``, ``86``: needs another beside it, or a document with codes."""


class Candidate(NamedTuple):
    """``text[start:end]`` may be the code ``code`` of ``authority``."""

    start: int
    end: int
    code: str
    authority: str
    trust: Trust


Sign: TypeAlias = Callable[[Shadow], list[int]]
"""Finds the places at which, or near which, a code may begin."""
Reader: TypeAlias = Callable[[Match], Candidate | None]


def sign(pattern: bytes, in_a_word: bytes | None = None) -> Sign:
    """A sign in the forms of a text (``Shadow.forms``: small letters, 0 for every digit, one kind of bracket).

    A pass for a literal, or a letter and what follows it, takes a tenth of a family's own. ``in_a_word``: what of a
    sign that has blanks in it stands in one word; a text has a tenth as many words.
    """
    whole = re.compile(pattern)
    part = re.compile(in_a_word) if in_a_word else None if b" " in pattern else whole

    def places(shadow: Shadow) -> list[int]:
        if part and not part.search(shadow.word_forms):
            return []
        return [match.start() for match in whole.finditer(shadow.forms)]

    return places


class Family(NamedTuple):
    """A pattern and how its matches are read.

    Each match begins at a place of ``where``, or reaches one within ``before`` characters.
    """

    pattern: Pattern
    read: Reader
    where: Sign
    before: int = 0

    def matches(self, text: str, places: list[int]) -> Iterable[Match]:
        """What the pattern finds in ``text``, looked for where ``places`` allow it."""
        if not self.before:
            return matches_at(self.pattern, text, places)
        return matches_around(self.pattern, text, places, self.before, self.before)


def digit(printed: str) -> str:
    """The digit that a scanner read as a letter."""
    return "1" if printed in "lI|" else "5" if printed == "S" else printed
