# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of a copy that stand where the original shows them, judged open there.

A copy that looks like its original may be read otherwise than it: what told the cells of a table apart went with what
was withheld from them. That a word is the one judged, its place on the page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workbench.documents import Box, Document, Span
from workbench.redaction.folding import skeleton
from workbench.redaction.model import Plan, Redaction


_NEAR = 2.0  # points: other type has other widths


class _Open(NamedTuple):
    box: Box
    letters: str

    def shows(self, box: Box, letters: str) -> bool:
        """Whether the word in ``box`` is this one, or a piece of it."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        own = self.box
        inside = own.x0 - _NEAR <= x <= own.x1 + _NEAR and own.y0 - _NEAR <= y <= own.y1 + _NEAR
        return inside and letters in self.letters


class OpenPlaces:
    """The places of the words in ``spans`` of the original that ``plan`` is of; of its labels the words alone."""

    def __init__(self, plan: Plan, spans: Iterable[Span]) -> None:
        self._words: dict[int, list[_Open]] = {}
        for box, letters in (found for span in spans for found in _words(plan.analysis.document, span)):
            self._words.setdefault(box.page, []).append(_Open(box, letters))
        self._labels = {skeleton(word) for redaction in plan.redactions for word in redaction.label.split()}

    def hold(self, copy: Document, redaction: Redaction) -> bool:
        """Whether nothing but labels and such words stands in what a policy would withhold of ``copy``."""
        found = [word for span in redaction.spans for word in _words(copy, span)]
        return bool(found) and all(self._is_known(box, letters) for box, letters in found)

    def _is_known(self, box: Box, letters: str) -> bool:
        if not letters or letters in self._labels:
            return True
        return any(word.shows(box, letters) for word in self._words.get(box.page, ()))


def _words(document: Document, span: Span) -> Iterator[tuple[Box, str]]:
    """The words that share a character with ``span``, each with its box and its letters in the span.

    Not all its letters: of a number behind which a kept full stop stands, the stop alone is open.
    """
    last = document.page_at(max(span.start, span.end - 1))
    for page in document.pages[document.page_at(span.start) - 1 : last]:
        for line in page.lines_at(span):
            for start, end, box in line.words:
                if start < span.end and end > span.start:
                    yield box, skeleton(document.text[max(start, span.start) : min(end, span.end)])
