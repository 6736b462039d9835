# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frames and tints in the picture of a page that belong to a form: its rows and its fields."""

from __future__ import annotations

from itertools import pairwise

from workbench.documents.pdf.pixels.page import PixelPage
from workbench.documents.pdf.pixels.runs import INK, Bar


# In points: higher than a line of print; how far apart the same rim is drawn twice.
_TALL, _APART = 20.0, 3.0
# Before a field of a form there is paper so far, and a label within that.
_CLEAR, _LABEL = 6.0, 220.0
# The widest bar of a chart is so many times as wide as the narrowest; of the way between two there is the axis.
_UNLIKE, _WHOLE = 1.3, 0.9


def without_stacks(frames: list[Bar], scale: float) -> list[Bar]:
    """``frames`` without those of one width, higher than a line, that share a rim: the rows of a form."""
    slack = _APART * scale
    tall = [box for box in frames if box.bottom - box.top > _TALL * scale]

    def is_stacked(box: Bar) -> bool:
        alike = (o for o in tall if abs(o.left - box.left) <= slack and abs(o.right - box.right) <= slack)
        return any(o is not box and min(abs(o.top - box.bottom), abs(o.bottom - box.top)) <= slack for o in alike)

    return [box for box in frames if box not in tall or not is_stacked(box)]


def without_fields(page: PixelPage, frames: list[Bar]) -> list[Bar]:
    """``frames`` without the fields of a form: three or more of one width below each other with a label before each."""
    slack = round(page.scale)
    kept = []
    for box in frames:
        alike = [o for o in frames if abs(o.left - box.left) <= slack and abs(o.right - box.right) <= slack]
        if len({o.top for o in alike}) < 3 or not all(_is_labelled(page, o) for o in alike):
            kept.append(box)
    return kept


def on_axis(page: PixelPage, bars: list[Bar]) -> list[Bar]:
    """The level bars of a chart: three or more of unlike widths that begin at a line, which goes on between them."""
    slack = round(page.scale)
    found: list[Bar] = []
    for bar in bars:
        alike = [o for o in bars if abs(o.left - bar.left) <= slack]
        widths = [o.right - o.left for o in alike]
        if len(alike) < 3 or max(widths) < _UNLIKE * min(widths):
            continue
        if all(_is_on_axis(page, a, b) for a, b in pairwise(sorted(alike, key=lambda o: o.top))):
            found.append(bar)
    return found


def _is_on_axis(page: PixelPage, above: Bar, below: Bar) -> bool:
    """Whether there is a line and no other rule between two bars, and nothing but it: cells have rules between them."""
    gap = Bar(above.left, above.left, above.bottom + 1, below.top - 1)
    if gap.bottom - gap.top < page.scale:
        return False
    beyond = page.grey[gap.top : gap.bottom, above.left + 2 * round(page.scale) : min(above.right, below.right)]
    return page.side_at(gap, above.left, INK) > _WHOLE and float((beyond < INK).any(axis=1).mean()) < 1 - _WHOLE


def _is_labelled(page: PixelPage, box: Bar) -> bool:
    """Whether there is print to the left of a box, and only paper close to it on both sides."""
    scale = page.scale
    near, far = round(_CLEAR * scale), round(_LABEL * scale)
    rows = page.grey[box.top : box.bottom]
    edge = round(1.5 * scale)
    close = (rows[:, max(0, box.left - near) : max(0, box.left - edge)], rows[:, box.right + edge : box.right + near])
    if any(part.size and float((part < INK).mean()) > 0.01 for part in close):
        return False
    label = rows[:, max(0, box.left - far) : max(0, box.left - near)]
    return label.size > 0 and float((label < INK).mean()) > 0.005
