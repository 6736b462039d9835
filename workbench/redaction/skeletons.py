# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a term among the letters of a text, and judging by what stands between and around them whether it is it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import compress

from workbench.documents import Span
from workbench.redaction.folding import fold, fold_character, skeleton
from workbench.redaction.needles import Needle, ends_in_particles, is_set_backwards, is_unspaced
from workbench.redaction.readings import Reading


# Known backwards, by ROT13, and with blanks in it: of a line's end of an HTML page no more than a blank is left, and
# OCR sets them into names.
_RARE_LETTERS = 6
_WIDEST_GAP = 200
_ALIKE_GAP = 6
# Symbols, a hyphen that an old line ended with, and the end of a line with what stands before the next: marks of a
# quotation, a comment, a cell.
_READ_OVER = re.compile(
    r"(?:[^\w\s.,;:!?()]|_)*+(?:(?<=[-\u00ac\u2010\u2011])\s{1,3})?"
    r"|(?=[^\n\x0b\r\f\x85\u2028\u2029]*+.)(?:[^\w.,;:!?()]|_)*+",
    re.DOTALL,
)
_OF_ANOTHER = 2  # letters of a word that a name may end or begin with by chance
_BLANK_BETWEEN = re.compile(r"(?:[^\w.,;:!?()]|_){1,8}|[^\w\s]{1,4}")


class Skeleton:
    """The letters and digits of a reading, each with its place in the folded and in the read text."""

    def __init__(self, reading: Reading) -> None:
        """Of a text of many pages too: its letters are told at once, their places when they are asked for."""
        self._reading = reading
        self.letters = skeleton(reading.text)

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
        if length >= _RARE_LETTERS or (length > 1 and is_set_backwards(needle.skeleton)):
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
            near = together or all(self._at[i + 1] - self._at[i] <= _WIDEST_GAP + 1 for i in range(first, last))
            return near and not self._takes_of_another(needle, first, last)
        return self._has_edges(first, last) and self._is_whole(needle, first, last)

    def _takes_of_another(self, needle: Needle, first: int, last: int) -> bool:
        """Whether it is a whole word and the first or last letters of the next: `William S` of `William Stone`."""
        breaks = [i for i in range(first, last) if i + 1 - first not in needle.words and self._gap(i)]
        if len(breaks) != 1 or not self._gap(breaks[0]).isspace():
            return False
        inside = breaks[0] + 1 - first
        head, tail = inside <= _OF_ANOTHER, len(needle.skeleton) - inside <= _OF_ANOTHER
        begins, ends = self._begins_word(first), self._ends_word(last)
        return (head and not begins and ends) or (tail and begins and not ends)

    def _gap(self, i: int) -> str:
        """What stands in the reading between letter ``i`` and the next, without what nobody sees."""
        between = self._reading.text[self._at[i] + 1 : self._at[i + 1]]
        return "".join(c for c in between if fold_character(c))

    def _is_whole(self, needle: Needle, first: int, last: int) -> bool:
        """Whether the breaks inside the words of the term are such as a reader reads over."""
        breaks = [self._gap(first + i - 1) for i in range(1, len(needle.skeleton)) if i not in needle.words]
        broken = [gap for gap in breaks if gap]
        alike = len(set(broken)) == 1 and len(broken[0]) <= _ALIKE_GAP
        spaced = len(broken) == len(breaks) and (alike or all(len(gap) <= 3 for gap in broken))
        if spaced and (len(breaks) > 1 or broken == ["."]):
            return True  # letter-spaced, or an abbreviation with its points
        if 2 * len(broken) >= len(breaks) and all(len(gap) <= 3 and not gap.isspace() for gap in broken):
            return len(breaks) > 1 or not broken
        loose = len(needle.skeleton) >= _RARE_LETTERS
        return all(_READ_OVER.fullmatch(gap) or (loose and _BLANK_BETWEEN.fullmatch(gap)) for gap in broken)

    def _has_edges(self, first: int, last: int) -> bool:
        """Whether the term starts and ends where a word does, so that a short term is not found inside a word."""
        return self._begins_word(first) and self._ends_word(last)

    def _begins_word(self, first: int) -> bool:
        text, start = self._reading.text, self._at[first]
        before = text[start - 1] if start and self._at[first - 1 if first else 0] == start - 1 else ""
        return not _glued(before, text[start]) or ends_in_particles(text[max(0, start - 8) : start])

    def _ends_word(self, last: int) -> bool:
        text, end = self._reading.text, self._at[last] + 1
        after = text[end] if last + 1 < len(self._at) and self._at[last + 1] == end else ""
        return not _glued(text[end - 1], after) or self._is_plural(last + 1)

    def _is_plural(self, following: int) -> bool:
        """Whether only a plural or possessive ending follows."""
        place, rest = following, ""
        while place < len(self._at) and (place == following or self._at[place] == self._at[place - 1] + 1):
            rest += self.letters[place]
            if len(rest) > 2:
                return False
            place += 1
        return rest in ("s", "es")


def _glued(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word or one number."""
    if left.isdigit() and right.isdigit():
        return True
    if is_unspaced(left) or is_unspaced(right):
        return False
    both_letters = left.isalpha() and right.isalpha()
    return both_letters and not (left.islower() and right.isupper())
