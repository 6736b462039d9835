# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a document, whatever its format: where they are, how they are set, what lies before them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from workbench.documents import Document, Line, Page, Place
from workbench.structure.looks import Look, look_at
from workbench.structure.spacing import is_double_spaced
from workbench.structure.starts import cells, is_terminal
from workbench.structure.wordings import unquoted


class Gap(IntEnum):
    """What lies between a line and the one before it."""

    NONE = 0
    BLANK = 1
    PAGE = 2


@dataclass(slots=True)
class TextLine:
    """A line with something on it: ``text == document.text[start:end]``, without the white space around it.

    ``look`` is what the text alone says of it.
    ``indent`` counts characters (text) or quarter ems (pages with geometry); ``block`` is the number of the
    document's own block it belongs to, -1 where the format has none. ``size`` (points) and ``bold`` as set. ``apart``:
    the page shows that the line above ended its paragraph.
    """

    start: int
    end: int
    text: str
    indent: int
    page: int
    gap: Gap
    look: Look
    block: int = -1
    place: Place = Place.BODY
    size: float = 0.0
    bold: bool = False
    apart: bool = False


# Everything that ends a line for str.splitlines ends one here, so that no reader of the text disagrees.
_PAGE = -1
_FEWEST, _ROOM, _AMPLE = 3, 0.2, 1.5
_WHITE = 1.5  # points
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def read_lines(document: Document) -> list[TextLine]:
    """All lines of ``document`` that hold more than white space, in the order of the text."""
    lines = _split(document)
    if document.blocks:
        _take_blocks(document, lines)
    if document.printed:
        _take_geometry(document, lines)
        for line in lines:
            if line.place is Place.BODY:
                line.block = -1  # a PDF's blocks are the reader's guess; the page itself shows what is a paragraph
    elif not document.blocks and _is_tabular(document.text):
        lines = list(_in_cells(lines))
    return lines


def _split(document: Document) -> list[TextLine]:
    text, broken = document.text, document.text
    for other in _BREAKS:
        if other in broken:
            broken = broken.replace(other, "\n")
    # Where only line feeds part the lines a gap is a row left empty; else what stands in it is looked at.
    feeds = broken is text
    looks: dict[str, Look] = {}
    lines, steps, end, at, last, page = list[TextLine](), list[int](), 0, 0, -1, 1
    bounds = [page.span.start for page in document.pages[1:]] + [len(text) + 1]
    bound = bounds[0]
    for row, raw in enumerate(broken.split("\n")):
        start, at = at, at + len(raw) + 1
        body = raw.strip()
        if not body:
            continue
        indent = 0
        if len(body) != len(raw) and (indent := raw.find(body)):
            start += indent
            indent += 7 * raw.count("\t", 0, indent)
        if body[0] == ">":  # what a quoted line has before its text beyond the signs and a blank
            signs = body[: len(body) - len(unquoted(body))]
            indent += max(0, len(signs) - len(signs.rstrip(" ")) - 1)
        step = row - last if feeds else _breaks(text[end:start])
        gap = Gap.PAGE if step == _PAGE else Gap.BLANK if step > 1 else Gap.NONE
        while start >= bound:
            page, gap = page + 1, Gap.PAGE
            bound = bounds[page - 1]
        look = looks.get(body)
        if look is None:
            look = looks[body] = look_at(body)
        end, last = start + len(body), row
        lines.append(TextLine(start, end, body, indent, page, gap, look))
        steps.append(step)
    if lines:
        lines[0].gap = Gap.PAGE
    if not document.blocks and is_double_spaced([line.text for line in lines], steps):
        for line, step in zip(lines, steps, strict=True):
            if step == 2 and line.gap is Gap.BLANK:
                line.gap = Gap.NONE
    return lines


