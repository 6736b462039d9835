# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filled redaction boxes in the picture of a page: black, grey, coloured.

A fill is solid where print is not: what is left of the dark of a page, or of all that is no paper, once everything as
thin as a stroke of a letter is taken away. Its rows are stacked to bars, and bars that the white print of a code cuts
are joined again. What a bar holds, and what lies around it, says whether it is a redaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from workbench.documents.pdf.pixel_page import PixelBox, PixelPage
from workbench.documents.pdf.pixel_runs import BLACK, PAPER, Bar, all_of, bars_of, covered, holds, mask_runs, solid


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# In points.
_STROKE = 1.7  # letters are thinner
_STRIP = 0.9, 5.0  # what the white print of a code leaves of a box above and below it
_LOWEST = 7.5
_NARROWEST = {"black": 16.0, "grey": 16.0, "color": 18.0}
_FLATTEST = {"black": 0.8, "grey": 1.3, "color": 1.3}  # width to height, of small ones
_SMALL = 34.0
_BEYOND = 1.2
_SPREAD = 0.6
_RIM = 3.0
_EDGE = 2.2  # of a box: its outline
_ENDS = 2.0
_NARROW = 10.0  # the narrowest of boxes that touch side by side
_ACROSS = 0.9  # of the height of a box: no letter of a code is so high
_PRINT = 14.0  # the height of a line of print inside a box
_PART = 0.9  # the height of what is left of a box above and below the white print in it
_ROUND = 0.4  # of the shorter side of a box: the bend of its corners
_WIDER_THAN_HOLES = 1.3  # times its height: a box with round corners, that it is no punch hole
# A bar with a heading in it, and its words.
_LONG_BAR, _HIGH_BAR, _SPACE, _HEADING = 90.0, 30.0, 6.0, 44.0
_CODE = 44.0, 0.2, 0.66  # the widest code in a tint; of the width of a large box; of one in a line of print
_PARAGRAPH = 120.0  # the height of the highest box of a grey that is nearly paper: panels are higher
_INKED = 0.3  # of a black box, that its code leaves: less is the frame of a box to be ticked
_CUT, _WIDE_STROKE = (0.35, 0.985), 7.0  # of a row with white print in it; no letter has so wide a stroke
_BLOT, _RAGGED = (1.2, 0.985), 0.945  # lines of print, and ink; that of its rim
_SPECK = 0.12  # of the height of a box: less ink in a column is dirt
# Tones: where black ends, and where most tints do, their edges halfway to paper; what differs less is one tone, or one
# with the grain of a scan; a gap between two boxes is as much lighter.
_HALF, _DARK, _SPECKLED, _TINT, _SAME, _LIKE, _GAP = 145, 110, 50, 215, 9, 24, 26
_PRINTED = 40  # what is printed in a box differs by more
_FULL = {"black": 0.88, "grey": 0.94, "color": 0.94}  # of a bar between the outer ends of its rows
_MOST_BARS = 4000


