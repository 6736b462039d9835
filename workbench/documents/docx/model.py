# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Word document shows, as a tree: what the reader makes and both DOCX writers work from.

Only what a reader of the printed document sees is in it. Hidden and deleted text, field codes, comments and
properties are counted in ``Tree.findings`` and go no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.findings import Finding
from workbench.documents.model import Place, Span, Torn


class Align(StrEnum):
    """How the lines of a paragraph stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


class Script(StrEnum):
    """Where a run stands against the line."""

    NORMAL = "baseline"
    SUPER = "superscript"
    SUB = "subscript"


@dataclass(frozen=True, slots=True)
class Look:
    """The formatting that is kept. ``size`` is in points, None where it is the document's own.

    ``font`` and ``language`` (a tag such as ``en-US``) are as the file has them: text that anybody may have put there.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    size: float | None = None
    script: Script = Script.NORMAL
    font: str = ""
    language: str = ""


SINGLE = 240
"""``Spacing.line`` of single-spaced lines."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a paragraph stands, in twentieths of a point: indents, and the room ``before`` and ``after`` it.

    ``first`` is what its first line is indented more than the others (less, where negative); ``line`` the distance of
    its lines, in 240ths of single spacing. ``joined``: no room between it and its like. ``leftward``: it begins at the
    right, as Arabic and Hebrew do.
    """

    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    line: int = SINGLE
    joined: bool = False
    leftward: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    r"""``tree.text[span] == text``, set in one look.

    ``\n`` is a line break, ``\f`` a page break, ``\t`` a tab. ``thing`` names what stands there instead of text
    (``picture``, ``chart``...), with an empty span. ``field`` is the name of the field that counted the text (``PAGE``,
    ``NUMPAGES``, ``PAGEREF``...): it tells how long the document is.
    """

    text: str
    span: Span
    look: Look = Look()
    thing: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``level`` is a heading's (from 1) or a list item's (from 0), whose label is part of the text."""

    runs: tuple[Run, ...]
    span: Span
    place: Place = Place.BODY
    level: int = 0
    align: Align = Align.LEFT
    page_break_before: bool = False
    spacing: Spacing = Spacing()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``columns`` columns; ``merged`` where it continues the cell above and shows nothing."""

    items: tuple[Item, ...]
    columns: int = 1
    merged: bool = False
    merge_start: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``before`` and ``after`` are grid columns left free at its ends."""

    cells: tuple[Cell, ...]
    before: int = 0
    after: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``columns`` is the width of its grid, ``widths`` those of its columns in twentieths of a point.

    Word may have fitted ``widths`` to what stands in the cells. ``ruled`` is whether it has any lines.
    """

    rows: tuple[Row, ...]
    columns: int
    widths: tuple[int, ...] = ()
    ruled: bool = True


Item = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Story:
    """A header or footer; ``use`` is ``default``, ``first`` or ``even``."""

    use: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper and its margins, in twentieths of a point; 0 by 0 where the file does not say. Columns of print."""

    width: int = 0
    height: int = 0
    top: int = 1440
    right: int = 1440
    bottom: int = 1440
    left: int = 1440
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its headers, then its body, the notes called in it, its footers, in the order of the text.

    A header that goes on from the section before stands there only. ``new_page`` is False for a continuous section.
    """

    headers: tuple[Story, ...]
    items: tuple[Item, ...]
    notes: tuple[Item, ...]
    footers: tuple[Story, ...]
    landscape: bool = False
    new_page: bool = True
    sheet: Sheet = Sheet()

    def groups(self) -> Iterator[tuple[Item, ...]]:
        """Its stretches of items, in the order of the text."""
        yield from (story.items for story in self.headers)
        yield self.items
        yield self.notes
        yield from (story.items for story in self.footers)


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole document. ``page_starts`` are the offsets at which pages begin, 0 the first of them.

    ``base`` is the look of text for which nothing is said, ``torn`` are words of which a part is not shown.
    """

    text: str
    sections: tuple[Section, ...]
    page_starts: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    base: Look = Look()
    torn: tuple[Torn, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, also those in tables, in the order of the text."""
        for section in self.sections:
            for items in section.groups():
                yield from paragraphs_of(items)


def paragraphs_of(items: Iterable[Item]) -> Iterator[Paragraph]:
    """The paragraphs of ``items``, those in tables with them."""
    for item in items:
        if isinstance(item, Paragraph):
            yield item
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from paragraphs_of(cell.items)
