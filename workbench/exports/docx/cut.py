# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting the runs of a DOCX along a plan: which characters are kept, struck or withheld."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbench.documents import Span
from workbench.documents.docx.model import Run
from workbench.exports.fragments import Show, Teller
from workbench.redaction.intervals import common, overlapping
from workbench.redaction.model import Plan, Redaction


class Cut(NamedTuple):
    """A stretch of one run. ``first`` is True where the stretch is the first of its redaction to be written."""

    text: str
    span: Span
    redaction: Redaction | None
    cancelled: bool
    first: bool = False


class Cutter:
    """Cuts runs in the order of the text; asks of each redaction only once where its label goes."""

    def __init__(self, plan: Plan) -> None:
        """``plan`` decides."""
        self._teller = Teller(plan)
        self._spans = self._teller.spans
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
        for show, stretch, _, redaction in self._teller.tell(run.span):
            for span in common((stretch,), run.span):
                text = run.text[span.start - run.span.start : span.end - run.span.start]
                first = redaction is not None and self._is_first(redaction)
                yield Cut(text, span, redaction, show is Show.STRUCK, first)

    def _is_first(self, redaction: Redaction) -> bool:
        first = id(redaction) not in self._labelled
        self._labelled.add(id(redaction))
        return first
