# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making the plan: the policy's verdicts, the reviewer's decisions and the terms, as redactions that never overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.documents import Box, Span
from workbench.markings.model import Marking
from workbench.redaction.banners import cancelled_marks
from workbench.redaction.decisions import Ruling, rule
from workbench.redaction.folding import fold
from workbench.redaction.intervals import merge, overlapping, subtract, trimmed
from workbench.redaction.labels import count_lines, make_label
from workbench.redaction.misread import misread_terms
from workbench.redaction.model import Action, Decision, Extent, Plan, Redaction, Term, Unit
from workbench.redaction.policy import Policy
from workbench.redaction.searching import Searcher
from workbench.redaction.verdicts import authority_stretches, mark_spans, paragraph_verdict, stray_stretches
from workbench.structure.model import Analysis, Kind, Paragraph


_TELLING = 8
"""Letters from which on a repeated line says something: a page's number may be a withheld paragraph's whole text."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A redaction before it has its label."""

    unit: Unit
    spans: tuple[Span, ...]
    why: str
    code: str | None = None
    reason: str = ""
    paragraph: str | None = None


def make_plan(
    analysis: Analysis,
    policy: Policy,
    terms: Iterable[Term] = (),
    decisions: Iterable[Decision] = (),
    extent: Extent = Extent.UNIT,
) -> Plan:
    """What is withheld of a document. Pure: the same arguments give the same plan.

    Decisions outrank the policy. Terms outrank both: who lists a word wants it gone wherever it stands.
    """
    terms = tuple(terms)
    ruling = rule(analysis, decisions)
    cuts = [*_paragraph_cuts(analysis, policy, ruling)]
    cuts.extend(part for cut in _echo_cuts(analysis, cuts, ruling) for part in _without_freed(cut, ruling))
    cuts.extend(_word_cuts(analysis, policy, ruling, cuts))
    cuts.extend(_term_cuts(analysis, terms, cuts))
    cuts.extend(_page_cuts(analysis, policy))
    redactions = [_redaction(analysis, policy, extent, cut) for cut in cuts]
    redactions.sort(key=lambda r: (r.spans[0] if r.spans else _page_start(analysis, r.page), r.page))
    plan = Plan(analysis, policy.name, tuple(redactions), (), terms)
    return replace(plan, cancelled=cancelled_marks(plan, policy, ruling))


def _paragraph_cuts(analysis: Analysis, policy: Policy, ruling: Ruling) -> Iterator[_Cut]:
    marks = mark_spans(analysis)
    for paragraph in analysis.paragraphs:
        decision = ruling.paragraphs.get(paragraph.id)
        if decision is None:
            verdict = paragraph_verdict(policy, analysis, paragraph, marks)
            if verdict.withhold:
                yield from _without_freed(_whole(paragraph, f"policy:{policy.name}", verdict.code), ruling)
        elif decision.action is Action.WITHHOLD:
            yield from _without_freed(_whole(paragraph, "decision", decision.code, decision.reason), ruling)


def _whole(paragraph: Paragraph, why: str, code: str | None, reason: str = "") -> _Cut:
    portion = [Span(paragraph.portion.start, paragraph.portion.end)] if paragraph.portion else []
    spans = merge((*paragraph.spans, *portion))
    return _Cut(Unit.PARAGRAPH, tuple(spans), why, code, reason, paragraph.id)


def _without_freed(cut: _Cut, ruling: Ruling) -> Iterator[_Cut]:
    """The paragraph as one redaction, or what is left of it around words that a reviewer released."""
    if not any(overlapping(ruling.freed, span) for span in cut.spans):
        yield cut
        return
    for span in cut.spans:
        for left in subtract(span, ruling.freed):
            yield replace(cut, unit=Unit.TEXT, spans=(left,))


def _echo_cuts(analysis: Analysis, cuts: Iterable[_Cut], ruling: Ruling) -> Iterator[_Cut]:
    """Heads and feet of pages that say, word for word, what a withheld paragraph says: a title runs on every page."""
    text = analysis.document.text
    marks = merge(mark.span for mark in analysis.marks if isinstance(mark.value, Marking))
    said = {_letters(text, cut.spans, marks): cut for cut in cuts if cut.unit is Unit.PARAGRAPH}
    taken = {cut.paragraph for cut in said.values()}
    for paragraph in analysis.paragraphs:
        if paragraph.kind is Kind.FURNITURE and paragraph.id not in taken and not ruling.releases(paragraph):
            letters = _letters(text, paragraph.spans, marks)
            if len(letters) >= _TELLING and letters in said:
                yield replace(said[letters], spans=tuple(merge(paragraph.spans)), paragraph=paragraph.id)


def _letters(text: str, spans: Iterable[Span], marks: Sequence[Span]) -> str:
    """Letters and digits of ``spans`` without the marks in them, folded."""
    left = (text[start:end] for span in spans for start, end in subtract(span, marks))
    return "".join(filter(str.isalnum, fold(" ".join(left))[0]))


