# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts: the redactions of a plan before each has its label, and how they are kept from overlapping."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.documents import Box, Span
from workbench.redaction.intervals import merge, overlapping, subtract, trimmed
from workbench.redaction.model import Unit
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
