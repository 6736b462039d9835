# SPDX-License-Identifier: AGPL-3.0-or-later
"""A paragraph in the making."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.marks.model import Mark
from workbench.structure.model import Role
from workbench.structure.starts import Enumerator, Start


_HEAD = 200  # characters: no number, note or caption is longer, and a line may be as long as a book


def unmarked(text: str, mark: Mark | None) -> str:
    """The beginning of a first line without the mark it begins with: (U) is not taken for the letter of a list."""
    end = len(mark.raw) if mark is not None and text.startswith(mark.raw) else 0
    return text[end : end + _HEAD].lstrip()


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: positions of its lines, in pieces that furniture parts.

    ``last`` is the position of its last line; ``role`` is set for furniture; ``start`` is how its first line begins;
    ``titled`` where a label says that it is the title; ``lead`` the mark it begins with, ``head`` what follows that,
    and ``number`` the number or letter that stands there.
    """

    pieces: list[list[int]]
    last: int
    start: Start = Start.PLAIN
    role: Role | None = None
    titled: bool = False
    lead: Mark | None = None
    head: str = ""
    number: Enumerator | None = None
    count: int = 1

    @property
    def first(self) -> int:
        """Position of its first line."""
        return self.pieces[0][0]

    def positions(self) -> list[int]:
        """Positions of all its lines."""
        return [position for piece in self.pieces for position in piece]

    def add(self, position: int, *, parted: bool) -> None:
        """Go on with the line at ``position``; ``parted`` if furniture or a page's end came before it."""
        if parted:
            self.pieces.append([position])
        else:
            self.pieces[-1].append(position)
        self.last = position
        self.count += 1
