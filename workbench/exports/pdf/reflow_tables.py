# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of kept text and labels as a grid, for layout ``reflow``.

How wide its columns are follows from what is drawn in them alone: kept words and labels. Where nobody
knows them, or they would be too narrow, the cells of a row stand one below the other in its frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from workbench.exports.cells import Cell
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.fonts import Style
from workbench.exports.pdf.reflow_lines import (
    LABEL_FILL,
    Look,
    Setting,
    Word,
    draw,
    groups,
    narrowest,
    set_block,
    words_of,
)
from workbench.exports.pdf.regions import Colour
from workbench.exports.pdf.tag_tree import Mark, Tag
from workbench.exports.pdf.writing import Writer
from workbench.exports.story import Block
from workbench.redaction.labels import Speaker


_ASIDE, _ABOVE = 4.0, 3.0  # points between a cell's border and its text
_BORDER: Colour = (0.35, 0.35, 0.35)
_THICK = 0.6
_SIZES = (9.5, 8.0, 7.0)  # of the text, the first in which every word of a row fits its column
_LONGEST = 110.0  # points: longer words may be broken


class Entry(NamedTuple):
    """A block of a table, the element that it is, and its cell."""

    block: Block
    tag: str
    cell: Cell


class Field(NamedTuple):
    """A block of a row in the column (from 1) in which it is set."""

    column: int
    entry: Entry
    setting: Setting


class GridRow(NamedTuple):
    """A row set in a grid: its blocks in order; ``edges`` are the x of its borders."""

    fields: tuple[Field, ...]
    edges: tuple[float, ...]

    @property
    def height(self) -> float:
        """In points, borders and all."""
        return 2 * _ABOVE + max(sum(_height(field) for field in cell) for _, cell in self._cells())

    @property
    def is_heading(self) -> bool:
        """Whether it is one of headings that all are kept: it may stand on every page of its table."""
        told = [field.entry for field in self.fields]
        return all(e.cell.is_heading and not any(piece.label for piece in e.block.pieces) for e in told)

    def _cells(self) -> Iterator[tuple[int, list[Field]]]:
        for column, cell in groupby(self.fields, key=lambda field: field.column):
            yield column, [*cell]

    def draw(self, writer: Writer, top: float, speaker: Speaker, *, again: bool = False) -> None:
        """Draw it on the last page from ``top`` down, and tell ``writer`` the elements of its blocks.

        ``again``: for the eye alone, a screen reader has said it before.
        """
        canvas, bottom = writer.pages[-1], top + self.height
        for column, cell in self._cells():
            left, right = self.edges[column - 1], self.edges[column]
            if all(field.entry.block.is_label for field in cell):
                canvas.box(left, top, right, bottom, LABEL_FILL)
            y = top + _ABOVE
            for field in cell:
                marks = []
                if again:
                    canvas.begin_artifact()
                else:
                    marks.append(Mark(canvas.number, canvas.begin(field.setting.look.tag)))
                marks += _lines(canvas, field.setting, y, (left + _ASIDE, right - _ASIDE), speaker)
                canvas.end()
                if not again:
                    writer.tags.append(Tag(field.entry.tag, marks, field.entry.cell))
                y += _height(field)
        for y in (top, bottom):
            canvas.box(self.edges[0], y, self.edges[-1] + _THICK, y + _THICK, _BORDER)
        for x in self.edges:
            canvas.box(x, top, x + _THICK, bottom, _BORDER)


def _height(field: Field) -> float:
    return len(field.setting.lines) * field.setting.look.leading


def _lines(
    canvas: Canvas, setting: Setting, y: float, between: tuple[float, float], speaker: Speaker
) -> Iterator[Mark]:
    for line in setting.lines:
        y += setting.look.leading
        yield from draw(canvas, line, y - 0.28 * setting.look.size, between, setting, speaker)


def grid(rows: Sequence[Sequence[Entry]], left: float, room: float) -> list[GridRow]:
    """The rows of a table in a grid from ``left`` on and not wider than ``room`` (points)."""
    columns = max(entry.cell.column for entry in chain(*rows))
    told = [entry for row in rows if _is_plain(row) for entry in row]
    for size in _SIZES if columns else ():
        if widths := _widths(told, columns, size, room):
            edges = tuple(round(left + sum(widths[:column]), 1) for column in range(columns + 1))
            return [_set(row, edges, size) for row in rows]
    return [_set(row, (left, left + room), _SIZES[0]) for row in rows]


def _is_plain(row: Iterable[Entry]) -> bool:
    """Whether each of its cells stands in one column that is known."""
    return all(entry.cell.column for entry in row)


def _set(row: Sequence[Entry], edges: tuple[float, ...], size: float) -> GridRow:
    """A row in its columns; one whose columns nobody knows, or that are too narrow, as one cell with all of them."""
    if _is_plain(row) and len(edges) > 2:
        told = [(entry.cell.column, entry) for entry in sorted(row, key=lambda entry: entry.cell.column)]
    else:
        told, edges = [(1, entry) for entry in row], (edges[0], edges[-1])
    fields = []
    for column, entry in told:
        room = edges[column] - edges[column - 1] - 2 * _ASIDE
        fields.append(Field(column, entry, set_block(entry.block, _look(entry, size), room)))
    return GridRow(tuple(fields), edges)


def _look(entry: Entry, size: float) -> Look:
    return Look(Style("sans", bold=entry.cell.is_heading), size, 0, 0, tag=entry.tag)


def _widths(entries: Iterable[Entry], columns: int, size: float, room: float) -> list[float]:
    """How wide each column is; empty where some word or label would not fit its own.

    A column has what its longest cell needs on one line, and as much of the rest as any other that needs more.
    """
    least, most = [2 * _ASIDE + size] * columns, [2 * _ASIDE + size] * columns
    for entry in entries:
        column, words = entry.cell.column - 1, [*words_of(entry.block, _look(entry, size))]
        least[column] = max(least[column], 2 * _ASIDE + _longest(words))
        most[column] = max(most[column], 2 * _ASIDE + 1 + sum(word.width + word.spaced * word.blank for word in words))
    if sum(least) > room:
        return []
    low, high = 0.0, room
    for _ in range(30):
        level = (low + high) / 2
        low, high = (level, high) if sum(_at(level, least, most)) <= room else (low, level)
    return [int(10 * width) / 10 for width in _at(low, least, most)]


def _at(level: float, least: Sequence[float], most: Sequence[float]) -> list[float]:
    return [max(a, min(b, level)) for a, b in zip(least, most, strict=True)]


def _longest(words: Sequence[Word]) -> float:
    """The widest of words that are not broken, labels as narrow as can be."""
    shrunk = (narrowest(word) if word.piece.label else word for word in words)
    return max((min(_LONGEST, sum(word.width for word in group)) for group in groups(shrunk)), default=0.0)
