# SPDX-License-Identifier: AGPL-3.0-or-later
"""A paragraph in the making."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from math import inf

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
    and ``number`` the number or letter that stands there. ``led`` is the last mark that one of its lines leads with,
    ``left`` how far in the leftmost of its further lines stands.
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
    led: Mark | None = None
    left: float = inf

    @property
    def first(self) -> int:
        """Position of its first line."""
        return self.pieces[0][0]

    def positions(self) -> Iterator[int]:
        """Positions of all its lines."""
        return chain.from_iterable(self.pieces)

    def add(self, position: int, indent: int, mark: Mark | None = None, *, parted: bool) -> None:
        """Go on with the line at ``position``, which stands ``indent`` in and leads with ``mark``, if with any.

        ``parted`` if furniture or a page's end came before it.
        """
        if parted:
            self.pieces.append([position])
        else:
            self.pieces[-1].append(position)
        self.last = position
        self.count += 1
        self.led, self.left = mark or self.led, min(self.left, indent)
