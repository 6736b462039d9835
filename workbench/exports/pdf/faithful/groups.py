# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page by the paragraphs that they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from workbench.exports.kinds import Kinds
from workbench.exports.pdf.faithful.kept import PageLine
from workbench.exports.pdf.faithful.lines import apart
from workbench.redaction.model import Plan
from workbench.structure.model import Kind, Role


_CELLS = 2.5  # of the font size: white in a line that parts cells, no words of a justified line


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one paragraph on a page, its kind and role as a copy may show them."""

    lines: list[PageLine]
    kind: Kind | None
    role: Role | None

    @property
    def is_mixed(self) -> bool:
        """Whether some of it is kept and some withheld."""
        return any(line.words for line in self.lines) and not all(line.is_whole for line in self.lines)

    @property
    def size(self) -> float:
        """That of its largest kept word, in points."""
        return max((word.size for line in self.lines for word in line.words), default=self.lines[0].seed[2])

    @property
    def top(self) -> float:
        """Its first baseline."""
        return self.lines[0].baseline

    @property
    def bottom(self) -> float:
        """Its last baseline."""
        return self.lines[-1].baseline


class Owners:
    """Which paragraph a line belongs to."""

    def __init__(self, plan: Plan) -> None:
        self._stretches = plan.analysis.stretches()
        self._paragraphs = plan.analysis.paragraphs
        self._kinds = Kinds(plan)

    def groups(self, lines: Sequence[PageLine]) -> list[Group]:
        """The lines of a page by their paragraphs, in the order of the text."""
        keyed = [(self.at(line.span.start), number, line) for number, line in enumerate(lines)]
        groups = []
        for owner, group in groupby(keyed, key=lambda item: -1 - item[1] if item[0] is None else item[0]):
            held = [line for _, _, line in group]
            paragraph = self._paragraphs[owner] if owner >= 0 else None
            told = (self._kinds.of(paragraph), paragraph.role) if paragraph else (None, None)
            each = [[line] for line in held] if _has_cells(held) else [held]
            groups += [Group(rows, *told) for rows in each]
        return groups

    def at(self, offset: int) -> int | None:
        """The number of the paragraph that holds ``offset`` of the text."""
        place = bisect_right(self._stretches, offset, key=lambda stretch: stretch[0].start) - 1
        held = place >= 0 and offset < self._stretches[place][0].end
        return self._stretches[place][1] if held else None


def _has_cells(lines: Sequence[PageLine]) -> bool:
    """Whether they are rows of a table: white as wide as between cells stands in one that is kept whole."""
    for line in lines:
        words = list(apart(line)) if line.ends else line.words
        if line.is_whole and line.direction[0] > 0.9 and len(lines) > 1:
            size = _CELLS * line.seed[2]
            if any(right.x - left.x - left.length > size for left, right in pairwise(words)):
                return True
    return False
