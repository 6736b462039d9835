# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of which some letters cannot be read: no ``ToUnicode``, a font of drawings. They are terms if they may be.

So are the words of a name beside others that cannot be read, and the half of a word that goes on with such letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, zip_longest
from operator import attrgetter

from workbench.documents import Document, Span
from workbench.documents.model import Torn
from workbench.redaction.folding import skeleton


_DRAWN = "\ufffd"
_ODD = _DRAWN + "\ue000-\uf8ff\U000f0000-\U0010fffd"
_WORD = re.compile(rf"[\w{_ODD}]+")
_PIECE = re.compile(rf"([{_ODD}]+)")
_MOST_EACH = 3
"""Letters that one sign may stand for, a ligature; any number in a word with one of which nothing is told at all."""
_LEAST_KNOWN, _FEWEST = 3, 3
"""One in so many letters has to be read: what has none of them may be any word. Of words side by side so many letters,
or one of them as a word of the name."""
_APART, _MOST_WORDS = 3, 12
"""Characters between two words that may be of one name, and words of a name."""

_SYMBOL = str.maketrans(
    "ΑΒΧΔ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΩΞΨΖαβχδεφγηιϕκλμµνοπθρστυϖωξψζ",
    "ABCDDEFGHIJKLMNOPQRSTUVWWXYZabcdefghijklmmnopqrstuvwxyz",
)


def typed_in_symbols(text: str) -> str:
    """``text`` with the letters that were typed where the font Symbol shows Greek ones."""
    return text if text.isascii() else text.translate(_SYMBOL)


def unread_words(document: Document, terms: Iterable[str]) -> Iterator[Torn]:
    """The words that may be one of ``terms`` by the letters that can be read, as that term."""
    names = _Names(terms)
    for span, term in names.found_in(document.text):
        yield Torn(span, term, 0, len(term))
    for line, group in groupby(document.torn, key=attrgetter("line")):
        parts = [*group]
        for (start, end), term in names.found_in(line):
            inside = (part for part in parts if part.start < end and part.end > start)
            yield from (Torn(part.span, term, 0, len(term)) for part in inside)


class _Names:
    """The terms by their letters."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = {letters: term for term in terms if (letters := skeleton(term))}
        self._words = {letters: [*map(skeleton, _WORD.findall(term))] for letters, term in self._terms.items()}
        self._forwards, self._backwards = sorted(self._terms), sorted(letters[::-1] for letters in self._terms)
        self._longest = min(_MOST_WORDS, max(map(len, self._words.values()), default=0) + 1)

    def found_in(self, line: str) -> Iterator[tuple[Span, str]]:
        """The words side by side, some of them with letters that cannot be read, which may be a term."""
        words = [*_WORD.finditer(line)] if self._terms and _PIECE.search(line) else []
        odd = [bool(_PIECE.search(word.group())) for word in words]
        for first, word in enumerate(words):
            if not any(odd[first : first + self._longest]):
                continue
            for last in range(first, min(len(words), first + self._longest)):
                if last > first and words[last].start() - words[last - 1].end() > _APART:
                    break
                if any(odd[first : last + 1]):
                    side_by_side, span = words[first : last + 1], Span(word.start(), words[last].end())
                    yield from ((span, term) for term in self._like([each.group() for each in side_by_side]))

    def _like(self, words: Sequence[str]) -> Iterator[str]:
        """The terms that ``words`` may be, read as one."""
        parts = _PIECE.split("".join(words))
        parts[::2] = map(skeleton, parts[::2])
        known = sum(map(len, parts[::2]))
        for letters in self._with(parts[::2]) if known else ():
            one = len(words) == 1
            enough = one or known >= _FEWEST or any(skeleton(word) in self._words[letters] for word in words)
            # All of its letters are found as they are; a bullet beside them stands for none.
            if enough and known < len(letters) <= _LEAST_KNOWN * known and _may_be(parts, letters, drawn=one):
                yield self._terms[letters]

    def _with(self, pieces: Sequence[str]) -> Sequence[str]:
        """The letters of the terms that begin or end as those pieces do, or have the longest of them."""
        if pieces[0]:
            return _beginning(self._forwards, pieces[0])
        if pieces[-1]:
            return [letters[::-1] for letters in _beginning(self._backwards, pieces[-1][::-1])]
        longest = max(pieces, key=len)
        return [letters for letters in self._forwards if longest in letters]


def _beginning(ordered: Sequence[str], start: str) -> Sequence[str]:
    return ordered[bisect_left(ordered, start) : bisect_right(ordered, start + "\U0010ffff")]


def _may_be(parts: Sequence[str], letters: str, *, drawn: bool) -> bool:
    """Whether ``letters`` are those of ``parts``: every second one is of signs; some may be a drawing of many."""
    signs = (".*" if drawn and _DRAWN in part else f".{{0,{_MOST_EACH * len(part)}}}" for part in parts[1::2])
    return bool(re.fullmatch("".join(chain.from_iterable(zip_longest(parts[::2], signs, fillvalue=""))), letters))
