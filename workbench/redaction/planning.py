# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making the plan: the policy's verdicts, the reviewer's decisions and the terms, as redactions that never overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workbench.documents import Box, Span
from workbench.markings.model import Marking
from workbench.redaction.banners import cancelled_marks
from workbench.redaction.cuts import Cut, outside, taken_by
from workbench.redaction.decisions import Ruling, rule
from workbench.redaction.folding import fold
from workbench.redaction.hits import hit_cuts
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.labels import count_lines, make_label
from workbench.redaction.model import Action, Decision, Extent, Plan, Redaction, Term, Unit
from workbench.redaction.patterns import Pattern, named_patterns
from workbench.redaction.policy import Policy
from workbench.redaction.verdicts import authority_stretches, mark_spans, paragraph_verdict, stray_stretches
from workbench.structure.model import Analysis, Kind, Paragraph


_TELLING = 8
"""Letters from which on a repeated line says something: a page's number may be a withheld paragraph's whole text."""


def make_plan(
    analysis: Analysis,
    policy: Policy,
    terms: Iterable[Term] = (),
    decisions: Iterable[Decision] = (),
    extent: Extent = Extent.UNIT,
    patterns: Iterable[Pattern] = (),
) -> Plan:
    """What is withheld of a document. Pure: the same arguments give the same plan.

    Decisions outrank the policy. Terms outrank both: who lists a word wants it gone wherever it stands. What a pattern
    finds is withheld unless a reviewer released those very words: releasing a paragraph says nothing of a number in it.
    """
    terms, patterns = tuple(terms), (*patterns, *named_patterns(policy.patterns))
    ruling = rule(analysis, decisions)
    cuts = [*_paragraph_cuts(analysis, policy, ruling)]
    cuts.extend(part for cut in _echo_cuts(analysis, cuts, ruling) for part in _without_freed(cut, ruling))
    cuts.extend(_word_cuts(analysis, policy, ruling, cuts))
    cuts.extend(hit_cuts(analysis, terms, cuts))
    cuts.extend(hit_cuts(analysis, patterns, cuts, ruling.freed))
    cuts.extend(_page_cuts(analysis, policy))
    proposed = hit_cuts(analysis, named_patterns(policy.proposals), cuts, ruling.freed)
    redactions, proposals = (_redactions(analysis, policy, extent, some) for some in (cuts, proposed))
    plan = Plan(analysis, policy.name, redactions, (), terms, patterns, proposals, tuple(ruling.opened))
    return replace(plan, cancelled=cancelled_marks(plan, policy, ruling))


def _paragraph_cuts(analysis: Analysis, policy: Policy, ruling: Ruling) -> Iterator[Cut]:
    marks = mark_spans(analysis)
    for paragraph in analysis.paragraphs:
        decision = ruling.paragraphs.get(paragraph.id)
        if decision is None:
            verdict = paragraph_verdict(policy, analysis, paragraph, marks)
            if verdict.withhold:
                yield from _without_freed(_whole(paragraph, f"policy:{policy.name}", verdict.code), ruling)
        elif decision.action is Action.WITHHOLD:
            yield from _without_freed(_whole(paragraph, "decision", decision.code, decision.reason), ruling)


def _whole(paragraph: Paragraph, why: str, code: str | None, reason: str = "") -> Cut:
    portion = [Span(paragraph.portion.start, paragraph.portion.end)] if paragraph.portion else []
    spans = merge((*paragraph.spans, *portion))
    return Cut(Unit.PARAGRAPH, tuple(spans), why, code, reason, paragraph.id)


def _without_freed(cut: Cut, ruling: Ruling) -> Iterator[Cut]:
    """The paragraph as one redaction, or what is left of it around words that a reviewer released."""
    if not any(overlapping(ruling.freed, span) for span in cut.spans):
        yield cut
        return
    for span in cut.spans:
        for left in subtract(span, ruling.freed):
            yield replace(cut, unit=Unit.TEXT, spans=(left,))


def _echo_cuts(analysis: Analysis, cuts: Iterable[Cut], ruling: Ruling) -> Iterator[Cut]:
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


def _word_cuts(analysis: Analysis, policy: Policy, ruling: Ruling, cuts: Iterable[Cut]) -> Iterator[Cut]:
    """Words a reviewer selected, authority lines, and text that no paragraph claims."""
    why = f"policy:{policy.name}"
    wanted = [Cut(Unit.TEXT, (span,), "decision", d.code, d.reason) for span, d in sorted(ruling.held)]
    if _is_closed(analysis, policy):
        strays = stray_stretches(analysis, mark_spans(analysis))
        wanted += [
            Cut(Unit.TEXT, (left,), why, policy.unmarked.code)
            for span in strays
            for left in subtract(span, ruling.opened)
        ]
    for value in authority_stretches(policy, analysis):
        wanted += [Cut(Unit.TEXT, (left,), why, policy.authority.code) for left in subtract(value, ruling.opened)]
    yield from outside(analysis, wanted, taken_by(cuts))


def _page_cuts(analysis: Analysis, policy: Policy) -> Iterator[Cut]:
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
            yield Cut(Unit.PAGE, (Span(page.span.start, page.span.start),), why, code)


def _is_closed(analysis: Analysis, policy: Policy) -> bool:
    """Whether what carries no mark is withheld."""
    return analysis.overall.classified and not analysis.overall.released and policy.unmarked.withhold


def _redactions(analysis: Analysis, policy: Policy, extent: Extent, cuts: Iterable[Cut]) -> tuple[Redaction, ...]:
    """In the order of the text."""
    redactions = (_redaction(analysis, policy, extent, cut) for cut in cuts)
    return tuple(sorted(redactions, key=lambda r: (r.spans[0] if r.spans else _page_start(analysis, r.page), r.page)))


def _redaction(analysis: Analysis, policy: Policy, extent: Extent, cut: Cut) -> Redaction:
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
