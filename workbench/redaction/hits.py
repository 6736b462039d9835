# SPDX-License-Identifier: AGPL-3.0-or-later
"""What terms and patterns find in a document, as cuts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workbench.documents import Span
from workbench.redaction.cuts import Cut, outside, taken_by
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.matching import PatternSearcher
from workbench.redaction.misread import misread_terms
from workbench.redaction.model import Term, Unit
from workbench.redaction.patterns import Pattern
from workbench.redaction.searching import Searcher
from workbench.structure.model import Analysis


class _Finder:
    """A text, or stretches of it read as one, prepared for terms and patterns alike."""

    def __init__(self, text: str, spans: Sequence[Span] | None = None) -> None:
        self._terms = Searcher(text, spans)
        self._patterns = PatternSearcher(text, spans)

    def find(self, wanted: Term | Pattern) -> list[Span]:
        return self._terms.find(wanted.text) if isinstance(wanted, Term) else self._patterns.find(wanted)


def hit_cuts(
    analysis: Analysis, wanted: Sequence[Term | Pattern], cuts: Iterable[Cut], freed: Sequence[Span] = ()
) -> Iterator[Cut]:
    """Every place where one of ``wanted`` stands outside of ``cuts`` and, for patterns, of words that are ``freed``.

    One that a page break cuts in two is one redaction with a span on either side.
    """
    if not wanted:
        return
    taken = merge((*taken_by(cuts), *freed))
    for cut in _broken(analysis, wanted):
        spans = tuple(left for span in cut.spans for left in subtract(span, taken))
        if spans:
            taken = merge((*taken, *spans))
            yield replace(cut, spans=spans)
    finder = _Finder(analysis.document.text)
    found = [_cut(each, (span,)) for each in wanted for span in finder.find(each)]
    terms = [each for each in wanted if isinstance(each, Term)]
    found += [_cut(term, (span,)) for term, span in misread_terms(analysis.document, terms)]
    yield from outside(analysis, found, taken)


def _cut(wanted: Term | Pattern, spans: tuple[Span, ...], paragraph: str | None = None) -> Cut:
    if isinstance(wanted, Term):
        return Cut(Unit.TEXT, spans, "term", wanted.code, paragraph=paragraph)
    return Cut(Unit.TEXT, spans, f"pattern:{wanted.name}", wanted.code, wanted.title, paragraph)


def _broken(analysis: Analysis, wanted: Sequence[Term | Pattern]) -> Iterator[Cut]:
    for paragraph in (p for p in analysis.paragraphs if len(p.spans) > 1):
        finder = _Finder(analysis.document.text, paragraph.spans)
        for each in wanted:
            for hit in finder.find(each):
                spans = [Span(max(s.start, hit.start), min(s.end, hit.end)) for s in overlapping(paragraph.spans, hit)]
                if len(spans) > 1:
                    yield _cut(each, tuple(spans), paragraph.id)
