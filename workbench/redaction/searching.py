# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a term in a text however it is broken or disguised.

The search compares letters and digits only (the skeleton of the folded text) and then judges each hit by what stands
between its characters and around it: `S E C R E T` and `SEC-` at the end of a line are the word, `mission`
is no `Sion`.
Where it cannot be told, the place is withheld: one word too many costs a reviewer a click, one too few a source.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress

from workbench.documents import Span
from workbench.redaction.encoded import encoded_runs
from workbench.redaction.folding import fold, fold_character, is_invisible, skeleton
from workbench.redaction.intervals import merge
from workbench.redaction.readings import Reading, loose_readings, readings
from workbench.redaction.scripts import ends_in_particles, is_set_backwards, is_unspaced, written
from workbench.redaction.wordlist import Wordlist


# From here on a skeleton hardly turns up by chance, so any break inside it and any letters beside it are accepted.
_DISTINCTIVE_LETTERS = 8
_DISTINCTIVE_MIXED = 5
_DISTINCTIVE_DIGITS = 7
# Known backwards, by ROT13, and with blanks in it: of a line's end of an HTML page no more than a blank is left, and
# OCR sets them into names.
_RARE_LETTERS = 6
_WIDEST_GAP = 200
# Symbols, a hyphen that an old line ended with, and the end of a line with what stands before the next: marks of a
# quotation, a comment, a cell.
_READ_OVER = re.compile(
    r"(?:[^\w\s.,;:!?()]|_)*"
    r"(?:[-\u00ac\u2010\u2011]\s{1,3}|(?:[^\w.,;:!?()]|_)*[\n\x0b\r\f\x85\u2028\u2029](?:[^\w.,;:!?()]|_)*)?"
)
_BLANK_BETWEEN = re.compile(r"(?:[^\w.,;:!?()]|_){1,8}")
_BIDI = "\u202e\u2067\u202b\u200f"


def find_term(text: str, term: str) -> list[Span]:
    """Where a reader, or a tool that decodes, would find ``term`` in ``text``; in order, not overlapping."""
    return Searcher(text).find(term)


