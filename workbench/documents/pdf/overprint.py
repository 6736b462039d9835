# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters printed over others, as typists cross out with X: what stands there without the one or the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pymupdf

from workbench.documents.pdf.pieces import RawWord, around, is_delimiter
from workbench.documents.pdf.unsaid import lines_of


# Of the height of a letter: how far apart the feet of those of a row are, and words. Of the narrower of two letters:
# how much of it lies on the other.
_OFF, _SPACE, _ON = 0.3, 0.2, 0.5
_WOVEN = re.compile(r"\w([Xx#*=])\w\1")
"""Each letter typed over before the next one: MuPDF has them in that order, as one word."""


class _Letter(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    foot: float


def may_be_woven(words: Sequence[RawWord]) -> bool:
    """Whether the letters of one of ``words`` may stand over one another."""
    return bool(_WOVEN.search(" ".join([word[4] for word in words])))


def layers_of(page: pymupdf.TextPage) -> Iterator[list[RawWord]]:
    """The words of each row of ``page`` that has letters over others: those below, and those on top."""
    for row in _rows(_letters(page)):
        below = _apart(row)
        if len(below) < len(row):
            yield from (list(_words(letters)) for letters in (below, _apart(row[::-1])))


def _letters(page: pymupdf.TextPage) -> list[_Letter]:
    """Those of the lines that run across, in the order in which they are painted."""
    letters = (letter for line in lines_of(page) for letter in line if not is_delimiter(chr(letter.c)))
    found = [(letter.quad, letter) for letter in letters]
    return [
        _Letter(quad.ul.x, quad.ul.y, quad.lr.x, quad.lr.y, chr(letter.c), letter.origin.y)
        for quad, letter in found
        if quad.ul.x < quad.lr.x and quad.ul.y < quad.lr.y
    ]


def _rows(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    row: list[tuple[int, _Letter]] = []
    for each in sorted(enumerate(letters), key=lambda placed: placed[1].foot):
        if row and each[1].foot - row[-1][1].foot > _OFF * (each[1].y1 - each[1].y0):
            yield [letter for _, letter in sorted(row)]
            row = []
        row.append(each)
    if row:
        yield [letter for _, letter in sorted(row)]


def _apart(row: Iterable[_Letter]) -> list[_Letter]:
    """The letters of a row, from left to right, without each that lies on one before it."""
    kept: list[_Letter] = []
    middles: list[float] = []
    for letter in row:
        middle = (letter.x0 + letter.x1) / 2
        place = bisect_left(middles, middle)
        if not any(_lie_on(letter, other) for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, letter)
            middles.insert(place, middle)
    return kept


def _lie_on(a: _Letter, b: _Letter) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > _ON * min(a.x1 - a.x0, b.x1 - b.x0)


def _words(row: Sequence[_Letter]) -> Iterator[RawWord]:
    end, count, word = row[0].x0, 0, list[_Letter]()
    for letter in (*row, None):
        if word and (letter is None or letter.x0 - end > _SPACE * (letter.y1 - letter.y0)):
            yield (*around(word), "".join(each.text for each in word), 0, 0, count)
            count, word = count + 1, []
        if letter:
            end = letter.x1
            word.append(letter)
