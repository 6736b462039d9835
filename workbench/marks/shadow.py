# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding words and signs in any case without a regular expression over the whole text.

A case-insensitive pattern reads a text at 50 to 300 MB/s and the finders have more than a hundred of them; bytes in one
case are searched for a word at above 1 GB/s. So the words are looked up in a shadow of the text, one byte a character,
and a pattern is only asked where its word stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import regex


# Letters outside ASCII that a case-insensitive pattern takes for one in it (Unicode simple case folding and the
# Turkish i of the regex module). One character each, so that offsets stay.
_FOLDED = {"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"}
_FORMS = bytes.maketrans(b"123456789[{]}", b"000000000(())")
_SHARED = 5  # letters from which on a word is rare enough to look up longer ones by it


class Shadow:
    """``text`` in lower case, a byte for each character; what is not ASCII is a question mark there."""

    def __init__(self, text: str) -> None:
        """Offsets into the shadow are offsets into ``text``."""
        self.text = text
        if not text.isascii():
            for letter, plain in _FOLDED.items():
                text = text.replace(letter, plain)
        self._lower = text.encode("ascii", "replace").lower()
        # OCR reads an o as a 0. Words are looked up as if it always had: the pattern asked there decides.
        self._misread = self._lower.replace(b"0", b"o")
        self._places: dict[str, list[int]] = {}

    @cached_property
    def forms(self) -> bytes:
        """Lower case with a 0 for every digit and round brackets for all."""
        return self._lower.translate(_FORMS)

    def heads(self, word: str) -> list[int]:
        """Where ``word`` (ASCII, lower case) stands without an ASCII letter before it, in order."""
        lower = self._lower
        return [place for place in self._all(word) if place == 0 or not 97 <= lower[place - 1] <= 122]

    def _all(self, word: str) -> list[int]:
        """Where ``word`` stands, also inside another; looked up once, and where a word that it holds was looked up."""
        found = self._places.get(word)
        if found is None:
            text, spelled = self._misread, word.encode()
            held = next((other for other in self._places if len(other) >= _SHARED and other in word), None)
            if held is None:
                found = list(_places(text, spelled, 0, len(text)))
            else:
                at = word.index(held)
                starts = (place - at for place in self._places[held])
                found = [start for start in starts if start >= 0 and text.startswith(spelled, start)]
            self._places[word] = found
        return found

    def follows(self, word: bytes, place: int, reach: int) -> bool:
        """Whether ``word``, in lower case, stands before ``place`` with nothing but blanks and line breaks between."""
        return self._misread[max(0, place - reach) : place].rstrip().endswith(word.replace(b"0", b"o"))

    def between(self, word: str, start: int, end: int) -> Iterator[int]:
        """Where ``word`` begins from ``start`` on and before ``end``, without an ASCII letter before it."""
        for place in _places(self._misread, word.encode(), start, end + len(word) - 1):
            if place == 0 or not 97 <= self._lower[place - 1] <= 122:
                yield place


def _places(text: bytes, needle: bytes, start: int, end: int) -> Iterator[int]:
    find = text.find
    place = find(needle, start, end)
    while place >= 0:
        yield place
        place = find(needle, place + 1, end)


def matches_at(pattern: regex.Pattern[str], text: str, places: Iterable[int]) -> Iterator[regex.Match[str]]:
    """What ``pattern.finditer`` gives, where matches begin at none but ``places``, which are in order."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(text, place)):
            end = match.end()
            yield match


def matches_around(
    pattern: regex.Pattern[str], text: str, places: Iterable[int], before: int, behind: int
) -> Iterator[regex.Match[str]]:
    """What ``pattern.finditer`` gives, where matches lie ``before`` to ``behind`` characters around ``places``."""
    done = 0
    for place in places:
        for match in pattern.finditer(text, max(done, place - before), place + behind):
            done = match.end()
            yield match