def filled(page: PixelPage) -> tuple[list[PixelBox], list[PixelBox]]:
    """The boxes of one tone in a page picture, and the bars with words in them as headings have."""
    calm = page.calm
    # A tint with letters that touch it, and one with print in it.
    masks: list[tuple[Any, ...]] = [
        (calm < _HALF, _STRIP, 0),
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
        bars = [bar for bar in bars if bar.right - bar.left >= min(_NARROWEST.values()) * self._scale]
        high = [bar for bar in self._chained(bars) if bar.bottom - bar.top >= _LOWEST / 2 * self._scale]
        for bar in high:
            alone = not any(holds(other, bar) for other in high)
            for part in self._parted(self._rounded(self._with_print(bar) if alone else bar)):
                box = self._as_box(part)
                if box and self._is_heading(part):
                    self.headings.append(box)
                elif box:
                    yield box

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
        if abs(tone - self._tone(bar)) > 3 * _SAME:
            return False
        between = Bar(above.left, above.right, above.bottom - 1, bar.top + 1)
        dark = round(min(self._page.paper, max(PAPER - 12, tone + _LIKE)))
        inside = self._page.grey[between.top : between.bottom, between.left : between.right].clip(BLACK)
        if bool(((abs(inside.astype("int16") - max(BLACK, tone)) > 3 * _SAME).mean(axis=1) > 0.9).any()):
            return False
        return self._page.has_sides(between, dark, 0.9) and not self._is_cut_out(between, tone)

    def _tone(self, bar: Bar) -> float:
        """The tone of a bar where it is solid: not of the code in it."""
        import numpy as np

        place = slice(bar.top, bar.bottom), slice(bar.left, bar.right)
        fill = self._page.calm[place][self._mask[place]]
        return float(np.median(fill)) if fill.size else 255.0

    def _with_print(self, bar: Bar) -> Bar:
        """A black bar with what the white print at the rim of a box cuts it off from: a side of it goes on there."""
        import numpy as np

        if self._darkest:  # other tints have paper around their print
            return bar
        most, wide = round(_PRINT * self._scale), round(_ENDS * self._scale)
        dark = self._page.calm[max(0, bar.top - most) : bar.bottom + most, bar.left : bar.right] < _HALF
        side = (dark[:, :wide].mean(axis=1) > 0.8) | (dark[:, -wide:].mean(axis=1) > 0.8)
        ink = np.where(side & ~all_of(~dark, round(_WIDE_STROKE * self._scale), 1).any(axis=1), dark.mean(axis=1), 0)
        first = min(most, bar.top)
        up, down = (_printed(rows) for rows in (ink[:first][::-1], ink[first + bar.bottom - bar.top :]))
        area = bar.area + (up + down) * (bar.right - bar.left)
        return Bar(bar.left, bar.right, bar.top - up, bar.bottom + down, bar.ends, area)

    def _rounded(self, bar: Bar) -> Bar:
        """A bar with what lies above and below it between round corners."""
        most = round(_ROUND * min(bar.right - bar.left, bar.bottom - bar.top))
        above = self._mask[max(0, bar.top - most - 1) : bar.top, bar.left : bar.right][::-1]
        below = self._mask[bar.bottom : bar.bottom + most + 1, bar.left : bar.right]
        up, down = (_bent(part, most) for part in (above, below))
        high = bar.bottom - bar.top + up + down
        if not (up and down) or bar.right - bar.left < _WIDER_THAN_HOLES * high:
            return bar
        area = bar.area + round((up + down) * (bar.right - bar.left) * 0.9)
        return Bar(bar.left, bar.right, bar.top - up, bar.bottom + down, bar.ends, area)

    def _parted(self, bar: Bar) -> Iterator[Bar]:
        """A bar, or those of which it consists: side by side, and one below the other."""
        for part in self._beside(bar):
            yield from self._below(part)

    def _beside(self, bar: Bar) -> Iterator[Bar]:
        """A bar, or those of the same height of which it consists: something else runs from rim to rim."""
        import numpy as np

        if not self._darkest:  # paper parts what is dark
            yield bar
            return
        inside = self._page.calm[bar.top + 1 : bar.bottom - 1, bar.left : bar.right]
        lighter = inside - np.float32(self._tone(bar))
        other = (abs(lighter) > _GAP / 2).mean(axis=0) > _ACROSS
        edges = np.flatnonzero(np.diff(other.astype(np.int8), prepend=1, append=1))
        parts = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        paper = (lighter > _GAP / 2).mean(axis=0) > 0.5
        # Rules part the cells of a table.
        if not all(paper[a:b].any() for (_, a), (b, _) in pairwise(parts)):
            yield bar
            return
        width = bar.right - bar.left
        if len(parts) < 2 or min(b - a for a, b in parts) < _NARROW * self._scale or covered(parts) < 0.8 * width:
            yield bar
            return
        for first, last in parts:
            area = min(bar.area * (last - first) // covered(parts), (last - first) * (bar.bottom - bar.top))
            yield Bar(bar.left + first, bar.left + last, bar.top, bar.bottom, bar.ends, area)

    def _below(self, bar: Bar) -> Iterator[Bar]:
        """A bar, or those of the same ends of which it consists: with a line of paper or of ink between them."""
        import numpy as np

        inside = self._page.grey[bar.top : bar.bottom, bar.left : bar.right]
        tones = np.median(inside, axis=1) if inside.size else np.zeros(0)
        tone = float(np.median(tones)) if tones.size else 0.0
        like = (tones < tone + _GAP) & (tones > tone - 2 * _GAP)
        edges = np.flatnonzero(np.diff(like.astype(np.int8), prepend=0, append=0))
        parts = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 4 * self._scale]
        if len(parts) < 2 or covered(parts) < 0.8 * len(tones):
            yield bar
            return
        share = bar.area / max(1, (bar.bottom - bar.top) * (bar.right - bar.left))
        for first, last in parts:
            area = round(share * (last - first) * (bar.right - bar.left))
            yield Bar(bar.left, bar.right, bar.top + first, bar.top + last, bar.ends, area)

    def _as_box(self, bar: Bar) -> PixelBox | None:
        rows, columns = self._page.grey.shape
        scale, rim, by = self._scale, _RIM * self._scale, self._spread
        width, height = bar.right - bar.left - 2 * by, bar.bottom - bar.top - 2 * by
        if width < min(_NARROWEST.values()) * scale or height < _LOWEST * scale:
            return None
        # The dark rim that a copier leaves, and bars that run off the page.
        if bar.left < rim or bar.right > columns - rim or bar.bottom > rows - rim:
            return None
        style = self._style(bar)
        if style is None or bar.area < _FULL[style] * (bar.right - bar.left) * (bar.bottom - bar.top):
            return None
        if width < _NARROWEST[style] * scale or (width < 40 * scale and width < _FLATTEST[style] * height):
            return None
        left, top, right, bottom = bar.left + by, bar.top + by, bar.right - by, bar.bottom - by
        return PixelBox(left / scale, top / scale, right / scale, bottom / scale, style)

    def _style(self, box: Bar) -> str | None:
        """The style of a filled box; None for white ones, photographs and slanting shapes."""
        import numpy as np

        page = self._page
        place = page.inside(box, _EDGE)
        inside = page.calm[place].astype(np.int16)
        tone = self._tone(box)
        if inside.size == 0 or not self._darkest <= tone <= page.paper:
            return None
        like = float((np.abs(inside - tone) <= _LIKE).mean())
        if like < (_INKED if tone <= BLACK + 20 else 0.55) or (
            like < 0.55 and like + float((inside > tone + _LIKE).mean()) < 0.97
        ):
            return None
        if box.bottom - box.top > _HIGH_BAR * self._scale and not _is_even(inside, tone):
            return None
        if tone <= _DARK + 20 and box.right - box.left < _SMALL * self._scale and self._goes_on(box, tone):
            return None
        if self._is_amid(box, tone) or (
            tone > BLACK + 20 and (self._is_cut_out(box, tone) or self._is_strip(box, tone))
        ):
            return None
        other = (np.abs(page.grey[place].astype(np.int16) - tone) > _PRINTED).sum(axis=0)
        if tone > BLACK + 20 and self._holds_text(box, other >= 2):
            return None
        middle = np.median(page.picture[place].reshape(-1, 3), axis=0)
        if float(middle.max() - middle.min()) > 40:
            return "color"
        if tone > PAPER - 4 and box.bottom - box.top > _PARAGRAPH * self._scale:
            return None
        if tone > BLACK + 20:
            return "grey"
        return None if self._is_blot(box) else "black"

    def _is_blot(self, box: Bar) -> bool:
        """Whether it is a word of heavy print, run together: as high as its line, with holes and a ragged rim."""
        high = (box.bottom - box.top) / self._scale
        dark = self._page.calm[box.top : box.bottom, box.left : box.right] < _HALF
        if high > _BLOT[0] * self._page.line or float(dark.mean()) > _BLOT[1]:
            return False
        rim = slice(round(0.5 * self._scale), round(1.5 * self._scale))
        return min(float(side[rim].mean()) for side in (dark, dark[::-1], dark.T, dark.T[::-1])) < _RAGGED

    def _holds_text(self, box: Bar, print_: NDArray[np.bool_]) -> bool:
        """Whether more is printed in a tint than a code: tinted panels bear text, and so do cells."""
        import numpy as np

        reach = np.ones(max(3, round(3 * self._scale)), dtype=int)
        across = float((np.convolve(print_, reach, "same") > 0).sum()) / self._scale
        width, height = (box.right - box.left) / self._scale, (box.bottom - box.top) / self._scale
        if across <= max(_CODE[0], _CODE[1] * width):
            return False
        return across > _CODE[2] * width or height > _HIGH_BAR or not self._page.in_line(box)

    def _is_heading(self, box: Bar) -> bool:
        """Whether a long bar that stands alone on its line has words at its left end only, or in several places.

        Headings and the first rows of tables do; a code is short, and stands in the middle or fills its box.
        """
        import numpy as np

        width, height = (box.right - box.left) / self._scale, (box.bottom - box.top) / self._scale
        if width < _LONG_BAR or height > _HIGH_BAR:
            return False
        inside = self._page.grey[self._page.inside(box, _EDGE)].astype(np.int16)
        print_ = (np.abs(inside - self._tone(box)) > _PRINTED).sum(axis=0) > _SPECK * inside.shape[0]
        wide = np.convolve(print_, np.ones(max(3, round(_SPACE * self._scale)), dtype=int), "same") > 0
        edges = np.diff(np.concatenate(([0], wide.astype(np.int8), [0])))
        starts, ends = np.flatnonzero(edges == 1) / self._scale, np.flatnonzero(edges == -1) / self._scale
        if not len(starts):
            return False
        in_cells = len(starts) >= 3 and ends[-1] - starts[0] > 0.5 * width
        at_left = starts[0] < _SPACE * 2 and _HEADING < ends[-1] < 0.7 * width
        return (in_cells or at_left) and self._page.is_alone(box, round(_SPACE * self._scale))

    def _is_cut_out(self, box: Bar, tone: float) -> bool:
        """Whether the tint goes on to the left or right: the piece of a panel between two words."""
        import numpy as np

        far, like = round(3 * self._scale), min(_LIKE, (254 - tone) / 2)
        for first, last in ((box.left - far, box.left), (box.right, box.right + far)):
            beyond = self._page.calm[box.top : box.bottom, max(0, first) : last].astype(np.int16)
            if beyond.size and float((np.abs(beyond - tone) <= like).mean(axis=0).min()) > 0.3:
                return True
        return False

    def _is_strip(self, box: Bar, tone: float) -> bool:
        """Whether the tint goes on above or below, along both sides: the margin of a panel, up to its text."""
        import numpy as np

        far, wide, inset = (round(points * self._scale) for points in (3.0, _ENDS, 0.5))
        sides = slice(box.left + inset, box.left + inset + wide), slice(box.right - inset - wide, box.right - inset)
        beyond = slice(max(0, box.left - wide), max(0, box.left - inset)), slice(box.right + inset, box.right + wide)
        for first, last in ((box.top - far, box.top + inset), (box.bottom - inset, box.bottom + far)):
            inner, outer = (
                [abs(self._page.calm[max(0, first) : last, side] - np.float32(tone)) for side in strips]
                for strips in (sides, beyond)
            )
            if all(part.size and float(part.max()) <= _LIKE / 2 for part in inner) and not any(
                part.size and float(part.min()) <= _LIKE / 2 for part in outer
            ):
                return True
        return False

    def _is_amid(self, box: Bar, tone: float) -> bool:
        """Whether it is a patch of a photograph, a logo or a row of cells: paper on one side at most, or other tints.

        A line of boxes that touch those above and below has paper to the left and right.
        """
        near, far = round(self._scale), round(3 * self._scale)
        rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
        sides = (
            (slice(max(0, box.top - far), max(0, box.top - near)), columns),
            (slice(box.bottom + near, box.bottom + far), columns),
            (rows, slice(max(0, box.left - far), max(0, box.left - near))),
            (rows, slice(box.right + near, box.right + far)),
        )
        beyond = [self._page.grey[side] for side in sides]
        if not all(part.size for part in beyond):
            return True
        fill = max(PAPER - 20, min(tone + _SAME, self._page.paper))
        dark = [float((part < fill).mean()) > 0.6 for part in beyond]
        greys = ((part > BLACK + 20) & (part < PAPER - 8) & (abs(part - tone) > 12) for part in beyond)
        if sum(float(grey.mean()) > 0.5 for grey in greys) >= (2 if tone <= BLACK + 20 else 1):
            return True
        return sum(dark) >= 3 or all(dark[2:]) or (tone <= BLACK + 20 and sum(dark) == 2 and any(dark[2:]))

    def _goes_on(self, box: Bar, tone: float) -> bool:
        """Whether the fill runs on above or below: the widest part of a punch hole, a blot or a letter."""
        step, inset = max(2, round(_BEYOND * self._scale)), (box.right - box.left) // 5
        rows = (self._page.grey[max(0, row) : row + 1] for row in (box.top - step, box.bottom + step - 1))
        dark = [row[:, box.left : box.right] < tone + 60 for row in rows]
        return any(row.size and (float(row[:, inset:-inset].mean()) > 0.8 or float(row.mean()) > 0.4) for row in dark)


def _is_even(inside: NDArray[np.int16], tone: float) -> bool:
    """Whether all four quarters are of that tone: a photograph has a light and a dark side."""
    import numpy as np

    rows, columns = inside.shape[0] // 2, inside.shape[1] // 2
    quarters = (inside[a, b] for a in (slice(rows), slice(rows, None)) for b in (slice(columns), slice(columns, None)))
    return all(abs(float(np.median(part)) - tone) <= _LIKE for part in quarters if part.size)


def _printed(ink: NDArray[Any]) -> int:
    """How many rows next to a black bar, given the ink in each, are of its box, which white print cuts there.

    Rows without print are those of another box.
    """
    import numpy as np

    rows = int(np.argmin(np.append(ink, 0) > _CUT[0]))
    return rows if rows and float(ink[:rows].mean()) < _CUT[1] else 0


def _bent(rows: NDArray[np.bool_], most: int) -> int:
    """How many rows of a mask, next to a box first, lie between its round corners; 0 where those are square."""
    import numpy as np

    middle = rows.shape[1] // 3
    gaps = np.flatnonzero(np.any(~rows[:, middle:-middle], axis=1))
    high = int(gaps[0]) if len(gaps) else len(rows)
    corners = rows[max(0, high - 1) : high, :3].any() or rows[max(0, high - 1) : high, -3:].any()
    return 0 if high > most or corners else high
