# SPDX-License-Identifier: AGPL-3.0-or-later
"""What terms and patterns find in a document, as cuts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise, product
from operator import attrgetter

from workbench.documents import Span
from workbench.redaction.columns import parted
from workbench.redaction.cuts import Cut, outside, taken_by
from workbench.redaction.folding import folded, skeleton
from workbench.redaction.intervals import common, merge, overlapping, subtract
from workbench.redaction.matching import PatternSearcher, misread_patterns
from workbench.redaction.misread import misread_terms
from workbench.redaction.model import Term, Unit
from workbench.redaction.needles import TermIndex
from workbench.redaction.patterns import Pattern
from workbench.redaction.searching import Codes, Searcher
from workbench.redaction.strewn import strewn
from workbench.redaction.unread import typed_in_symbols, unread_words
from workbench.structure.model import Analysis, Kind


_REACH = 200
"""Characters on either side of a page break in which a term may be cut in two."""
_EDGE = 3
"""Lines at the foot and the head of a page of which any may be the last or first of its text: a title of the page
that stands on no other is no furniture to us."""
_BLANK = 3
"""Pages left blank between the foot of one and the head of another: they have a number or say so."""
_LINE_READ = attrgetter("line")
_LINE = re.compile(r"[^\n\r\f]+")


class _Wanted:
    """Terms and patterns, prepared once for the text and for each broken paragraph of it."""

    def __init__(self, wanted: Sequence[Term | Pattern]) -> None:
        self.terms = [each for each in wanted if isinstance(each, Term)]
        self.patterns = [each for each in wanted if not isinstance(each, Term)]
        self.index = TermIndex(dict.fromkeys(term.text for term in self.terms))
        self._codes = Codes()

    def are_likely(self, text: str) -> bool:
        """Whether the letters of a term follow each other in ``text``."""
        return self.index.may_be_in("".join(filter(str.isalnum, folded(text))))

    def find(self, text: str, spans: Sequence[Span] | None = None) -> Iterator[tuple[Term | Pattern, Span]]:
        """Each of them that is in the text, or in ``spans`` of it read as one, and where."""
        places = dict(Searcher(text, spans, self._codes).find_each(self.index)) if self.terms else {}
        yield from ((term, span) for term in self.terms for span in places.get(term.text, ()))
        patterns = PatternSearcher(text, spans)
        yield from ((pattern, span) for pattern in self.patterns for span in patterns.find(pattern))


def hit_cuts(
    analysis: Analysis, wanted: Sequence[Term | Pattern], cuts: Iterable[Cut], freed: Sequence[Span] = ()
) -> Iterator[Cut]:
    """Every place where one of ``wanted`` stands outside of ``cuts`` and, for patterns, of words that are ``freed``.

    One that a page break cuts in two is one redaction with a span on either side.
    """
    if not wanted:
        return
    taken = merge((*taken_by(cuts), *freed))
    prepared = _Wanted(wanted)
    for cut in _broken(analysis, prepared):
        spans = tuple(left for span in cut.spans for left in subtract(span, taken))
        if spans:
            taken = merge((*taken, *spans))
            yield replace(cut, spans=spans)
    found = [_cut(each, (span,)) for each, span in prepared.find(analysis.document.text)]
    found += _in_symbols(analysis, prepared)
    found += _over_struck(analysis, prepared)
    found += _torn(analysis, prepared)
    found += _over_furniture(analysis, prepared)
    found += _over_lines(analysis, prepared)
    found += [_cut(term, (span,)) for term, span in misread_terms(analysis.document, prepared.terms)]
    found += [_cut(pattern, (span,)) for pattern, span in misread_patterns(analysis.document, prepared.patterns)]
    yield from outside(analysis, found, taken)


def _over_struck(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    """What is read where the words are passed over that a line goes through."""
    struck = merge(analysis.document.struck)
    if not struck:
        return
    text = analysis.document.text
    for each, span in wanted.find(text, subtract(Span(0, len(text)), struck)):
        if overlapping(struck, span):
            yield _cut(each, (span,))


def _in_symbols(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    """What was typed in Latin letters and is shown in Greek ones, by its font."""
    typed = typed_in_symbols(analysis.document.text)
    if typed != analysis.document.text:
        yield from (_cut(term, (span,)) for term, span in wanted.find(typed) if isinstance(term, Term))


def _over_furniture(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    """What a page break cuts in two, furniture between, where no paragraph runs on: in titles, cells and lists."""
    furniture = merge(span for p in analysis.paragraphs if p.kind is Kind.FURNITURE for span in p.spans)
    text, pages = analysis.document.text, analysis.document.pages if furniture else ()
    bodies = [[s for s in subtract(page.span, furniture) if not text[s.start : s.end].isspace()] for page in pages]
    breaks = [
        (
            Span(max(foot[-1].start, foot[-1].end - _REACH), foot[-1].end),
            Span(head[0].start, min(head[0].end, head[0].start + _REACH)),
        )
        for foot, head in pairwise(body for body in bodies if body)
    ]
    spans = merge(span for sides in breaks for span in sides)
    for each, hit in wanted.find(text, spans) if spans else ():
        if any(foot.start <= hit.start < foot.end <= head.start < hit.end <= head.end for foot, head in breaks):
            yield from (_cut(each, (span,)) for span in subtract(hit, furniture))


def _over_lines(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    """Terms that a page break cuts in two, with a line or two of the page itself between."""
    text, pages = analysis.document.text, analysis.document.pages if wanted.terms else ()
    lines = [[Span(*m.span()) for m in _LINE.finditer(text, *page.span) if m.group().strip()] for page in pages]
    for foot, head in _facing([each for each in lines if each]):
        lasts = [Span(max(s.start, s.end - _REACH), s.end) for s in foot[-_EDGE:]]
        firsts = [Span(s.start, min(s.end, s.start + _REACH)) for s in head[:_EDGE]]
        letters = {span: skeleton(text[slice(*span)]) for span in (*lasts, *firsts)}
        for sides in product(lasts, firsts):
            if wanted.index.seams.cross([letters[side] for side in sides]):
                yield from _between(text, wanted, *sides)


def _facing(pages: Sequence[list[Span]]) -> Iterator[tuple[list[Span], list[Span]]]:
    """Each page with the next one, and with the one behind a page that is as good as blank."""
    for at, foot in enumerate(pages):
        following = pages[at + 1 : at + 2 + _BLANK]
        full = next((place for place, head in enumerate(following) if len(head) > _EDGE), _BLANK)
        yield from ((foot, head) for head in following[: full + 1])


def _between(text: str, wanted: _Wanted, last: Span, first: Span) -> Iterator[Cut]:
    for each, hit in wanted.find(text, (last, first)):
        if hit.start < last.end and hit.end > first.start:
            yield from (_cut(each, (span,)) for span in (Span(hit.start, last.end), Span(first.start, hit.end)))


def _torn(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    """What is seen of words of which the rest is cut off, covered or elsewhere: `Kest` at a page's edge is the name."""
    document, terms = analysis.document, [term.text for term in wanted.terms]
    pieces = *parted(document, wanted.index), *strewn(document, terms), *unread_words(document, terms)
    maybe = groupby(pieces, key=_LINE_READ)
    lines = chain(groupby(document.torn, key=_LINE_READ), (each for each in maybe if wanted.are_likely(each[0])))
    for line, parts in lines:
        hits = list(wanted.find(line))
        for (span, _, start, end), (each, hit) in product(parts if hits else (), hits):
            if hit.start < end and hit.end > start:
                whole = span.end - span.start == end - start  # all of it is seen, and stands in the text
                shift = span.start - start
                yield _cut(each, (Span(max(start, hit.start) + shift, min(end, hit.end) + shift) if whole else span,))


def _cut(wanted: Term | Pattern, spans: tuple[Span, ...], paragraph: str | None = None) -> Cut:
    if isinstance(wanted, Term):
        return Cut(Unit.TEXT, spans, "term", wanted.code, paragraph=paragraph)
    return Cut(Unit.TEXT, spans, f"pattern:{wanted.name}", wanted.code, wanted.title, paragraph)


def _broken(analysis: Analysis, wanted: _Wanted) -> Iterator[Cut]:
    for paragraph in (p for p in analysis.paragraphs if len(p.spans) > 1):
        for each, hit in wanted.find(analysis.document.text, paragraph.spans):
            spans = common(paragraph.spans, hit)
            if len(spans) > 1:
                yield _cut(each, tuple(spans), paragraph.id)
