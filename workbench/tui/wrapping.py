# SPDX-License-Identifier: AGPL-3.0-or-later
"""Breaking a collapsed text into lines of a terminal, by cells: a wide character takes two, a combining one none.

``rich`` and ``textwrap`` build every line as a string; here only the places are found, which is what lets 20,000
paragraphs be counted before the first frame.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from rich.cells import get_character_cell_size


Stretch = tuple[int, int]
"""Start and end of a line in the text that was broken."""

UNSPACED = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""For a class of a pattern: Han characters and kana, which are written without spaces between words."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
# Marks and closing signs do not begin a line, opening ones do not end it (categories of Unicode).
_NOT_FIRST = frozenset({"Mn", "Mc", "Me", "Pe", "Pf", "Po"})
_NOT_LAST = frozenset({"Ps", "Pi"})

# Characters known to take one cell each; anything else is measured.
_NARROW = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2500-\u25fc\ufffd\n]*")


def is_narrow(text: str) -> bool:
    """Whether every character of ``text`` takes one cell, so that counting characters is counting cells."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def wrap(text: str, width: int) -> list[Stretch]:
    """The lines of ``text`` at ``width`` cells (at least 2), broken at spaces, or inside a word longer than a line.

    Text written without spaces is broken between its characters.

    ``text`` is as ``collapse`` gives it: single spaces, a line feed only where a line must end.
    """
    width = max(2, width)
    if len(text) <= width and "\n" not in text and is_narrow(text):
        return [(0, len(text))]
    cells = None if is_narrow(text) else _cells_before(text)
    lines: list[Stretch] = []
    start = 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        _wrap_line(text, start, end, width, cells, lines)
        start = end + 1
    return lines


def _wrap_line(text: str, start: int, end: int, width: int, cells: list[int] | None, lines: list[Stretch]) -> None:
    while True:
        fits = _fitting(start, end, width, cells)
        if fits >= end:
            lines.append((start, end))
            return
        stop = text.rfind(" ", start + 1, fits + 1)
        if cells is not None:
            stop = next((at for at in range(fits, max(start, stop), -1) if may_break(text, at)), stop)
        stop = stop if stop > 0 else fits
        lines.append((start, stop))
        start = stop + 1 if text[stop] == " " else stop


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at ``at`` although no space stands there."""
    before, behind = text[at - 1], text[at]
    if before == " " or not (_UNSPACED.match(before) or _UNSPACED.match(behind)):
        return False
    return unicodedata.category(behind) not in _NOT_FIRST and unicodedata.category(before) not in _NOT_LAST


def _fitting(start: int, end: int, width: int, cells: list[int] | None) -> int:
    """How far a line from ``start`` reaches when spaces do not matter; at least one character."""
    if cells is None:
        return min(end, start + width)
    return min(end, max(start + 1, bisect_right(cells, cells[start] + width) - 1))


def _cells_before(text: str) -> list[int]:
    """For each index of ``text`` (and its end) how many cells stand before it."""
    return [0, *accumulate(0 if c == "\n" else get_character_cell_size(c) for c in text)]