def _word_cuts(analysis: Analysis, policy: Policy, ruling: Ruling, cuts: Iterable[_Cut]) -> Iterator[_Cut]:
    """Words a reviewer selected, authority lines, and text that no paragraph claims."""
    why = f"policy:{policy.name}"
    wanted = [_Cut(Unit.TEXT, (span,), "decision", d.code, d.reason) for span, d in sorted(ruling.held)]
    if _is_closed(analysis, policy):
        strays = stray_stretches(analysis, mark_spans(analysis))
        wanted += [
            _Cut(Unit.TEXT, (left,), why, policy.unmarked.code)
            for span in strays
            for left in subtract(span, ruling.opened)
        ]
    for value in authority_stretches(policy, analysis):
        wanted += [_Cut(Unit.TEXT, (left,), why, policy.authority.code) for left in subtract(value, ruling.opened)]
    yield from _outside(analysis, wanted, _taken(cuts))


def _term_cuts(analysis: Analysis, terms: Iterable[Term], cuts: Iterable[_Cut]) -> Iterator[_Cut]:
    taken = _taken(cuts)
    for cut in _broken_terms(analysis, terms):
        spans = tuple(left for span in cut.spans for left in subtract(span, taken))
        if spans:
            taken = merge((*taken, *spans))
            yield replace(cut, spans=spans)
    searcher = Searcher(analysis.document.text)
    wanted = [_Cut(Unit.TEXT, (span,), "term", term.code) for term in terms for span in searcher.find(term.text)]
    wanted += [_Cut(Unit.TEXT, (span,), "term", term.code) for term, span in misread_terms(analysis.document, terms)]
    yield from _outside(analysis, wanted, taken)


def _broken_terms(analysis: Analysis, terms: Iterable[Term]) -> Iterator[_Cut]:
    """Terms that a page break cuts in two: one redaction with a span on either side."""
    terms = tuple(terms)
    for paragraph in (p for p in analysis.paragraphs if len(p.spans) > 1):
        searcher = Searcher(analysis.document.text, paragraph.spans)
        for term in terms:
            for hit in searcher.find(term.text):
                spans = [Span(max(s.start, hit.start), min(s.end, hit.end)) for s in overlapping(paragraph.spans, hit)]
                if len(spans) > 1:
                    yield _Cut(Unit.TEXT, tuple(spans), "term", term.code, paragraph=paragraph.id)


def _outside(analysis: Analysis, wanted: list[_Cut], taken: list[Span]) -> Iterator[_Cut]:
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


def _joined(wanted: list[_Cut]) -> list[_Cut]:
    """Overlapping ones as one, under the first code there is."""
    joined: list[_Cut] = []
    for cut in sorted(wanted, key=lambda c: c.spans):
        if joined and cut.spans[0].start < joined[-1].spans[0].end:
            first = joined[-1]
            end = max(cut.spans[0].end, first.spans[0].end)
            joined[-1] = replace(first, spans=(Span(first.spans[0].start, end),), code=first.code or cut.code)
        else:
            joined.append(cut)
    return joined


def _page_cuts(analysis: Analysis, policy: Policy) -> Iterator[_Cut]:
    """Pages that nobody could read, and in a classified document those without text.

    A picture of a page may be of a marked one, whatever the other pages say: it is withheld unless a release stamp
    accounts for the document.
    """
    if not policy.unmarked.withhold or analysis.overall.released:
        return
    why, code = f"policy:{policy.name}", policy.unmarked.code
    document = analysis.document
    for page in document.pages:
        empty = page.width and not document.text[page.span.start : page.span.end].strip()
        if page.number in document.unread or (empty and _is_closed(analysis, policy)):
            yield _Cut(Unit.PAGE, (Span(page.span.start, page.span.start),), why, code)


def _is_closed(analysis: Analysis, policy: Policy) -> bool:
    """Whether what carries no mark is withheld."""
    return analysis.overall.classified and not analysis.overall.released and policy.unmarked.withhold


def _taken(cuts: Iterable[_Cut]) -> list[Span]:
    return merge(span for cut in cuts for span in cut.spans)


def _redaction(analysis: Analysis, policy: Policy, extent: Extent, cut: _Cut) -> Redaction:
    document = analysis.document
    page = document.page_at(cut.spans[0].start)
    label = make_label(policy, cut.unit, cut.code, extent, count_lines(document, cut.spans, cut.unit))
    boxes: tuple[Box, ...] = tuple(box for span in cut.spans for box in document.boxes(span))
    if cut.unit is Unit.PAGE:
        size = document.pages[page - 1]
        boxes = (Box(page, 0.0, 0.0, size.width, size.height),)
    return Redaction(cut.unit, cut.spans, page, label, cut.why, cut.paragraph, cut.code, cut.reason, boxes)


def _page_start(analysis: Analysis, page: int) -> Span:
    return Span(analysis.document.pages[page - 1].span.start, 0)
