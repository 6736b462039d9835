# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of a page's lines: words in their places, and gaps where something is withheld.

Of a gap nothing is known here but which redaction it belongs to and how it meets its neighbours: a copy that never
learns where the withheld text began and ended can't tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.documents import Span
from workbench.exports.pdf.fonts import Style


UNREADABLE = -1


class Cut(NamedTuple):
    """A stretch of the text that is not drawn. ``redaction`` is its index in the plan, or ``UNREADABLE``."""

    start: int
    end: int
    redaction: int


class Word(NamedTuple):
    """Kept characters of one font: drawn from (x, y) on the baseline along ``direction``, ``length`` points long.

    ``spaced``: white space stands before it; ``wide``: so much of it that the word has a place of its own.
    """

    text: str
    x: float
    y: float
    length: float
    size: float
    font: str
    style: Style
    colour: int
    direction: tuple[float, float]
    visible: bool
    struck: bool
    spaced: bool
    wide: bool


class Gap(NamedTuple):
    """A place where something is withheld. ``spaced`` and ``wide`` as for a word."""

    redaction: int
    spaced: bool
    wide: bool


Part = Word | Gap


@dataclass(slots=True)
class PageLine:
    """A line of print in its order; ``seed`` is a point in it (x of its start, baseline) and its font size.

    ``span`` is the stretch of the document's text. ``ends``: a line that is one ``Word`` with spaces in it says where
    each of its words begins and ends.
    """

    parts: list[Part]
    seed: tuple[float, float, float]
    direction: tuple[float, float]
    span: Span
    ends: tuple[Sequence[float], Sequence[float]] | None = None
    words: list[Word] = field(init=False)
    is_whole: bool = field(init=False)
    """Whether nothing is withheld of it."""

    @property
    def baseline(self) -> float:
        """The y of its first kept word, or of what was withheld there."""
        return self.words[0].y if self.words else self.seed[1]

    @property
    def size(self) -> float:
        """That of its largest kept word, in points."""
        return max((word.size for word in self.words), default=self.seed[2])

    def __post_init__(self) -> None:
        self.words = [part for part in self.parts if isinstance(part, Word)]
        self.is_whole = len(self.words) == len(self.parts)
