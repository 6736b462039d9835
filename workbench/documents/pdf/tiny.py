# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text too small for a reader to see: lines of no height, and letters of no width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.shapes import Rectangle
from workbench.documents.pdf.styles import LineKey, LineStyle


# Points on a page of 800 or more: a line, a letter of it, and how long a line is of which nothing need be asked.
_LOWEST, _NARROWEST, _LONG = 0.8, 0.4, 40.0
_PAGE = 800.0


def too_small(
    lines: Sequence[list[RawWord]], boxes: Sequence[Rectangle], styles: Mapping[LineKey, LineStyle], height: float
) -> list[RawWord]:
    """The words of ``lines`` that are too low, or whose letters are too narrow, for a page of that height.

    Less on a small page: some are 8.5 by 11 points for a sheet of 8.5 by 11 inches.
    """
    scale = min(1.0, height / _PAGE)
    low, narrow, long = _LOWEST * scale, _NARROWEST * scale, _LONG * scale
    small: list[RawWord] = []
    for line, (x0, y0, x1, y1) in zip(lines, boxes, strict=True):
        wide, high = x1 - x0, y1 - y0
        if wide >= long and high >= low:
            continue
        along = high if styles[line[0][5:7]].turn in (90, 270) else wide
        if min(wide, high) < low or along < narrow * sum(len(word[4]) for word in line):
            small.extend(line)
    return small
