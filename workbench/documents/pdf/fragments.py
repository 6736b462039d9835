# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page as MuPDF has them, and the fragments of them that are put in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from workbench.documents.pdf.pieces import Fragment, RawWord, Row, around
from workbench.documents.pdf.shapes import Rectangle, Shape
from workbench.documents.pdf.styles import LineKey, LineStyle
from workbench.documents.pdf.tables import arrange_page


# White between words of one MuPDF line that is no word space: columns set with spaces.
_WIDE = 1.6


class LineWords(NamedTuple):
    """The words of each line as MuPDF has it, and the boxes around them."""

    groups: list[list[RawWord]]
    boxes: list[Rectangle]


def by_line(words: Sequence[RawWord]) -> LineWords:
    """``words`` by their lines; MuPDF numbers them anew in each."""
    if not words:
        return LineWords([], [])
    lefts, tops, rights, bottoms, _, _, _, numbers = zip(*words, strict=True)
    bounds = list(pairwise([*(place for place, number in enumerate(numbers) if not number), len(words)]))
    boxes = [(min(lefts[a:b]), min(tops[a:b]), max(rights[a:b]), max(bottoms[a:b])) for a, b in bounds]
    return LineWords([list(words[a:b]) for a, b in bounds], boxes)


def fragments_of(lines: LineWords, styles: dict[LineKey, LineStyle]) -> dict[int, list[Fragment]]:
    """Fragments by the way in which they run: see ``LineStyle.turn``."""
    turns: dict[int, list[Fragment]] = {}
    for group, box in zip(*lines, strict=True):
        size, bold, turn = styles[group[0][5:7]]
        fragments = turns.setdefault(turn, [])
        if turn:
            fragments.append(Fragment(*turned(box, turn), group, size, bold, upright=False))
            continue
        cuts = _cuts(group, _WIDE * size)
        if not cuts:
            fragments.append(Fragment(*box, group, size, bold))
            continue
        for part in (group[a:b] for a, b in pairwise([0, *cuts, len(group)])):
            fragments.append(Fragment(*around(part), part, size, bold))
    return turns


def _cuts(words: list[RawWord], wide: float) -> list[int]:
    """Where the words of a line are parted by more white than ``wide``."""
    if len(words) == 1 or words[-1][2] - words[0][0] < wide:
        return []
    return [i for i, (word, after) in enumerate(pairwise(words), 1) if after[0] - word[2] > wide]


def turned(placed: Sequence[Any], turn: int) -> Rectangle:
    """The box with which something begins, turned around the corner of its page so that ``turn`` is across."""
    x0, y0, x1, y1 = placed[:4]
    if turn == 90:
        return y0, -x1, y1, -x0
    if turn == 270:
        return -y1, x0, -y0, x1
    if turn == 180:
        return -x1, -y1, -x0, -y0
    return x0, y0, x1, y1


def in_order(turns: dict[int, list[Fragment]], shapes: Sequence[Shape]) -> list[list[Row]]:
    """What runs the way of most of the page first, then the rest; text aslant (a watermark) last, each line a block."""
    aslant = turns.pop(1, [])
    weights = {turn: sum(len(f.words) for f in fragments) for turn, fragments in turns.items()}
    blocks = []
    for turn in sorted(turns, key=lambda t: (-weights[t], t)):
        blocks.extend(arrange_page(turns[turn], shapes if turn == 0 else ()))
    return [*blocks, *([[fragment]] for fragment in aslant)]
