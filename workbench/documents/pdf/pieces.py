# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pieces of a page: words that stand side by side, the lines and cells they make. Geometry only, no PDF library."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple


if TYPE_CHECKING:
    from workbench.documents.pdf.shapes import Rectangle


RawWord = tuple[float, float, float, float, str, int, int, int]
"""x0, y0, x1, y1 (points, as the reader sees the page), text, then MuPDF's numbers of block, line and word."""

_TOKEN = r"[(\[][A-Z]{1,4}(?:[/,-][^()]{1,60})?[)\]]"
_LEADS = re.compile(rf"(?:\W{{0,2}}(?:\d{{1,3}}|[A-Za-z]?)[.)]?\s)?{_TOKEN}")  # behind a number or a bullet too
_TRAILS = re.compile(rf"{_TOKEN}$")


class TornWord(NamedTuple):
    """What is seen of a word in a line that is read otherwise; ``line`` has all of it, from ``start`` to ``end``."""

    word: RawWord
    line: str
    start: int
    end: int


class Fragment(NamedTuple):
    """Words that stand side by side without a wide gap, in the frame in which they are read.

    ``x0`` to ``y1``: for text that runs up or down the page the frame is turned, so that x is always the way of
    reading; where it is not turned it is ``upright``. ``words`` keep the coordinates of the page. ``size`` in points.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    words: Sequence[RawWord]
    size: float = 0.0
    bold: bool = False
    upright: bool = True

    @property
    def text(self) -> str:
        """Its words, one space between them."""
        return " ".join(word[4] for word in self.words)

    @property
    def place(self) -> tuple[int, int, int]:
        """Where the file has it: it grows with each piece that is written."""
        return self.words[0][5:]


def around(pieces: Sequence[tuple[Any, ...]]) -> Rectangle:
    """The box around words, boxes or shapes."""
    if len(pieces) == 1:
        return pieces[0][:4]
    x0, y0, x1, y1, *_ = zip(*pieces, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def is_delimiter(char: str) -> bool:
    """What MuPDF ends a word at."""
    return char <= " " or char == "\u00a0"


def lies_in(box: Sequence[Any], room: Sequence[Any]) -> bool:
    """Whether all of a box, or of what begins with one, lies in another."""
    return bool(box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3])


def has_middle_in(box: Sequence[Any], room: Sequence[Any], slack: float = 0.0) -> bool:
    """Whether the middle of a box, or of what begins with one, lies in another, or ``slack`` points beside it."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(room[0] - slack <= x <= room[2] + slack and room[1] - slack <= y <= room[3] + slack)


Row = list[Fragment]
"""The fragments of one printed line, left to right."""


class Spot(NamedTuple):
    """Where a cell stands: in a table that begins at ``table`` (points from the top and left); 0 where nobody knows."""

    table: tuple[float, float] = (0.0, 0.0)
    row: int = 0
    column: int = 0

    def at(self, column: int) -> Spot:
        """That of the cell in that column; unknown where the row is."""
        return self._replace(column=column) if self.row else self


NOWHERE = Spot()


class Cell(list[Row]):
    """The lines of a cell, or of a row that is read across: what stands around it is never part of its paragraph."""

    def __init__(self, rows: Iterable[Row], spot: Spot = NOWHERE) -> None:
        """``spot``: where in its table it stands."""
        super().__init__(rows)
        self.spot = spot


def rows_of(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments that share half of their height as one line, lines from the top down."""
    rows: list[Row] = []
    top = bottom = 0.0
    for piece in sorted(fragments, key=lambda f: (f.y0 + f.y1, f.x0)):
        _, y0, _, y1, *_ = piece
        # Most lines lie below the one before, and no more need be asked.
        if rows and y0 <= bottom and min(bottom, y1) - max(top, y0) >= 0.5 * min(bottom - top, y1 - y0):
            rows[-1].append(piece)
            continue
        rows.append([piece])
        top, bottom = y0, y1
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda f: f.x0)
    return rows


def written_down(rows: Sequence[Row], column: Callable[[Fragment], int]) -> Counter[int]:
    """In each ``column`` how often the file goes on with what stands below a piece though others stand beside it.

    Whoever writes lines across never does, not even from right to left; whoever writes columns or cells does wherever
    one has two lines.
    """
    ordered = sorted((piece for row in rows for piece in row), key=lambda f: f.place)
    ranks = {id(piece): rank for rank, piece in enumerate(ordered)}
    above: dict[int, tuple[int, set[int]]] = {}
    found: Counter[int] = Counter()
    for row in rows:
        beside = {ranks[id(piece)] for piece in row}
        for piece in row:
            at, rank = column(piece), ranks[id(piece)]
            before, others = above.get(at, (-2, set()))
            alone = len(others) == len(beside) == 1
            found[at] += before == rank - 1 and not alone and before - 1 not in others and rank + 1 not in beside
            above[at] = rank, beside
    return found


def is_marked(piece: Fragment) -> bool:
    """Whether it begins or ends with what may be a portion mark."""
    return leads(piece) or trails(piece)


def leads(piece: Fragment) -> bool:
    """Whether it begins with what may be a portion mark, behind a number or a bullet too."""
    heads = piece.words[:2]
    return any(word[4][:1] in ("(", "[") for word in heads) and _LEADS.match(piece.text) is not None


def trails(piece: Fragment) -> bool:
    """Whether it ends with what may be a portion mark."""
    return piece.words[-1][4][-1:] in (")", "]") and _TRAILS.search(piece.text) is not None


def is_mark(piece: Fragment) -> bool:
    """Whether it is nothing but what may be a portion mark."""
    return piece.words[-1][4][-1:] in (")", "]") and _TRAILS.match(piece.text) is not None
