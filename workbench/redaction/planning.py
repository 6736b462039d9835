# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making the plan: the policy's verdicts, the reviewer's decisions and the terms, as redactions that never overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workbench.core.collecting import without_collection
from workbench.documents import Box, Span
from workbench.redaction.banners import cancelled_marks, protected_left
from workbench.redaction.cuts import Cut, decided_areas, decided_pages, outside, outside_of, taken_by, unread_pages
from workbench.redaction.decisions import Ruling, rule
from workbench.redaction.echoes import echo_cuts
from workbench.redaction.hits import hit_cuts
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.labels import count_lines, make_label, picture_label
from workbench.redaction.model import Action, Decision, Extent, Plan, Redaction, Term, Unit
from workbench.redaction.patterns import Pattern, named_patterns
from workbench.redaction.policy import Policy
from workbench.redaction.verdicts import (
    authority_stretches,
    mark_spans,
    paragraph_verdict,
    reason_of,
    stray_stretches,
    unmarked_reason,
    unmarked_verdict,
)
from workbench.structure.model import Analysis, Paragraph


_WHO = "who classified the document, or from what source"


@without_collection
def make_plan(
    analysis: Analysis,
    policy: Policy,
    terms: Iterable[Term] = (),
    decisions: Iterable[Decision] = (),
    extent: Extent = Extent.UNIT,
    patterns: Iterable[Pattern] = (),
) -> Plan:
    """What is withheld of a document. Pure: the same arguments give the same plan.

    Decisions outrank the policy, words paragraphs, and a page withheld as a whole everything on it. Terms outrank them:
    who lists a word wants it gone wherever it stands. What a pattern finds is withheld unless a reviewer released those
    very words: releasing a paragraph says nothing of a number in it.
    """
    terms, patterns = tuple(terms), (*patterns, *named_patterns(policy.patterns))
    ruling = rule(analysis, decisions)
    cuts = [*decided_pages(analysis, ruling)]
    whole = [cut for cut in _paragraph_cuts(analysis, policy, ruling) if any(_without_freed(cut, ruling))]
    cuts.extend(outside_of(_around_freed(whole, ruling), cuts))
    echoes = [*_around_freed(echo_cuts(analysis, policy, whole, taken_by(cuts), ruling), ruling)]
    cuts.extend(outside_of(echoes, [cut for cut in cuts if cut.unit is Unit.PAGE]))
    cuts.extend(decided_areas(analysis, ruling, [*cuts]))
    cuts.extend(_word_cuts(analysis, policy, ruling, cuts))
    cuts.extend(hit_cuts(analysis, terms, cuts))
    cuts.extend(hit_cuts(analysis, patterns, cuts, ruling.named))
    cuts.extend(unread_pages(analysis, policy, ruling))
    proposed = hit_cuts(analysis, named_patterns(policy.proposals), cuts, ruling.named)
    redactions, proposals = (_redactions(analysis, policy, extent, some) for some in (cuts, proposed))
    closed = unmarked_verdict(policy, analysis).withhold
    plan = Plan(analysis, policy.name, redactions, (), terms, patterns, proposals, tuple(ruling.opened), closed)
    guarded = protected_left(plan, ruling)
    return replace(plan, cancelled=() if guarded else cancelled_marks(plan, policy, ruling), guarded=guarded)


def proposed(analysis: Analysis, policy: Policy) -> tuple[Redaction, ...]:
    """Everything that the policy's proposals find, whatever else is withheld: for a reviewer to go through."""
    found = hit_cuts(analysis, named_patterns(policy.proposals), ())
    return _redactions(analysis, policy, Extent.UNIT, found)


