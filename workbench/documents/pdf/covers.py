# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is painted over text. A page has a few such shapes, a map or a plan thousands: those are asked all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.documents.pdf.pieces import RawWord, around
from workbench.documents.pdf.shapes import Rectangle, Shape, as_seen, is_thin, luminance


if TYPE_CHECKING:
    from numpy.typing import NDArray


# Of 255: what hides all, what little of a text is read through, and what may hide some of it.
OPAQUE, _HIDES, VEILS = 250, 225, 128
DARK = 0x80
# Up to so many are asked one by one: to make a table of them takes longer.
_FEW = 64
# Of the height of a word: nearer to its edge no middle of a character lies.
_RIM = 0.25
# Points: lines that together hide what none does are so far apart at most, and so much longer one than the other.
_APART, _UNEVEN = 0.3, 1.0
BLOCKS = frozenset("\u2585\u2586\u2587\u2588\u2589\u2592\u2593\u25a0\u25ae")
"""Characters that are boxes: words of them are typed over others to hide them."""


class Cover(NamedTuple):
    """Something painted over the words of the page's text blocks up to number ``after`` (from 0, -1 none).

    ``clear``: a picture with transparent parts; ``scan``: a picture so large that it is the page; ``stroke``: what a
    pen draws, a frame around words or a line through all of them; ``veil``: a shape that lets a part of it through.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    after: int
    dark: bool = False
    picture: bool = False
    clear: bool = False
    scan: bool = False
    stroke: bool = False
    veil: bool = False

    def meets(self, box: Sequence[float], block: int) -> bool:
        """Whether a part of ``box``, in which text block ``block`` stands, may lie under it."""
        return (
            block <= self.after and self.x0 <= box[2] and box[0] <= self.x1 and self.y0 <= box[3] and box[1] <= self.y1
        )


class Table:
    """Boxes and a number for each, to find those that meet a box."""

    def __init__(self, boxes: Sequence[Sequence[Any]], numbers: Sequence[int]) -> None:
        """``boxes`` are left, top, right, bottom in points; of a cover more follows."""
        self._boxes, self._numbers = boxes, numbers

    @cached_property
    def columns(self) -> tuple[NDArray[np.float64], ...]:
        """Lefts, tops, rights and bottoms."""
        return tuple(np.array([box[i] for box in self._boxes], dtype=np.float64) for i in range(4))

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The number of each."""
        return np.array(self._numbers, dtype=np.int64)


class Covers:
    """The covers of a page."""

    def __init__(self, covers: Sequence[Cover]) -> None:
        self.all = covers
        self._table = Table(covers, [cover.after for cover in covers]) if len(covers) > _FEW else None

    def __bool__(self) -> bool:
        return bool(self.all)

    def may_hide(self, word: RawWord, *, level: bool) -> bool:
        """Whether one of them may lie over the middle of a character of the word; ``level``: it runs across.

        What only touches the word does not. A character is half as high as its word at least: a raised figure.
        """
        x0, y0, x1, y1 = word[:4]
        if level:
            rim = _RIM * (y1 - y0)
            y0, y1 = y0 + rim, y1 - rim
        return bool(self._over((x0, y0, x1, y1), word[5], first=True))

    def hiding(self, x: float, y: float, block: int) -> Cover | None:
        """The first under which the point lies, in which text of ``block`` stands."""
        return next(iter(self._over((x, y, x, y), block, first=True)), None)

    def meet(self, box: Rectangle) -> bool:
        """Whether one of them meets the box, whatever was painted first."""
        return bool(self._over(box, 0, first=True))

    def over(self, x: float, y: float, block: int) -> list[Cover]:
        """All under which the point lies."""
        return self._over((x, y, x, y), block, first=False)

    def _over(self, box: Sequence[float], block: int, *, first: bool) -> list[Cover]:
        if self._table is None:
            found = (cover for cover in self.all if cover.meets(box, block))
            return [cover for cover in (next(found, None),) if cover] if first else list(found)
        x0, y0, x1, y1 = self._table.columns
        mask = (x0 <= box[2]) & (x1 >= box[0]) & (y0 <= box[3]) & (y1 >= box[1]) & (self._table.numbers >= block)
        if first:
            at = int(mask.argmax())
            return [self.all[at]] if mask[at] else []
        return [self.all[i] for i in mask.nonzero()[0].tolist()]


def drawn_covers(shapes: Sequence[Shape], words: Sequence[RawWord]) -> list[Cover]:
    """The shapes over text painted before them that may let none or little of it through: the pixels tell how much."""
    areas: list[Shape] = []
    lines: list[Shape] = []
    for shape in shapes:
        if shape.alpha >= VEILS:
            seen = as_seen(shape)
            lines.append(shape) if is_thin(seen[:4]) else areas.append(seen)
    areas += _piles(lines)
    opaque = [
        Cover(*a[:4], a.after, dark=luminance(a.color) < DARK, stroke=a.stroked, veil=a.alpha < _HIDES) for a in areas
    ]
    if not opaque:
        return []
    texts = _text_boxes(words)
    if len(opaque) * len(texts) <= _FEW**2:
        return [c for c in opaque if any(c.meets(box, n) for n, box in texts)]
    table = Table([box for _, box in texts], [n for n, _ in texts])
    left, top, right, bottom = table.columns
    return [
        c
        for c in opaque
        if ((table.numbers <= c.after) & (left <= c.x1) & (right >= c.x0) & (top <= c.y1) & (bottom >= c.y0)).any()
    ]


