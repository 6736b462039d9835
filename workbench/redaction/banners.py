# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners, and the marks of paragraphs that a reviewer released, are shown struck through in a copy that may go out."""

from __future__ import annotations

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.marks.model import MarkType
from workbench.redaction.decisions import Ruling
from workbench.redaction.intervals import covers, merge, overlapping, subtract
from workbench.redaction.model import Plan
from workbench.redaction.policy import Policy
from workbench.redaction.verdicts import marking_verdict
from workbench.structure.model import Kind, Paragraph


def cancelled_marks(plan: Plan, policy: Policy, ruling: Ruling) -> tuple[Span, ...]:
    """The marks above what the copy still holds, in the order of the text.

    Original classification marks are cancelled by a line through them, not erased (32 CFR 2001.25). Nothing may be
    cancelled while anything that the marks protect is left in the copy: see ``protected_left``.
    """
    if plan.analysis.overall.released:
        return ()
    withheld = merge(plan.withheld())
    portions = {p.portion.start for p in plan.analysis.paragraphs if p.portion and ruling.releases(p)}
    spans = [
        mark.span
        for mark in plan.analysis.marks
        if isinstance(mark.value, Marking)
        and not mark.struck
        and (mark.value.is_classified or marking_verdict(policy, mark.value).withhold)
        and (mark.type is MarkType.BANNER or mark.start in portions)
        and not overlapping(withheld, mark.span)
    ]
    return tuple(merge(spans))


def protected_left(plan: Plan, ruling: Ruling) -> bool:
    """Whether anything above U, or unmarked where that counts as such, stays without a reviewer having released it."""
    withheld = merge(plan.withheld())
    open_spans = merge((*ruling.freed, *(mark.span for mark in plan.analysis.marks)))
    for paragraph in plan.analysis.paragraphs:
        classified = paragraph.governing.is_classified if paragraph.governing else _is_unmarked(plan, paragraph)
        if not classified or ruling.releases(paragraph):
            continue
        if not all(covers(withheld, span) for span in _left(plan, paragraph, open_spans)):
            return True
    return False


def _left(plan: Plan, paragraph: Paragraph, open_spans: list[Span]) -> list[Span]:
    """What of a paragraph no reviewer released and no mark takes up."""
    stretches = [left for span in paragraph.spans for left in subtract(span, open_spans)]
    text = plan.analysis.document.text
    return [s for s in stretches if any(c.isalnum() for c in text[s.start : s.end])]


def _is_unmarked(plan: Plan, paragraph: Paragraph) -> bool:
    return paragraph.kind is not Kind.FURNITURE and (plan.analysis.overall.classified or plan.closed)
