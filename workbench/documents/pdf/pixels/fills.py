# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filled redaction boxes in the picture of a page: black, grey, coloured.

A fill is solid where print is not: what is left of the dark of a page, or of all that is no paper, once everything as
thin as a stroke of a letter is taken away. Its rows are stacked to bars, and bars that the white print of a code cuts
are joined again. What a bar holds, and what lies around it, says whether it is a redaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.documents.pdf.pixels.bars import (
    goes_on,
    holds_text,
    is_amid,
    is_blot,
    is_cut_out,
    is_heading,
    is_row,
    is_strip,
)
from workbench.documents.pdf.pixels.joints import parted, rounded, with_print
from workbench.documents.pdf.pixels.page import PixelBox, PixelPage
from workbench.documents.pdf.pixels.runs import (
    BLACK,
    EDGE,
    HALF,
    LIKE,
    PAPER,
    PRINTED,
    SAME,
    Bar,
    bars_of,
    holds,
    mask_runs,
    solid,
)


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points.
_STROKE = 1.7  # letters are thinner
_STRIP = 0.9, 5.0  # what the white print of a code leaves of a box above and below it
_LOWEST = 7.5
_NARROWEST = 16.0
_FLATTEST = {"black": 0.8, "grey": 1.3, "color": 1.3}  # width to height, of small ones
_SMALL = 34.0
_SPREAD = 0.6
_RIM = 3.0
_ENDS = 2.0
_PRINT = 14.0  # the height of a line of print inside a box
_PART = 0.9  # the height of what is left of a box above and below the white print in it
_PARAGRAPH = 120.0  # the height of the highest box of a grey that is nearly paper: panels are higher
_INKED = 0.3  # of a black box, that its code leaves: less is the frame of a box to be ticked
# Tones: where most tints begin, and where they do that have print in them; where they end, halfway to paper.
_DARK, _SPECKLED, _TINT = 110, 50, 215
_COLORFUL = 40  # between the strongest and the weakest of red, green and blue
_FULL = {"black": 0.88, "grey": 0.94, "color": 0.94}  # of a bar between the outer ends of its rows
_MOST_BARS = 4000


def filled(page: PixelPage) -> tuple[list[PixelBox], list[PixelBox]]:
    """The boxes of one tone in a page picture, and the bars with words in them as headings have."""
    calm = page.calm
    # A tint with letters that touch it, and one with print in it.
    masks: list[tuple[Any, ...]] = [
        (calm < HALF, _STRIP, 0),
        ((calm >= _DARK) & (calm < _TINT), (_STROKE, _STROKE), _DARK),
        (calm < page.paper, (2 * _STROKE, 2 * _STROKE), _SPECKLED, _SPREAD),
    ]
    fills = [_Fills(page, *mask) for mask in masks]
    boxes = [box for fill in fills for box in fill.boxes()]
    return boxes, [bar for fill in fills for bar in fill.headings]


