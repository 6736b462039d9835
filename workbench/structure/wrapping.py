# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether lines are broken for want of room, in a text whose paragraphs are a line each elsewhere."""

from __future__ import annotations

from workbench.structure.lines import Gap
from workbench.structure.sheet import Sheet


# The width (characters) at which lines are broken; how many lines around tell it.
_NARROWEST, _WIDEST, _AROUND = 35, 120, 8


def is_wrapped_here(sheet: Sheet, above: int, position: int) -> bool:
    """Whether the lines around here are broken at one width, in a text whose paragraphs are a line each elsewhere.

    The next word had no room in all but a few of them; a list of short entries has no such width.
    """
    run, first = _run(sheet, above, position), sheet.first_words
    lengths = [len(sheet.lines[i].text) for i in run]
    width = max(lengths)
    if not _NARROWEST <= width <= _WIDEST or len(run) < 3:
        return False
    full = [length + 1 + first[below] > width for length, below in zip(lengths, run[1:], strict=False)]
    return sum(full) >= 0.7 * len(full) and len(sheet.lines[above].text) + 1 + first[position] > width


def _run(sheet: Sheet, above: int, position: int) -> list[int]:
    """The lines around a line's end that follow one another without a gap, a few each way."""
    before, behind, lines, roles = [above], [position], sheet.lines, sheet.roles
    while len(before) < _AROUND and before[-1] > 0 and lines[before[-1]].gap is Gap.NONE:
        if roles[before[-1] - 1] is not None:
            break
        before.append(before[-1] - 1)
    for near in range(position + 1, min(position + _AROUND, len(lines))):
        if lines[near].gap is not Gap.NONE or roles[near] is not None:
            break
        behind.append(near)
    return [*reversed(before), *behind]
