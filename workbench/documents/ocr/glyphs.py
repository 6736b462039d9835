# SPDX-License-Identifier: AGPL-3.0-or-later
"""The characters of a page that was read from its picture, as if somebody had typed them there."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from workbench.documents.model import Box, Document, Page, Span
from workbench.documents.words import Word


# Of the font size: the depth of letters, how far the foot of a recognised line lies below the baseline, widths.
_DESCENT, _RISE = 0.22, 0.1
_MONO, _PROPORTIONAL = 0.6, 0.5


class Glyph(NamedTuple):
    """A printed character: ``document.text[offset] == char``.

    Box, ``origin`` (on the baseline) and ``size`` are in points of the page as the reader sees it, origin top left;
    ``color`` is 0xRRGGBB; ``(dx, dy)`` is the unit vector of the writing. ``visible`` is False for the text layer of an
    OCR, which stands behind or over its picture without paint.
    """

    offset: int
    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    origin_x: float
    origin_y: float
    font: str
    size: float
    color: int
    bold: bool
    italic: bool
    mono: bool
    serif: bool
    dx: float
    dy: float
    visible: bool


def recognised_glyphs(document: Document, number: int, withheld: Sequence[Span] = ()) -> list[Glyph]:
    """The glyphs of page ``number`` (from 1), which was read by OCR: each word's box shared out among its characters.

    Lines are level and of one size, whatever the tilt of the page: the copy is set of these, and not laid over the
    picture. Typed words over the picture are among them. How large and wide letters are set follows from the words
    outside of ``withheld`` alone, so that nothing of what is kept tells of the rest.
    """
    page = document.pages[number - 1]
    frame = _Frame(page)
    lines = [(line, [frame.box(word.box) for word in line.words]) for line in page.lines]
    pairs = [pair for line, boxes in lines for pair in zip(line.words, boxes, strict=True)]
    kept = [(word, box) for word, box in pairs if not _is_inside(word, withheld)] or pairs
    steps = [(box[2] - box[0]) / (word.end - word.start) for word, box in kept]
    mono = _is_typewritten(steps)
    usual = median(steps) / (_MONO if mono else _PROPORTIONAL)
    glyphs: list[Glyph] = []
    for line, boxes in lines:
        size = max(1.0, median(v1 - v0 for _, v0, _, v1 in boxes))
        size = usual if 0.7 * size < usual < 1.5 * size else size
        baseline = median(v1 for *_, v1 in boxes) - _RISE * size
        for word, (u0, _, u1, _) in zip(line.words, boxes, strict=True):
            text = document.text[word.start : word.end]
            places = frame.glyphs(u0, (u1 - u0) / len(text), baseline, size)
            glyphs.extend(
                Glyph(word.start + i, char, *next(places), "", size, 0, False, False, mono, False, *frame.way, False)
                for i, char in enumerate(text)
            )
    return glyphs


def level_boxes(page: Page) -> dict[int, list[tuple[float, float, float, float]]]:
    """The boxes of the words of a page read by OCR as they lie when it is levelled, by the start of their line.

    Left, top, right and bottom in points of the page, turned so that reading goes to the right.
    """
    frame = _Frame(page)
    return {line.span.start: [frame.box(word.box) for word in line.words] for line in page.lines}


def _is_inside(word: Word, spans: Sequence[Span]) -> bool:
    near = bisect_right(spans, word.start, key=lambda span: span.end)
    return near < len(spans) and spans[near].start < word.end


def _is_typewritten(steps: list[float]) -> bool:
    """Whether all characters of the page are as wide as each other."""
    usual = median(steps)
    return sum(abs(step - usual) < 0.15 * usual for step in steps) > 0.8 * len(steps)


class _Frame:
    """The page levelled and turned so that reading goes along ``u`` to the right, lines follow along ``v`` down."""

    def __init__(self, page: Page) -> None:
        assert page.recognised
        self._middle = (page.width / 2, page.height / 2)
        self._angle = math.radians(page.recognised.skew)
        turn = page.recognised.turn
        self.way = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[turn]

    def box(self, box: Box) -> tuple[float, float, float, float]:
        """The box (u0, v0, u1, v1) of the level word that has ``box`` around it where it is tilted."""
        (mx, my), (dx, dy) = self._middle, self.way
        cos, sin = math.cos(self._angle), math.sin(self._angle)
        x, y = (box.x0 + box.x1) / 2 - mx, (box.y0 + box.y1) / 2 - my
        x, y = mx + x * cos + y * sin, my - x * sin + y * cos
        along, across = (box.x1 - box.x0, box.y1 - box.y0) if dx else (box.y1 - box.y0, box.x1 - box.x0)
        tilt, both = abs(sin), math.cos(2 * self._angle)
        along, across = (along * cos - across * tilt) / both, (across * cos - along * tilt) / both
        u, v = x * dx + y * dy, y * dx - x * dy
        return u - along / 2, v - across / 2, u + along / 2, v + across / 2

    def glyphs(
        self, u: float, step: float, baseline: float, size: float
    ) -> Iterator[tuple[float, float, float, float, float, float]]:
        """Box and origin on the page of one character after the other, from ``u`` on."""
        while True:
            x, y = self._point(u, baseline)
            corners = (
                self._point(u, baseline - (1 - _DESCENT) * size),
                self._point(u + step, baseline + _DESCENT * size),
            )
            (x0, x1), (y0, y1) = map(sorted, zip(*corners, strict=True))
            yield x0, y0, x1, y1, x, y
            u += step

    def _point(self, u: float, v: float) -> tuple[float, float]:
        dx, dy = self.way
        return u * dx - v * dy, u * dy + v * dx
