# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which of many words stand in a text: a list of a thousand terms is looked for in one pass, not in a thousand.

Python's ``in`` runs through a text ten times as fast as an Aho-Corasick automaton does, so a few words are asked for
one by one. An alternation of ``re`` tries each of its words at every character, which is the thousand passes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar


if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick


_FEW = 12
"""Words up to which asking for one after the other is faster."""
_HALF = re.compile("[\ud800-\udfff]")
_W = TypeVar("_W", str, bytes)


class Wordlist(Generic[_W]):
    """Words, or runs of bytes, prepared once for looking through many texts."""

    def __init__(self, words: Iterable[_W]) -> None:
        """Empty words are left out, others counted once."""
        self.words: tuple[_W, ...] = tuple(dict.fromkeys(word for word in words if word))
        self._asked_one_by_one = len(self.words) <= _FEW or not all(map(_is_whole, self.words))

    def __bool__(self) -> bool:
        return bool(self.words)

    def within(self, text: _W) -> list[_W]:
        """Those that stand in ``text``, each once, in the order of the list."""
        if self._asked_one_by_one or not _is_whole(text):
            return [word for word in self.words if word in text]
        places = self._automaton.find_matches_as_indexes(text, overlapping=True)  # type: ignore[arg-type]
        return [self.words[number] for number in sorted({number for number, _, _ in places})]

    @cached_property
    def _automaton(self) -> AhoCorasick | BytesAhoCorasick:
        from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

        make = BytesAhoCorasick if isinstance(self.words[0], bytes) else AhoCorasick
        return make(self.words)


def _is_whole(text: str | bytes) -> bool:
    """Whether the automaton can take it. Of words it drops what follows one with half of a surrogate pair, silently."""
    return isinstance(text, bytes) or not _HALF.search(text)
