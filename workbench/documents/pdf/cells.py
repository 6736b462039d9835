# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells told by their portion marks: lines side by side, several of which have a mark, are not read across.

A table without rules and two short columns look alike to whoever looks at white space only. Read across, the mark of
the first cell would reach the words of the second, so they are read one below the other as soon as marks stand in two
of them. Where none or one does, what stands side by side belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

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
        for beside, group in groupby(_runs(block), key=lambda run: _columns_marked(run) > 1):
            if beside:
                for run in group:
                    yield from _cells(run)
            else:
                rows = [row for run in group for row in run]
                yield Cell(rows) if isinstance(block, Cell) else rows


def _runs(block: list[Row]) -> Iterator[list[Row]]:
    """The lines in runs whose pieces begin at the same places; one that is a single piece elsewhere is by itself."""
    run: list[Row] = []
    for row in block:
        if run and not _fits(row, _places(run)):
            yield run
            run = []
        run.append(row)
        if len(run) == 1 and len(row) == 1:
            yield run
            run = []
    if run:
        yield run


def _places(run: list[Row]) -> list[float]:
    return [piece.x0 for piece in max(run, key=len)]


def _fits(row: Row, places: list[float]) -> bool:
    """Whether each piece of ``row`` begins at one of the ``places`` and ends before the next."""
    for piece in row:
        at = _column(piece, places)
        if at is None or (at + 1 < len(places) and piece.x1 > places[at + 1]):
            return False
    return True


def _column(piece: Fragment, places: list[float]) -> int | None:
    return next((at for at, x in enumerate(places) if abs(piece.x0 - x) <= _ALIGNED), None)


def _columns_marked(run: list[Row]) -> int:
    """In how many columns of the run a piece begins or ends with what looks like a mark."""
    if len(run[0]) == 1:
        return 0
    places = _places(run)
    marked = (_column(piece, places) for row in run for piece in row if _leads(piece) or _trails(piece))
    return len(set(marked))


def _cells(run: list[Row]) -> Iterator[Cell]:
    """The cells of a run, those of one row of the table together; a line with a leading mark begins a row."""
    places = _places(run)
    cells: dict[int, Cell] = {}
    for row in run:
        if any(map(_leads, row)):
            yield from (cells[at] for at in sorted(cells))
            cells = {}
        for piece in row:
            cells.setdefault(_column(piece, places) or 0, Cell()).append([piece])
    yield from (cells[at] for at in sorted(cells))


def _leads(piece: Fragment) -> bool:
    return piece.words[0][4][:1] in ("(", "[") and _LEADS.match(_text(piece)) is not None


def _trails(piece: Fragment) -> bool:
    return piece.words[-1][4][-1:] in (")", "]") and _TRAILS.search(_text(piece)) is not None


def _text(piece: Fragment) -> str:
    return " ".join(word[4] for word in piece.words)
