# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages and boxes that a reviewer decided about: what of the text they hold, and whether there are such places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.core.errors import UsageError
from workbench.documents import Box, Document, Format, Span
from workbench.documents.tears import trimmed
from workbench.redaction.model import Action, Decision
from workbench.structure.model import Analysis


_PAGED = (Format.PDF, Format.TEXT, Format.MARKDOWN)
# The share of a line's height that holds no letters at either edge; much less than a descender takes.
_BLANK = 0.1


class PlaceError(UsageError):
    """A decision about a place that the document does not have."""


def check_places(analysis: Analysis, decisions: Iterable[Decision]) -> None:
    """Makes sure that every decision on the document is about a place it has: none may come to nothing unsaid.

    Raises:
        PlaceError: there is no such page, box, paragraph or stretch of text; names it.

    """
    document = analysis.document
    known = {paragraph.id for paragraph in analysis.paragraphs}
    for decision in decisions:
        if decision.sha256 != document.sha256:
            continue
        if why := next(_wrong(document, decision, known), None):
            raise PlaceError(f"a decision is about {why}")


def _wrong(document: Document, decision: Decision, known: set[str]) -> Iterator[str]:
    page = decision.box.page if decision.box else decision.page
    if decision.box and document.format is not Format.PDF:
        yield "a box, and only a PDF has places to measure"
    if decision.action is Action.DISMISS and not decision.box:
        yield "something other than a box, which alone can be dismissed as no redaction"
    if page is not None and not has_pages(document):
        yield "a page, and only PDF and text have pages of their own"
    if page is not None and not 1 <= page <= len(document.pages):
        yield f"page {page}, and there are {len(document.pages)}"
    if decision.box and not _meets(decision.box, _whole(document, decision.box.page)):
        yield f"a box that lies outside of page {page}"
    if page is None and not decision.spans and decision.paragraph not in known:
        yield f"paragraph {decision.paragraph!r}, and there is none of that name"
    if any(not 0 <= start < end <= len(document.text) for start, end in decision.spans):
        yield "a stretch of text that lies outside of it"


def has_pages(document: Document) -> bool:
    """Whether it has pages of its own, that can be decided about; those of a DOCX are made by whoever prints it."""
    return document.format in _PAGED


def page_text(document: Document, number: int) -> Span:
    """What stands on a page, without the white space around it; empty, where the page begins, if nothing does."""
    page = document.pages[number - 1].span
    text = trimmed(document.text, page)
    return text if text.start < text.end else Span(page.start, page.start)


def words_in(document: Document, box: Box) -> list[Span]:
    """The words of the page that ``box`` touches, those that follow on each other as one stretch."""
    spans: list[Span] = []
    for line in document.pages[box.page - 1].lines:
        for word in line.words:
            if not _touches(box, word.box):
                continue
            between = document.text[spans[-1].end : word.start] if spans else "."
            if between.isspace() or not between:
                spans[-1] = Span(spans[-1].start, word.end)
            else:
                spans.append(Span(word.start, word.end))
    return spans


def place_of(document: Document, box: Box) -> Span:
    """Where in the text a reader meets a box that holds none of it: before the first line that lies below its top."""
    page = document.pages[box.page - 1]
    start = next((line.span.start for line in page.lines if line.box.y0 >= box.y0), page_text(document, box.page).end)
    return Span(start, start)


def _whole(document: Document, number: int) -> Box:
    page = document.pages[number - 1]
    return Box(number, 0.0, 0.0, page.width, page.height)


def _touches(box: Box, word: Box) -> bool:
    """Whether ``box`` reaches into a word, and not only into the blank above or below its letters.

    A word's box is as high as its line: one drawn around the line above it reaches a hair into it, and took half of the
    next line along.
    """
    height = min(box.y1, word.y1) - max(box.y0, word.y0)
    return _meets(box, word) and height > _BLANK * min(box.y1 - box.y0, word.y1 - word.y0)


def _meets(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
