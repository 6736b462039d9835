# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wordings of several words: each is looked up by one of them, and its pattern asked only where that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Generic, TypeVar

from workbench.marks.late import Match, Pattern, late
from workbench.marks.shadow import Shadow, matches_around, matches_at


_WORD = late("[a-z]+")
_AGENCY = 64  # characters of a list of agencies at most
# Parts of words that many wordings of rules/ share: a text is searched for them once for all of these.
_PARTS = (
    *("class", "decl", "review", "release", "denied", "public", "downgrad", "reason", "department", "ext"),
    *("deriv", "complete", "withh", "delet"),
)
_SPARE = 40  # what a garbled last word, a colon and blanks may take
T = TypeVar("T")


class Phrase:
    """A pattern for one wording, none of whose words may begin inside another, and the word by which it is found.

    ``word`` is the longest, or one that shares its ``part`` with words of other phrases; ``lead`` the one it begins
    with, if it begins with a word.
    """

    def __init__(self, pattern: Pattern, wording: str, gap: int, garbled: str = "") -> None:
        """``gap``: the most that may part two words in ``pattern``; ``garbled``: a word that may be misprinted."""
        self.pattern = pattern
        lowered = wording.lower().replace("{agency}", " " * _AGENCY)
        known = [(m.group(), m.start()) for m in _WORD.finditer(lowered) if m.group() != garbled]
        head = _WORD.match(lowered)
        self.lead = head.group() if head else ""
        # A phrase without a lead is read all around its word: that had better be rare.
        self.part = next((part for part in _PARTS for word, _ in known if part in word), "") if head else ""
        sharing = [word for word in known if self.part in word[0]]
        self.word, place = max(sharing, key=lambda word: len(word[0]), default=("", 0))
        if not self.part and len(self.lead) >= len(self.word):
            self.word, place = self.lead, 0
        self.part = self.part or self.word
        # What stands right before the word, where that is printed in one way only.
        *_, near = ["", *lowered[:place].split()]
        self._near = near.replace("0", "o").encode() if near.isascii() and near != "-" else b""
        # From the start of any match to the word at most, and from the word to the end of any match.
        gaps = gap * wording.count(" ")
        self._before, self._behind = place + gaps, len(lowered) - place + gaps + _SPARE

    def matches(self, shadow: Shadow, heads: Mapping[int, bytes], *, capital: bool = False) -> Iterator[Match]:
        """What ``pattern.finditer`` gives.

        ``heads`` are the places of ``word``, in order, with what stands before each; ``capital`` wants a capital first.
        """
        text = shadow.text
        if not self.lead:
            found = (
                matches_around(self.pattern, text, heads, self._before, self._behind)
                if self.word
                else self.pattern.finditer(text)
            )
            return (match for match in found if match.group()[0].isupper()) if capital else found
        places = heads if self.lead == self.word else self._leads(shadow, heads)
        return matches_at(self.pattern, text, (p for p in places if text[p].isupper()) if capital else places)

    def _leads(self, shadow: Shadow, heads: Mapping[int, bytes]) -> Iterator[int]:
        done = 0
        for head, before in heads.items():
            if before.endswith(self._near):
                for place in shadow.between(self.lead, max(done, head - self._before), head):
                    yield place
                    done = place + 1


class Phrasebook(Generic[T]):
    """Phrases that are looked up together, each with what it means."""

    def __init__(self, entries: Iterable[tuple[T, Phrase]]) -> None:
        """The order of ``entries`` decides between two that match alike."""
        self.entries = tuple(entries)
        self._by_part: dict[str, dict[str, list[tuple[int, T, Phrase]]]] = {}
        for rank, (meaning, phrase) in enumerate(self.entries):
            self._by_part.setdefault(phrase.part, {}).setdefault(phrase.word, []).append((rank, meaning, phrase))

    def matches(self, shadow: Shadow, *, capital: bool = False) -> list[tuple[T, Match]]:
        """Every match of every phrase, in the order of the entries; with ``capital`` those that begin with one."""
        found = []
        for part in shadow.held(self._by_part):
            words = self._by_part[part]
            for word in shadow.held(words) if not part or shadow.places(part) else ():
                starts = shadow.heads(word, part, whole=True) if word else [0]
                led = starts and any(phrase.lead != word for _, _, phrase in words[word])
                heads = {start: shadow.before(start) if led else b"" for start in starts}
                for rank, meaning, phrase in words[word] if heads else ():
                    found += [(rank, meaning, match) for match in phrase.matches(shadow, heads, capital=capital)]
        found.sort(key=itemgetter(0))
        return [(meaning, match) for _, meaning, match in found]
