# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables with ruling lines: they are read row by row and cell by cell, not line by line.

A row that stands by itself is read so where a cell of it has a mark or runs over several lines; else it is left as it
is, and so are tables without rules between their rows: what stands side by side in them belongs together, but where
several pieces of a row begin with a mark of their own. A code at the margin comes behind the row that it stands beside.
Geometry only, no PDF library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.documents.pdf.cells import zones
from workbench.documents.pdf.order import arrange, blocks_of, is_short
from workbench.documents.pdf.pieces import NOWHERE, Cell, Fragment, RawWord, Row, Spot, is_marked, rows_of
from workbench.documents.pdf.shapes import Rectangle, Shape


# In points.
_THIN = 3.0
_SHORTEST = 8.0
_NEAR = 4.0
_INSIDE = 6.0
_MOST_RULES = 2000
# Rules above and below a row share this much of their length; rules between its columns cover this much of its height.
_SHARED, _COVERED = 0.6, 0.7
# Lines of a paragraph fill their cell up to the last, and follow one another closely (in heights of a line).
_FILLED, _CLOSE = 0.6, 1.45


class _Rule(NamedTuple):
    """A straight line from ``start`` to ``end``, at ``at`` of the other axis."""

    at: float
    start: float
    end: float


class _Band(NamedTuple):
    """A row of a table: its box, and where its columns are parted.

    ``whole``: the rules above and below it go from side to side. ``spot`` tells its table where others of the same
    columns follow it or go before, and its row where all of these are whole: no cell goes over two rows then.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    parted: list[float]
    whole: bool
    spot: Spot = NOWHERE


def arrange_page(fragments: Sequence[Fragment], shapes: Sequence[Shape]) -> list[list[Row]]:
    """The blocks of a page in reading order, as ``arrange`` has them; each row or cell of a table is a ``Cell``."""
    blocks: list[list[Row]] = []
    rest = list(fragments)
    for band in _numbered(_bands(shapes)) if rest else ():
        above, inside, below = _parted(rest, band)
        beside = [piece for piece in inside if piece.x0 > band.x1 or piece.x1 < band.x0]
        row = [piece for piece in inside if piece not in beside]
        if not row or not all(is_short(piece) for piece in beside):
            continue
        blocks.extend(arrange(above))
        cells = _cells(row, band)
        blocks.extend(Cell(block, spot) for cell, spot in cells for block in blocks_of(cell))
        blocks.extend(Cell(block, band.spot) for block in (() if cells else _across(row)))
        blocks.extend([[code]] for code in beside)
        rest = below
    return [*blocks, *arrange(rest)]


def _across(row: list[Fragment]) -> list[list[Row]]:
    """A row that is read across, as one; cell by cell where they are told apart without rules."""
    rows = rows_of(row)
    return blocks_of(row) if any(zones(rows)) else [rows]


def _parted(fragments: list[Fragment], band: _Band) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    parts: tuple[list[Fragment], list[Fragment], list[Fragment]] = ([], [], [])
    for piece in fragments:
        y = (piece.y0 + piece.y1) / 2
        parts[0 if y < band.y0 else 1 if y <= band.y1 else 2].append(piece)
    return parts


def _cells(inside: list[Fragment], band: _Band) -> list[tuple[list[Fragment], Spot]]:
    """The fragments of each cell; none if the row is better read as it is, or words run across its rules."""
    edges = [band.x0, *band.parted, band.x1]
    cells: list[list[Fragment]] = [[] for _ in edges[1:]]
    for piece in inside:
        for part in _split(piece, band.parted):
            x = (part.x0 + part.x1) / 2
            crosses = any(part.x0 < at - _THIN and part.x1 > at + _THIN for at in band.parted)
            if crosses or not band.x0 - _NEAR <= x <= band.x1 + _NEAR:
                return []
            cells[sum(x > at for at in band.parted)].append(part)
    filled = [(cell, band.spot.at(column)) for column, cell in enumerate(cells, 1) if cell]
    widths = [b - a for a, b in pairwise(edges)]
    if band.spot is not NOWHERE:  # a cell alone in its row may go over all columns, under rules that are painted over
        return filled if len(filled) > 1 else [(cell, band.spot) for cell, _ in filled]
    runs = any(_runs_over(cell, width) for cell, width in zip(cells, widths, strict=True))
    marked = any(is_marked(piece) for cell in cells for piece in cell)  # its mark may not reach over a rule
    return filled if len(filled) > 1 and (runs or marked) else []


def _runs_over(cell: list[Fragment], width: float) -> bool:
    """Whether the cell holds text that goes on from line to line."""
    rows = rows_of(cell)
    if len(rows) < 2:
        return False
    lines = [(row[0].y1, row[-1].x1 - row[0].x0, row[0].y1 - row[0].y0) for row in rows]
    running = sum(
        wide >= _FILLED * width and next_bottom - bottom <= _CLOSE * high
        for (bottom, wide, high), (next_bottom, _, _) in pairwise(lines)
    )
    return 2 * running >= len(rows) - 1


def _split(piece: Fragment, parted: Sequence[float]) -> list[Fragment]:
    """The fragment, cut where a rule parts its words."""
    cuts = [at for at in parted if piece.x0 < at - _THIN and piece.x1 > at + _THIN]
    if not cuts:
        return [piece]
    sides: dict[int, list[RawWord]] = {}
    for word in piece.words:
        if any(word[0] < at - _THIN and word[2] > at + _THIN for at in cuts):
            return [piece]
        sides.setdefault(sum((word[0] + word[2]) / 2 > at for at in cuts), []).append(word)
    return [
        piece._replace(x0=words[0][0], x1=max(word[2] for word in words), words=words)
        for _, words in sorted(sides.items())
    ]


def _bands(shapes: Sequence[Shape]) -> list[_Band]:
    """The rows of all ruled tables, from the top down."""
    upright, level = _rules(shapes)
    if not upright or len(level) < 2 or len(upright) + len(level) > _MOST_RULES:
        return []
    levels = _joined(level)
    bands: list[_Band] = []
    for i, top in enumerate(levels):
        if bands and top.at < bands[-1].y1 - _NEAR:
            continue
        bottom = next((rule for rule in levels[i + 1 :] if rule.at > top.at + _SHORTEST and _share(top, rule)), None)
        if bottom is None:
            continue
        x0, x1 = min(top.start, bottom.start), max(top.end, bottom.end)
        height = bottom.at - top.at
        parted = sorted(
            rule.at
            for rule in upright
            if x0 + _INSIDE < rule.at < x1 - _INSIDE
            and min(rule.end, bottom.at) - max(rule.start, top.at) >= _COVERED * height
        )
        if parted:
            apart = [at for at, before in zip(parted, [x0, *parted], strict=False) if at - before > _INSIDE]
            whole = all(rule.start < x0 + _NEAR and rule.end > x1 - _NEAR for rule in (top, bottom))
            bands.append(_Band(x0, top.at, x1, bottom.at, apart, whole))
    return bands


def _numbered(bands: Sequence[_Band]) -> Iterator[_Band]:
    """The rows, with the tables that those make which follow each other closely and have the same columns."""
    start = 0
    for number, band in enumerate(bands):
        if number + 1 == len(bands) or not _goes_on(band, bands[number + 1]):
            rows = bands[start : number + 1]
            table, told = (rows[0].y0, rows[0].x0), all(each.whole for each in rows)
            for row, each in enumerate(rows, 1):
                yield each._replace(spot=Spot(table, row if told else 0)) if len(rows) > 1 else each
            start = number + 1


def _goes_on(band: _Band, below: _Band) -> bool:
    edges, others = ([each.x0, *each.parted, each.x1] for each in (band, below))
    alike = len(edges) == len(others) and all(abs(a - b) <= _NEAR for a, b in zip(edges, others, strict=True))
    return alike and abs(below.y0 - band.y1) <= _NEAR


def _rules(shapes: Sequence[Shape]) -> tuple[list[_Rule], list[_Rule]]:
    """The upright and the level rules: thin shapes, and the sides of frames."""
    upright: list[_Rule] = []
    level: list[_Rule] = []
    for shape in shapes:
        x0, y0, x1, y1 = shape[:4]
        if x1 - x0 <= _THIN < _SHORTEST <= y1 - y0:
            upright.append(_Rule((x0 + x1) / 2, y0, y1))
        elif y1 - y0 <= _THIN < _SHORTEST <= x1 - x0:
            level.append(_Rule((y0 + y1) / 2, x0, x1))
        elif shape.stroked and _is_cell(shape[:4]):
            upright += [_Rule(x0, y0, y1), _Rule(x1, y0, y1)]
            level += [_Rule(y0, x0, x1), _Rule(y1, x0, x1)]
    return upright, level


def _is_cell(box: Rectangle) -> bool:
    return box[2] - box[0] >= _SHORTEST and box[3] - box[1] >= _SHORTEST


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Level rules at one height that touch, as one."""
    joined: list[_Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _NEAR), r.start)):
        last = joined[-1] if joined else None
        if last and abs(rule.at - last.at) <= _NEAR and rule.start <= last.end + _NEAR:
            joined[-1] = _Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return sorted(joined)


def _share(a: _Rule, b: _Rule) -> bool:
    return min(a.end, b.end) - max(a.start, b.start) >= _SHARED * max(a.end - a.start, b.end - b.start)
