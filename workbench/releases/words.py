# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the steps of a comparison share: the words of a release as keys, and a place where two releases differ."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel


Keys = Sequence[str]
"""The words of a release, folded, and ``DELETED`` for each deletion."""
DELETED = "\0"
"""The key of every deletion: no word has it."""
_FIGURE = re.compile(r"[-\u2212]?[$£€¥]?\d+(?:[.,]\d+)*(?:st|nd|rd|th|%)?|\d{2,}[a-z]|[a-z]{1,3}\d{2,}")
ALIKE = 0.6
"""From this share of common letters on two words, or runs of words, may be one that OCR read differently."""


class Gap(NamedTuple):
    """``old[a:a_end]`` stands where ``new[b:b_end]`` stands, and is not the same."""

    a: int
    a_end: int
    b: int
    b_end: int


class Lines:
    """The lines of a text, counted as findings count them; each line feed is looked for once."""

    def __init__(self, text: str) -> None:
        """Before any line is asked for."""
        self._ends = [match.end() for match in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        """The number of the line, from 1, on which a character stands."""
        return bisect_right(self._ends, offset) + 1


def is_figure(word: str) -> bool:
    """Whether a word is a number, an ordinal or a designation such as M31: what differs there is no misreading."""
    return _FIGURE.fullmatch(word) is not None


def is_misread(one: Keys, other: Keys) -> bool:
    """Whether two runs of words may be the same as OCR reads them; figures must agree."""
    if [*filter(is_figure, one)] != [*filter(is_figure, other)]:
        return False
    return _ratio("".join(one), "".join(other)) >= ALIKE


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other)
