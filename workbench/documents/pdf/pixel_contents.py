# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a bar of one tone in a page picture holds: the words of a heading or of a panel, heavy print, a photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.pdf.pixel_page import PixelPage
from workbench.documents.pdf.pixel_runs import EDGE, HALF, HIGH_BAR, LIKE, PRINTED, Bar


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# In points: a bar with a heading in it, the space between its words, and where a heading ends.
_LONG_BAR, _SPACE, _HEADING = 90.0, 6.0, 44.0
_CODE = 44.0, 0.2, 0.66  # the widest code in a tint; of the width of a large box; of one in a line of print
_BLOT, _RAGGED = (1.2, 0.985), 0.945  # lines of print, and ink; that of its rim
_SPECK = 0.12  # of the height of a box: less ink in a column is dirt


def is_heading(page: PixelPage, box: Bar, tone: float) -> bool:
    """Whether a long bar that stands alone on its line has words at its left end only, or in several places.

    Headings and the first rows of tables do; a code is short, and stands in the middle or fills its box.
    """
    import numpy as np

    width, height = (box.right - box.left) / page.scale, (box.bottom - box.top) / page.scale
    if width < _LONG_BAR or height > HIGH_BAR:
        return False
    inside = page.grey[page.inside(box, EDGE)].astype(np.int16)
    print_ = (np.abs(inside - tone) > PRINTED).sum(axis=0) > _SPECK * inside.shape[0]
    wide = np.convolve(print_, np.ones(max(3, round(_SPACE * page.scale)), dtype=int), "same") > 0
    edges = np.diff(np.concatenate(([0], wide.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1) / page.scale, np.flatnonzero(edges == -1) / page.scale
    if not len(starts):
        return False
    in_cells = len(starts) >= 3 and ends[-1] - starts[0] > 0.5 * width
    at_left = starts[0] < _SPACE * 2 and _HEADING < ends[-1] < 0.7 * width
    return (in_cells or at_left) and page.is_alone(box, round(_SPACE * page.scale))


def holds_text(page: PixelPage, box: Bar, print_: NDArray[np.bool_]) -> bool:
    """Whether more is printed in a tint than a code: tinted panels bear text, and so do cells."""
    import numpy as np

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


def is_even(inside: NDArray[np.int16], tone: float) -> bool:
    """Whether all four quarters are of that tone: a photograph has a light and a dark side."""
    import numpy as np

    rows, columns = inside.shape[0] // 2, inside.shape[1] // 2
    quarters = (inside[a, b] for a in (slice(rows), slice(rows, None)) for b in (slice(columns), slice(columns, None)))
    return all(abs(float(np.median(part)) - tone) <= LIKE for part in quarters if part.size)
