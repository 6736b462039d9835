# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as they are searched: their letters and digits, what scripts make of them, and which are worth looking for."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbench.redaction.folding import fold
from workbench.redaction.seams import Seams
from workbench.redaction.wordlist import Wordlist


# Thai to Tibetan and Myanmar, Hangul (particles follow a name at once), Khmer, kana, bopomofo and Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
# Particles that Hebrew and Arabic write together with the word behind them: and, the, in, as, to, from, that, will.
_PARTICLES = re.compile("(?:\\A|(?<=[\\W\\d_]))[והבכלמשوفبكلسا]{1,4}\\Z")
_MOST_PARTICLES = 5
_BACKWARDS = re.compile("[\u0590-\u08ff]")
# As telegrams and travel documents spell them (ICAO Doc 9303-3, 6.A), and the Serbian letter as newspapers do.
_SPELLED_OUT = {
    **{"Ä": "AE", "Å": "AA", "Æ": "AE", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Ü": "UE", "Þ": "TH", "Đ": "DJ"},
    **{"ä": "ae", "å": "aa", "æ": "ae", "ö": "oe", "ø": "oe", "œ": "oe", "ü": "ue", "þ": "th", "đ": "dj"},
}
LETTERS = str.maketrans("01345789@$", "oleastbgas")
"""The letters for which digits and signs stand: `1` stands for `i` too."""
SIGNS = (*_SPELLED_OUT, "\u0308", "\u030a")
SPELLED_OUT = re.compile(f"[{''.join(_SPELLED_OUT)}]|[AaOoUu][\u0308\u030a]")
"""A letter that a text of plain letters spells with two; one of ``SIGNS`` is in it."""


def spell_out(match: re.Match[str]) -> str:
    """The two letters for a match of ``SPELLED_OUT``."""
    return _SPELLED_OUT.get(unicodedata.normalize("NFC", match.group()), match.group())


def is_unspaced(character: str) -> bool:
    """Whether its script sets words apart by nothing: a name ends wherever it does."""
    return _UNSPACED.match(character) is not None


def ends_in_particles(text: str) -> bool:
    """Whether the word that ``text`` ends in is made of particles only: what follows begins a word to a reader."""
    return _PARTICLES.search(text[-_MOST_PARTICLES:]) is not None


def is_set_backwards(text: str) -> bool:
    """Whether a file may hold it in the order in which it is seen: the last letter of a word first."""
    return _BACKWARDS.search(text) is not None


def written(term: str) -> Iterator[str]:
    """The term, and other ways to write it that do not fold to the same: in capitals, with letters spelled out."""
    yield term
    if not term.isascii():
        for cased in (term, term.upper(), term.lower(), term.title()):
            yield cased
            yield SPELLED_OUT.sub(spell_out, cased)


# From here on a skeleton hardly turns up by chance, so any break inside it and any letters beside it are accepted.
_DISTINCTIVE_LETTERS = 8
_DISTINCTIVE_MIXED = 5
_DISTINCTIVE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Needle:
    """A term as it is searched: its letters and digits, and where in them a new word of the term begins.

    ``ciphered``: its letters by ROT13, of which accents and letters of other scripts know nothing, and with its digits
    as letters, for where digits are read as such.
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
        ciphered = {codecs.encode(skeleton, "rot13"), "".join(filter(str.isalnum, rotated)), *_lettered(skeleton)}
        return cls(skeleton, frozenset(words), _is_distinctive(skeleton), tuple(sorted(ciphered)))

    @property
    def letters(self) -> tuple[str, ...]:
        """What of it a text may hold: its letters forwards, backwards and ciphered."""
        return (self.skeleton, self.skeleton[::-1], *self.ciphered)

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
                for each in dict.fromkeys(needle.letters):
                    self._by_letters.setdefault(each, []).append(term)
        self._letters = Wordlist(self._by_letters)

    @cached_property
    def seams(self) -> Seams:
        """The terms, for where one text ends and another begins."""
        return Seams(self._by_letters, _lettered)

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


def _lettered(skeleton: str) -> set[str]:
    """With its digits read as letters; nothing where it has none."""
    return {skeleton.translate(LETTERS), skeleton.replace("1", "i").translate(LETTERS)} - {skeleton}


def _is_distinctive(skeleton: str) -> bool:
    if skeleton.isdigit():
        return len(skeleton) >= _DISTINCTIVE_DIGITS
    mixed = any(c.isdigit() for c in skeleton)
    return len(skeleton) >= (_DISTINCTIVE_MIXED if mixed else _DISTINCTIVE_LETTERS)
