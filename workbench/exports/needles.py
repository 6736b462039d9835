# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy is searched for: the terms, and stretches of the withheld text that the kept text does not share.

Texts are compared by letters and digits alone, folded (``workbench.redaction.folding``), so that neither line ends,
hyphens, spacing nor look-alikes hide anything, and whichever library has read the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from workbench.exports.disguises import ROT13, as_bytes, ciphered, undone
from workbench.redaction import Plan, Searcher
from workbench.redaction.folding import folded, folded_words, skeleton
from workbench.redaction.needles import Needle, TermIndex
from workbench.redaction.wordlist import Wordlist


# Letters and digits in a row (about four words) that make a stretch of withheld text known again. Shorter ones turn up
# by chance where lines of a copy are read in another order: `of the classification au` is in every manual.
SHINGLE = 20
# They are taken from the start of every word, so a stretch a word longer is found wherever it begins.
# Characters up to which a text is also searched for terms in percent signs, character references, base64...
_ENCODED = 500
# As many letters of a term in a row as give away the rest.
_RESIDUE = 7
# Letters from which on a term in a code is no chance: a code of few letters turns up in any noise.
_DISTINCTIVE = 6
_CIPHER = 8


class Hit(NamedTuple):
    """What was found, without its words: ``term``, ``part of a term`` or ``withheld text``; it may be ``in a code``."""

    what: str
    times: int


