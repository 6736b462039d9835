# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text with a line drawn through it: a cancelled marking, as every released document has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from workbench.documents.pdf_order import RawWord


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


def strikes(blocks: list[dict[str, Any]]) -> list[Strike]:
    """Every shape of the page (MuPDF's vector blocks) that is thin and long enough to strike something out."""
    found = []
    for block in blocks:
        if block["type"] != 3:
            continue
        x0, y0, x1, y1 = block["bbox"]
        if y1 - y0 <= 4 and x1 - x0 >= 3 * (y1 - y0) and x1 - x0 >= 5 and block["alpha"] > 0:
            found.append(Strike(x0, y0, x1, y1))
    return found


def struck_words(words: Sequence[RawWord], lines: Sequence[Strike]) -> list[StruckWord]:
    """The words that one of the (one or more) lines runs through; words stand upright on the page."""
    found = []
    top, bottom = min(line.y0 for line in lines), max(line.y1 for line in lines)
    for word in words:
        if word[1] > bottom or word[3] < top:
            continue
        x0, y0, x1, y1 = word[:4]
        height = y1 - y0
        through = [
            (max(x0, line.x0), min(x1, line.x1))
            for line in lines
            if line.x0 < x1
            and line.x1 > x0
            and y0 + _TOP * height <= (line.y0 + line.y1) / 2 <= y0 + _BOTTOM * height
            and line.y1 - line.y0 <= _THICK * height
        ]
        covered = sum(b - a for a, b in through)
        if covered >= _PART * (x1 - x0) and covered > 2:
            start, end = min(a for a, _ in through), max(b for _, b in through)
            found.append(StruckWord(word, start, end))
    return found
