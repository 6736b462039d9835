# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts: the redactions of a plan before each has its label, and how they are kept from overlapping.

Some follow the page, not the text: pages and boxes a reviewer withheld, pages that nobody could read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.documents import Box, Span
from workbench.documents.tears import trimmed
from workbench.redaction.decisions import Ruling
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.model import Action, Unit
from workbench.redaction.places import page_text, place_of
from workbench.redaction.policy import Policy
from workbench.redaction.verdicts import unmarked_verdict
from workbench.structure.model import Analysis


@dataclass(frozen=True, slots=True)
class Cut:
    """A redaction before it has its label. ``area`` is a box withheld as a whole, ``page`` where that is told."""

    unit: Unit
    spans: tuple[Span, ...]
    why: str
    code: str | None = None
    reason: str = ""
    paragraph: str | None = None
    area: Box | None = None
    page: int | None = None


def taken_by(cuts: Iterable[Cut]) -> list[Span]:
    """What ``cuts`` withhold, in order and separate."""
    return merge(span for cut in cuts for span in cut.spans)


def outside(analysis: Analysis, wanted: Iterable[Cut], taken: Sequence[Span]) -> Iterator[Cut]:
    """What of ``wanted`` (one span each) is not withheld already, each with the paragraph it lies in."""
    owners = sorted((span, paragraph.id) for paragraph in analysis.paragraphs for span in paragraph.spans)
    spans = [span for span, _ in owners]
    for cut in _joined(wanted):
        for left in subtract(cut.spans[0], taken):
            piece = trimmed(analysis.document.text, left)
            if piece.start < piece.end:
                inside = overlapping(spans, piece)
                owner = owners[bisect_left(spans, inside[0])][1] if inside else None
                yield replace(cut, spans=(piece,), paragraph=owner)


def _joined(wanted: Iterable[Cut]) -> list[Cut]:
    """Overlapping ones as one, under the first code there is."""
    joined: list[Cut] = []
    for cut in sorted(wanted, key=lambda c: c.spans):
        if joined and cut.spans[0].start < joined[-1].spans[0].end:
            first = joined[-1]
            end = max(cut.spans[0].end, first.spans[0].end)
            joined[-1] = replace(first, spans=(Span(first.spans[0].start, end),), code=first.code or cut.code)
        else:
            joined.append(cut)
    return joined


UNREAD = "page whose text could not be read"


def decided_pages(analysis: Analysis, ruling: Ruling) -> Iterator[Cut]:
    """Whole pages that a reviewer withheld: nothing of them is shown, whatever else was decided about words there."""
    for number, decision in sorted(ruling.pages.items()):
        if decision.action is Action.WITHHOLD and 1 <= number <= len(analysis.document.pages):
            span = page_text(analysis.document, number)
            yield Cut(Unit.PAGE, (span,), "decision", decision.code, decision.reason, page=number)


def decided_areas(analysis: Analysis, ruling: Ruling, cuts: Iterable[Cut]) -> Iterator[Cut]:
    """Boxes that a reviewer withheld, each one redaction with all the words it touches that no cut holds already."""
    document, taken = analysis.document, taken_by(cuts)
    pages = {cut.page for cut in cuts if cut.unit is Unit.PAGE}
    for decision in ruling.areas:
        held = merge(span for span, holder in ruling.held if holder is decision)
        left = (trimmed(document.text, piece) for span in held for piece in subtract(span, taken))
        spans = tuple(span for span in left if span.start < span.end)
        if decision.box and decision.box.page not in pages:
            where = spans or (place_of(document, decision.box),)
            made = Cut(Unit.TEXT, where, "decision", decision.code, decision.reason, area=decision.box)
            yield replace(made, page=decision.box.page)


def unread_pages(analysis: Analysis, policy: Policy, ruling: Ruling) -> Iterator[Cut]:
    """Pages that nobody could read, and in a classified document those in whose picture an engine read nothing.

    A picture of a page may be of a marked one, whatever the other pages say: it is withheld unless a release stamp
    accounts for the document, or a reviewer decided about the page.
    """
    if not policy.unmarked.withhold or analysis.overall.released:
        return
    why, unmarked = f"policy:{policy.name}", unmarked_verdict(policy, analysis)
    code = (unmarked if unmarked.withhold else policy.unmarked).code
    document = analysis.document
    for page in document.pages:
        # One that shows nothing at all is blank: no reader has it among the unread.
        empty = page.recognised and not document.text[page.span.start : page.span.end].strip()
        unread = page.number in document.unread or (empty and unmarked.withhold)
        if unread and page.number not in ruling.pages:
            yield Cut(Unit.PAGE, (Span(page.span.start, page.span.start),), why, code, UNREAD, page=page.number)


def outside_of(cuts: Iterable[Cut], pages: Iterable[Cut]) -> Iterator[Cut]:
    """What of ``cuts`` does not lie on a page that is withheld as a whole."""
    taken = taken_by(pages)
    for cut in cuts:
        spans = tuple(left for span in cut.spans for left in subtract(span, taken)) if taken else cut.spans
        if spans:
            yield replace(cut, spans=spans)
