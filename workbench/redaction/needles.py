# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as they are searched: their letters and digits, and which of many are worth looking for in a text."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from workbench.redaction.folding import fold
from workbench.redaction.scripts import written
from workbench.redaction.wordlist import Wordlist


# From here on a skeleton hardly turns up by chance, so any break inside it and any letters beside it are accepted.
_DISTINCTIVE_LETTERS = 8
_DISTINCTIVE_MIXED = 5
_DISTINCTIVE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Needle:
    """A term as it is searched: its letters and digits, and where in them a new word of the term begins.

    ``ciphered``: its letters by ROT13, of which accents and letters of other scripts know nothing.
    """

    skeleton: str
    words: frozenset[int]
    distinctive: bool
    ciphered: tuple[str, ...] = ()

    @classmethod
    @lru_cache(maxsize=10_000)
    def of(cls, term: str) -> Needle:
        """The needle of ``term``; its skeleton is empty where the term has no letter or digit."""
        folded, _ = fold(term)
        letters: list[str] = []
        words: set[int] = set()
        after_gap = False
        for character in folded:
            if not character.isalnum():
                after_gap = True
                continue
            if after_gap and letters:
                words.add(len(letters))
            after_gap = False
            letters.append(character)
        skeleton = "".join(letters)
        rotated, _ = fold(codecs.encode(term, "rot13"))
        ciphered = {codecs.encode(skeleton, "rot13"), "".join(filter(str.isalnum, rotated))}
        return cls(skeleton, frozenset(words), _is_distinctive(skeleton), tuple(sorted(ciphered)))

    @classmethod
    @lru_cache(maxsize=10_000)
    def each_of(cls, term: str) -> tuple[Needle, ...]:
        """A needle for each way to write ``term``; none where it has no letter or digit."""
        needles = {needle.skeleton: needle for needle in map(cls.of, written(term)) if needle.skeleton}
        return tuple(needles.values())

    def backwards(self) -> Needle:
        """The needle for the term written from right to left."""
        length = len(self.skeleton)
        return Needle(self.skeleton[::-1], frozenset(length - word for word in self.words), self.distinctive)


class TermIndex:
    """A list of terms prepared once for many texts: which of them are worth searching one by one."""

    def __init__(self, terms: Iterable[str]) -> None:
        """``terms`` in the order in which they are asked for."""
        self.terms = tuple(terms)
        self._by_letters: dict[str, list[str]] = {}
        for term in self.terms:
            for needle in Needle.each_of(term) or (Needle.of(term),):
                for each in {needle.skeleton, needle.skeleton[::-1], *needle.ciphered}:
                    self._by_letters.setdefault(each, []).append(term)
        self._letters = Wordlist(self._by_letters)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def may_be_in(self, letters: str) -> bool:
        """Whether a text with these ``letters`` (its skeleton) is worth searching: see ``among``."""
        return "" in self._by_letters or bool(self._letters.within(letters))

    def among(self, texts: Iterable[str]) -> set[str]:
        """The terms whose letters, forwards or backwards, follow each other in one of ``texts`` (skeletons).

        Those without a letter or digit are always among them.
        """
        found = {term for letters in texts for each in self._letters.within(letters) for term in self._by_letters[each]}
        return found.union(self._by_letters.get("", ()))


def _is_distinctive(skeleton: str) -> bool:
    if skeleton.isdigit():
        return len(skeleton) >= _DISTINCTIVE_DIGITS
    mixed = any(c.isdigit() for c in skeleton)
    return len(skeleton) >= (_DISTINCTIVE_MIXED if mixed else _DISTINCTIVE_LETTERS)
