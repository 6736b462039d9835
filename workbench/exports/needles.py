# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy is searched for: the terms, and stretches of the withheld text that the kept text does not share.

Texts are compared by letters and digits alone, folded (``workbench.redaction.folding``), so that neither line ends,
hyphens, spacing nor look-alikes hide anything, and whichever library has read the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from workbench.exports.disguises import as_bytes, ciphered, undone
from workbench.exports.notes import WRITERS_LABELS
from workbench.exports.passages import Passages
from workbench.redaction import Plan, Searcher
from workbench.redaction.folding import folded, folded_words, skeleton
from workbench.redaction.needles import Needle, TermIndex
from workbench.redaction.wordlist import Wordlist


# Characters up to which a text is also searched for terms in percent signs, character references, base64...
_ENCODED = 500
# As many letters of a term in a row as give away the rest.
_RESIDUE = 7
# Letters from which on a term in a code is no chance: a code of few letters turns up in any noise.
_DISTINCTIVE = 6
_CIPHER = 8
_LONGEST = 20  # letters of a word that stands by a part of a term by chance


class Hit(NamedTuple):
    """What was found, without its words: ``term``, ``part of a term`` or ``withheld text``; it may be ``in a code``."""

    what: str
    times: int


class Needles:
    """Everything withheld by a plan, prepared once for searching many texts."""

    def __init__(self, plan: Plan) -> None:
        document = plan.analysis.document
        self._kept = "\n".join(plan.kept())
        self._said = " ".join(plan.notices.said(len(document.pages)))
        withheld = [" ".join(document.text[s:e] for s, e in r.spans) for r in plan.redactions]
        self.terms = tuple(term.text for term in plan.terms)
        self._passages = Passages(withheld, self._kept, self.terms)
        self._index = TermIndex(self.terms)
        self._label_words = labels_of(plan)
        self._labels = label_pattern(plan)

    @cached_property
    def _distinctive(self) -> Wordlist[str]:
        found = {skeleton(term) for term in self.terms}
        return Wordlist(sorted(each for each in found | {each[::-1] for each in found} if len(each) >= _DISTINCTIVE))

    @cached_property
    def _residue(self) -> Wordlist[str]:
        found = {s[i : i + _RESIDUE] for s in map(skeleton, self.terms) for i in range(len(s) - _RESIDUE + 1)}
        return Wordlist(sorted(found.difference(Wordlist(found).within(self._passages.kept_letters))))

    @cached_property
    def _kept_words(self) -> dict[str, bool]:
        """The kept words, and whether one is no part of a term."""
        terms = "\n".join(map(skeleton, self.terms))
        words = {*self._passages.kept_words, *map(skeleton, self._kept.split())}
        return {word: word not in terms for word in words}

    @cached_property
    def _raw(self) -> Wordlist[bytes]:
        """The terms as bytes in lower case, as a program that greps would look for them."""
        words = [term.lower() for term in self.terms if len(skeleton(term)) >= 4]
        words += [word for term in words for word in _in_cipher(term)]
        return Wordlist(sorted({code for word in words for code in _as_bytes(word)}))

    @cached_property
    def _harmless(self) -> re.Pattern[bytes] | None:
        """Words that are kept although a short term is a part of them (`memo` of `memorandum`), and labels, as bytes.

        A term means what ``find_term`` takes for it. Only the very words that are kept are passed over here: the same
        letters glued to others are found.
        """
        short = Wordlist(s for s in map(skeleton, self.terms) if s and not Needle.of(s).distinctive)
        kept = dict.fromkeys(re.findall(r"[^\W_]+", f"{self._kept} {self._said}"))
        words = {word for word in kept if short.within(folded(word))}
        harmless = sorted({*words, *self._label_words}, key=lambda word: (-len(word), word))
        spelled = (_as_bytes(word) for word in harmless)
        return re.compile(b"|".join(re.escape(each) for codes in spelled for each in codes)) if harmless else None

    @cached_property
    def _coded(self) -> Wordlist[bytes]:
        """The terms in codes that tell capitals from small letters."""
        words = [term for term in self.terms if len(skeleton(term)) >= _DISTINCTIVE]
        return Wordlist(sorted({code for word in words for code in as_bytes(word)}))

    @cached_property
    def _ciphered(self) -> Wordlist[str]:
        """The letters of terms by ROT13; those of short ones are other words."""
        return Wordlist(sorted({code for term in self.terms for code in _in_cipher(skeleton(term))}))

    def search(self, text: str) -> list[Hit]:
        """What of the withheld is in a text that a person or a program reads: terms, also encoded, and passages."""
        return self._search(text, encoded=len(text) < _ENCODED)

    def search_page(self, text: str) -> list[Hit]:
        """As ``search`` for a text that is seen as it stands: nobody decodes what a page shows."""
        return self._search(text, encoded=False)

    def search_drawn(self, text: str) -> list[Hit]:
        """As ``search_page`` for the operands of a page's contents, which are the page's text once more: no codes."""
        return self._search(text, encoded=False, undo=False)

    def _search(self, text: str, *, encoded: bool, undo: bool = True) -> list[Hit]:
        # Apart from the words that stand for redactions: a term may be a word of a label, and what stands on either
        # side of a label was not side by side.
        pieces = self._labels.split(text)
        hits = [
            hit
            for piece in pieces
            if piece[1:] or not piece.isascii()
            for hit in self._search_piece(piece, encoded, undo)
        ]
        return _together(hits)

    def _search_piece(self, text: str, encoded: bool, undo: bool) -> Iterator[Hit]:
        words = folded_words(text)
        yield from self._search_terms(text, "".join(words), encoded)
        yield Hit("withheld text", self._passages.count(words))
        if undo:
            yield from self._search_undone(text, "".join(words))
        yield Hit("withheld text", self._passages.count_short(words))

    def _search_undone(self, text: str, letters: str) -> Iterator[Hit]:
        """What is there in a code or a simple cipher."""
        yield Hit("term in a code", len(self._ciphered.within(letters)))
        for inner in undone(text):
            read = folded_words(inner)
            yield Hit("term in a code", len(self._distinctive.within("".join(read))))
            yield Hit("withheld text in a code", self._passages.count(read))

    def search_terms(self, text: str) -> list[Hit]:
        """Terms and telling parts of terms only."""
        pieces = self._labels.split(text)
        return _together(hit for piece in pieces for hit in self._search_terms(piece, skeleton(piece), encoded=False))

    def _search_terms(self, text: str, letters: str, encoded: bool) -> Iterator[Hit]:
        if not self.terms:
            return
        # The search that judges every hit and decodes is worth it where the letters of a term are there at all.
        if encoded or self._index.may_be_in(letters):
            found = Searcher(text).find_each(self._index)
            times = sum(len(spans) for term, spans in found if not self._by_chance(skeleton(term), letters, part=False))
            if times:
                yield Hit("term", times)
                return
        left = (window for window in self._residue.within(letters) if not self._by_chance(window, letters, part=True))
        yield Hit("part of a term", sum(1 for _ in left))

    def _by_chance(self, window: str, letters: str, *, part: bool) -> bool:
        """Whether it is where two kept words meet everywhere, one of them of no term.

        Columns are read in another order here and there: what `document` and `manual` make is not left of `document
        marking`.
        """
        places = [match.start() for match in re.finditer(f"(?={window})", letters)] if window else []
        return bool(places) and all(self._meet_in(place, place + len(window), letters, part=part) for place in places)

    def _meet_in(self, start: int, end: int, letters: str, *, part: bool) -> bool:
        kept = self._kept_words
        for middle in range(start + 1, end):
            before = {kept.get(letters[begin:middle]) for begin in range(max(0, middle - _LONGEST), start + 1)} - {None}
            after = {kept.get(letters[middle:finish]) for finish in range(end, middle + _LONGEST)} - {None}
            if before and after and True in before | after:
                return True
            if part and ((before and middle == end - 1) or (after and middle == start + 1)):
                return True  # a letter beside a kept word
        return False

    def without_labels(self, text: str) -> str:
        """``text`` without the words that stand for redactions."""
        return self._labels.sub(" \ufffc ", text)

    def search_shingles(self, text: str) -> list[Hit]:
        """Stretches of withheld text only."""
        found = self._passages.count(folded_words(text))
        return [Hit("withheld text", found)] if found else []

    def search_bytes(self, data: bytes) -> list[Hit]:
        """Terms as plain, UTF-16 or hexadecimal bytes, other than inside words that the copy keeps or its labels."""
        lowered = data.lower()
        found = self._raw.within(lowered)
        if found and self._harmless:
            lowered = self._harmless.sub(b"\xff", lowered)
            found = [needle for needle in found if needle in lowered]
        times = len(found) or len(self._coded.within(data))
        return [Hit("term", times)] if times else []


