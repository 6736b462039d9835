# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a paragraph of a copy is: what its file says, and of one that is withheld in part never what its length says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from workbench.documents import Place, Span
from workbench.redaction.intervals import merge, overlapping
from workbench.redaction.model import Plan
from workbench.structure.model import Kind, Paragraph


_SAID = (Place.TITLE, Place.HEADING)


class Kinds:
    """The kinds of the paragraphs of a plan, as a copy may show them."""

    def __init__(self, plan: Plan) -> None:
        self._text, self._blocks = plan.analysis.document.text, plan.analysis.document.blocks
        self._withheld = merge(plan.withheld())

    def of(self, paragraph: Paragraph) -> Kind:
        """Its kind, but body text where its length and end made a heading of it and some of it is withheld."""
        by_words = paragraph.kind in (Kind.TITLE, Kind.HEADING) and not self._is_said(paragraph.spans[0].start)
        return Kind.BODY if by_words and self._is_touched(paragraph.spans) else paragraph.kind

    def _is_said(self, start: int) -> bool:
        return start in self._said or self._text.startswith("#", start)

    def _is_touched(self, spans: Sequence[Span]) -> bool:
        return any(overlapping(self._withheld, span) for span in spans)

    @cached_property
    def _said(self) -> frozenset[int]:
        return frozenset(block.span.start for block in self._blocks if block.place in _SAID)
