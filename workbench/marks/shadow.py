# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a word in any case without a regular expression over the whole text.

A case-insensitive pattern reads a text at 50 to 300 MB/s and the finders have more than a hundred of them; bytes in one
case are searched for a word at above 1 GB/s. So the words are looked up in a shadow of the text, one byte a character,
and a pattern is only asked where its word stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex


_WORD = regex.compile("[a-z]+")
_AGENCY = 64  # characters of a list of agencies at most
_SPARE = 40  # what a garbled last word, a colon and blanks may take

# Letters outside ASCII that a case-insensitive pattern takes for one in it (Unicode simple case folding and the
# Turkish i of the regex module). One character each, so that offsets stay.
_FOLDED = {"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"}


class Shadow:
    """``text`` in lower case, a byte for each character; what is not ASCII is a question mark there.

    ``digits``: False reads a 0 as an o, as OCR does.
    """

    def __init__(self, text: str, *, digits: bool = True) -> None:
        """Offsets into the shadow are offsets into ``text``."""
        self.text = text
        for letter, plain in _FOLDED.items():
            if letter in text:
                text = text.replace(letter, plain)
        lower = text.encode("ascii", "replace").lower()
        self._lower = lower if digits else lower.replace(b"0", b"o")
        self._found: dict[str, list[int]] = {}
        self._capitals: dict[str, list[int]] = {}

    def heads(self, word: str) -> list[int]:
        """Where ``word`` (ASCII, lower case) stands without an ASCII letter before it; in order, looked up once."""
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = list(_heads(self._lower, word.encode()))
        return found

    def capitals(self, word: str) -> list[int]:
        """Those of ``heads`` whose word begins with a capital."""
        found = self._capitals.get(word)
        if found is None:
            found = self._capitals[word] = [place for place in self.heads(word) if self.text[place].isupper()]
        return found


def _heads(text: bytes, needle: bytes) -> Iterator[int]:
    find = text.find
    place = find(needle)
    while place >= 0:
        if place == 0 or not 97 <= text[place - 1] <= 122:
            yield place
        place = find(needle, place + 1)


class Phrase:
    """A pattern for one wording, none of whose words may begin inside another, and the word by which it is found.

    The pattern's first word where that is the longest, else the longest.
    """

    def __init__(self, pattern: regex.Pattern[str], wording: str, gap: int, garbled: str = "") -> None:
        """``gap``: the most that may part two words in ``pattern``; ``garbled``: a word that may be misprinted."""
        self._pattern = pattern
        lowered = wording.lower().replace("{agency}", " " * _AGENCY)
        known = [(m.group(), m.start()) for m in _WORD.finditer(lowered) if m.group() != garbled]
        self._word, place = max(known, key=lambda word: len(word[0]), default=("", 0))
        first = lowered.split(" ")[0]
        self._leads = len(first) >= len(self._word) and first.isalpha() and first.isascii()
        if self._leads:
            self._word = first
        # From the start of any match to the word at most, and from the word to the end of any match.
        gaps = gap * wording.count(" ")
        self._before, self._behind = place + gaps, len(lowered) - place + gaps + _SPARE

    def matches(self, shadow: Shadow, *, capital: bool = False) -> Iterator[regex.Match[str]]:
        """What ``pattern.finditer`` gives; with ``capital`` only the matches that begin with one."""
        text, end = shadow.text, 0
        for place in self._starts(shadow, capital):
            if place >= end:
                match = self._pattern.match(text, place)
                if match:
                    end = match.end()
                    yield match

    def _starts(self, shadow: Shadow, capital: bool) -> Iterable[int]:
        """Where a match may begin."""
        if not self._word:
            return (match.start() for match in self._pattern.finditer(shadow.text))
        if self._leads:
            return shadow.capitals(self._word) if capital else shadow.heads(self._word)
        begins = self._around(shadow)
        return (place for place in begins if shadow.text[place].isupper()) if capital else begins

    def _around(self, shadow: Shadow) -> Iterator[int]:
        """Where the pattern begins near its word."""
        done = 0
        for place in shadow.heads(self._word):
            start, stop = max(done, place - self._before), place + self._behind
            for match in self._pattern.finditer(shadow.text, start, stop):
                yield match.start()
                done = match.end()