class Needles:
    """Everything withheld by a plan, prepared once for searching many texts."""

    def __init__(self, plan: Plan) -> None:
        document = plan.analysis.document
        kept, cursor = [], 0
        for start, end in plan.withheld():
            kept.append(document.text[cursor:start])
            cursor = max(cursor, end)
        kept.append(document.text[cursor:])
        self._kept = "\n".join(kept)
        self._said = " ".join(plan.notices.said(len(document.pages)))
        self._withheld = [" ".join(document.text[s:e] for s, e in r.spans) for r in plan.redactions]
        self.terms = tuple(term.text for term in plan.terms)
        self._index = TermIndex(self.terms)
        self._label_words = frozenset(redaction.label for redaction in plan.redactions)
        self._labels = label_pattern(self._label_words)

    @cached_property
    def _kept_words(self) -> list[str]:
        return folded_words(self._kept)

    @cached_property
    def _kept_skeleton(self) -> str:
        return "".join(self._kept_words)

    @cached_property
    def _withheld_words(self) -> list[list[str]]:
        return [folded_words(text) for text in self._withheld]

    @cached_property
    def _shingles(self) -> frozenset[str]:
        """Shingles of the withheld text, as it is, backwards and by ROT13, that the kept text does not have."""
        long = (words for words in self._withheld_words if sum(map(len, words)) >= SHINGLE)
        apart = [*chain.from_iterable((*words, "\n") for words in long)]  # a line feed is a letter of no text
        letters, lengths = "".join(apart), list(map(len, apart))
        starts = list(accumulate(lengths, initial=0))
        found = _stretches(letters, starts) | _stretches(letters.translate(ROT13), starts)
        found |= _stretches(letters[::-1], accumulate(reversed(lengths), initial=0))
        if found:
            found.difference_update(_stretches(self._kept_skeleton, accumulate(map(len, self._kept_words), initial=0)))
        return frozenset(found)

    @cached_property
    def _wholes(self) -> dict[str, set[str]]:
        """What each of the shingles reads to the end of its last word. Asked for when a copy holds one of them."""
        found: dict[str, set[str]] = {}
        for words in self._withheld_words:
            for written in (words, *ciphered(words)):
                for shingle, whole in _shingles_of(written):
                    found.setdefault(shingle, set()).add(whole)
        return found

    @cached_property
    def _short(self) -> Wordlist[str]:
        """Withheld stretches too short for a shingle that stand nowhere in the kept text, each word between spaces."""
        known = {skeleton(term) for term in self.terms}
        found = []
        for text in dict.fromkeys(f" {' '.join(words)} " for words in self._withheld_words):
            letters = text.replace(" ", "")
            if 4 <= len(letters) < SHINGLE and letters not in known and letters not in self._kept_skeleton:
                found.append(text)
        return Wordlist(found)

    @cached_property
    def _distinctive(self) -> Wordlist[str]:
        found = {skeleton(term) for term in self.terms}
        return Wordlist(sorted(each for each in found | {each[::-1] for each in found} if len(each) >= _DISTINCTIVE))

    @cached_property
    def _residue(self) -> Wordlist[str]:
        found = {s[i : i + _RESIDUE] for s in map(skeleton, self.terms) for i in range(len(s) - _RESIDUE + 1)}
        return Wordlist(sorted(found.difference(Wordlist(found).within(self._kept_skeleton))))

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
        pieces = self._labels.split(text) if self._labels else [text]
        hits = [hit for piece in pieces if len(piece) > 1 for hit in self._search_piece(piece, encoded, undo)]
        return _together(hits)

    def _search_piece(self, text: str, encoded: bool, undo: bool) -> Iterator[Hit]:
        words = folded_words(text)
        yield from self._search_terms(text, "".join(words), encoded)
        yield Hit("withheld text", self._count_shingles(words))
        if undo:
            yield from self._search_undone(text, "".join(words))
        yield Hit("withheld text", len(self._short.within(f" {' '.join(words)} ")))

    def _search_undone(self, text: str, letters: str) -> Iterator[Hit]:
        """What is there in a code or a simple cipher."""
        yield Hit("term in a code", len(self._ciphered.within(letters)))
        for inner in undone(text):
            read = folded_words(inner)
            yield Hit("term in a code", len(self._distinctive.within("".join(read))))
            yield Hit("withheld text in a code", self._count_shingles(read))

    def search_terms(self, text: str) -> list[Hit]:
        """Terms and telling parts of terms only."""
        pieces = self._labels.split(text) if self._labels else [text]
        return _together(hit for piece in pieces for hit in self._search_terms(piece, skeleton(piece), encoded=False))

    def _search_terms(self, text: str, letters: str, encoded: bool) -> Iterator[Hit]:
        if not self.terms:
            return
        # The search that judges every hit and decodes is worth it where the letters of a term are there at all.
        if encoded or self._index.may_be_in(letters):
            times = sum(len(spans) for _, spans in Searcher(text).find_each(self._index))
            if times:
                yield Hit("term", times)
                return
        yield Hit("part of a term", len(self._residue.within(letters)))

    def without_labels(self, text: str) -> str:
        """``text`` without the words that stand for redactions."""
        return self._labels.sub(" \ufffc ", text) if self._labels else text

    def search_shingles(self, text: str) -> list[Hit]:
        """Stretches of withheld text only."""
        found = self._count_shingles(folded_words(text))
        return [Hit("withheld text", found)] if found else []

    def _count_shingles(self, words: Sequence[str]) -> int:
        """How many shingles are to the end of their last word: `markings un|less` is not `markings. (U) N|ame`."""
        if not self._shingles:
            return 0
        letters, starts, shingles = "".join(words), list(accumulate(map(len, words), initial=0)), self._shingles
        likely = [start for start in starts if letters[start : start + SHINGLE] in shingles]
        ends = frozenset(starts[1:] if likely else ())
        hits = 0
        for start in likely:
            wholes = self._wholes[letters[start : start + SHINGLE]]
            hits += any(letters.startswith(whole, start) and start + len(whole) in ends for whole in wholes)
        return hits

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


def _stretches(letters: str, starts: Iterable[int]) -> set[str]:
    """As many ``letters`` as make a shingle from each of ``starts`` on; what is left of fewer at the end is none."""
    last = len(letters) - SHINGLE
    return {letters[start : start + SHINGLE] for start in starts if start <= last}


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


def _in_cipher(term: str) -> Iterator[str]:
    """A term backwards and by ROT13, if it is so long that the result is no other word."""
    if len(skeleton(term)) >= _CIPHER:
        yield from ("".join(words) for words in ciphered([term]))


def _as_bytes(word: str) -> list[bytes]:
    """A word in lower case as plain, UTF-16 and hexadecimal bytes; accented capitals stay as they are."""
    plain = [word.encode(codec, "ignore").lower() for codec in ("utf-8", "utf-16-le", "utf-16-be")]
    return [*plain, *(code.hex().encode() for code in plain)]


def label_pattern(labels: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that matches the labels, longest first; None where there are none."""
    distinct = sorted(set(labels), key=lambda label: (-len(label), label))
    return re.compile("|".join(r"\s*".join(map(re.escape, label.split())) for label in distinct)) if distinct else None
