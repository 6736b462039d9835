# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a document, read off its text, the blocks of its format and, where it is printed, its pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from workbench.documents import Document, Place
from workbench.documents.grids import is_table
from workbench.documents.line_numbers import LineNumber
from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.marks.late import late
from workbench.structure.columns import in_columns
from workbench.structure.front_matter import part_fields
from workbench.structure.layout import is_double_spaced
from workbench.structure.lines import Gap, TextLine, look_at
from workbench.structure.printed import measure
from workbench.structure.starts import barred_cells, cells, is_row, wide_cells
from workbench.structure.wordings import unquoted


# Everything that ends a line for str.splitlines ends one here, so that no reader of the text disagrees.
_PAGE = -1
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_EMPTY = "\u2029"  # leaves a row empty
_FIRST_MARK = late(r"[|\s]*(?:[(\[]|//)[A-Z]")
_HOLDS_MARK = late(r"[(\[][A-Z]{1,14}[)\]/ ,-]|//[A-Z]{1,2}//")
# A mark that tells what its row is: a classified one, or one by itself in its cell.
_ROW_MARK = late(r"[|\s]*(?:[(\[]|//)(?:(?!U|FOUO|CUI|SBU|LES)[A-Z]|[A-Z][^|()\[\]]{0,60}(?:[)\]]|//)\s*\|)")


def read_lines(document: Document) -> list[TextLine]:
    """All lines of ``document`` that hold more than white space, in the order of the text."""
    lines = _split(document)
    if document.blocks:
        _take_blocks(document, lines)
    else:
        part_fields(lines)
    if document.printed:
        measure(document, lines)
        for line in lines:
            if line.place is Place.BODY:
                line.block = -1  # a PDF's blocks are the reader's guess; the page itself shows what is a paragraph
        if "|" in document.text:
            lines = list(_in_cells(lines))
    elif not document.blocks and ("|" in document.text or "   " in document.text or "\t" in document.text):
        lines = list(_in_cells(in_columns(lines)))
    return lines


def _split(document: Document) -> list[TextLine]:
    text = document.text
    broken = text.replace("\r\n", " \n") if "\r" in text else text
    for other in _BREAKS:
        if other in broken:
            broken = broken.replace(other, "\n")
    look = cache(look_at)
    lines, steps, end, last = list[TextLine](), list[int](), 0, -1
    rows: Iterable[_Row] = _rows(broken)
    if document.line_numbers:
        rows = _without_numbers(rows, document.line_numbers)
    for row, start, body, indent, ahead, behind, quoted in rows:
        between = "" if broken is text else text[end : start - ahead]
        step = _PAGE if "\f" in between else row - last + between.count(_EMPTY)
        gap = Gap.PAGE if step == _PAGE else Gap.BLANK if step > 1 else Gap.NONE
        end, last = start + len(body), row
        lines.append(TextLine(start, end, body, indent, 1, gap, look(body), ahead=ahead, behind=behind, quoted=quoted))
        steps.append(step)
    _take_pages(document, lines)
    if not document.blocks and is_double_spaced([line.text for line in lines], steps):
        for line, step in zip(lines, steps, strict=True):
            if step == 2 and line.gap is Gap.BLANK:
                line.gap = Gap.NONE
    return lines


class _Row(NamedTuple):
    """A row that holds something: its number, where its words start, they themselves, how far in they are.

    ``ahead``, ``behind``: characters before and after them that are its number in the margin, those of empty rows, and
    the signs of a quotation. ``quoted``: how many of these.
    """

    number: int
    start: int
    body: str
    indent: int
    ahead: int = 0
    behind: int = 0
    quoted: int = 0


def _rows(text: str) -> Iterator[_Row]:
    at = 0
    for row, raw in enumerate(text.split("\n")):
        start, at = at, at + len(raw) + 1
        body = raw.strip()
        if not body:
            continue
        indent = 0
        if len(body) != len(raw) and (indent := raw.find(body)):
            start += indent
            indent += 7 * raw.count("\t", 0, indent)
        if body[0] == ">" and (signs := len(body) - len(told := unquoted(body))):
            quoted = body.count(">", 0, signs)
            # A blank behind the signs is theirs; what stands further in is set in.
            indent += max(0, signs - len(body[:signs].rstrip(" ")) - 1)
            yield _Row(row, start + signs, told, indent, signs, quoted=quoted)
        else:
            yield _Row(row, start, body, indent)


def _without_numbers(rows: Iterable[_Row], numbers: list[LineNumber]) -> Iterator[_Row]:
    """``rows`` that begin behind the ``numbers`` of lines; those of empty rows go to the row below, or end a page."""
    known = {number.start: number for number in numbers}
    held: _Row | None = None
    empty: list[LineNumber] = []
    for row in rows:
        number = known.get(row.start)
        if number and number.words >= row.start + len(row.body):
            empty.append(number)
            continue
        own = [each for each in empty if held is None or (number is not None and each.page == number.page)]
        if held is not None:
            yield _over_empty(held, empty[: len(empty) - len(own)])
        held, empty = _behind(row, number.words if number else row.start, own), []
    if held is not None:
        yield _over_empty(held, empty)


def _behind(row: _Row, words: int, empty: list[LineNumber]) -> _Row:
    """``row`` from ``words`` on, with the numbers of ``empty`` rows ahead of it."""
    start, body = row.start, row.body[words - row.start :]
    ahead = words - (empty[0].start if empty else start - row.ahead)
    return row._replace(start=words, body=body, indent=row.indent + words - start, ahead=ahead)


