# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text with a line drawn through it: a cancelled marking, as every released document has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents.pdf.pieces import Fragment, RawWord
from workbench.documents.pdf.shapes import Shape


# Where a line through a word may lie, as a share of the height of its box: below it is an underline, above an overline.
_TOP, _BOTTOM = 0.30, 0.74
_THICK = 0.25
_PART = 0.12


class Strike(NamedTuple):
    """A thin horizontal shape, in points."""

    x0: float
    y0: float
    x1: float
    y1: float


class StruckWord(NamedTuple):
    """A word that is struck through between ``x0`` and ``x1``."""

    word: RawWord
    x0: float
    x1: float


def strikes(shapes: Sequence[Shape]) -> list[Strike]:
    """Every shape of the page that is thin and long enough to strike something out, from the top down."""
    found = [
        Strike(x0, y0, x1, y1)
        for x0, y0, x1, y1, _, _, alpha, _ in shapes
        if y1 - y0 <= 4 and x1 - x0 >= 3 * (y1 - y0) and x1 - x0 >= 5 and alpha > 0
    ]
    return sorted(found, key=_middle)


def struck_words(fragments: Sequence[Fragment], shapes: Sequence[Shape]) -> list[StruckWord]:
    """The words that a line runs through, of words that stand upright on the page."""
    drawn = strikes(shapes)
    middles = [(strike.y0 + strike.y1) / 2 for strike in drawn]
    found = []
    for fragment in fragments if drawn else ():
        near = drawn[bisect_left(middles, fragment.y0) : bisect_right(middles, fragment.y1)]
        if not any(strike.x0 < fragment.x1 and strike.x1 > fragment.x0 for strike in near):
            continue
        for word in fragment.words:
            if struck := _struck(word, _through(word[:4], near)):
                found.append(struck)
    return found


def _middle(strike: Strike) -> float:
    return (strike.y0 + strike.y1) / 2


def _through(box: tuple[float, float, float, float], lines: Sequence[Strike]) -> list[Strike]:
    """The lines that run through the middle of ``box``, over some of its width."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    top, bottom, thick = y0 + _TOP * height, y0 + _BOTTOM * height, _THICK * height
    return [
        line
        for line in lines
        if top <= (line.y0 + line.y1) / 2 <= bottom and line.x0 < x1 and line.x1 > x0 and line.y1 - line.y0 <= thick
    ]


def _struck(word: RawWord, lines: list[Strike]) -> StruckWord | None:
    x0, x1 = word[0], word[2]
    parts = [(max(x0, line.x0), min(x1, line.x1)) for line in lines]
    covered = sum(b - a for a, b in parts)
    if covered < _PART * (x1 - x0) or covered <= 2:
        return None
    return StruckWord(word, min(a for a, _ in parts), max(b for _, b in parts))
