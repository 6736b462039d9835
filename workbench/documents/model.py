# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a document is once it has been read: one text, and where every stretch of it lies."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.core.findings import Finding
from workbench.documents.line_numbers import LineNumber, line_numbers


if TYPE_CHECKING:
    from workbench.documents.words import Line


class Format(StrEnum):
    """What a file is, by its content."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EML = "eml"
    RTF = "rtf"


class Span(NamedTuple):
    """``text[start:end]``, counted in Unicode characters of the document's text."""

    start: int
    end: int


class Box(NamedTuple):
    """A rectangle on a page (counted from 1), in PDF points as a reader sees the page, origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def as_json(self) -> dict[str, Any]:
        """The box object of the command-line contract."""
        return {"page": self.page, "bbox": [round(v, 2) for v in self[1:]]}

    def union(self, other: Box) -> Box:
        """The smallest box around both; both lie on one page."""
        return Box(
            self.page, min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


class Place(StrEnum):
    """What the file itself says a block is. The reading of plain text says nothing but BODY."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"


ROWS_OF_A_TABLE = 1_000_000
"""More than any table has: a row is told by one number, and those of two tables never follow each other."""


class Block(NamedTuple):
    """A paragraph as the file has it: a paragraph of a DOCX, a block of lines of a PDF page.

    Plain text has no blocks; which of its lines make a paragraph is for ``workbench.structure`` to say. ``row`` is that
    of a table it stands in, from 1, and the number of the table times ``ROWS_OF_A_TABLE``; ``column`` is its column,
    from 1. Both are 0 outside of tables and where nobody knows, as in cells over several columns.
    """

    span: Span
    page: int
    place: Place
    row: int = 0
    column: int = 0


class Visual(NamedTuple):
    """A redaction box seen on a page; ``style`` is black, grey, color or frame (white with an outline).

    ``offset`` is where in the text a reader meets it.
    """

    box: Box
    style: str
    offset: int


class Recognised(NamedTuple):
    """That the text of a page was recognised in its picture, and how the picture lay.

    ``engine`` is rapidocr or tesseract; ``turn`` (0, 90, 180 or 270 degrees clockwise) and ``skew`` (a few degrees,
    clockwise) are how the lines of print are turned on the page; ``confidence`` is the mean over words, 0 to 1.
    """

    engine: str
    confidence: float
    turn: int = 0
    skew: float = 0.0


class TextVersion(NamedTuple):
    """Which text offsets count characters of: its SHA-256, and the OCR engine that read pages of it.

    Both are empty where they are not known; ``engine`` is empty too where no page was recognised in its picture.
    """

    text: str = ""
    engine: str = ""

    def fits(self, other: TextVersion) -> bool:
        """Whether offsets into the one text are offsets into the other, as far as is known."""
        return self.text == other.text or not (self.text and other.text)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its stretch of the text, its size in points (0 for text), its lines in order.

    ``recognised`` where its text was read from its picture, ``layered`` where somebody else's OCR may have done that:
    a picture is most of the page, and words are set behind or over it.
    """

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0
    lines: Sequence[Line] = ()
    recognised: Recognised | None = None
    layered: bool = False

    def lines_at(self, span: Span) -> Sequence[Line]:
        """The lines that share a character with ``span``, or that it stands in where it is empty."""
        from workbench.documents.words import touched

        return touched(self.lines, span)


class Torn(NamedTuple):
    """Part of a line that is read otherwise than the text has it: ``span`` is what the text has of ``line[start:end]``.

    The rest of a word is cut off by a clip or by the edge of the page, or covered; or a style sheet sets its pieces in
    another order.
    """

    span: Span
    line: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: one text, and where every stretch of it lies. All offsets count characters of ``text``.

    Attributes:
        path: what messages call it; ``-`` for standard input.
        sha256: of its bytes, in hexadecimal.
        format: what it is, by its content.
        text: all of its text, in reading order; of a text file the decoded file, unchanged.
        pages: its pages; a format without pages has one.
        blocks: its paragraphs as the file has them; none for plain text.
        struck: stretches shown struck through, without the ``~~`` around them.
        encoding: the codec of a text file, with which a fix can be written back.
        findings: what the reader could not understand, and what a person cannot see (hidden text, revisions...).
        visual: the redaction boxes drawn on its pages.
        unread: the numbers of the pages that are pictures nobody has read.
        unsure: words that OCR may have misread.
        torn: words of which only a part is seen.
        printed: whether some page has lines of print, and so boxes.

    """

    path: str
    sha256: str
    format: Format
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = ()
    struck: tuple[Span, ...] = ()
    encoding: str = "utf-8"
    findings: tuple[Finding, ...] = ()
    visual: tuple[Visual, ...] = ()
    unread: tuple[int, ...] = ()
    unsure: tuple[Span, ...] = ()
    torn: tuple[Torn, ...] = ()
    printed: bool = field(default=False, init=False, repr=False, compare=False)
    _starts: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    _struck_from: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    _struck_to: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    _line_numbers: list[LineNumber] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(page.span.start for page in self.pages))
        object.__setattr__(self, "printed", any(page.lines for page in self.pages))
        # How far what is struck reaches that begins no later: one may lie inside another, and thousands are looked up.
        reaching = sorted(self.struck)
        object.__setattr__(self, "_struck_from", tuple(span.start for span in reaching))
        object.__setattr__(self, "_struck_to", tuple(accumulate((span.end for span in reaching), max)))

    @property
    def reading(self) -> TextVersion:
        """What decisions and records about this text are tied to. Another version or engine may read another one."""
        text = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return TextVersion(text, ", ".join(sorted({page.recognised.engine for page in self.pages if page.recognised})))

    @property
    def line_numbers(self) -> list[LineNumber]:
        """The numbers of its lines in the margin, looked for when first asked."""
        if self._line_numbers is None:
            object.__setattr__(self, "_line_numbers", line_numbers(self.text))
        return self._line_numbers or []

    def page_at(self, offset: int) -> int:
        """The number of the page on which the character at ``offset`` stands."""
        return max(1, bisect_right(self._starts, offset))

    def is_struck(self, span: Span) -> bool:
        """Whether all of ``span`` is shown struck through."""
        at = bisect_right(self._struck_from, span.start) - 1
        return at >= 0 and span.end <= self._struck_to[at]

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """One box for each line of print that ``span`` touches, around its words there; none for plain text."""
        from workbench.documents.words import around

        first, last = self.page_at(span.start), self.page_at(max(span.start, span.end - 1))
        lines = (line for page in self.pages[first - 1 : last] for line in page.lines_at(span))
        return tuple(filter(None, (around(line.words, span) for line in lines)))