def _in_cells(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines, with each cell of a row whose cells have marks of their own as a line and a block by itself."""
    block = 0
    for line in lines:
        spans = cells(line.text) if _is_tabular(line.text) else []
        if not spans:
            yield line
        for start, end in spans:
            text, at = line.text[start:end], line.start + start
            gap = line.gap if (start, end) == spans[0] else Gap.BLANK
            look = look_at(text)
            yield TextLine(at, at + len(text), text, line.indent, line.page, gap, look, block, Place.TABLE_CELL)
            block += 1


def _is_tabular(text: str) -> bool:
    """Whether it has anything by which cells are told."""
    return "|" in text or "   " in text or "\t" in text


def _breaks(between: str) -> int:
    return _PAGE if "\f" in between else between.count("\n") or between.count("\r")


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


def _take_geometry(document: Document, lines: list[TextLine]) -> None:
    """Replace what the text says of gaps and indents by what the page shows."""
    by_page: dict[int, list[TextLine]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for page in document.pages:
        if page.lines and page.number in by_page:
            _measure(page, by_page[page.number])


def _measure(page: Page, lines: list[TextLine]) -> None:
    printed = list(page.lines)
    starts = [line.span.start for line in printed]
    places = [max(0, bisect_right(starts, line.start) - 1) for line in lines]
    left = min(line.box.x0 for line in printed)
    pitch, spaced = _pitch(printed), _spaced(printed)
    ends: dict[int, list[float]] = {}
    for line, place in zip(lines, places, strict=True):
        ends.setdefault(line.block, []).append(printed[place].box.x1)
    before: tuple[TextLine, Line] | None = None
    for line, place in zip(lines, places, strict=True):
        lower = printed[place]
        line.size, line.bold = lower.size, lower.bold
        height = max(lower.box.y1 - lower.box.y0, 1.0)
        line.indent = max(0, round((lower.box.x0 - left) / (height / 4)))
        if before is not None and line.gap is not Gap.PAGE:
            above, upper = before
            line.gap = _printed_gap(above, upper, line, lower, pitch, spaced=place in spaced)
            line.apart = _ends_short(above, upper, line, lower, {*ends[above.block], *ends[line.block]})
        before = line, lower


def _pitch(lines: list[Line]) -> float:
    """From line to line inside a paragraph, in points.

    The lower quartile, not the median: of paragraphs of two lines, half of the drops are those between paragraphs. A
    paragraph without a mark would go with the one above it, under its mark.
    """
    drops = [b.box.y0 - a.box.y0 for a, b in pairwise(lines) if b.box.y0 - a.box.y0 > (a.box.y1 - a.box.y0) / 2]
    return sorted(drops)[len(drops) // 4] if drops else 0.0


def _spaced(lines: list[Line]) -> set[int]:
    """The places of the lines that stand a little further below than one before or behind them does, which is exact.

    A step is exact that a third of the steps of its size on the page are; no scan has such a step.
    """
    steps = [(a.size, round(b.box.y1 - a.box.y1, 1)) if a.size == b.size else (0.0, 0.0) for a, b in pairwise(lines)]
    often, sizes = Counter(steps), Counter(size for size, _ in steps)
    exact = {step for step in often if step[0] and often[step] > _FEWEST and 3 * often[step] >= sizes[step[0]]}
    near = zip(steps, [(0.0, 0.0), *steps], [*steps[1:], (0.0, 0.0)], strict=False)
    return {
        place
        for place, (step, *beside) in enumerate(near, 1)
        if any(other in exact and step[0] == other[0] and step[1] > other[1] + _WHITE for other in beside)
    }


def _ends_short(above: TextLine, upper: Line, line: TextLine, lower: Line, ends: set[float]) -> bool:
    """Whether a sentence ends above where the next word had ample room: only a paragraph ends so.

    Paragraphs of one line each at an even pitch are told apart by nothing else, and one without a mark would go with
    the one above it, under its mark. ``ends`` is how far the lines around reach: there must be several.
    """
    right = max(ends) if len(ends) >= _FEWEST else 0.0
    room, width = right - upper.box.x1, right - upper.box.x0
    if room < _ROOM * width or not is_terminal(above.text) or line.text[0].islower():
        return False
    word = len(line.text.split(maxsplit=1)[0]) + 1
    return room > _AMPLE * word * (lower.box.x1 - lower.box.x0) / len(line.text)


def _printed_gap(above: TextLine, upper: Line, line: TextLine, lower: Line, pitch: float, *, spaced: bool) -> Gap:
    height = max(lower.box.y1 - lower.box.y0, 1.0)
    drop = lower.box.y0 - upper.box.y0
    if drop < -2 * height:
        return Gap.PAGE  # up the page: a new column
    beside = lower.box.x0 > upper.box.x1 or upper.box.x0 > lower.box.x1
    if line.block != above.block and (beside or drop < height / 3):
        return Gap.BLANK  # the next cell of a table
    # A third of a line more than the page's habit is a paragraph's space.
    return Gap.BLANK if spaced or drop > pitch + height / 3 else Gap.NONE
