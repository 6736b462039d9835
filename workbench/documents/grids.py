# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows and columns of a table as ``Block`` tells them: counted as it is read, or told by how it is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.documents.model import ROWS_OF_A_TABLE


@dataclass(slots=True)
class Grid:
    """Table ``number`` of a document (0: what stands in none), and where in it the reader is.

    Columns are told by counting cells: in an ``uneven`` table, with a cell over several rows or columns or one that is
    not shown, nobody knows them.
    """

    number: int
    row: int = 0
    column: int = 0
    uneven: bool = False
    in_row: bool = False

    def begin_row(self) -> None:
        """A row begins, of which no cell has begun."""
        self.row, self.column, self.in_row = self.row + 1, 0, True

    @property
    def cell(self) -> tuple[int, int]:
        """The ``row`` and ``column`` of a block that stands here."""
        if not self.in_row:
            return 0, 0
        return self.number * ROWS_OF_A_TABLE + self.row, 0 if self.uneven else self.column


_MARK = r"(?:[(\[][A-Z]{1,12}(?:[ /,-][^()\[\]\n]{1,60})?[)\]]|//[A-Z]{1,2}//)"
_MARKED = re.compile(rf"\W{{0,2}}{_MARK}|.*{_MARK}$", re.DOTALL)
_FEWEST = 3  # rows, headings among them


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether texts that stand side by side in ``rows`` are for sure the cells of a table marked by rows or columns.

    By marks alone in one column, or by those of its headings (docs/decisions/0011). Lines of prose side by side begin
    with small letters sooner or later; cells do not.
    """
    if not _are_cells(rows):
        return False
    head, *below = [[_MARKED.match(cell) is not None for cell in row] for row in rows]
    if all(head):
        return not any(map(any, below))
    columns = {row.index(True) for row in below if sum(row) == 1}
    alone = all(re.fullmatch(_MARK, row[column]) for column in columns for row in rows[1:])
    return (
        len(columns) == 1
        and all(map(any, below))
        and alone
        and not any(head[: min(columns)] + head[min(columns) + 1 :])
    )


def is_led(rows: Sequence[Sequence[str]]) -> bool:
    """Whether they are for sure the cells of a table with headings and a mark at the head of each row below."""
    if not _are_cells(rows):
        return False
    head, *below = [[_MARKED.match(cell) is not None for cell in row] for row in rows]
    return not any(head) and all(row[0] and not any(row[1:]) for row in below)


def _are_cells(rows: Sequence[Sequence[str]]) -> bool:
    even = len(rows) >= _FEWEST and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    return even and not any(cell[:1].islower() for row in rows for cell in row)
