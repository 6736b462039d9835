# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text whited out between two strokes of a pen in the picture of a page.

One stroke stands behind the last word that was kept; the other, at the left of the lines below, begins where it ends.
From them to the right edge of the text there is nothing but paper. A stroke alone says nothing: letters and pens leave
many.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.documents.pdf.pixels.page import PixelBox, PixelPage
from workbench.documents.pdf.pixels.runs import INK, Bar, bars_of, strokes_of


# In points.
_THICKEST, _SHORTEST, _LONGEST = 4.0, 10.0, 120.0
_STEP = 7.0  # between the end of one stroke and the beginning of the next
_CLEAR = 3.0  # beside a stroke
_WIDEST_WORDS = 220.0  # from the one to the other
_NARROWEST = 60.0
_CORNER = 8.0  # a line so long that begins at the end of a stroke makes a frame of it
_DIRT = 0.008  # of a place that is blank but for specks
_EDGE = 0.02  # of the ink of a page lies beyond the edge of the text


def bracketed(page: PixelPage) -> list[PixelBox]:
    """The places in a page picture of which a stroke of a pen shows the beginning, and another the left side."""
    scale = page.scale
    upright = strokes_of(page.grey.T.copy(), scale)
    bars = (bar for bar in bars_of(upright, scale) if bar.bottom - bar.top <= _THICKEST * scale)
    # The picture lies on its side: what is left there is the top here.
    strokes = _whole([Bar(bar.top, bar.bottom, bar.left, bar.right) for bar in bars], scale)
    strokes = [s for s in strokes if _SHORTEST * scale <= s.bottom - s.top <= _LONGEST * scale]
    return list(_pairs(page, sorted(strokes, key=lambda s: s.top))) if len(strokes) > 1 else []


def _whole(pieces: list[Bar], scale: float) -> list[Bar]:
    """The strokes of which these are the pieces: one that leans goes from column to column."""
    strokes: list[Bar] = []
    growing: list[Bar] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.bottom)):
        growing = [stroke for stroke in growing if piece.top - stroke.bottom <= scale]
        for stroke in growing:
            aside = max(piece.left - stroke.right, stroke.left - piece.right)
            if aside <= 1 and _width(stroke, piece) <= 2 * _THICKEST * scale:
                stroke.left, stroke.right = min(stroke.left, piece.left), max(stroke.right, piece.right)
                stroke.bottom = max(stroke.bottom, piece.bottom)
                break
        else:
            strokes.append(piece)
            growing.append(piece)
    return strokes


def _width(a: Bar, b: Bar) -> int:
    return max(a.right, b.right) - min(a.left, b.left)


def _pairs(page: PixelPage, strokes: list[Bar]) -> Iterator[PixelBox]:
    scale, edge = page.scale, _right_edge(page)
    blank = [stroke for stroke in strokes if _is_blank(page, stroke, edge)]
    for first in blank:
        for second in blank:
            below, behind = abs(second.top - first.bottom) / scale, (first.left - second.left) / scale
            if below <= _STEP and _CLEAR < behind <= _WIDEST_WORDS and not _inked_before(page, second):
                yield PixelBox(second.left / scale, first.top / scale, edge / scale, second.bottom / scale, "frame")
                break


def _is_blank(page: PixelPage, stroke: Bar, edge: int) -> bool:
    """Whether there is only paper from a stroke to the right edge of the text, and it is no side of a frame."""
    scale = page.scale
    begin, inset = stroke.right + round(_CLEAR * scale / 2), round(1.5 * scale)
    if edge - begin < _NARROWEST * scale:
        return False
    inside = page.calm[stroke.top + inset : stroke.bottom - inset, begin:edge]
    if inside.size == 0 or float((inside < INK).mean()) >= _DIRT:
        return False
    ends = slice(max(0, stroke.top - inset), stroke.top + inset), slice(stroke.bottom - inset, stroke.bottom + inset)
    long = round(_CORNER * scale)
    sides = slice(max(0, stroke.left - long), stroke.left), slice(stroke.right, stroke.right + long)
    corners = (page.grey[end, side] for end in ends for side in sides)
    return not any(part.size and bool(((part < INK).mean(axis=1) > 0.8).any()) for part in corners)


def _inked_before(page: PixelPage, stroke: Bar) -> bool:
    """Whether something stands close before a stroke: a letter of the same word."""
    near, far = round(_CLEAR * page.scale / 2), round(3 * _CLEAR * page.scale)
    before = page.calm[stroke.top : stroke.bottom, max(0, stroke.left - far) : max(0, stroke.left - near)]
    return before.size > 0 and float((before < INK).mean()) > 4 * _DIRT


def _right_edge(page: PixelPage) -> int:
    """The column up to which the text of the page runs."""
    ink = np.cumsum((page.calm < INK).sum(axis=0))
    return int(np.searchsorted(ink, (1 - _EDGE) * ink[-1]))
