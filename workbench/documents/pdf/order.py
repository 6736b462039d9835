# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading order: columns, lines and blocks from where the pieces of a page lie. Geometry only, no PDF library.

The order of the file is no help with most of it: writers of PDF put headers last, columns line by line and corrections
anywhere. Only where it goes down what stands side by side does it tell more than the page: see ``columns``, ``cells``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, repeat
from statistics import median

from workbench.documents.pdf.cells import zones
from workbench.documents.pdf.columns import regions
from workbench.documents.pdf.pieces import NOWHERE, Cell, Fragment, Row, rows_of


# What an exemption code at the edge of the paper begins with: (b)(1), b7C, B1, 1.4(d), 3.3(h)(2), E.O. 25X1, 50 USC...
_MARGINAL = re.compile(
    r"(?:\(?[bBjkJK]\)?\s?\(?\d|[136]\.[1345]\b|\(\d\)|25X|50X|EO\b|E\.O\.|\d+ U\.?S\.?C|CIA\b|NSA\b|STAT|P\.?L\.)"
)
_MARGINAL_LENGTH = 28
_RUNNING = re.compile(r"[a-z]{3}")
_PORTION = re.compile(r"\(+[A-Z][A-Z/,:\- ]*\)+")
# From line to line, in heights of a line: more than single spacing.
_SPACED = 1.3


def arrange(fragments: Sequence[Fragment]) -> list[list[Row]]:
    """The blocks of a page in reading order, each a list of lines.

    A column is read to its end, footnotes with it, before the next; a code at the margin is a block of its own behind
    the block that it stands beside. Nothing is dropped: every fragment comes back once.
    """
    blocks: list[list[Row]] = []
    for region in regions(list(fragments)):
        blocks.extend(blocks_of(region))
    return blocks


def blocks_of(region: list[Fragment]) -> list[list[Row]]:
    """The blocks of a region without columns: its lines from the top down, cut where a paragraph begins.

    Where cells stand side by side each is a ``Cell``.
    """
    rows = rows_of(region)
    margins = _margins(rows)
    lines = [[f for f in row if f not in margins] for row in rows] if margins else rows
    printed = [line for line in lines if line]
    breaks = _breaks(printed)
    cells = {}
    for zone in zones(printed):
        cells[id(printed[zone.first])] = [
            Cell(block, spot)
            for pieces, spot in zip(zone.cells, zone.spots or repeat(NOWHERE), strict=False)
            for block in blocks_of(pieces)
        ]
        breaks[zone.first : zone.last + 2] = [True, *[False] * (zone.last - zone.first), True][
            : len(breaks) - zone.first
        ]
    return [part for block in _cut(rows, lines, breaks, margins) for part in cells.get(id(block[0]), [block])]


def _cut(rows: list[Row], lines: list[Row], breaks: list[bool], margins: list[Fragment]) -> list[list[Row]]:
    blocks: list[list[Row]] = []
    beside: list[Fragment] = []
    number = 0
    for row, line in zip(rows, lines, strict=True):
        if line:
            if breaks[number]:
                blocks.extend([[code]] for code in beside)
                beside = []
                blocks.append([])
            blocks[-1].append(line)
            number += 1
        if len(line) < len(row):
            beside.extend(f for f in row if f in margins)
    blocks.extend([[code]] for code in beside)
    return blocks


def _margins(rows: list[Row]) -> list[Fragment]:
    """The short fragments beside the column of text: codes and notes to its right, exemption codes to its left.

    What stands to the left of the text is as a rule its number or portion mark, which belongs to the line.
    """
    if all(len(row) == 1 for row in rows):
        return []
    pieces = [f for row in rows for f in row]
    width = max(f.x1 for f in pieces) - min(f.x0 for f in pieces)
    body = [f for f in pieces if f.x1 - f.x0 > 0.4 * width]
    if len(body) < 2:
        return []
    left, right = min(f.x0 for f in body), max(f.x1 for f in body)
    found = []
    for f in pieces:
        behind, before = f.x0 >= right - 2, f.x1 <= left + 2
        if (
            (behind or before)
            and is_short(f)
            and ((behind and _is_note(f.text)) or (before and _MARGINAL.match(f.text)))
        ):
            found.append(f)
    return found


def is_short(fragment: Fragment) -> bool:
    """Whether it is as short as a code or note at the margin."""
    words = fragment.words
    return 2 * len(words) <= _MARGINAL_LENGTH and sum([len(word[4]) + 1 for word in words]) <= _MARGINAL_LENGTH


def _is_note(text: str) -> bool:
    """Whether a short text to the right of the column is a code or note, not the end of a line with a hole in it."""
    if _MARGINAL.match(text):
        return True
    return not _RUNNING.search(text) and not _PORTION.fullmatch(text)


def _breaks(lines: list[Row]) -> list[bool]:
    """For each line whether a block begins with it: more white than usual above it, another size, or an indent."""
    if not lines:
        return []
    # The widest piece stands for the line: bullets and raised figures have boxes of their own height.
    widest = [line[0] if len(line) == 1 else max(line, key=lambda f: f.x1 - f.x0) for line in lines]
    lefts = [line[0].x0 for line in lines]
    edge = max(line[-1].x1 for line in lines)
    steps = [b.y1 - a.y1 for a, b in pairwise(widest)]
    least = 1.25 * min((s for s in steps if s > 0), default=0.0) + 0.5
    breaks = [True]
    for i, step in enumerate(steps, 1):
        above, line = widest[i - 1], widest[i]
        height = min(above.y1 - above.y0, line.y1 - line.y0)
        breaks.append(
            (step > least and step > 1.25 * _usual(steps[max(0, i - 8) : i + 8], height) + 0.5)
            or _other_size(above, line)
            or _is_bullet(lines[i])
            or (step > _SPACED * height and _ends_early(lines[i - 1], lines[i], edge))
            or (not breaks[-1] and not _is_bullet(lines[i - 1]) and _indented(lefts, i, height))
        )
    return breaks


def _usual(steps: list[float], height: float) -> float:
    """The usual step from line to line around here; a page of single lines far apart is no paragraph."""
    near = [s for s in steps if 0 < s < 2.6 * height]
    return min(median(near), 2.2 * height) if near else height


def _ends_early(above: Row, line: Row, edge: float) -> bool:
    """Whether the next word would have fitted: the line above ends its paragraph, whatever the spacing."""
    word = line[0].words[0]
    return above[-1].x1 + 1.3 * (word[2] - word[0]) + 4 < edge


def _other_size(above: Fragment, line: Fragment) -> bool:
    a, b = above.size, line.size
    return bool(a and b) and abs(a - b) > 0.15 * max(a, b)


def _is_bullet(line: Row) -> bool:
    """Whether the line opens with a bullet; those of symbol fonts come as private characters."""
    first = line[0].words[0][4]
    return len(first) == 1 and (first in "•▪●○◦‣■□-–—*·" or "\ue000" <= first <= "\uf8ff")


def _indented(lefts: list[float], i: int, height: float) -> bool:
    """A line set in between two lines at the edge: the first of a paragraph."""
    if i + 1 >= len(lefts):
        return False
    edge = lefts[i + 1]
    return lefts[i] - edge > 0.9 * height and abs(lefts[i - 1] - edge) < 0.3 * height
