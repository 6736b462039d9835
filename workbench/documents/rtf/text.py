# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paragraphs of an RTF document as they are read, and the one text made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from workbench.documents.grids import Grid
from workbench.documents.limits import Limits
from workbench.documents.model import Block, Document, Format, Page, Place, Span
from workbench.documents.rtf.state import SHADES, shade
from workbench.documents.tears import Scattered, Tears, joined, trimmed
from workbench.documents.text import split_pages


class Seen(NamedTuple):
    """How a piece of text is shown; ``faint``: a reader hardly sees it."""

    struck: bool = False
    faint: bool = False


@dataclass(slots=True)
class _Paragraph:
    """Pieces of text: how each is shown.

    ``page`` where a page ends behind it; ``grid`` with its ``row`` and ``column`` where it stands in a table.
    """

    place: Place = Place.BODY
    pieces: list[tuple[str, Seen | None]] = field(default_factory=list)
    """None with what is not seen at all."""
    page: bool = False
    grid: Grid | None = None
    row: int = 0
    column: int = 0
    anchors: list[int] = field(default_factory=list)
    """Before which pieces text boxes hang."""
    framed: bool = False

    @property
    def shows(self) -> bool:
        """Whether anything in it is seen."""
        return any(seen is not None for _, seen in self.pieces)


