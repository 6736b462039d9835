# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of a copy that stand where the original shows them, judged open there.

A copy that looks like its original may be read otherwise than it: what told the cells of a table apart went with what
was withheld from them. That a word is the one judged, its place on the page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.documents import Box, Document, Span
from workbench.redaction.folding import skeleton
from workbench.redaction.model import Plan, Redaction


_NEAR = 2.0  # points: other type has other widths


class _Word(NamedTuple):
    box: Box
    letters: str
    span: Span

    def shows(self, other: _Word) -> bool:
        """Whether the other is this one, or a piece of it, in the same place of the page."""
        box, own = other.box, self.box
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        inside = own.x0 - _NEAR <= x <= own.x1 + _NEAR and own.y0 - _NEAR <= y <= own.y1 + _NEAR
        return inside and other.letters in self.letters


class OpenPlaces:
    """The places of the words in ``spans`` of the original that ``plan`` is of; of its labels the words alone."""

    def __init__(self, plan: Plan, spans: Iterable[Span]) -> None:
        self._words: dict[int, list[_Word]] = {}
        for word in (found for span in spans for found in _words(plan.analysis.document, span)):
            self._words.setdefault(word.box.page, []).append(word)
        self._labels = {skeleton(word) for redaction in plan.redactions for word in redaction.label.split()}

    def hold(self, copy: Document, redaction: Redaction) -> bool:
        """Whether nothing but labels and such words stands in what a policy would withhold of ``copy``."""
        found = [word for span in redaction.spans for word in _words(copy, span)]
        return bool(found) and all(map(self._is_known, found))

    def _is_known(self, shown: _Word) -> bool:
        if not shown.letters or shown.letters in self._labels:
            return True
        return any(word.shows(shown) for word in self._words.get(shown.box.page, ()))


def words_below(original: Document, copy: Document, redaction: Redaction) -> list[Span]:
    """The words of ``original`` that stand where those of a redaction of its ``copy`` do; none if one is not there.

    Of a word that has moved in the copy, all of the same letters on its page.
    """
    shown = [word for span in redaction.spans for word in _words(copy, span) if word.letters]
    numbers = {word.box.page for word in shown if word.box.page <= len(original.pages)}
    words = [word for number in numbers for word in _words(original, original.pages[number - 1].span)]
    found = [_same(each, [word for word in words if word.box.page == each.box.page]) for each in shown]
    return sorted({span for spans in found for span in spans}) if all(found) else []


def _same(shown: _Word, words: Sequence[_Word]) -> list[Span]:
    below = [word.span for word in words if word.shows(shown)]
    return below[:1] or [word.span for word in words if word.letters == shown.letters]


def _words(document: Document, span: Span) -> Iterator[_Word]:
    """The words that share a character with ``span``, each with its box and its letters in the span.

    Not all its letters: of a number behind which a kept full stop stands, the stop alone is open.
    """
    last = document.page_at(max(span.start, span.end - 1))
    for page in document.pages[document.page_at(span.start) - 1 : last]:
        for line in page.lines_at(span):
            for start, end, box in line.words:
                if start < span.end and end > span.start:
                    letters = skeleton(document.text[max(start, span.start) : min(end, span.end)])
                    yield _Word(box, letters, Span(start, end))