class Searcher:
    """A text prepared once for searching many terms.

    ``spans`` narrows it to some stretches of the text, read as one: the pieces of a paragraph that a page break cuts.
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int]] | None = None) -> None:
        """Reading and folding is done on the first search."""
        self._text = text
        self._source = Reading.plain(text) if spans is None else Reading.joined(text, spans)

    def find(self, term: str) -> list[Span]:
        """See ``find_term``."""
        needles = Needle.each_of(term)
        if not needles:
            return merge(self._find_literally(term.strip()))
        spans = [span for skeleton in self._skeletons for needle in needles for span in skeleton.find(needle)]
        spans += [span for needle in needles for span in self._find_encoded(needle)]
        return merge(map(self._widened, spans))

    def find_each(self, terms: TermIndex) -> Iterator[tuple[str, list[Span]]]:
        """Each of ``terms`` that is there, in the order of the list, and where it stands."""
        letters = [*(skeleton.letters for skeleton in self._skeletons), self._encoded_letters]
        likely = terms.among(letters)
        for term in terms.terms:
            if term in likely and (spans := self.find(term)):
                yield term, spans

    @cached_property
    def _skeletons(self) -> list[_Skeleton]:
        return [_Skeleton(reading) for reading in (*readings(self._source), *loose_readings(self._source))]

    @cached_property
    def _encoded(self) -> list[tuple[Span, _Skeleton]]:
        source = self._source
        runs = encoded_runs(source.text)
        return [
            (Span(source.starts[run.start], source.ends[run.end - 1]), _Skeleton(reading))
            for run in runs
            for reading in readings(Reading.plain(run.text))
        ]

    @cached_property
    def _encoded_letters(self) -> str:
        return " ".join(skeleton.letters for _, skeleton in self._encoded)

    def _find_encoded(self, needle: Needle) -> Iterator[Span]:
        # Of a text's many runs hardly one holds a term: all are asked at once before each is.
        if needle.skeleton not in self._encoded_letters and needle.skeleton[::-1] not in self._encoded_letters:
            return
        for span, decoded in self._encoded:
            if any(True for _ in decoded.find(needle)):
                yield span

    def _find_literally(self, term: str) -> Iterator[Span]:
        """A term without a letter or digit, such as a symbol: as it stands."""
        place = self._source.text.find(term) if term else -1
        while place >= 0:
            yield Span(self._source.starts[place], self._source.ends[place + len(term) - 1])
            place = self._source.text.find(term, place + len(term))

    def _widened(self, span: Span) -> Span:
        """With the accents and invisible characters that belong to its last character."""
        end = span.end
        while end < len(self._text) and is_invisible(self._text[end]) and self._text[end] not in "\x1b\b":
            end += 1
        return Span(span.start, end)


@dataclass(frozen=True, slots=True)
class Needle:
    """A term as it is searched: its letters and digits, and where in them a new word of the term begins.

    ``ciphered``: its letters by ROT13, of which accents and letters of other scripts know nothing.
    """

    skeleton: str
    words: frozenset[int]
    distinctive: bool
    ciphered: tuple[str, ...] = ()

    @classmethod
    @lru_cache(maxsize=10_000)
    def of(cls, term: str) -> Needle:
        """The needle of ``term``; its skeleton is empty where the term has no letter or digit."""
        folded, _ = fold(term)
        letters: list[str] = []
        words: set[int] = set()
        after_gap = False
        for character in folded:
            if not character.isalnum():
                after_gap = True
                continue
            if after_gap and letters:
                words.add(len(letters))
            after_gap = False
            letters.append(character)
        skeleton = "".join(letters)
        rotated, _ = fold(codecs.encode(term, "rot13"))
        ciphered = {codecs.encode(skeleton, "rot13"), "".join(filter(str.isalnum, rotated))}
        return cls(skeleton, frozenset(words), _is_distinctive(skeleton), tuple(sorted(ciphered)))

    @classmethod
    @lru_cache(maxsize=10_000)
    def each_of(cls, term: str) -> tuple[Needle, ...]:
        """A needle for each way to write ``term``; none where it has no letter or digit."""
        needles = {needle.skeleton: needle for needle in map(cls.of, written(term)) if needle.skeleton}
        return tuple(needles.values())

    def backwards(self) -> Needle:
        """The needle for the term written from right to left."""
        length = len(self.skeleton)
        return Needle(self.skeleton[::-1], frozenset(length - word for word in self.words), self.distinctive)


class TermIndex:
    """A list of terms prepared once for many texts: which of them are worth searching one by one."""

    def __init__(self, terms: Iterable[str]) -> None:
        """``terms`` in the order in which they are asked for."""
        self.terms = tuple(terms)
        self._by_letters: dict[str, list[str]] = {}
        for term in self.terms:
            for needle in Needle.each_of(term) or (Needle.of(term),):
                for each in {needle.skeleton, needle.skeleton[::-1], *needle.ciphered}:
                    self._by_letters.setdefault(each, []).append(term)
        self._letters = Wordlist(self._by_letters)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def may_be_in(self, letters: str) -> bool:
        """Whether a text with these ``letters`` (its skeleton) is worth searching: see ``among``."""
        return "" in self._by_letters or bool(self._letters.within(letters))

    def among(self, texts: Iterable[str]) -> set[str]:
        """The terms whose letters, forwards or backwards, follow each other in one of ``texts`` (skeletons).

        Those without a letter or digit are always among them.
        """
        found = {term for letters in texts for each in self._letters.within(letters) for term in self._by_letters[each]}
        return found.union(self._by_letters.get("", ()))


def _is_distinctive(skeleton: str) -> bool:
    if skeleton.isdigit():
        return len(skeleton) >= _DISTINCTIVE_DIGITS
    mixed = any(c.isdigit() for c in skeleton)
    return len(skeleton) >= (_DISTINCTIVE_MIXED if mixed else _DISTINCTIVE_LETTERS)


class _Skeleton:
    """The letters and digits of a reading, each with its place in the folded and in the read text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.letters = skeleton(reading.text)
        self._bidi = any(mark in reading.text for mark in _BIDI)

    @cached_property
    def _at(self) -> array[int]:
        """Where in what is read each letter stands. Most texts hold none of the terms, and nobody asks."""
        folded, offsets = fold(self._reading.text)
        return array("L", compress(offsets, map(str.isalnum, folded)))

    def find(self, needle: Needle) -> Iterator[Span]:
        """The stretches of the source in which ``needle`` stands, forwards or backwards."""
        needles = [needle]
        if len(needle.skeleton) >= _RARE_LETTERS:
            same = (each for each in needle.ciphered if len(each) == len(needle.skeleton))
            needles += [replace(needle, skeleton=each) for each in same]
        length = len(needle.skeleton)
        if length > 1 and (self._bidi or length >= _RARE_LETTERS or is_set_backwards(needle.skeleton)):
            needles.append(needle.backwards())
        for each in needles:
            length = len(each.skeleton)
            first = self.letters.find(each.skeleton)
            while first >= 0:
                last = first + length - 1
                if self._is_the_term(each, first, last):
                    yield Span(self._reading.starts[self._at[first]], self._reading.ends[self._at[last]])
                first = self.letters.find(each.skeleton, first + 1)

    def _is_the_term(self, needle: Needle, first: int, last: int) -> bool:
        if needle.distinctive:
            together = self._at[last] - self._at[first] <= _WIDEST_GAP
            return together or all(self._gap_length(i) <= _WIDEST_GAP for i in range(first, last))
        return self._has_edges(first, last) and self._is_whole(needle, first, last)

    def _gap(self, i: int) -> str:
        """What stands in the reading between letter ``i`` and the next, without what nobody sees."""
        between = self._reading.text[self._at[i] + 1 : self._at[i + 1]]
        return "".join(c for c in between if fold_character(c))

    def _gap_length(self, i: int) -> int:
        return max(0, self._at[i + 1] - self._at[i] - 1)

    def _is_whole(self, needle: Needle, first: int, last: int) -> bool:
        """Whether the breaks inside the words of the term are such as a reader reads over."""
        breaks = [self._gap(first + i - 1) for i in range(1, len(needle.skeleton)) if i not in needle.words]
        broken = [gap for gap in breaks if gap]
        spaced = len(broken) == len(breaks) and all(len(gap) <= 3 for gap in broken)
        if spaced and (len(breaks) > 1 or broken == ["."]):
            return True  # letter-spaced, or an abbreviation with its points
        if 2 * len(broken) >= len(breaks) and all(len(gap) <= 3 and not gap.isspace() for gap in broken):
            return len(breaks) > 1 or not broken
        loose = len(needle.skeleton) >= _RARE_LETTERS
        return all(_is_read_over(gap) or (loose and _BLANK_BETWEEN.fullmatch(gap)) for gap in broken)

    def _has_edges(self, first: int, last: int) -> bool:
        """Whether the term starts and ends where a word does, so that a short term is not found inside a word."""
        text = self._reading.text
        start, end = self._at[first], self._at[last] + 1
        before = text[start - 1] if start and self._at[first - 1 if first else 0] == start - 1 else ""
        after = text[end] if last + 1 < len(self._at) and self._at[last + 1] == end else ""
        starts_word = not _glued(before, text[start]) or ends_in_particles(text[max(0, start - 8) : start])
        ends_word = not _glued(text[end - 1], after) or self._is_plural(last + 1)
        return starts_word and ends_word

    def _is_plural(self, following: int) -> bool:
        """Whether only a plural or possessive ending follows."""
        place, rest = following, ""
        while place < len(self._at) and (place == following or self._at[place] == self._at[place - 1] + 1):
            rest += self.letters[place]
            if len(rest) > 2:
                return False
            place += 1
        return rest in ("s", "es")


def _is_read_over(gap: str) -> bool:
    """Whether a break between two letters leaves one word for a reader: a line's end, hyphens, emphasis."""
    return _READ_OVER.fullmatch(gap) is not None


def _glued(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word or one number."""
    if left.isdigit() and right.isdigit():
        return True
    if is_unspaced(left) or is_unspaced(right):
        return False
    both_letters = left.isalpha() and right.isalpha()
    return both_letters and not (left.islower() and right.isupper())
