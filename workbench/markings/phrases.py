# SPDX-License-Identifier: AGPL-3.0-or-later
"""The longest known phrase at a place of a text.

A table and the ends of words, not one pattern of all phrases: compiling three hundred alternatives costs more than a
short program's whole run, and the table is as fast.
"""

from __future__ import annotations

from collections.abc import Iterable


class Phrases:
    """Known spellings, upper case, single spaces."""

    def __init__(self, spellings: Iterable[str]) -> None:
        """Remember ``spellings`` and how long they get."""
        self._known = frozenset(spellings)
        self._longest = max(map(len, self._known), default=0) + 8
        self._starts = frozenset(spelling[0] for spelling in self._known)

    def match(self, text: str, start: int = 0) -> tuple[str, int] | None:
        """The longest spelling that stands at ``text[start:]`` and ends with a word, and where it ends.

        Runs of blanks count as one. None where no spelling stands there.
        """
        if start >= len(text) or text[start] not in self._starts:
            return None
        for end in range(min(len(text), start + self._longest), start, -1):
            if text[end - 1].isspace() or (end < len(text) and text[end].isalnum()):
                continue
            found = text[start:end]
            if found in self._known:
                return found, end
            if any(char.isspace() for char in found) and (plain := " ".join(found.split())) in self._known:
                return plain, end
        return None
