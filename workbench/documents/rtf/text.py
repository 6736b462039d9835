# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paragraphs of an RTF document as they are read, and the one text made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.documents.limits import Limits
from workbench.documents.model import Block, Page, Place, Span
from workbench.documents.text import split_pages


@dataclass(slots=True)
class _Paragraph:
    """Pieces of text with whether they are struck; ``page`` where a page ends behind it; ``row`` as in ``Block``."""

    place: Place = Place.BODY
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    page: bool = False
    row: int = 0


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
        self._row = 1

    def add(self, text: str, *, struck: bool) -> None:
        """Adds to the paragraph that is being written."""
        self._open[-1].pieces.append((text, struck))

    def enter(self, place: Place) -> None:
        """A header, footer, note or text box begins."""
        self._open.append(_Paragraph(place))

    def leave(self) -> None:
        """It ends."""
        if self._open[-1].pieces:
            self.end()
        if len(self._open) > 1:
            self._open.pop()

    def style(self, place: Place) -> None:
        """What the paragraph is, if nothing around it says so."""
        if self._open[-1].place in (Place.BODY, Place.HEADING, Place.LIST_ITEM, Place.TABLE_CELL):
            self._open[-1].place = place

    def plain(self) -> None:
        """The paragraph is no heading, list item or cell."""
        self.style(Place.BODY)

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
        done.row = self._row if done.place is Place.TABLE_CELL else 0
        self._open[-1] = _Paragraph(Place.BODY if done.place is Place.TABLE_CELL and cell else done.place)
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

    def end_row(self) -> None:
        """A row of a table ends."""
        self._row += 1

    def end_all(self) -> None:
        """The document ends, whatever is still open."""
        while len(self._open) > 1:
            self.leave()
        if self._open[-1].pieces or self._waiting:
            self.end()


def written(
    story: Story, path: str, limits: Limits
) -> tuple[str, tuple[Page, ...], tuple[Block, ...], tuple[Span, ...]]:
    """The text with its pages, blocks and struck stretches; paragraphs without text are empty lines.

    Raises:
        TooLargeDocumentError: more pages than ``limits`` allow.

    """
    pieces: list[str] = []
    blocks: list[tuple[Span, Place, int]] = []
    struck: list[Span] = []
    place = 0
    for paragraph in (*story.headers, *story.body, *story.footers):
        start = place
        for text, is_struck in paragraph.pieces:
            shown = _valid(text)
            pieces.append(shown)
            if is_struck and shown.strip():
                struck.append(Span(place, place + len(shown)))
            place += len(shown)
        whole = "".join(pieces[len(pieces) - len(paragraph.pieces) :]) if paragraph.pieces else ""
        if whole.strip():
            first = start + len(whole) - len(whole.lstrip())
            blocks.append((Span(first, start + len(whole.rstrip())), paragraph.place, paragraph.row))
        end = "\f" if paragraph.page else "\n"
        pieces.append(end)
        place += 1
    joined = "".join(pieces)
    pages = split_pages(joined, path, limits)
    starts = [page.span.start for page in pages]
    return joined, pages, tuple(_blocks(blocks, starts)), tuple(_joined(struck))


def _valid(text: str) -> str:
    """Without form feeds, which stand for pages alone, and without halves of characters."""
    return text.replace("\f", "\n").encode("utf-8", "replace").decode("utf-8")


def _blocks(blocks: list[tuple[Span, Place, int]], starts: list[int]) -> list[Block]:
    found, page = [], 0
    for span, place, row in blocks:
        while page + 1 < len(starts) and starts[page + 1] <= span.start:
            page += 1
        found.append(Block(span, page + 1, place, row))
    return found


def _joined(spans: list[Span]) -> list[Span]:
    """Stretches that touch as one: every run of characters comes by itself."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
