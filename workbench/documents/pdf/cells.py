# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells of tables without rules: lines side by side that are not read across.

A table without rules and two short columns look alike to whoever looks at white space only. Read across, the mark of
the first cell would reach the words of the second, so they are read one below the other as soon as marks stand in two
of them, or the file goes down each. Elsewhere what stands side by side belongs together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from workbench.documents.grids import is_led, is_table
from workbench.documents.pdf.pieces import Fragment, Row, Spot, is_mark, is_marked, leads, trails, written_down


_ALIGNED = 4.0  # points by which what begins at one place may be off
# From line to line, in heights of a line and in usual steps: more than inside of a cell.
_SPACED, _USUAL = 1.3, 1.25
_MOST_COLUMNS = 40  # more are letters set apart or a broken file


class Zone(NamedTuple):
    """Lines, from number ``first`` to ``last``, whose cells stand side by side, and the pieces of each cell.

    ``spots``: where in their table the cells stand, if that is sure.
    """

    first: int
    last: int
    cells: list[list[Fragment]]
    spots: Sequence[Spot] = ()


def zones(rows: Sequence[Row]) -> Iterator[Zone]:
    """The stretches of ``rows`` (lines of a region, from the top down) that are not to be read across."""
    for first, run, columns in _runs(rows):
        down = written_down(run, columns.of)
        if table := _table(run, columns, down):
            yield Zone(first, first + len(table) - 1, [[piece] for row in table for piece in row], _spots(table))
            first, run = first + len(table), run[len(table) :]
            down = written_down(run, columns.of)
        if len(down) > 1 and _are_apart(run, columns, down):  # one column: text that is printed twice
            yield Zone(first, first + len(run) - 1, _cells(run, columns, told=down.total() > 0))


def _table(run: list[Row], columns: _Columns, down: Counter[int]) -> list[Row]:
    """The lines that begin the run and are for sure the rows of a table, each with a cell in every column; or none."""
    full = list(takewhile(lambda row: len(row) == columns.number, run))
    if len(full) < 2 or down.total() or not any(is_marked(piece) for row in full for piece in row):
        return []
    texts = [[piece.text for piece in row] for row in full]
    sure = is_table(texts) or (_are_apart(run, columns, down) and is_led(texts))
    return full if sure else []


def _spots(rows: list[Row]) -> list[Spot]:
    table = rows[0][0].y0, rows[0][0].x0
    return [Spot(table, row, column) for row, cells in enumerate(rows, 1) for column in range(1, len(cells) + 1)]


class _Columns:
    """Where the pieces of the lines of a run begin and how far they reach, from the left."""

    def __init__(self) -> None:
        self._reach: list[tuple[float, float]] = []

    def take(self, row: Row) -> bool:
        """Add the line; False, and nothing added, where one of its pieces runs over two columns."""
        reach = list(self._reach)
        for piece in row[: _MOST_COLUMNS + 1]:
            met = [at for at, (x0, x1) in enumerate(reach) if piece.x0 < x1 and piece.x1 > x0]
            if not met:
                reach.append((piece.x0, piece.x1))
            elif len(met) == 1 and abs(reach[met[0]][0] - piece.x0) <= _ALIGNED:
                reach[met[0]] = (reach[met[0]][0], max(reach[met[0]][1], piece.x1))
            else:
                return False
        if len(reach) > _MOST_COLUMNS:
            return False
        self._reach = sorted(reach)
        return True

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self._reach)

    def of(self, piece: Fragment) -> int:
        """The number of the column that the piece, which was taken, begins in."""
        return min(range(len(self._reach)), key=lambda at: abs(self._reach[at][0] - piece.x0))


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, list[Row], _Columns]]:
    """The runs of lines of the same columns, each with the number of its first, which has several pieces."""
    first, columns = 0, None
    for number, row in enumerate(rows):
        if columns and columns.take(row):
            continue
        if columns:
            yield first, list(rows[first:number]), columns
        first, columns = number, _Columns() if len(row) > 1 else None
        if columns and not columns.take(row):
            columns = None  # its pieces lie over each other
    if columns:
        yield first, list(rows[first:]), columns


def _are_apart(run: list[Row], columns: _Columns, down: Counter[int]) -> bool:
    """Whether words run on side by side in several lines with a mark, or written down two columns, or marks in two."""
    marked = {columns.of(piece) for row in run for piece in row if is_marked(piece)}
    running = sum(sum(len(piece.words) > 1 for piece in row) > 1 for row in run)
    told = sum(count > 0 for count in down.values())
    return len(marked) > 1 or (running > 1 and (len(marked) == 1 or told > 1))


def _cells(run: list[Row], columns: _Columns, *, told: bool) -> list[list[Fragment]]:
    """The cells of a run in the order in which they begin; ``told``: the file goes down them.

    Elsewhere a row of the table begins with a line that has a leading mark, is set off, or goes on in a column that
    had ended: an unmarked cell must not go on with the one above (fail closed). A mark alone on its line leads, but
    where more marks end cells.
    """
    cells: list[list[Fragment]] = []
    still: dict[int, list[Fragment]] = {}
    order = sorted((piece for row in run for piece in row), key=lambda f: f.place)
    follows = {id(b): a for a, b in pairwise(order)}
    spaced = [False, *_spaced(run)]
    ended = sum(trails(piece) - leads(piece) for row in run for piece in row) > 0
    ends = _ends(run, columns, ended=ended)
    for number, row in enumerate(run):
        led = any(leads(piece) and not (ended and trails(piece)) for piece in row)
        if not told and (led or spaced[number] or _resumes(row, run[number - 1], still, columns, ends)):
            still = {}
        for piece in row:
            at = columns.of(piece)
            above = still[at][-1] if at in still else None
            if above is None or id(above) in ends or (told and follows.get(id(piece)) is not above):
                cells.append([])
                still[at] = cells[-1]
            still[at].append(piece)
    return cells


def _spaced(run: list[Row]) -> list[bool]:
    """For each line but the first whether it is set off from the one above."""
    steps = [(max(f.y1 for f in b) - max(f.y1 for f in a), max(f.y1 - f.y0 for f in b)) for a, b in pairwise(run)]
    usual = median([step for step, _ in steps]) if steps else 0.0
    return [step > min(_SPACED * height, _USUAL * usual + 0.5) for step, height in steps]


def _ends(run: list[Row], columns: _Columns, *, ended: bool) -> set[int]:
    """The identities of the pieces that end their cells with a mark; ``ended``: more marks end cells than lead them.

    A mark alone on its line opens the text below it where nothing but text so wrapped stands on that line. A line that
    fills all columns of the one above is another row, and must not come under its marks (fail closed).
    """
    found: set[int] = set()
    for row, below in pairwise([*run, []]):
        wrapped = {columns.of(piece) for piece in below} < {columns.of(piece) for piece in row}
        found |= {id(piece) for piece in row if trails(piece) and (ended or not wrapped or not is_mark(piece))}
    return found


def _resumes(row: Row, above: Row, still: dict[int, list[Fragment]], columns: _Columns, ends: set[int]) -> bool:
    """Whether the line has something in a column that ended before the line above, or there with a mark."""
    held = {columns.of(piece) for piece in above}
    again = [at for at in map(columns.of, row) if at in still]
    return any(at not in held or id(still[at][-1]) in ends for at in again)
