# SPDX-License-Identifier: AGPL-3.0-or-later
"""Breaking a collapsed text into lines of a terminal, by cells: a wide character takes two, a combining one none.

``rich`` and ``textwrap`` build every line as a string; here only the places are found, which is what lets 20,000
paragraphs be counted before the first frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from rich.cells import get_character_cell_size


Stretch = tuple[int, int]
"""Start and end of a line in the text that was broken."""

# Characters known to take one cell each; anything else is measured.
_NARROW = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2500-\u25fc\ufffd\n]*")


def is_narrow(text: str) -> bool:
    """Whether every character of ``text`` takes one cell, so that counting characters is counting cells."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def wrap(text: str, width: int) -> list[Stretch]:
    """The lines of ``text`` at ``width`` cells (at least 2), broken at spaces, or inside a word longer than a line.

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
        space = text.rfind(" ", start + 1, fits + 1)
        stop = space if space > 0 else fits
        lines.append((start, stop))
        start = stop + 1 if text[stop] == " " else stop


def _fitting(start: int, end: int, width: int, cells: list[int] | None) -> int:
    """How far a line from ``start`` reaches when spaces do not matter; at least one character."""
    if cells is None:
        return min(end, start + width)
    return min(end, max(start + 1, bisect_right(cells, cells[start] + width) - 1))


def _cells_before(text: str) -> list[int]:
    """For each index of ``text`` (and its end) how many cells stand before it."""
    return [0, *accumulate(0 if c == "\n" else get_character_cell_size(c) for c in text)]