class _Fills:
    """The boxes in a mask of the page, without what is lower or narrower than ``stroke`` (points), or darker.

    ``spread`` is by how many points the mask reaches beyond what is printed.
    """

    def __init__(
        self, page: PixelPage, mask: NDArray[np.bool_], stroke: tuple[float, float], darkest: int, spread: float = 0.0
    ) -> None:
        self._spread = round(spread * page.scale)
        self._page, self._scale, self._darkest = page, page.scale, darkest
        height, width = (max(2, round(points * page.scale)) for points in stroke)
        self._mask = solid(mask, height, width)
        self.headings: list[PixelBox] = []

    def boxes(self) -> Iterator[PixelBox]:
        bars = bars_of(mask_runs(self._mask, self._scale), self._scale)
        bars = [bar for bar in bars if bar.bottom - bar.top >= _PART * self._scale][:_MOST_BARS]
        bars = [bar for bar in bars if bar.right - bar.left >= _NARROWEST * self._scale]
        high = [bar for bar in self._chained(bars) if bar.bottom - bar.top >= _LOWEST / 2 * self._scale]
        for bar in high:
            for part in self._parts(bar, alone=not any(holds(other, bar) for other in high)):
                box = self._as_box(part)
                if box and is_heading(self._page, part, self._tone(part)):
                    self.headings.append(box)
                elif box and not is_row(self._page, part, self._tone(part)):
                    yield box

    def _parts(self, bar: Bar, *, alone: bool) -> Iterator[Bar]:
        """The boxes of which a bar may consist; only what is dark has white print that cuts it."""
        if self._darkest:
            whole = rounded(self._mask, bar)
            return parted(self._page, whole, self._tone(whole))
        return parted(self._page, rounded(self._mask, with_print(self._page, bar) if alone else bar), None)

    def _chained(self, bars: list[Bar]) -> list[Bar]:
        """Bars with the same ends, one below the other, between which the fill goes on at both sides, as one."""
        chains: list[Bar] = []
        growing: list[Bar] = []
        for bar in bars:
            growing = [chain for chain in growing if bar.top - chain.bottom <= _PRINT * self._scale]
            whole = next((chain for chain in growing if self._goes_into(chain, bar)), None)
            if whole:
                whole.area += bar.area + (bar.top - whole.bottom) * (whole.right - whole.left)
                whole.bottom = bar.bottom
            else:
                chains.append(Bar(bar.left, bar.right, bar.top, bar.bottom, bar.ends, bar.area))
                growing.append(chains[-1])
        return chains

    def _goes_into(self, above: Bar, bar: Bar) -> bool:
        """Whether two bars are of one box: with print between them, but no line from side to side."""
        slack = _ENDS * self._scale
        if abs(above.left - bar.left) > slack or abs(above.right - bar.right) > slack or bar.bottom <= above.bottom:
            return False
        tone = self._tone(above)
        if abs(tone - self._tone(bar)) > 3 * SAME:
            return False
        between = Bar(above.left, above.right, above.bottom - 1, bar.top + 1)
        dark = round(min(self._page.paper, max(PAPER - 12, tone + LIKE)))
        inside = self._page.grey[between.top : between.bottom, between.left : between.right].clip(BLACK)
        if bool(((abs(inside.astype("int16") - max(BLACK, tone)) > 3 * SAME).mean(axis=1) > 0.9).any()):
            return False
        return self._page.has_sides(between, dark, 0.9) and not is_cut_out(self._page, between, tone)

    def _tone(self, bar: Bar) -> float:
        """The tone of a bar where it is solid: not of the code in it."""
        place = slice(bar.top, bar.bottom), slice(bar.left, bar.right)
        fill = self._page.calm[place][self._mask[place]]
        return float(np.median(fill)) if fill.size else 255.0

    def _as_box(self, bar: Bar) -> PixelBox | None:
        rows, columns = self._page.grey.shape
        scale, rim, by = self._scale, _RIM * self._scale, self._spread
        width, height = bar.right - bar.left - 2 * by, bar.bottom - bar.top - 2 * by
        if width < _NARROWEST * scale or height < _LOWEST * scale:
            return None
        # The dark rim that a copier leaves, and bars that run off the page.
        if bar.left < rim or bar.right > columns - rim or bar.bottom > rows - rim:
            return None
        style = self._style(bar)
        if style is None or bar.area < _FULL[style] * (bar.right - bar.left) * (bar.bottom - bar.top):
            return None
        if width < 40 * scale and width < _FLATTEST[style] * height:
            return None
        left, top, right, bottom = bar.left + by, bar.top + by, bar.right - by, bar.bottom - by
        return PixelBox(left / scale, top / scale, right / scale, bottom / scale, style)

    def _style(self, box: Bar) -> str | None:
        """The style of a filled box; None for white ones, photographs and slanting shapes."""
        page = self._page
        place = page.inside(box, EDGE)
        inside = page.calm[place].astype(np.int16)
        tone = self._tone(box)
        if inside.size == 0 or not self._darkest <= tone <= page.paper:
            return None
        like = float((np.abs(inside - tone) <= LIKE).mean())
        if like < (_INKED if tone <= BLACK + 20 else 0.55) or (
            like < 0.55 and like + float((inside > tone + LIKE).mean()) < 0.97
        ):
            return None
        if tone <= _DARK + 20 and box.right - box.left < _SMALL * self._scale and goes_on(page, box, tone):
            return None
        if is_amid(page, box, tone) or (tone > BLACK + 20 and is_strip(page, box, tone)):
            return None
        other = (np.abs(page.grey[place].astype(np.int16) - tone) > PRINTED).sum(axis=0)
        if tone > BLACK + 20 and holds_text(page, box, other >= 2):
            return None
        middle = np.median(page.picture[place].reshape(-1, 3), axis=0)
        if float(middle.max() - middle.min()) > _COLORFUL:
            return "color"
        if tone > PAPER - 4 and box.bottom - box.top > _PARAGRAPH * self._scale:
            return None
        if tone > BLACK + 20:
            return "grey"
        return None if is_blot(page, box) else "black"
