# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables marked by rows, in the first cell of each or in a column of marks, or by columns, in their headings.

32 CFR 2001.21(c) has each portion marked, and a row or a column may be one. Strict: a table in which any other cell is
marked, or a row below the first is not, may be marked by cells, some forgotten. Where all marks are unclassified they
may be those of the labels they stand before (``(U) Source`` beside a name): they open rows only where nothing stands
behind them, and no columns (docs/decisions/0011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.documents import Document
from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.markings.model import Marking
from workbench.structure.lines import TextLine
from workbench.structure.model import Kind, Paragraph, Placement, Role
from workbench.structure.starts import is_terminal, is_worded_as_heading


_FEWEST = 2  # marked rows; rows below marked columns


class _Cell(NamedTuple):
    """The place of a paragraph among all, its row and its column, from 1; 0 where nobody knows."""

    place: int
    row: int
    column: int


def cover_rows(document: Document, lines: list[TextLine], paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs, the unmarked cells of such rows and columns with what they inherit."""
    if not any(block.row for block in document.blocks) and not any(line.cell[0] for line in lines):
        return paragraphs
    done = list(paragraphs)
    for table in _tables(_cells(document, lines, paragraphs)):
        _cover_columns(document.text, done, table)
        _cover_rows(done, table)
    return done


def _tables(cells: Iterable[_Cell]) -> Iterator[list[list[_Cell]]]:
    """The tables row by row; none that another one or other text interrupts, which may be part of a row."""
    runs = [(table, list(run)) for table, run in groupby(cells, key=_table_of)]
    times = Counter(table for table, _ in runs)
    for table, run in runs:
        rows = [list(row) for _, row in groupby(run, key=lambda cell: cell.row)]
        if table is not None and times[table] == 1 and all(a[0].row < b[0].row for a, b in pairwise(rows)):
            yield rows


def _table_of(cell: _Cell) -> int | None:
    return cell.row // ROWS_OF_A_TABLE if cell.row else None


def _cells(document: Document, lines: list[TextLine], paragraphs: list[Paragraph]) -> Iterator[_Cell]:
    known = {block.span.start: (block.row, block.column) for block in document.blocks if block.row}
    known |= {line.start: line.cell for line in lines if line.cell[0]}
    for place, paragraph in enumerate(paragraphs):
        if paragraph.role is not Role.SEPARATOR:  # which draws the table
            in_table = paragraph.kind is Kind.TABLE_CELL
            yield _Cell(place, *(known.get(paragraph.spans[0].start, (0, 0)) if in_table else (0, 0)))


def _cover_rows(done: list[Paragraph], table: list[list[_Cell]]) -> None:
    """By the mark at the head of the first cell of each, or alone in a cell of one column."""
    marks = [[(cell, mark) for cell in row if (mark := done[cell.place].portion)] for row in table]
    rows = list(zip(table, marks, strict=True))[0 if marks[0] else 1 :]  # below the headings of its columns
    if len(rows) < _FEWEST or any(len(found) != 1 for _, found in rows):
        return
    heads = [found[0] for _, found in rows]
    alone = all(sum(b - a for a, b in done[cell.place].spans) == mark.end - mark.start for cell, mark in heads)
    if alone:
        told = all(row[0] == cell for (row, _), (cell, _) in zip(rows, heads, strict=True))
        told = told or (heads[0][0].column > 0 and len({cell.column for cell, _ in heads}) == 1)
    else:
        told = any(mark.marking.is_classified for _, mark in heads) and all(
            row[0] == cell and mark.placement is Placement.LEADING for row, [(cell, mark)] in rows
        )
    for row, [(_, mark)] in rows if told else ():
        for cell in row:
            _cover(done, cell, mark.marking)


def _cover_columns(text: str, done: list[Paragraph], table: list[list[_Cell]]) -> None:
    heads, below = table[0], [cell for row in table[1:] for cell in row]
    marks = {cell.column: mark.marking for cell in heads if (mark := done[cell.place].portion)}
    known = {cell.column for cell in below} <= set(marks) and 0 not in marks
    if not (known and len(marks) == len(heads) > 1 and len(table) > _FEWEST):
        return
    if any(done[cell.place].portion for cell in below) or not any(mark.is_classified for mark in marks.values()):
        return
    if not all(_is_heading(text, done[cell.place]) for cell in heads):
        return
    for cell in below:
        _cover(done, cell, marks[cell.column])


def _cover(done: list[Paragraph], cell: _Cell, mark: Marking) -> None:
    """Unless it has a mark of its own, or the stem above its table a higher one."""
    paragraph = done[cell.place]
    above = paragraph.inherited
    if paragraph.portion is None and (above is None or above.level.rank <= mark.level.rank):
        done[cell.place] = replace(paragraph, inherited=mark)


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    words = " ".join(text[start:end] for start, end in paragraph.spans)
    words = words.replace(paragraph.portion.raw if paragraph.portion else "", "").strip()
    return bool(words) and not is_terminal(words) and is_worded_as_heading(words)
