# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a bar of one tone in a page picture holds and what lies around it: a heading, a panel, a photograph, a blot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.documents.pdf.pixels.page import PixelPage
from workbench.documents.pdf.pixels.runs import BLACK, EDGE, HALF, HIGH_BAR, LIKE, PAPER, PRINTED, SAME, Bar, stretches


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points: a bar with a heading in it, the space between its words, and where a heading ends.
_LONG_BAR, _SPACE, _HEADING = 90.0, 6.0, 44.0
_CODE = 44.0, 0.2, 0.66  # the widest code in a tint; of the width of a large box; of one in a line of print
_BLOT, _RAGGED = (1.2, 0.985), 0.945  # lines of print, and ink; that of its rim
_SPECK = 0.12  # of the height of a box: less ink in a column is dirt
# In points: as far beyond a bar its tone may go on, and as wide are the strips at its ends.
_BEYOND, _ENDS = 1.2, 2.0


def is_heading(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether a long bar that stands alone on its line has words at its left end only; a code is short, or amid it."""
    words = _words(page, box, tone)
    return (
        bool(words) and words[0][0] < _SPACE * 2 and _HEADING < words[-1][1] < 0.7 * (box.right - box.left) / page.scale
    )


def is_row(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether a long bar that stands alone on its line has words in several places: the first row of a table."""
    words = _words(page, box, tone)
    return len(words) >= 3 and words[-1][1] - words[0][0] > 0.5 * (box.right - box.left) / page.scale


def _words(page: PixelPage, box: Bar, tone: float) -> list[tuple[float, float]]:
    """Where the words on a long bar that stands alone on its line begin and end, in points from its left."""
    width, height = (box.right - box.left) / page.scale, (box.bottom - box.top) / page.scale
    if width < _LONG_BAR or height > HIGH_BAR or not page.is_alone(box, round(_SPACE * page.scale)):
        return []
    inside = page.grey[page.inside(box, EDGE)].astype(np.int16)
    print_ = (np.abs(inside - tone) > PRINTED).sum(axis=0) > _SPECK * inside.shape[0]
    wide = np.convolve(print_, np.ones(max(3, round(_SPACE * page.scale)), dtype=int), "same") > 0
    return [(start / page.scale, end / page.scale) for start, end in stretches(wide)]


def holds_text(page: PixelPage, box: Bar, print_: NDArray[np.bool_]) -> bool:
    """Whether more is printed in a tint than a code: tinted panels bear text, and so do cells."""
    reach = np.ones(max(3, round(3 * page.scale)), dtype=int)
    across = float((np.convolve(print_, reach, "same") > 0).sum()) / page.scale
    width, height = (box.right - box.left) / page.scale, (box.bottom - box.top) / page.scale
    if across <= max(_CODE[0], _CODE[1] * width):
        return False
    return across > _CODE[2] * width or height > HIGH_BAR or not page.in_line(box)


def is_blot(page: PixelPage, box: Bar) -> bool:
    """Whether it is a word of heavy print, run together: as high as its line, with holes and a ragged rim."""
    high = (box.bottom - box.top) / page.scale
    dark = page.calm[box.top : box.bottom, box.left : box.right] < HALF
    if high > _BLOT[0] * page.line or float(dark.mean()) > _BLOT[1]:
        return False
    rim = slice(round(0.5 * page.scale), round(1.5 * page.scale))
    return min(float(side[rim].mean()) for side in (dark, dark[::-1], dark.T, dark.T[::-1])) < _RAGGED


def is_cut_out(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether the tint goes on to the left or right: the piece of a panel between two words."""
    far, like = round(3 * page.scale), min(LIKE, (254 - tone) / 2)
    for first, last in ((box.left - far, box.left), (box.right, box.right + far)):
        beyond = page.calm[box.top : box.bottom, max(0, first) : last].astype(np.int16)
        if beyond.size and float((np.abs(beyond - tone) <= like).mean(axis=0).min()) > 0.3:
            return True
    return False


def is_strip(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether the tint goes on above or below, along both sides: the margin of a panel, up to its text."""
    far, wide, inset = (round(points * page.scale) for points in (3.0, _ENDS, 0.5))
    sides = slice(box.left + inset, box.left + inset + wide), slice(box.right - inset - wide, box.right - inset)
    beyond = slice(max(0, box.left - wide), max(0, box.left - inset)), slice(box.right + inset, box.right + wide)
    for first, last in ((box.top - far, box.top + inset), (box.bottom - inset, box.bottom + far)):
        inner, outer = (
            [abs(page.calm[max(0, first) : last, side] - np.float32(tone)) for side in strips]
            for strips in (sides, beyond)
        )
        if all(part.size and float(part.max()) <= LIKE / 2 for part in inner) and not any(
            part.size and float(part.min()) <= LIKE / 2 for part in outer
        ):
            return True
    return False


def is_amid(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether it is a patch of a photograph, a logo or a row of cells: paper on one side at most, or other tints.

    A line of boxes that touch those above and below has paper to the left and right.
    """
    near, far = round(page.scale), round(3 * page.scale)
    rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
    sides = (
        (slice(max(0, box.top - far), max(0, box.top - near)), columns),
        (slice(box.bottom + near, box.bottom + far), columns),
        (rows, slice(max(0, box.left - far), max(0, box.left - near))),
        (rows, slice(box.right + near, box.right + far)),
    )
    beyond = [page.grey[side] for side in sides]
    if not all(part.size for part in beyond):
        return True
    fill = max(PAPER - 20, min(tone + SAME, page.paper))
    dark = [float((part < fill).mean()) > 0.6 for part in beyond]
    greys = ((part > BLACK + 20) & (part < PAPER - 8) & (abs(part - tone) > 12) for part in beyond)
    if sum(float(grey.mean()) > 0.5 for grey in greys) >= (2 if tone <= BLACK + 20 else 1):
        return True
    return sum(dark) >= 3 or all(dark[2:]) or (tone <= BLACK + 20 and sum(dark) == 2 and any(dark[2:]))


def goes_on(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether the fill runs on above or below: the widest part of a punch hole, a blot or a letter."""
    step, inset = max(2, round(_BEYOND * page.scale)), (box.right - box.left) // 5
    rows = (page.grey[max(0, row) : row + 1] for row in (box.top - step, box.bottom + step - 1))
    dark = [row[:, box.left : box.right] < tone + 60 for row in rows]
    return any(row.size and (float(row[:, inset:-inset].mean()) > 0.8 or float(row.mean()) > 0.4) for row in dark)
