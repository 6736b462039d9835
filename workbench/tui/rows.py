# SPDX-License-Identifier: AGPL-3.0-or-later
"""A document as rows of the view: its paragraphs in the order of the text, and whatever stands between them.

Boxes seen on a page, and pages without a text to show, have rows too: they are decided about like paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.documents import Box, Document, Span, Visual
from workbench.documents.tears import trimmed
from workbench.redaction.intervals import merge, subtract
from workbench.redaction.model import Redaction, Unit
from workbench.structure.model import Analysis, Kind, Paragraph


# Lines of a letterhead, a title page or a table mean something by where they end.
_KEEPS_LINES = frozenset({Kind.FURNITURE, Kind.TITLE, Kind.TABLE_CELL})

_STYLES = {"black": "black", "grey": "grey", "color": "coloured", "frame": "framed"}


@dataclass(frozen=True, slots=True)
class Row:
    """What the view shows as one paragraph. ``paragraph`` is None for text that belongs to none.

    A row with a ``caption`` holds no text: it stands for a ``box`` on the page, or for all of the page. Its span is
    empty, and says only where it stands.
    """

    spans: tuple[Span, ...]
    page: int
    paragraph: Paragraph | None
    caption: str = ""
    box: Box | None = None

    @property
    def is_furniture(self) -> bool:
        """Whether it is a page header, footer and the like, which has no mark of its own."""
        return self.paragraph is None or self.paragraph.kind is Kind.FURNITURE

    @property
    def keeps_lines(self) -> bool:
        """Whether its line breaks are shown, rather than its text set anew."""
        return self.paragraph is None or self.paragraph.kind in _KEEPS_LINES

    @property
    def is_page(self) -> bool:
        """Whether it stands for a page."""
        return bool(self.caption) and self.box is None

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is shown: text of the document from ``start``, or a label (``start`` is None)."""

    text: str
    start: int | None


def rows_of(analysis: Analysis) -> tuple[Row, ...]:
    """Every character of the document that is not white space, in exactly one row (fail closed: nothing unseen)."""
    rows = [Row(p.spans, p.page, p) for p in analysis.paragraphs if p.spans]
    document = analysis.document
    covered = merge(span for row in rows for span in row.spans)
    gaps = (trimmed(document.text, gap) for gap in subtract(Span(0, len(document.text)), covered))
    rows += [Row((gap,), document.page_at(gap.start), None) for gap in gaps if gap.start < gap.end]
    rows += [*map(_box_row, document.visual), *_page_rows(document)]
    return tuple(sorted(rows, key=lambda row: row.spans))


def _box_row(visual: Visual) -> Row:
    box = visual.box
    width, height, top = ((points / 72) for points in (box.x1 - box.x0, box.y1 - box.y0, box.y0))
    size = f"{width:.1f} × {height:.1f} in, {top:.1f} in below the top of the page"
    name = _STYLES.get(visual.style, visual.style)
    return Row((Span(visual.offset, visual.offset),), box.page, None, f"{name} box: {size}", box)


def _page_rows(document: Document) -> Iterator[Row]:
    for page in document.pages:
        place = (Span(page.span.start, page.span.start),)
        if page.number in document.unread:
            yield Row(place, page.number, None, "page with a picture that nobody has read")
        elif page.width and not document.text[page.span.start : page.span.end].strip():
            yield Row(place, page.number, None, "page without text")


Stretches = Sequence[tuple[int, int]]
"""Where text of a row begins, and the row: a paragraph that a page break cuts begins several times."""


def stretches_of(rows: Sequence[Row]) -> Stretches:
    """Those of all rows with text, in order; where no page has any, where its row stands."""
    text = sorted((span.start, at) for at, row in enumerate(rows) if not row.caption for span in row.spans)
    return text or [(row.start, at) for at, row in enumerate(rows)]


def row_at(stretches: Stretches, offset: int) -> int:
    """The index of the row that holds the character at ``offset``, or the nearest before it."""
    return stretches[max(0, bisect_right(stretches, offset, key=lambda begun: begun[0]) - 1)][1] if stretches else 0


def beside(found: Sequence[int], row: int, by: int) -> int | None:
    """The next of ``found``, in order, after ``row`` (before it: ``by`` is -1); on from the other end."""
    if not found:
        return None
    return found[bisect_right(found, row) % len(found) if by > 0 else bisect_left(found, row) - 1]


def withheld_rows(rows: Sequence[Row], by_policy: Sequence[Redaction]) -> frozenset[int]:
    """The rows that the policy withholds: marked or unmarked paragraphs, text that is in none, pages nobody read."""
    paragraphs = {r.paragraph for r in by_policy if r.unit is Unit.PARAGRAPH}
    pages = {r.page for r in by_policy if r.unit is Unit.PAGE}
    stretches = stretches_of(rows)
    strays = (row_at(stretches, r.spans[0].start) for r in by_policy if r.paragraph is None and r.unit is not Unit.PAGE)
    found = {
        index
        for index, row in enumerate(rows)
        if (row.paragraph and row.paragraph.id in paragraphs) or (row.is_page and row.page in pages)
    }
    return frozenset(found | {row for row in strays if rows and rows[row].paragraph is None})


def text_of(text: str, row: Row) -> str:
    """The row's own text as one string, or its caption."""
    return row.caption or "\n".join(text[start:end] for start, end in row.spans)


def preview_of(text: str, row: Row, withheld: Sequence[tuple[Span, str]]) -> list[Piece]:
    """The row's own text, its parts as a page break leaves them, labels for the ``withheld`` spans (in order).

    An empty label stands for a further part of a redaction whose label was already given.
    """
    pieces: list[Piece] = []
    for span in row.spans:
        pieces += [Piece("\n", None)] if pieces else []
        at = span.start
        for gone, label in withheld:
            if gone.end <= at or gone.start >= span.end:
                continue
            if gone.start > at:
                pieces.append(Piece(text[at : gone.start], at))
            pieces.append(Piece(label, None))
            at = min(gone.end, span.end)
        if at < span.end:
            pieces.append(Piece(text[at : span.end], at))
    return pieces


def labels_of(redactions: Sequence[Redaction]) -> list[tuple[Span, str]]:
    """Every withheld span in order, with its label; only the first span of a redaction carries it."""
    return sorted((span, r.label if at == 0 else "") for r in redactions for at, span in enumerate(r.spans))


def captions_of(redactions: Sequence[Redaction]) -> dict[Box | int, str]:
    """The labels of boxes, and of pages by their number, that are withheld as a whole."""
    boxes: dict[Box | int, str] = {r.area: r.label for r in redactions if r.area}
    return boxes | {r.page: r.label for r in redactions if r.unit is Unit.PAGE}
