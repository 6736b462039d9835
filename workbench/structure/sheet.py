# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a document with what is known of them when they are put together to paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.structure.candidates import Candidates
from workbench.structure.layout import Layout
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role


# The width (characters) at which lines are broken; how many lines around tell it.
_NARROWEST, _WIDEST, _AROUND = 35, 120, 8


@dataclass
class Sheet:
    """``roles`` and ``candidates`` are by the position of the line; ``layout`` is that of the whole document."""

    lines: list[TextLine]
    roles: list[Role | None]
    candidates: Candidates
    layout: Layout

    def below(self, position: int) -> TextLine | None:
        """The next line, where nothing lies between."""
        near = self.lines[position + 1 : position + 2]
        return near[0] if near and near[0].gap is Gap.NONE else None

    @cached_property
    def full_lines(self) -> int:
        """How many lines of text are about as long as the width says."""
        full = self.layout.width * 0.9
        return sum(len(line.text) >= full for line, role in zip(self.lines, self.roles, strict=True) if role is None)

    @cached_property
    def first_words(self) -> list[int]:
        """How long the first word of each line is."""
        return [len(line.text.split(maxsplit=1)[0]) for line in self.lines]


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
