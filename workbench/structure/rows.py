# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables each row of which has one mark, at the head of its first cell: the mark is that of the row.

32 CFR 2001.21(c) has each portion marked, and a row may be one. Strict: a table in which any other cell is marked, or a
row below the first is not, may be marked by cells, some forgotten. Where all marks are unclassified they may be those
of the labels they stand before (``(U) Source`` beside a name): they open rows only where nothing stands behind them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise

from workbench.documents import Document
from workbench.structure.model import Kind, Paragraph, Placement


_FEWEST = 2  # marked rows


def cover_rows(document: Document, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs, the unmarked cells of such rows with what they inherit."""
    rows = {block.span.start: block.row for block in document.blocks if block.row}
    if not rows:
        return paragraphs
    numbers = [rows.get(p.spans[0].start, 0) if p.kind is Kind.TABLE_CELL else 0 for p in paragraphs]
    done = list(paragraphs)
    for in_table, places in groupby(range(len(paragraphs)), key=lambda place: numbers[place] > 0):
        if in_table:
            _cover(done, [list(row) for _, row in groupby(places, key=numbers.__getitem__)], numbers)
    return done


def _cover(done: list[Paragraph], table: list[list[int]], numbers: list[int]) -> None:
    ordered = all(numbers[a[0]] < numbers[b[0]] for a, b in pairwise(table))
    alone = not any(done[place].portion for row in table for place in row[1:])
    marked = table if done[table[0][0]].portion else table[1:]  # below the headings of its columns
    heads = [head for row in marked if (head := done[row[0]].portion) and head.placement is Placement.LEADING]
    if not (ordered and alone and len(heads) == len(marked) >= _FEWEST):
        return
    column = all(head.end - head.start == _length(done[row[0]]) for row, head in zip(marked, heads, strict=True))
    if not (column or any(head.marking.is_classified for head in heads)):
        return
    for row, head in zip(marked, heads, strict=True):
        for place in row[1:]:
            if done[place].governing is None:
                done[place] = replace(done[place], inherited=head.marking)


def _length(paragraph: Paragraph) -> int:
    return sum(span.end - span.start for span in paragraph.spans)