def _over_empty(row: _Row, empty: list[LineNumber]) -> _Row:
    return row._replace(behind=empty[-1].words - row.start - len(row.body)) if empty else row


def _take_pages(document: Document, lines: list[TextLine]) -> None:
    """Give each line the number of its page, and the first of each page the gap before it."""
    bounds, at = [page.span.start for page in document.pages[1:]], 0
    for line in lines if bounds else lines[:1]:
        page = bisect_right(bounds, line.start, at)
        line.page = page + 1
        if page > at or line is lines[0]:
            line.gap, at = Gap.PAGE, page


def _in_cells(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines, with each cell of a row whose cells have marks of their own as a line and a block by itself.

    Where one row between bars has such cells, the mark at the head of another row of its table is that of a cell too,
    and so is each where all are unclassified: they may be those of the labels they stand before (``structure.rows``).
    """
    lines = list(lines)
    block = max((line.block for line in lines), default=-1) + 1
    for number, (rows, found) in enumerate(_tables(lines), 1):
        if not (found and any(found)):
            yield from rows
            continue
        bars = rows[0].text.count("|")
        for row, (line, spans) in enumerate(zip(rows, found, strict=True), number * ROWS_OF_A_TABLE + 1):
            if not spans:
                line.cell = (row, 0)
                yield line
            even, barred, before = line.text.count("|") == bars, 0, 0
            for order, (start, end) in enumerate(spans, 1):
                barred, before = barred + line.text.count("|", before, start), start
                text, at = line.text[start:end], line.start + start
                gap = line.gap if order == 1 else Gap.BLANK
                column = (barred if bars else order) if even else 0
                place = (line.indent, line.page, gap, look_at(text), block, Place.TABLE_CELL)
                cell = TextLine(at, at + len(text), text, *place, line.size, line.bold, cell=(row, column))
                cell.ahead = line.ahead and line.ahead + start if order == 1 else 0
                cell.behind = line.behind and line.end + line.behind - cell.end if order == len(spans) else 0
                cell.quoted = line.quoted
                yield cell
                block += 1


_Cells = Sequence[tuple[int, int]]


def _tables(lines: Iterable[TextLine]) -> Iterator[tuple[list[TextLine], Sequence[_Cells]]]:
    """The lines with their cells; those that stand close below each other with bars, or aligned, are one table."""
    table: list[TextLine] = []
    begins: list[int] = []
    for line in lines:
        text = line.text
        own = _begins(line) if "   " in text or "|" in text or "\t" in text else []
        if table and not (own and own == begins and line.gap is Gap.NONE):
            yield table, _judged(table) if begins else ()
            table = []
        table.append(line)
        begins = own
    if table:
        yield table, _judged(table) if begins else ()


_BARRED = [-1]


def _begins(line: TextLine) -> list[int]:
    """Where the cells of a line begin that wide space parts; none of a line without."""
    if "|" in line.text:
        return _BARRED
    if line.column:
        return []
    if "\t" in line.text:
        return list(range(line.text.count("\t") + 1))
    return [line.indent + start for start, _ in wide_cells(line.text)]


def _judged(table: list[TextLine]) -> Sequence[_Cells]:
    """The cells of each row, none of those that are one portion."""
    if "|" in table[0].text:
        return _barred(table)
    found = [wide_cells(line.text) for line in table]
    if is_table([[line.text[slice(*cell)] for cell in row] for line, row in zip(table, found, strict=True)]):
        return found
    marked = [cells(line.text) for line in table]
    # As between bars: where one row is marked by cells, the mark that another begins with is that of a cell.
    first = [any(marked) and _FIRST_MARK.match(line.text) is not None for line in table]
    return [every if led else own for every, led, own in zip(found, first, marked, strict=True)]


def _barred(table: list[TextLine]) -> list[list[tuple[int, int]]]:
    """The cells of each row of a table between bars, none of those that are one portion."""
    rows = all(is_row(line.text) for line in table)
    if not rows and len(table) == 1:  # a stroke that a scanner saw
        return [cells(table[0].text.replace("|", " "))]
    found = [cells(line.text) for line in table]
    if found[0] and rows and not any(_HOLDS_MARK.search(line.text) for line in table[1:]):  # marked by columns
        return [barred_cells(line.text) for line in table]
    if any(found) or (rows and not any(_ROW_MARK.match(line.text) for line in table)):
        marked = (bool(_FIRST_MARK.match(line.text)) for line in table)
        return [
            barred_cells(line.text) if spans or first else []
            for line, spans, first in zip(table, found, marked, strict=True)
        ]
    return found


def _take_blocks(document: Document, lines: list[TextLine]) -> None:
    """Give each line the block it stands in; blocks are in the order of the text.

    A blank line inside a block, as two line breaks of HTML make one, is for a reader the end of a paragraph, and so it
    ends the block here: what follows unmarked must not ride on the mark above.
    """
    starts = [block.span.start for block in document.blocks]
    last = part = -1
    further = len(starts)
    for line in lines:
        number = bisect_right(starts, line.start) - 1
        if number < 0 or line.start >= document.blocks[number].span.end:
            continue
        if number != last:
            part = number
        elif line.gap is Gap.BLANK:
            part, further = further, further + 1
        last, line.block, line.place = number, part, document.blocks[number].place
