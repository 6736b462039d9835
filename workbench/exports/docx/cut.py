# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting the runs of a DOCX along a plan: which characters are kept, struck or withheld."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from workbench.documents import Span
from workbench.documents.docx.model import Run
from workbench.redaction.intervals import overlapping
from workbench.redaction.model import Plan, Redaction


class Cut(NamedTuple):
    """A stretch of one run. ``first`` is True where the stretch is the first of its redaction to be written."""

    run: Run
    text: str
    span: Span
    redaction: Redaction | None
    cancelled: bool
    first: bool = False


class Cutter:
    """Cuts runs in the order of the text; asks of each redaction only once where its label goes."""

    def __init__(self, plan: Plan) -> None:
        """``plan`` decides."""
        cuts = sorted((span, i) for i, r in enumerate(plan.redactions) for span in r.spans if span.start < span.end)
        self._plan = plan
        self._spans = [span for span, _ in cuts]
        self._redactions = {span: plan.redactions[i] for span, i in cuts}
        self._cancelled = sorted(plan.cancelled)
        self._labelled: set[int] = set()

    def withholds(self, offset: int) -> bool:
        """Whether a thing without text at ``offset`` lies in what is withheld, or at its edge."""
        return any(s.start <= offset <= s.end for s in overlapping(self._spans, Span(offset - 1, offset + 1)))

    def touches(self, span: Span) -> bool:
        """Whether any of ``span`` is withheld."""
        return bool(overlapping(self._spans, span))

    def swallows(self, offset: int) -> bool:
        """Whether ``offset`` lies inside of what is withheld, not at its edge."""
        return any(s.start < offset < s.end for s in overlapping(self._spans, Span(offset, offset + 1)))

    def cut(self, run: Run) -> Iterator[Cut]:
        """The stretches of ``run``, in order, without the empty ones."""
        edges = {run.span.start, run.span.end}
        withheld, cancelled = overlapping(self._spans, run.span), overlapping(self._cancelled, run.span)
        for span in (*withheld, *cancelled):
            edges.update(edge for edge in span if run.span.start < edge < run.span.end)
        places = sorted(edges)
        for start, end in pairwise(places):
            span = Span(start, end)
            text = run.text[start - run.span.start : end - run.span.start]
            struck = any(s.start <= start and end <= s.end for s in cancelled)
            redaction = next((self._redactions[s] for s in withheld if s.start <= start and end <= s.end), None)
            yield Cut(run, text, span, redaction, struck, redaction is not None and self._is_first(redaction))

    def _is_first(self, redaction: Redaction) -> bool:
        first = id(redaction) not in self._labelled
        self._labelled.add(id(redaction))
        return first
