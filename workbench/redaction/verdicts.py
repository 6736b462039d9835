# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the policy says of each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from workbench.documents import Span
from workbench.documents.tears import trimmed
from workbench.markings.model import Level, Marking
from workbench.marks.level_signs import shows_mark
from workbench.marks.model import Authority, MarkType
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.policy import Policy, Verdict
from workbench.redaction.shown import shown
from workbench.structure.model import Analysis, Kind, Paragraph
from workbench.structure.unread import may_be_classified, shows_classified


# What a copy of ours says in place of something; a code has no long word. Any other sentence in brackets is text.
OUR_LABEL = re.compile(
    r"\[(?:(?:less than )?[0-9.]+ (?:line|page)s?|text|paragraph|page|picture|chart|diagram|embedded object|not read:)"
    r" withheld(?: (?![^\]]*[^\W\d_]{5})[\w().,;:/§ -]{1,60})?\]"
)
# Lines of an authority block that a copy has set one behind the other.
_CAPTION = re.compile(
    r"\b(classified by|derived from|declassify on|downgraded? [\w ]{0,20}?on|reason)\s*:", re.IGNORECASE
)
_KEEP = Verdict(withhold=False)


def marking_verdict(policy: Policy, marking: Marking) -> Verdict:
    """The policy's word on a portion so marked.

    Only what is plainly unclassified and carries no control beyond ``open_controls`` stays: an unclassified level with
    compartments, atomic energy or foreign information, or with a day of declassification, is a contradiction, and it is
    withheld.
    """
    contradicted = marking.sci or marking.sar or marking.aea or marking.fgi or marking.nato_controls
    if marking.is_classified or contradicted or marking.handle_via or marking.declassify:
        return policy.classified
    if marking.level is Level.CUI or marking.cui or marking.system == "CUI":
        return policy.cui
    controls = {*marking.dissem, *marking.nonic, *marking.unknown} - set(policy.open_controls)
    limited = controls or marking.rel_to or marking.display_only or marking.owners or marking.system != "US"
    return policy.controlled if limited else _KEEP


def unmarked_verdict(policy: Policy, analysis: Analysis) -> Verdict:
    """The policy's word on what carries no mark: that on the document as a whole.

    Portion marks are optional where nothing but CUI is in a document (32 CFR 2002.20(f)): its banner may be all there
    is, and what stands below it is no more open than a portion so marked.
    """
    overall = analysis.overall
    if overall.released or not policy.unmarked.withhold:
        return _KEEP
    if overall.classified:
        return policy.unmarked
    verdicts = (marking_verdict(policy, marking) for marking in (overall.banner, overall.computed) if marking)
    return next((verdict for verdict in verdicts if verdict.withhold), _KEEP)


def mark_spans(analysis: Analysis) -> list[Span]:
    """Where marks stand that say nothing but what they mark: all but authority lines. In order and separate."""
    return merge(mark.span for mark in analysis.marks if mark.type is not MarkType.AUTHORITY)


def paragraph_verdict(policy: Policy, analysis: Analysis, paragraph: Paragraph, marks: Sequence[Span]) -> Verdict:
    """The policy's word on a paragraph: by its governing marking, or as unmarked by that of the document.

    Furniture is never unmarked, but may be withheld for what it is. A paragraph of nothing but marks and placeholders
    holds nothing to withhold, unless it is a mark alone: no portion mark above (U) stays in a copy without its text.
    """
    if analysis.overall.released:
        return _KEEP
    if _says_nothing(analysis, paragraph.spans, marks):
        alone = paragraph.portion if _is_mark(analysis, paragraph) else None
        return marking_verdict(policy, alone.marking) if alone else _KEEP
    if paragraph.governing:
        verdict = marking_verdict(policy, paragraph.governing)
        if verdict.withhold:
            return verdict
        if shown(shows_classified, analysis.document.text, paragraph.spans):
            return policy.classified
        return policy.unmarked if _is_mark_unsure(analysis, paragraph) else verdict
    if paragraph.kind is Kind.FURNITURE:
        return policy.roles.get(paragraph.role, _KEEP) if paragraph.role else _KEEP
    verdict = unmarked_verdict(policy, analysis)
    return policy.classified if not verdict.withhold and _shows_mark(analysis, paragraph) else verdict


