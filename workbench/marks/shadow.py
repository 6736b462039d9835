# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding words and signs in any case without a regular expression over the whole text.

A case-insensitive pattern reads a text at 50 to 300 MB/s and the finders have more than a hundred of them; bytes in one
case are searched for a word at above 1 GB/s. So the words are looked up in a shadow of the text, one byte a character,
and a pattern is only asked where its word stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from workbench.marks.late import Match, Pattern


# Letters outside ASCII that a case-insensitive pattern takes for one in it (Unicode simple case folding and the
# Turkish i of the regex module). One character each, so that offsets stay.
_FOLDED = {"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"}
_LONGEST_LISTED = 100_000  # characters
_REACH = 200  # characters looked at for the word before another
_FORMS = bytes.maketrans(b"123456789[{]}", b"000000000(())")


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
        self._starts: dict[tuple[str, int], list[int]] = {}

    @cached_property
    def forms(self) -> bytes:
        """Lower case with a 0 for every digit and round brackets for all."""
        return self._lower.translate(_FORMS)

    @cached_property
    def _words(self) -> bytes:
        """Each word of a short text once, with the signs around it; all of a long one, which holds most words."""
        if len(self._lower) > _LONGEST_LISTED:
            return self._lower
        return b" ".join([b"", *set(self._lower.split()), b""])

    @cached_property
    def _misread_words(self) -> str | None:
        """The words of a short text as they are looked up; None for a long one."""
        return None if self._words is self._lower else self._words.replace(b"0", b"o").decode("ascii")

    @cached_property
    def word_forms(self) -> bytes:
        """The words of ``forms``, each once where the text is short: what no white space parts stands in it if any."""
        return self.forms if self._words is self._lower else self._words.translate(_FORMS)

    def holds(self, part: str) -> bool:
        """Whether ``part`` of a word (ASCII, lower case) may stand in the text; True where that is dear to find out.

        Blanks around it ask for a whole word.
        """
        return self._misread_words is None or part in self._misread_words

    def places(self, part: str) -> list[int]:
        """Where ``part`` of a word, or words (ASCII, lower case), stand, in order; looked up once."""
        found = self._places.get(part)
        if found is None:
            sought = all(map(self.holds, part.split())) if " " in part else self.holds(part)
            found = _places(self._misread, part.encode(), 0, len(self._misread)) if sought else []
            self._places[part] = found
        return found

    def held(self, parts: Iterable[str]) -> Iterable[str]:
        """Those of ``parts`` of words that ``holds`` is true of."""
        words = self._misread_words
        return parts if words is None else [part for part in parts if part in words]

    def heads(self, word: str, part: str = "", *, whole: bool = False) -> list[int]:
        """Where ``word`` stands without an ASCII letter before it, in order; ``whole``: nor behind it.

        ``part`` of it is looked up, if given: words that have it at one place share what is found.
        """
        at = word.index(part) if part else 0
        starts = self._starts.get((part or word, at))
        if starts is None:
            lower, starts = self._lower, [place - at for place in self.places(part or word)]
            starts = [s for s in starts if s == 0 or (s > 0 and not 97 <= lower[s - 1] <= 122)]
            self._starts[part or word, at] = starts
        if not starts or (not part and not whole):
            return starts
        lower, text, spelled, length = self._lower, self._misread, word.encode(), len(word)
        return [
            start
            for start in starts
            if text.startswith(spelled, start) and not (whole and lower[start + length : start + length + 1].islower())
        ]

    def before(self, place: int) -> bytes:
        """What stands before ``place``, without blanks and line breaks at its end; an o for a 0."""
        return self._misread[max(0, place - _REACH) : place].rstrip()

    def between(self, word: str, start: int, end: int) -> Iterator[int]:
        """Where ``word`` begins from ``start`` on and before ``end``, without an ASCII letter before it."""
        for place in _places(self._misread, word.encode(), start, end + len(word) - 1):
            if place == 0 or not 97 <= self._lower[place - 1] <= 122:
                yield place


def _places(text: bytes, needle: bytes, start: int, end: int) -> list[int]:
    find, found = text.find, []
    place = find(needle, start, end)
    while place >= 0:
        found.append(place)
        place = find(needle, place + 1, end)
    return found


def matches_at(pattern: Pattern, text: str, places: Iterable[int]) -> Iterator[Match]:
    """What ``pattern.finditer`` gives, where matches begin at none but ``places``, which are in order."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(text, place)):
            end = match.end()
            yield match


def matches_around(pattern: Pattern, text: str, places: Iterable[int], before: int, behind: int) -> Iterator[Match]:
    """What ``pattern.finditer`` gives, where each match holds one of ``places``, which are in order.

    ``before`` and ``behind`` are how far at most a match reaches from its place.
    """
    done = 0
    for place in places:
        if place < done:
            continue
        for match in pattern.finditer(text, max(done, place - before), place + behind):
            if match.start() > place:
                break  # another place's, and cut short here
            done = match.end()
            yield match
