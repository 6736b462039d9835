# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells told by their portion marks: lines side by side, several of which have a mark, are not read across.

A table without rules and two short columns look alike to whoever looks at white space only. Read across, the mark of
the first cell would reach the words of the second, so they are read one below the other as soon as marks stand in two
of them. Where none or one does, what stands side by side belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.documents.pdf.order import Cell, Fragment, Row


_ALIGNED = 4.0  # points by which what begins at one place may be off
_TOKEN = r"[(\[][A-Z]{1,4}(?:[/,-][^()]{1,60})?[)\]]"
_LEADS = re.compile(_TOKEN)
_TRAILS = re.compile(rf"{_TOKEN}$")


def marked_apart(blocks: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """``blocks``, with lines that stand side by side as a ``Cell`` each where several of them have a mark."""
    for block in blocks:
        if all(len(row) == 1 for row in block):
            yield block
            continue
        together: list[Row] = []
        for run, columns in _runs(block):
            if not _is_apart(run, columns):
                together += run
                continue
            if together:
                yield Cell(together) if isinstance(block, Cell) else together
            yield from _cells(run, columns)
            together = []
        if together:
            yield Cell(together) if isinstance(block, Cell) else together


class _Columns:
    """Where the pieces of the lines of a run begin and how far they reach, from the left."""

    def __init__(self) -> None:
        self._reach: list[tuple[float, float]] = []

    @property
    def is_empty(self) -> bool:
        """Whether no line could be taken."""
        return not self._reach

    def take(self, row: Row) -> bool:
        """Add the line; False, and nothing added, where one of its pieces runs over two columns."""
        reach = list(self._reach)
        for piece in row:
            met = [at for at, (x0, x1) in enumerate(reach) if piece.x0 < x1 and piece.x1 > x0]
            if not met:
                reach.append((piece.x0, piece.x1))
            elif len(met) == 1 and abs(reach[met[0]][0] - piece.x0) <= _ALIGNED:
                reach[met[0]] = (reach[met[0]][0], max(reach[met[0]][1], piece.x1))
            else:
                return False
        self._reach = sorted(reach)
        return True

    def of(self, piece: Fragment) -> int:
        """The number of the column that the piece, which was taken, begins in."""
        return min(range(len(self._reach)), key=lambda at: abs(self._reach[at][0] - piece.x0))


def _runs(block: list[Row]) -> Iterator[tuple[list[Row], _Columns]]:
    """The lines in runs of the same columns; a single piece that stands in none is a run by itself."""
    run: list[Row] = []
    columns = _Columns()
    for row in block:
        if run and (len(run[0]) == 1 or not columns.take(row)):
            yield run, columns
            run, columns = [], _Columns()
        if not run and not columns.take(row):
            yield [row], columns  # its pieces lie over each other
            continue
        run.append(row)
    if run:
        yield run, columns


def _is_apart(run: list[Row], columns: _Columns) -> bool:
    """Whether marks stand in more than one column, or in one while words run on side by side in several."""
    if len(run[0]) == 1 or columns.is_empty:
        return False
    marked = {columns.of(piece) for row in run for piece in row if _leads(piece) or _trails(piece)}
    running = sum(sum(len(piece.words) > 1 for piece in row) > 1 for row in run)
    return len(marked) > 1 or (len(marked) == 1 and running > 1)


def _cells(run: list[Row], columns: _Columns) -> Iterator[Cell]:
    """The cells of a run, those of one row of the table together.

    A line with a leading mark begins a row: an unmarked cell beside it must not go on with the one above (fail closed).
    """
    cells: dict[int, Cell] = {}
    for row in run:
        if any(map(_leads, row)):
            yield from (cells[at] for at in sorted(cells))
            cells = {}
        for piece in row:
            cells.setdefault(columns.of(piece), Cell()).append([piece])
    yield from (cells[at] for at in sorted(cells))


def _leads(piece: Fragment) -> bool:
    return piece.words[0][4][:1] in ("(", "[") and _LEADS.match(_text(piece)) is not None


def _trails(piece: Fragment) -> bool:
    return piece.words[-1][4][-1:] in (")", "]") and _TRAILS.search(_text(piece)) is not None


def _text(piece: Fragment) -> str:
    return " ".join(word[4] for word in piece.words)