def _paragraph_cuts(analysis: Analysis, policy: Policy, ruling: Ruling) -> Iterator[Cut]:
    """Paragraphs as wholes, whatever was decided about words in them or the page that they are on."""
    marks = mark_spans(analysis)
    for paragraph in analysis.paragraphs:
        decision = ruling.paragraphs.get(paragraph.id)
        if decision is None:
            verdict = paragraph_verdict(policy, analysis, paragraph, marks)
            if verdict.withhold:
                yield _whole(paragraph, f"policy:{policy.name}", verdict.code, reason_of(analysis, paragraph))
        elif decision.action is Action.WITHHOLD:
            yield _whole(paragraph, "decision", decision.code, decision.reason)


def _whole(paragraph: Paragraph, why: str, code: str | None, reason: str = "") -> Cut:
    portion = [Span(paragraph.portion.start, paragraph.portion.end)] if paragraph.portion else []
    spans = merge((*paragraph.spans, *portion))
    return Cut(Unit.PARAGRAPH, tuple(spans), why, code, reason, paragraph.id)


def _around_freed(cuts: Iterable[Cut], ruling: Ruling) -> Iterator[Cut]:
    return (part for cut in cuts for part in _without_freed(cut, ruling))


def _without_freed(cut: Cut, ruling: Ruling) -> Iterator[Cut]:
    """The paragraph as one redaction, or what is left of it around words that a reviewer released."""
    if not any(overlapping(ruling.freed, span) for span in cut.spans):
        yield cut
        return
    for span in cut.spans:
        for left in subtract(span, ruling.freed):
            yield replace(cut, unit=Unit.TEXT, spans=(left,))


def _word_cuts(analysis: Analysis, policy: Policy, ruling: Ruling, cuts: Iterable[Cut]) -> Iterator[Cut]:
    """Words a reviewer selected, authority lines, and text that no paragraph claims."""
    why = f"policy:{policy.name}"
    words = sorted((held for held in ruling.held if not held[1].box), key=lambda held: held[0])
    wanted = [Cut(Unit.TEXT, (span,), "decision", d.code, d.reason) for span, d in words]
    unmarked = unmarked_verdict(policy, analysis)
    if unmarked.withhold:
        strays = stray_stretches(analysis, mark_spans(analysis))
        wanted += [
            Cut(Unit.TEXT, (left,), why, unmarked.code, unmarked_reason(analysis))
            for span in strays
            for left in subtract(span, ruling.opened)
        ]
    for value in authority_stretches(policy, analysis):
        wanted += [Cut(Unit.TEXT, (left,), why, policy.authority.code, _WHO) for left in subtract(value, ruling.opened)]
    yield from outside(analysis, wanted, taken_by(cuts))


def _redactions(analysis: Analysis, policy: Policy, extent: Extent, cuts: Iterable[Cut]) -> tuple[Redaction, ...]:
    """In the order of the text."""
    redactions = (_redaction(analysis, policy, extent, cut) for cut in cuts)
    return tuple(sorted(redactions, key=lambda r: (r.spans[0] if r.spans else _page_start(analysis, r.page), r.page)))


def _redaction(analysis: Analysis, policy: Policy, extent: Extent, cut: Cut) -> Redaction:
    document = analysis.document
    page = cut.page or document.page_at(cut.spans[0].start)
    if cut.area and not any(span.start < span.end for span in cut.spans):
        label = picture_label(policy, cut.code)
    else:
        label = make_label(policy, cut.unit, cut.code, extent, count_lines(document, cut.spans, cut.unit))
    boxes: tuple[Box, ...] = tuple(box for span in cut.spans for box in document.boxes(span))
    size = document.pages[page - 1]
    if cut.unit is Unit.PAGE and size.width:
        boxes = (Box(page, 0.0, 0.0, size.width, size.height),)
    elif cut.area:
        boxes = (cut.area,)
    return Redaction(cut.unit, cut.spans, page, label, cut.why, cut.paragraph, cut.code, cut.reason, boxes, cut.area)


def _page_start(analysis: Analysis, page: int) -> Span:
    return Span(analysis.document.pages[page - 1].span.start, 0)
