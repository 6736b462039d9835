# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text on a page that its reader does not see: covered, outside the page, without colour or without contrast.

Decided by geometry and drawing order, not by pixels: the pixels of an edge belong to two colours, and text below a
picture or a pale box has no colour to look for. The one exception are letters that cut out of other paint what shows.
Coordinates are those of ``cover``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

import pymupdf

from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.pieces import has_middle_in
from workbench.documents.pdf.run import turning
from workbench.documents.pdf.visible import is_clip
from workbench.exports.pdf.cover import Cover, rgb
from workbench.exports.pdf.regions import Colour, Rect


_SAME_COLOUR = 0.12  # of 1, per channel: paler than a photocopier keeps
_HIDES = 0.25  # of a glyph's box
_INSET = 0.75  # points by which a cover may be too small and still cover
_LOWEST, _SMALL, _LEAST_PAGE = 0.8, 4.0, 600.0  # points: letters, those that are asked, and the page that they are on
_WHITE: Colour = (1.0, 1.0, 1.0)
_CUTS_OUT = re.compile(rb"[4-7]\s+Tr\b")


class Hiding(StrEnum):
    """How a stretch of text is hidden."""

    BOX = "box"
    PICTURE = "picture"
    INVISIBLE = "invisible"
    PALE = "pale"
    OUTSIDE = "outside"
    TINY = "tiny"


class Hidden(NamedTuple):
    """Characters one after the other that are hidden the same way; ``rect`` is around them."""

    hiding: Hiding
    characters: int
    rect: Rect


def hidden_text(page: Any, painted: Sequence[Cover]) -> list[Hidden]:
    """Every stretch of text on the page that is drawn and cannot be seen; ``painted`` are the covers of the page."""
    size = _size(page)
    found: list[Hidden] = []
    for span in page.get_texttrace():
        rects = [char[3] for char in span["chars"] if not chr(char[0]).isspace()]
        judge = _Judge(span, _around(rects), painted, size) if rects else None
        if judge and judge.may_hide:
            told = groupby(rects, key=judge.hiding)
            found.extend(_stretch(hiding, list(stretch)) for hiding, stretch in told if hiding)
    means = read_means(page)
    return [*found, *_cut_out_of_nothing(page)] if means.may_fade or _CUTS_OUT.search(means.contents) else found


def _cut_out_of_nothing(page: Any) -> Iterator[Hidden]:
    """Letters that other paint is cut to, where there is none; MuPDF's trace leaves all of them out."""
    picture, turn = PagePicture(page), turning(page)
    lines = (line for block in page.get_text("dict")["blocks"] if not block["type"] for line in block["lines"])
    for span in (span for line in lines for span in line["spans"] if is_clip(span)):
        place = tuple((pymupdf.Rect(span["bbox"]) * turn).normalize())
        letters = len("".join(span["text"].split()))
        if letters and not picture.stands_out(*place):
            yield Hidden(Hiding.INVISIBLE, letters, span["bbox"])


class _Judge:
    """Says of the characters of one span why they are not seen.

    Of thousands of covers few lie where the span does, and of most spans each character is seen: ``may_hide``.
    """

    def __init__(self, span: dict[str, Any], around: Rect, painted: Sequence[Cover], size: tuple[float, float]) -> None:
        """``around`` holds all characters of ``span``; ``size`` is the width and height of the page."""
        self._size = size
        self._unpainted = span["type"] == 3 or span["opacity"] < 0.05
        self._may_be_tiny = span["size"] < _SMALL and size[1] > _LEAST_PAGE
        self._size_of_letters = float(span["size"])
        self._colour = rgb(span["color"])
        near = [cover for cover in reversed(painted) if _may_cover(cover.rect, around)]
        self._above = [cover for cover in near if cover.order > span["seqno"]]
        self._below = [cover for cover in near if cover.order < span["seqno"]]
        pale = any(map(self._is_pale_on, {_WHITE, *(cover.colour for cover in self._below)}))
        inside = not (self._is_outside(*around[:2]) or self._is_outside(*around[2:]))
        self.may_hide = self._unpainted or bool(self._above) or pale or not inside or self._may_be_tiny

    def hiding(self, rect: Rect) -> Hiding | None:
        """Why nobody sees the character in ``rect``; None where it is seen."""
        if self._is_outside((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2):
            return Hiding.OUTSIDE
        if self._unpainted:
            return Hiding.INVISIBLE
        above = _last(rect, self._above)
        if above:
            return Hiding.PICTURE if above.colour is None else Hiding.BOX
        below = _last(rect, self._below)
        if self._is_pale_on(below.colour if below else _WHITE):
            return Hiding.PALE
        return Hiding.TINY if self._may_be_tiny and self._is_tiny(rect) else None

    def _is_tiny(self, rect: Rect) -> bool:
        """Whether a letter is too low or squeezed too much: its size is the mean of how high and wide it is set."""
        size, length = self._size_of_letters, max(rect[2] - rect[0], rect[3] - rect[1])
        return size < _LOWEST or size * size < _LOWEST * length

    def _is_outside(self, x: float, y: float) -> bool:
        return not (-1 <= x <= self._size[0] + 1 and -1 <= y <= self._size[1] + 1)

    def _is_pale_on(self, ground: Colour | None) -> bool:
        if ground is None:
            return False
        return all(abs(a - b) < _SAME_COLOUR for a, b in zip(self._colour, ground, strict=True))


def _around(rects: Sequence[Rect]) -> Rect:
    x0, y0, x1, y1 = zip(*rects, strict=True)
    return min(x0 + x1), min(y0 + y1), max(x0 + x1), max(y0 + y1)


def _may_cover(cover: Rect, around: Rect) -> bool:
    """Whether the middle of something in ``around`` may lie under ``cover``."""
    x0, y0, x1, y1 = cover
    across = x0 - _INSET <= around[2] and around[0] <= x1 + _INSET
    return across and y0 - _INSET <= around[3] and around[1] <= y1 + _INSET


def _last(glyph: Rect, covers: Sequence[Cover]) -> Cover | None:
    """The last painted that covers it; ``covers`` begin with that."""
    return next((cover for cover in covers if _covers(cover.rect, glyph)), None)


def _size(page: Any) -> tuple[float, float]:
    """Of the page before it is turned; the boxes of the file are not in points where it has a unit of its own."""
    width, height = page.rect.width, page.rect.height
    return (height, width) if page.rotation in (90, 270) else (width, height)


def _covers(cover: Rect, glyph: Rect) -> bool:
    """Whether the rectangle hides the middle of a glyph: what a font says of a glyph's height is mostly air.

    A rule through a word, as a cancelled marking has it, hides nothing.
    """
    if not has_middle_in(glyph, cover, _INSET):
        return False
    width, height = min(glyph[2], cover[2]) - max(glyph[0], cover[0]), min(glyph[3], cover[3]) - max(glyph[1], cover[1])
    return width * height >= _HIDES * (glyph[2] - glyph[0]) * (glyph[3] - glyph[1])


def _stretch(hiding: Hiding, rects: list[Rect]) -> Hidden:
    return Hidden(hiding, len(rects), _around(rects))