def _piles(lines: Collection[Shape]) -> list[Shape]:
    """What level or upright ``lines`` cover together that follow and touch each other, as long as each other."""
    piles: list[Shape] = []
    for line in lines:
        if piles and _adjoin(piles[-1], line):
            piles[-1] = Shape(*around([piles[-1], line]), *line[4:])
        else:
            piles.append(line)
    alone = set(lines)
    return [pile for pile in piles if not is_thin(pile[:4]) and pile not in alone]


def _adjoin(pile: Shape, line: Shape) -> bool:
    across, down = (pile.x0, pile.x1, line.x0, line.x1), (pile.y0, pile.y1, line.y0, line.y1)
    ends, sides = (across, down) if line.x1 - line.x0 > line.y1 - line.y0 else (down, across)
    as_long = abs(ends[0] - ends[2]) + abs(ends[1] - ends[3]) <= _UNEVEN
    return as_long and sides[2] <= sides[1] + _APART and sides[0] <= sides[3] + _APART


def _text_boxes(words: Sequence[RawWord]) -> list[tuple[int, Rectangle]]:
    """The number of each text block and the box around its words, in the order of the file."""
    return [(number, around(list(block))) for number, block in groupby(words, key=itemgetter(5))]


class Grounds:
    """The opaque areas that a page paints: text on one of another colour is read, and on one of its own nobody sees."""

    # Of 255, in each of red, green and blue.
    _ALIKE = 30

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._areas = [s for s in shapes if not s.stroked and s.alpha >= OPAQUE and not is_thin(s[:4])]
        self._dark = [area for area in self._areas if luminance(area.color) < DARK]
        self._like: dict[int, Covers] = {}

    def __bool__(self) -> bool:
        return bool(self._areas)

    def show(self, box: Rectangle, block: int) -> bool:
        """Whether a dark one was painted below the text ``box`` of ``block``: white on it is seen by all."""
        y = (box[1] + box[3]) / 2
        return any(
            a.x0 <= box[0] + 2 and box[2] - 2 <= a.x1 and a.y0 <= y <= a.y1 and a.after < block for a in self._dark
        )

    def hide(self, color: int, box: Rectangle) -> bool:
        """Whether a part of the text ``box`` of that colour may lie on one of nearly the same, or under it."""
        if not self._areas or not self._of(color):
            return False
        rim = _RIM * min(box[2] - box[0], box[3] - box[1])
        return self._of(color).meet((box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim))

    def _of(self, color: int) -> Covers:
        if color not in self._like:
            like = [area for area in self._areas if _are_alike(area.color, color, self._ALIKE)]
            self._like[color] = Covers([Cover(*area[:4], 0) for area in like])
        return self._like[color]


def _are_alike(color: int, other: int, most: int) -> bool:
    return all(abs((color >> part & 0xFF) - (other >> part & 0xFF)) < most for part in (0, 8, 16))


class Retyped:
    """Whether words stand on what covers a place: whited out and typed over."""

    # Of the box of what is covered.
    _LEAST = 0.25

    def __init__(self, words: Sequence[RawWord]) -> None:
        self._table = Table(words, [word[5] for word in words])

    def on(self, box: Rectangle, covers: Sequence[Cover]) -> bool:
        """Whether words painted after one of ``covers`` share some of ``box``."""
        if not covers:
            return False
        after = min(cover.after for cover in covers)
        least = self._LEAST * (box[2] - box[0]) * (box[3] - box[1])
        x0, y0, x1, y1 = self._table.columns
        width = (x1.clip(max=box[2]) - x0.clip(min=box[0])).clip(min=0)
        height = (y1.clip(max=box[3]) - y0.clip(min=box[1])).clip(min=0)
        return bool(((width * height > least) & (self._table.numbers > after)).any())

    def beside(self, box: Rectangle, after: int) -> Iterator[tuple[float, float]]:
        """The parts of the width of ``box`` where no word stands that was painted after text block ``after``."""
        x0, y0, x1, y1 = self._table.columns
        on = (self._table.numbers > after) & (x0 < box[2]) & (x1 > box[0]) & (y0 < box[3]) & (y1 > box[1])
        left = box[0]
        for start, end in sorted(zip(x0[on].tolist(), x1[on].tolist(), strict=True)):
            if start > left:
                yield left, start
            left = max(left, end)
        if left < box[2]:
            yield left, box[2]
