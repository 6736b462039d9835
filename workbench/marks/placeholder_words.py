# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of placeholders, compiled from rules/placeholders.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from workbench.marks.extents import NUMBER, Extents
from workbench.marks.late import Pattern, late, sought
from workbench.marks.model import Placeholder
from workbench.marks.shipped import rule_data


_LEAD = (
    r"(?:the|this|these|entire|whole|full|remainder of|rest of|about|approximately|almost|less th[ae]n|more than"
    r"|several|some|next|security)"
)


_WORD = re.compile("[a-z]+")
# Of "declassified" with two letters wrong one of these three parts is left whole, and nearly in its place.
_OF_DECLASSIFIED = re.compile(r"d(?:.{0,5}cla|.{1,8}ssi|.{4,11}fie)", re.DOTALL)


def _either(words: Iterable[str]) -> str:
    """An alternation of literal words, longest first, any white space between their parts."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in ordered) + ")"


class PlaceholderWords:
    """What the placeholder rules say, ready to be matched."""

    def __init__(self, files: Iterable[dict[str, Any]]) -> None:
        """``files``: the rules that ship and those a user adds."""
        rules = tuple(files)
        units = {spelling: names[0] for r in rules for names in r["units"] for spelling in names}
        self._subjects = {word.lower(): what for r in rules for what, words in r["subjects"].items() for word in words}
        nouns = [*units, *self._subjects, *(noun for r in rules for noun in r["nouns"])]
        begins = _either(word for r in rules for word in r["editorial"]["begins"])
        contains = _either(word for r in rules for word in r["editorial"]["contains"])
        self.counted = frozenset(word for r in rules for word in r["counted"])
        withheld = [word for r in rules for word in (*r["withheld"], *r["counted"])]
        self._parts = sorted({tuple(_WORD.findall(words.lower())) or ("",) for words in withheld}, key=len)
        self.withheld = _compile(rf"\b{_either(withheld)}\b")
        self.capitals = frozenset(word for r in rules for word in r["capitals"])
        self.editorial = _compile(rf"\A\s*{begins}\b|\b{contains}\b")
        anywhere = [word for r in rules for w in r["unbracketed"]["anywhere"] for word in (w, w.upper(), w.title())]
        self.anywhere = [(_longest_word(label), _printed(label)) for label in anywhere]
        self.beside = [_printed(word) for r in rules for w in r["unbracketed"]["beside"] for word in (w, w.upper())]
        self.released: dict[str, list[Pattern]] = {}
        for word in dict.fromkeys(case for r in rules for w in r["unbracketed"]["released"] for case in (w, w.upper())):
            self.released.setdefault(_longest_word(word.lower()), []).append(_printed(word))
        self.inline = [(word, _printed(word)) for r in rules for word in r["unbracketed"]["inline"]]
        self._extents = Extents(units, self._subjects)
        self._subject_words = frozenset(_WORD.findall(" ".join(self._subjects).lower()))
        self._subject = _compile(rf"\b{_either(self._subjects)}\b")
        noun = _either(nouns)
        self._amount = _compile(
            rf"(?:\*\s?)?(?:{_LEAD}\s+)*(?:{NUMBER}[\s-]*)?(?:[\w-]+\s+)?{noun}(?:\s+\d[\d,–-]*)?"
            rf"(?:\s+(?:of|and|from|in)\s+(?:[\w-]+\s+){{0,3}}{noun})*(?:\s*\([^()]*\))?"
            r"[\s:,-]*(?:has|have|was|were)?(?: been)?\s*"
        )

    def may_say(self, phrase: str) -> bool:
        """Whether it may say that something was withheld: most brackets hold none of the words for it."""
        if not phrase.isascii():
            return True
        lower = phrase.lower()
        for words in self._parts:
            if words[0] in lower and all(word in lower for word in words):
                return True
        return _OF_DECLASSIFIED.search(lower) is not None

    def is_amount(self, phrase: str, *, empty: bool = False) -> bool:
        """Whether ``phrase`` is an amount or a kind of thing and nothing else; ``empty``: the answer for no words."""
        return self._amount.fullmatch(phrase.strip()) is not None if phrase.strip() else empty

    def value(self, phrase: str) -> Placeholder:
        """How much was taken out and of what, as far as ``phrase`` says."""
        # Most name no subject, and a pattern of a hundred words is asked at every letter.
        may_be = not phrase.isascii() or not self._subject_words.isdisjoint(_WORD.findall(phrase.lower()))
        subject = self._subject.search(phrase) if may_be else None
        what = self._subjects[" ".join(subject.group().lower().split())] if subject else "text"
        extent = self._extents.of(phrase)
        if extent:
            return Placeholder(extent.quantity, extent.unit, what)
        return Placeholder(None, self._extents.unit_at_start(phrase), what)


def _longest_word(label: str) -> str:
    return max(_WORD.findall(label.lower()), key=len, default="")


def _printed(label: str) -> Pattern:
    """``label`` as printed, its words on one line or two. Not without case: it has to begin with a literal."""
    return sought(rf"\b{re.escape(label)}\b".replace(r"\ ", r"\s{1,40}"))


def _compile(pattern: str) -> Pattern:
    return late(pattern, re.IGNORECASE)


@cache
def wordings() -> PlaceholderWords:
    """The words of the rules that ship and of the user's, read once."""
    return PlaceholderWords(rule_data("placeholders.yaml"))
