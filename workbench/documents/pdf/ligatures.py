# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters that a font draws as one, right to left: MuPDF turns them around with the letters beside them.

Of the sign for lam and alef in `سلامة` it tells alef, without any width, and then lam: `سالمة`, another word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import pymupdf

from workbench.documents.bidi import has_rtl
from workbench.documents.pdf.unsaid import lines_of


_NONE = 0.01
"""Points: what is no wider has no width."""


def turn_ligatures(page: pymupdf.TextPage) -> bool:
    """Put the letters of such signs of ``page`` into the order in which they are read; whether there are any."""
    return sum(map(_turn_line, lines_of(page))) > 0


def _turn_line(letters: Sequence[Any]) -> int:
    start = found = 0
    for at, letter in enumerate(letters):
        if _is_rtl(letter.c) and _width(letter) <= _NONE:
            continue
        if start < at and _is_rtl(letter.c) and abs(letter.quad.ur.x - letters[start].quad.ul.x) <= _NONE:
            _turn(letters[start : at + 1])
            found += 1
        start = at + 1
    return found


def _turn(letters: Sequence[Any]) -> None:
    """Each of ``letters`` gets its share of the sign, from the right."""
    left, share = letters[-1].quad.ul.x, _width(letters[-1]) / len(letters)
    codes = [each.c for each in letters]
    for place, each in enumerate(letters, 1):
        each.c = codes[-place]
        x = left + (len(letters) - place) * share
        quad = each.quad
        quad.ul.x = quad.ll.x = each.origin.x = x
        quad.ur.x = quad.lr.x = x + share


def _is_rtl(code: int) -> bool:
    return has_rtl(chr(code)) and unicodedata.category(chr(code)) == "Lo"


def _width(letter: Any) -> float:
    return abs(float(letter.quad.ur.x - letter.quad.ul.x))
