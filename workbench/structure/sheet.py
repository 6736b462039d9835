# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a document with what is known of them when they are put together to paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.structure.candidates import Candidates
from workbench.structure.layout import Layout
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role


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
