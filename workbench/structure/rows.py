# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables marked by rows, in the first cell of each or in a column of marks, or by columns, in their headings.

32 CFR 2001.21(c) has each portion marked, and a row or a column may be one. Strict: a table in which any other cell is
marked, or a row below the first is not, may be marked by cells, some forgotten. Where all marks are unclassified they
may be those of the labels they stand before (``(U) Source`` beside a name): they open rows only where nothing stands
behind them, and no columns (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.documents import Document
from workbench.structure.model import Kind, Paragraph, Placement, Role
from workbench.structure.starts import is_terminal, is_worded_as_heading


_FEWEST = 2  # marked rows; rows below marked columns


class _Cell(NamedTuple):
    """The place of a paragraph among all, its row and its column, from 1; 0 where nobody knows."""

    place: int
    row: int
    column: int


def cover_rows(document: Document, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs, the unmarked cells of such rows and columns with what they inherit."""
    if not document.blocks and "|" not in document.text:
        return paragraphs
    cells = list(_cells(document, paragraphs))
    if not any(cell.row for cell in cells):
        return paragraphs
    done = list(paragraphs)
    for in_table, stretch in groupby(cells, key=lambda cell: cell.row > 0):
        if in_table:
            rows = [list(row) for _, row in groupby(stretch, key=lambda cell: cell.row)]
            if all(above[0].row < below[0].row for above, below in pairwise(rows)):
                for table in _tables(rows):
                    _cover_columns(document.text, done, table)
                if document.blocks:  # of other rows between bars nobody knows here whether they are of the table
                    _cover_rows(done, rows)
    return done


def _tables(rows: list[list[_Cell]]) -> Iterator[list[list[_Cell]]]:
    """The tables that follow each other with nothing between: before each the number of a row is left out."""
    for _, table in groupby(enumerate(rows), key=lambda numbered: numbered[1][0].row - numbered[0]):
        yield [row for _, row in table]


def _cells(document: Document, paragraphs: list[Paragraph]) -> Iterator[_Cell]:
    if not document.blocks:
        yield from _between_bars(document.text, paragraphs)
        return
    known = {block.span.start: (block.row, block.column) for block in document.blocks if block.row}
    for place, paragraph in enumerate(paragraphs):
        in_table = paragraph.kind is Kind.TABLE_CELL
        yield _Cell(place, *(known.get(paragraph.spans[0].start, (0, 0)) if in_table else (0, 0)))


def _between_bars(text: str, paragraphs: list[Paragraph]) -> Iterator[_Cell]:
    """The cells of rows between bars, where text has each as a paragraph.

    A table ends where its lines do. No column is known of a row that has more bars than the first, or fewer.
    """
    row, bars, last = 0, 0, -1
    for place, paragraph in enumerate(paragraphs):
        start = paragraph.spans[0].start
        first, stop = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        below, apart, last = stop != last, first > last + 1, stop
        if paragraph.role is Role.SEPARATOR:
            continue  # it draws the table
        row += below + apart
        bars = 0 if apart else bars
        if column := text.count("|", first, start) if paragraph.kind is Kind.TABLE_CELL else 0:
            count = text.count("|", first, stop if stop >= 0 else len(text))
            bars = bars or count
            yield _Cell(place, row, column if count == bars else 0)
        else:
            yield _Cell(place, 0, 0)


def _cover_rows(done: list[Paragraph], table: list[list[_Cell]]) -> None:
    """By the mark at the head of the first cell of each, or alone in a cell of one column."""
    marks = [[(cell, mark) for cell in row if (mark := done[cell.place].portion)] for row in table]
    rows = list(zip(table, marks, strict=True))[0 if marks[0] else 1 :]  # below the headings of its columns
    if len(rows) < _FEWEST or any(len(found) != 1 for _, found in rows):
        return
    heads = [found[0] for _, found in rows]
    alone = all(mark.end - mark.start == _length(done[cell.place]) for cell, mark in heads)
    if alone:
        told = all(row[0] == cell for (row, _), (cell, _) in zip(rows, heads, strict=True))
        told = told or (heads[0][0].column > 0 and len({cell.column for cell, _ in heads}) == 1)
    else:
        told = any(mark.marking.is_classified for _, mark in heads) and all(
            row[0] == cell and mark.placement is Placement.LEADING for row, [(cell, mark)] in rows
        )
    for row, [(_, mark)] in rows if told else ():
        for cell in row:
            if done[cell.place].governing is None:
                done[cell.place] = replace(done[cell.place], inherited=mark.marking)


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
        if done[cell.place].governing is None:
            done[cell.place] = replace(done[cell.place], inherited=marks[cell.column])


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    words = " ".join(text[start:end] for start, end in paragraph.spans)
    words = words.replace(paragraph.portion.raw if paragraph.portion else "", "").strip()
    return bool(words) and not is_terminal(words) and is_worded_as_heading(words)


def _length(paragraph: Paragraph) -> int:
    return sum(span.end - span.start for span in paragraph.spans)
