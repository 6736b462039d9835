# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cells of the tables of a document, for copies that are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.exports.story import Block as Told
from workbench.exports.story import in_lists, story
from workbench.redaction.intervals import overlapping
from workbench.redaction.model import Plan
from workbench.structure.starts import is_terminal


class Cell(NamedTuple):
    """Where in a table a block stands: its number, rows and columns from 1; a column of 0 is not known."""

    table: int = 0
    row: int = 0
    column: int = 0
    is_heading: bool = False


NOWHERE = Cell()
_MARK = re.compile(r"[(\[][^()\[\]]*[)\]]")


class Placed(NamedTuple):
    """A block of a copy, the ``number``-th from 0, whether it is an item of a list, and its cell."""

    number: int
    block: Told
    is_item: bool
    cell: Cell


def placed(plan: Plan) -> list[Placed]:
    """The kept blocks in reading order."""
    blocks, cells = story(plan), cells_of(plan)
    items = in_lists(blocks)
    told = enumerate(zip(blocks, items, strict=True))
    return [Placed(number, block, item, cells.get(block.start, NOWHERE)) for number, (block, item) in told]


def rows_of(table: Iterable[Placed]) -> list[list[Placed]]:
    """The rows of a table."""
    return [[*row] for _, row in groupby(table, key=lambda each: each.cell.row)]


def by_columns(row: Sequence[Placed], columns: int) -> list[list[Placed]]:
    """What stands in each cell of a row; in one cell where nobody knows in which column."""
    if not all(each.cell.column for each in row):
        return [[*row]]
    return [[each for each in row if each.cell.column == number] for number in range(1, columns + 1)]


def cells_of(plan: Plan) -> dict[int, Cell]:
    """By where its paragraph begins, the cell of each that stands in a table with several rows.

    The first row are headings unless what is kept of it says otherwise. Of what is withheld nothing is asked.
    """
    document = plan.analysis.document
    found: dict[int, Cell] = {}
    withheld = plan.withheld()
    blocks = [block for block in document.blocks if block.row]
    for number, group in groupby(blocks, key=lambda block: block.row // ROWS_OF_A_TABLE):
        table = list(group)
        head = [block for block in table if block.row == table[0].row]
        if len(head) < len(table):
            kept = [document.text[slice(*block.span)] for block in head if not overlapping(withheld, block.span)]
            is_headed = len(head) > 1 and not any(map(_is_entry, kept))
            for block in table:
                heads = is_headed and block.row == head[0].row
                found[block.span.start] = Cell(number, block.row % ROWS_OF_A_TABLE, block.column, heads)
    return found


def _is_entry(text: str) -> bool:
    """Whether it is a sentence or a figure, as no heading is."""
    bare = _MARK.sub("", text).strip()
    return is_terminal(bare) or not any(map(str.isalpha, bare))