def _together(hits: Iterable[Hit]) -> list[Hit]:
    counts: dict[str, int] = {}
    for what, times in hits:
        counts[what] = counts.get(what, 0) + times
    return [Hit(what, times) for what, times in counts.items() if times]


def _in_cipher(term: str) -> Iterator[str]:
    """A term backwards and by ROT13, if it is so long that the result is no other word."""
    if len(skeleton(term)) >= _CIPHER:
        yield from ("".join(words) for words in ciphered([term]))


def _as_bytes(word: str) -> list[bytes]:
    """A word in lower case as plain, UTF-16, UTF-32 and hexadecimal bytes; accented capitals stay as they are."""
    codecs = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    plain = [word.encode(codec, "ignore").lower() for codec in codecs]
    return [*plain, *(code.hex().encode() for code in plain)]


def labels_of(plan: Plan) -> frozenset[str]:
    """What a copy says at the places of what is withheld, by the plan or by its writer."""
    return WRITERS_LABELS.union(redaction.label for redaction in plan.redactions)


def label_pattern(plan: Plan) -> re.Pattern[str]:
    """A pattern that matches the labels of a copy, longest first."""
    labels = sorted(labels_of(plan), key=lambda label: (-len(label), label))
    return re.compile("|".join(r"\s*".join(map(re.escape, label.split())) for label in labels))
