# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every layout goes by that sets text: how labels look, how small they may be, and where lines are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.exports.pdf.fonts import Style


LABEL_STYLE = Style("sans", bold=True)
LEGIBLE = 5.5  # points
_CODES = re.compile(r"\(\w{1,4}\)(?:\(\w{1,4}\))*")


def code_of(label: str) -> str:
    """The code of a label, such as ``(b)(1)``; the label itself where it has none."""
    found = _CODES.search(label)
    return found.group() if found else label


def broken(
    widths: Sequence[float], white: Sequence[float], new: Sequence[bool], first: float, room: float
) -> Iterator[tuple[int, int]]:
    """From which part to which each line reaches, as full as it gets: ``first`` the room of the first one, in points.

    ``white`` stands before each part that begins no line; parts that are not ``new`` stay with the one before them
    where a line has room for all of those.
    """
    needed = list(widths)
    for at in range(len(widths) - 2, -1, -1):
        needed[at] += 0.0 if new[at + 1] else white[at + 1] + needed[at + 1]
    start, x, most = 0, 0.0, first
    for at, width in enumerate(widths):
        before = white[at] if at > start else 0.0
        if at > start and x + before + (needed[at] if new[at] else width) > most:
            yield start, at
            start, x, before, most = at, 0.0, 0.0, room
        x += before + width
    if start < len(widths):
        yield start, len(widths)