class Story:
    """Collects paragraphs: headers, body, footers; notes and text boxes follow the paragraph they hang on."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.headers: list[_Paragraph] = []
        self.body: list[_Paragraph] = []
        self.footers: list[_Paragraph] = []
        self._open: list[_Paragraph] = [_Paragraph()]
        self._waiting: list[_Paragraph] = []
        self._notes = 0
        self._grid, self._edges = Grid(1), list[int]()
        self._shape = list[int]()
        self._grounds: dict[int, dict[str, int]] = {}

    def add(self, text: str, seen: Seen) -> None:
        """Adds to the paragraph that is being written."""
        self._open[-1].pieces.append((text, seen))

    def hide(self, text: str) -> None:
        """``text`` stands behind what came last, and is not seen."""
        self._open[-1].pieces.append((text, None))

    def enter(self, place: Place) -> None:
        """A header, footer, note or text box begins."""
        if place is Place.TEXT_BOX:
            self.part()
        self._open.append(_Paragraph(place))

    def part(self) -> None:
        """Something hangs on this place of the paragraph, or what follows stands elsewhere in its line."""
        self._open[-1].anchors.append(len(self._open[-1].pieces))

    def leave(self) -> None:
        """It ends."""
        if self._open[-1].shows:
            self.end()
        if len(self._open) > 1:
            self._open.pop()

    def style(self, place: Place) -> None:
        """What the paragraph is, if nothing around it says so."""
        if self._open[-1].place in (Place.BODY, Place.HEADING, Place.LIST_ITEM, Place.TABLE_CELL):
            self._open[-1].place = place

    def plain(self) -> None:
        """The paragraph is no heading, list item or cell, and stands in its place."""
        self.style(Place.BODY)
        self._open[-1].framed = False

    def frame(self) -> None:
        """The paragraph stands in a frame, anywhere around what is below it."""
        self._open[-1].framed = True

    def note_number(self, place: Place | None) -> int:
        """The number that stands for a note: the next one in the text, the same again in the note."""
        self._notes += place is None
        return max(1, self._notes)

    def end(self, *, cell: bool = False, page: bool = False) -> None:
        """The paragraph ends; the next one is of its kind until it says otherwise."""
        done = self._open[-1]
        done.page = page
        if cell and done.place is Place.BODY:
            done.place = Place.TABLE_CELL
        if done.place is Place.TABLE_CELL:
            self._place(done, cell=cell)
        elif len(self._open) == 1:
            self._end_table()
        place = Place.BODY if done.place is Place.TABLE_CELL and cell else done.place
        self._open[-1] = _Paragraph(place, framed=done.framed)
        if done.place is Place.HEADER:
            self.headers.append(done)
        elif done.place is Place.FOOTER:
            self.footers.append(done)
        elif len(self._open) > 1:
            self._waiting.append(done)
        else:
            self.body.append(done)
            self.body += self._waiting
            self._waiting = []

    def _place(self, paragraph: _Paragraph, *, cell: bool) -> None:
        grid = self._grid
        if not grid.in_row:
            grid.begin_row()
            grid.column = 1
        paragraph.grid = grid
        paragraph.row, paragraph.column = grid.cell
        grid.column += cell

    def define(self, word: str, number: int | None) -> None:
        """What a file says of the cells of a row: where each ends, its colour, and which are one with others."""
        if word == "trowd":
            self._edges, self._grounds = [], {}
        elif word[2:] in SHADES:
            self._grounds.setdefault(len(self._edges) + 1, {})[word[2:]] = number or 0
        elif word == "cellx":
            self._edges.append(number or 0)
        else:
            self._grid.uneven = True

    @property
    def cell_ground(self) -> int:
        """The number of the colour behind the cell that is being written; 0 for none."""
        if self._grid.in_row:
            return shade(self._grounds.get(self._grid.column, {}))
        return shade(self._grounds.get(1, {})) if self._open[-1].place is Place.TABLE_CELL else 0

    def end_row(self) -> None:
        """A row of a table ends. Columns are known where all rows have the same, and a cell for each."""
        grid = self._grid
        self._shape = self._shape if grid.row > 1 else self._edges
        grid.uneven |= not self._edges or self._edges != self._shape or grid.column != len(self._edges) + 1
        grid.in_row = False

    def _end_table(self) -> None:
        """Text behind it; of a row that has not ended nobody knows the columns."""
        self._grid.uneven |= self._grid.in_row
        if self._grid.row:
            self._grid = Grid(self._grid.number + 1)

    def end_all(self) -> None:
        """The document ends, whatever is still open."""
        while len(self._open) > 1:
            self.leave()
        if self._open[-1].shows or self._waiting:
            self.end()
        self._end_table()


def written(story: Story, path: str, sha256: str, limits: Limits) -> Document:
    """The text with its pages, blocks, struck stretches and torn words; paragraphs without text are empty lines.

    Raises:
        TooLargeDocumentError: more pages than ``limits`` allow.

    """
    pieces: list[str] = []
    spans: list[tuple[Span, _Paragraph]] = []
    struck: list[Span] = []
    place = 0
    tears, scattered = Tears(), Scattered()
    around: object = None
    for paragraph in (*story.headers, *story.body, *story.footers):
        start = place
        cuts = []
        anchors = set(paragraph.anchors)
        for number, (text, seen) in enumerate(paragraph.pieces):
            cuts += [place] * (number in anchors)
            if seen is None:
                tears.hide(text)
                continue
            # Form feeds stand for pages alone, and halves of characters for nothing.
            shown = text.replace("\f", "\n").encode("utf-8", "replace").decode("utf-8")
            tears.see(shown, place, doubtful=seen.faint)
            pieces.append(shown)
            if seen.struck and shown.strip():
                struck.append(Span(place, place + len(shown)))
            place += len(shown)
        tears.end(place)
        spans.append((Span(start, place), paragraph))
        around = _go_on(scattered, around, paragraph)
        parts = [Span(*cut) for cut in pairwise((start, *cuts, place))]
        scattered.paragraph(parts, aside=paragraph.framed or paragraph.place is Place.TEXT_BOX)
        pieces.append("\f" if paragraph.page else "\n")
        place += 1
    tears.end(place)
    told = "".join(pieces)
    pages = split_pages(told, path, limits)
    shown_spans = [(span, paragraph) for whole, paragraph in spans if (span := trimmed(told, whole)).start < span.end]
    torn = (*tears.torn, *scattered.torn(told))
    blocks = tuple(_blocks(shown_spans, pages))
    return Document(path, sha256, Format.RTF, told, pages, blocks, tuple(joined(struck)), torn=torn)


def _go_on(scattered: Scattered, around: object, paragraph: _Paragraph) -> object:
    """What ``paragraph`` stands in that has paragraphs of its own, and ``around`` the one before: a table, a note."""
    own = paragraph.place if paragraph.place in (Place.HEADER, Place.FOOTER, Place.FOOTNOTE) else paragraph.grid
    within = around if paragraph.place is Place.TEXT_BOX else own
    if within is not around:
        if around is not None:
            scattered.end()
        if within is not None:
            scattered.begin()
    return within


def _blocks(spans: Sequence[tuple[Span, _Paragraph]], pages: Sequence[Page]) -> Iterator[Block]:
    page = 0
    for span, paragraph in spans:
        while page + 1 < len(pages) and pages[page + 1].span.start <= span.start:
            page += 1
        column = 0 if paragraph.grid is None or paragraph.grid.uneven else paragraph.column
        yield Block(span, page + 1, paragraph.place, paragraph.row, column)
