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


def struck_words(words: Sequence[RawWord], blocks: list[dict[str, Any]]) -> list[StruckWord]:
    """The words of the page with MuPDF's ``blocks`` that a line runs through; words stand upright on the page."""
    lines = strikes(blocks)
    if not lines:
        return []
    texts = [block["lines"] for block in blocks if block["type"] == 0]
    touched = {
        (i, j): through
        for i, text in enumerate(texts)
        for j, line in enumerate(text)
        if (through := _through(line["bbox"], lines))
    }
    found = []
    for word in words if touched else ():
        near = touched.get(word[5:7])
        if near and (struck := _struck(word, _through(word[:4], near))):
            found.append(struck)
    return found


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
