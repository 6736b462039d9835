# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passages of the withheld text that the kept text does not share, and how they are known again in a copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain

from workbench.exports.disguises import ROT13, ciphered
from workbench.redaction.folding import folded_words, skeleton
from workbench.redaction.wordlist import Wordlist


# Letters and digits in a row (about four words) that make a stretch of withheld text known again. Shorter ones turn up
# by chance where lines of a copy are read in another order: `of the classification au` is in every manual. They are
# taken from the start of every word, so a stretch a word longer is found wherever it begins.
SHINGLE = 20
# A shingle is known by so many bits of its hash: with their letters, those of a long document would take most of the
# memory of its export. Two may have one hash by chance, so what is likely is compared by its letters.
_BITS = (1 << 60) - 1


class Passages:
    """Prepared once for searching many texts."""

    def __init__(self, withheld: Sequence[str], kept: str, terms: Iterable[str]) -> None:
        """``withheld`` are the texts of the redactions; ``terms`` are looked for by themselves."""
        self._texts, self._kept_text, self._terms = withheld, kept, terms

    @cached_property
    def kept_words(self) -> list[str]:
        """The words of the kept text, folded."""
        return folded_words(self._kept_text)

    @cached_property
    def kept_letters(self) -> str:
        """The letters and digits of the kept text, folded."""
        return "".join(self.kept_words)

    @cached_property
    def _withheld(self) -> list[list[str]]:
        return [folded_words(text) for text in self._texts]

    @cached_property
    def _shingles(self) -> set[int]:
        """Shingles of the withheld text, as it is, backwards and by ROT13, that the kept text does not have: hashes."""
        long = (words for words in self._withheld if sum(map(len, words)) >= SHINGLE)
        apart = [*chain.from_iterable((*words, "\n") for words in long)]  # a line feed is a letter of no text
        letters, lengths = "".join(apart), list(map(len, apart))
        starts = list(accumulate(lengths, initial=0))
        found = _stretches(letters, starts) | _stretches(letters.translate(ROT13), starts)
        found |= _stretches(letters[::-1], accumulate(reversed(lengths), initial=0))
        if found:
            found.difference_update(_stretches(self.kept_letters, accumulate(map(len, self.kept_words), initial=0)))
        return found

    @cached_property
    def _wholes(self) -> dict[str, set[str]]:
        """What each of the shingles reads to the end of its last word. Asked for when a copy holds one of them."""
        found: dict[str, set[str]] = {}
        for words in self._withheld:
            for written in (words, *ciphered(words)):
                for shingle, whole in _shingles_of(written):
                    found.setdefault(shingle, set()).add(whole)
        return found

    @cached_property
    def _short(self) -> Wordlist[str]:
        """Withheld stretches too short for a shingle that stand nowhere in the kept text, each word between spaces."""
        known = {skeleton(term) for term in self._terms}
        found = []
        for text in dict.fromkeys(f" {' '.join(words)} " for words in self._withheld):
            letters = text.replace(" ", "")
            if 4 <= len(letters) < SHINGLE and letters not in known and letters not in self.kept_letters:
                found.append(text)
        return Wordlist(found)

    def count(self, words: Sequence[str]) -> int:
        """How many shingles are to the end of their last word: `markings un|less` is not `markings. (U) N|ame`."""
        if not self._shingles:
            return 0
        letters, starts, shingles = "".join(words), list(accumulate(map(len, words), initial=0)), self._shingles
        likely = [start for start in starts if hash(letters[start : start + SHINGLE]) & _BITS in shingles]
        ends = frozenset(starts[1:] if likely else ())
        hits = 0
        for start in likely:
            wholes = self._wholes.get(letters[start : start + SHINGLE], ())
            hits += any(letters.startswith(whole, start) and start + len(whole) in ends for whole in wholes)
        return hits

    def count_short(self, words: Sequence[str]) -> int:
        """How many withheld texts too short for a shingle are among ``words``, one behind the other."""
        return len(self._short.within(f" {' '.join(words)} "))


def _stretches(letters: str, starts: Iterable[int]) -> set[int]:
    """Hashes of as many ``letters`` as make a shingle from each of ``starts`` on; none of fewer at the end."""
    last = len(letters) - SHINGLE
    return {hash(letters[start : start + SHINGLE]) & _BITS for start in starts if start <= last}


def _shingles_of(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The letters that follow the start of every word, as many as make a shingle; and as many as end the last word."""
    letters = "".join(words)
    ends = list(accumulate(map(len, words)))
    last = 0
    for start in [0, *ends[:-1]]:
        if start + SHINGLE > len(letters):
            return
        while ends[last] < start + SHINGLE:
            last += 1
        yield letters[start : start + SHINGLE], letters[start : ends[last]]