def _shows_mark(analysis: Analysis, paragraph: Paragraph) -> bool:
    """Whether a paragraph without a mark, in a document that has some or a banner, shows what may be one above (U)."""
    text, overall = analysis.document.text, analysis.overall
    shows = shows_mark if overall.computed is None else partial(may_be_classified, around=text)
    return (overall.computed or overall.banner) is not None and shown(shows, text, paragraph.spans)


def reason_of(analysis: Analysis, paragraph: Paragraph) -> str:
    """Why the policy withholds it, in words for the index: its marking, what it is, or that it has no mark."""
    if paragraph.governing:
        return f"portion marked {paragraph.governing.portion}" if paragraph.governing.portion else "marked portion"
    if paragraph.kind is Kind.FURNITURE and paragraph.role:
        return f"{paragraph.role.replace('_', ' ')} of the document"
    if not analysis.overall.classified and _shows_mark(analysis, paragraph):
        return "shows what may be a classified mark"
    return unmarked_reason(analysis)


def unmarked_reason(analysis: Analysis) -> str:
    """What the index says of text that is withheld because it carries no mark."""
    return f"unmarked in a {'classified' if analysis.overall.classified else 'controlled'} document"


def _is_mark(analysis: Analysis, paragraph: Paragraph) -> bool:
    """Whether nothing stands in the paragraph but its portion mark."""
    text, mark = analysis.document.text, paragraph.portion
    return mark is not None and "".join(text[a:b] for a, b in paragraph.spans).strip() == mark.raw


def _is_mark_unsure(analysis: Analysis, paragraph: Paragraph) -> bool:
    """Whether OCR may have misread the paragraph's own mark: (U) for (S) would open it."""
    mark = paragraph.portion
    return mark is not None and bool(overlapping(list(analysis.document.unsure), Span(mark.start, mark.end)))


def _says_nothing(analysis: Analysis, spans: Sequence[Span], marks: Sequence[Span]) -> bool:
    """Whether ``spans`` hold no letter or digit beside marks, placeholders and our own labels."""
    text = analysis.document.text
    for span in spans:
        for left in subtract(span, overlapping(marks, span)):
            if any(c.isalnum() for c in OUR_LABEL.sub("", text[left.start : left.end])):
                return False
    return True


def stray_stretches(analysis: Analysis, marks: Sequence[Span]) -> Iterator[Span]:
    """Text that belongs to no paragraph: unmarked like any other, and nobody may forget it."""
    text = analysis.document.text
    taken = merge(span for paragraph in analysis.paragraphs for span in paragraph.spans)
    for stretch in subtract(Span(0, len(text)), taken):
        for line in re.finditer(r"[^\n]+(?:\n[^\n]*\S[^\n]*)*", text[stretch.start : stretch.end]):
            span = trimmed(text, Span(stretch.start + line.start(), stretch.start + line.end()))
            if not _says_nothing(analysis, [span], marks):
                yield span


def authority_stretches(policy: Policy, analysis: Analysis) -> Iterator[Span]:
    """The values of authority lines that the policy does not leave open: who classified it, and from what source."""
    if not policy.authority.withhold or analysis.overall.released:
        return
    text = analysis.document.text
    for mark in analysis.marks:
        if not isinstance(mark.value, Authority) or mark.value.field in policy.open_fields:
            continue
        place = text.find(mark.value.text, mark.start, mark.end) if mark.value.text else -1
        value = Span(place, place + len(mark.value.text)) if place >= 0 else mark.span
        if value.start < value.end and _says_who(text[value.start : value.end]):
            yield value


def _says_who(value: str) -> bool:
    """Whether the value of an authority line says more than our own labels and the open fields that follow on it."""
    first, *rest = _CAPTION.split(OUR_LABEL.sub("", value))
    closed = [first, *(text for caption, text in zip(rest[::2], rest[1::2], strict=True) if _says_closed(caption))]
    return any(text.strip(" .,;\n") for text in closed)


def _says_closed(caption: str) -> bool:
    return caption.lower().startswith(("classified", "derived"))
