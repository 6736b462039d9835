# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last look at a sanitized copy: read like any document, nothing in it may have to be withheld.

A copy that needs no more redaction under its own policy is the definition of done; whatever a writer or a reader did
wrong on the way shows here, because the copy is read again from its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from workbench.core.errors import DocumentError
from workbench.core.findings import Finding, Severity
from workbench.documents import Document, OcrMode, Span, read_document
from workbench.exports.fragments import Teller
from workbench.exports.gate_places import OpenPlaces, words_below
from workbench.exports.gate_stops import restricted_data, undecided
from workbench.exports.needles import label_pattern
from workbench.redaction import Policy, make_plan
from workbench.redaction.folding import skeleton
from workbench.redaction.intervals import covers
from workbench.redaction.model import Action, Decision, Plan, Redaction
from workbench.redaction.verdicts import OUR_LABEL, unmarked_reason
from workbench.structure import Analysis, Kind, Paragraph, analyse


_LATE = "on the list of terms to withhold, as the copy is read"
_KNOWN = 4
"""Letters from which on a text is known again inside another; a shorter one could be a part of any word."""


def pass_gate(copy: bytes, name: str, plan: Plan, policy: Policy) -> tuple[Finding, ...]:
    """A finding for each place of the copy that the policy or a term would withhold; none when it may go out.

    The copy is judged as what the original was: that every mark went with what it marked makes nothing unclassified.
    What stops a copy whatever is withheld is named too. Two things may stay although the copy, read by itself, would
    have them withheld: what a reviewer released, and what was furniture or openly marked in the original and is hard to
    recognise as that without what stood around it.
    """
    try:
        document = _read_again(copy, name)
    except DocumentError as error:
        return (Finding("gate", Severity.ERROR, f"the copy cannot be read again: {error.why}", name),)
    again, left = _left(document, plan, policy)
    return (*(_finding(name, again, r, plan) for r in left), *undecided(plan), *restricted_data(plan, policy))


def told_late(copy: bytes, name: str, plan: Plan, policy: Policy) -> tuple[Decision, ...]:
    """What withholds in the original the words that make a term in the copy, where nothing else stops that.

    A copy may be read otherwise than its original: letters lie lower in another font, what stood between is gone. None
    where the words do not stand in both in the same places.
    """
    try:
        document, original = _read_again(copy, name), plan.analysis.document
    except DocumentError:
        return ()
    _, left = _left(document, plan, policy)
    if not (document.printed and original.printed) or any(r.why != "term" for r in left):
        return ()
    found = [(r, words_below(original, document, r)) for r in left]
    if not all(spans for _, spans in found):
        return ()
    withheld = partial(Decision, original.sha256, action=Action.WITHHOLD, reason=_LATE, reading=original.reading)
    return tuple(withheld(spans=(span,), code=r.code) for r, spans in found for span in spans)


def _read_again(copy: bytes, name: str) -> Document:
    # By its text: what pictures of a copy show is read by its verification, and OCR reads no page twice alike.
    return read_document(copy, name, ocr=OcrMode.NEVER)


def _left(document: Document, plan: Plan, policy: Policy) -> tuple[Plan, list[Redaction]]:
    """The plan of a copy read again, and what of it may not stay."""
    again = make_plan(_as_original(analyse(document), plan), policy, plan.terms, patterns=plan.patterns)
    judged = _judged_open(plan) if again.redactions else []
    # What the copy says of itself, and what was judged as a whole: a reading may join several to one paragraph.
    whole = sorted({*judged, *map(skeleton, plan.notices.said(len(document.pages)))}, key=len, reverse=True)
    allowed = " ".join((_released(plan), *judged))
    apart = _between_labels(plan)
    # A term may be a word of a label: Mr. Page, of a page withheld.
    said = [Span(*match.span()) for match in label_pattern(plan).finditer(document.text)]
    left = [r for r in again.redactions if not _may_stay(again, r, apart, allowed, whole)]
    left = [r for r in left if r.why != "term" or not all(covers(said, span) for span in r.spans)]
    places = OpenPlaces(plan, _cells(plan)) if left and document.printed else None
    return again, [r for r in left if r.why == "term" or places is None or not places.hold(document, r)]


def _as_original(copy: Analysis, plan: Plan) -> Analysis:
    """The copy as classified, controlled or released as the document is that it was made of."""
    was, now = plan.analysis.overall, copy.overall
    classified = (now.classified or was.classified) and not was.released
    banner, computed = was.banner or now.banner, was.computed or now.computed
    return replace(
        copy, overall=replace(now, banner=banner, computed=computed, classified=classified, released=was.released)
    )


def _released(plan: Plan) -> str:
    """The kept text that a decision released, folded."""
    teller = Teller(plan)
    return skeleton("\n".join(f.text for span in plan.released for f in teller.tell(span) if not f.redaction))


def _judged_open(plan: Plan) -> list[str]:
    """The kept text of what is judged open, folded."""
    teller = Teller(plan)
    texts = ("".join(f.text for s in p.spans for f in teller.tell(s) if not f.redaction) for p in _open(plan))
    return list(map(skeleton, texts))


def _cells(plan: Plan) -> Iterator[Span]:
    """Where the kept text of open cells and of furniture stands: what parts it from its neighbours may be withheld.

    Not that of other paragraphs: that those are read otherwise in the copy is what the gate is to tell.
    """
    teller = Teller(plan)
    cells = (p for p in _open(plan) if p.kind in (Kind.TABLE_CELL, Kind.FURNITURE))
    return (f.span for p in cells for s in p.spans for f in teller.tell(s) if not f.redaction)


def _open(plan: Plan) -> Iterator[Paragraph]:
    """Furniture, and paragraphs that are openly marked, themselves or by their stem."""
    return (p for p in plan.analysis.paragraphs if p.kind is Kind.FURNITURE or _is_open(p))


def _is_open(paragraph: Paragraph) -> bool:
    return paragraph.governing is not None and not paragraph.governing.is_classified


def _between_labels(plan: Plan) -> re.Pattern[str]:
    """What parts the text of a copy: labels, of the plan and of writers, and struck marks. Other brackets are text."""
    return re.compile("|".join((label_pattern(plan).pattern, OUR_LABEL.pattern, r"~~[^~\n]*~~")))


def _may_stay(again: Plan, redaction: Redaction, apart: re.Pattern[str], allowed: str, whole: Sequence[str]) -> bool:
    """``allowed`` is what may stand anywhere in part, ``whole`` (longest first) what may stand as a whole."""
    if redaction.why == "term":
        return False
    text = again.analysis.document.text
    return all(piece in allowed for part in _parts(redaction, text, apart) for piece in _without(part, whole))


def _without(part: str, whole: Sequence[str]) -> list[str]:
    for text in whole:
        if len(text) >= _KNOWN:
            part = part.replace(text, " ")
    return part.split()


def _parts(redaction: Redaction, text: str, apart: re.Pattern[str]) -> Iterator[str]:
    """The letters of what stands in ``text`` where ``redaction`` lies, between what ``apart`` matches."""
    for start, end in redaction.spans:
        parts = apart.split(text[start:end])
        yield from (skeleton(part) for part in parts if part.strip())


def _of_what(plan: Plan, redaction: Redaction) -> str:
    """Why the policy withholds it: its marking, or that it has none."""
    paragraph = next((p for p in plan.analysis.paragraphs if p.id == redaction.paragraph), None)
    if not redaction.why.startswith("policy:") or paragraph is None:
        return ""
    marking = paragraph.governing
    if marking is None:
        return f": {unmarked_reason(plan.analysis)}"
    return f": a portion marked {marking.portion}" if marking.portion else ": a marked portion"


def _in_original(plan: Plan, copy: str, redaction: Redaction) -> str:
    """Where the reviewer finds it: the copy itself is not written."""
    shown = max(_parts(redaction, copy, _between_labels(plan)), key=len, default="")
    text = plan.analysis.document.text
    for paragraph in plan.analysis.paragraphs if shown else ():
        if shown in skeleton("\n".join(text[start:end] for start, end in paragraph.spans)):
            return f"; {paragraph.name} on page {paragraph.page} of the original"
    return ""


def _finding(name: str, again: Plan, redaction: Redaction, plan: Plan) -> Finding:
    pattern = redaction.why.removeprefix("pattern:")
    named = {"term": "a term of the list", "decision": "a decision", f"pattern:{pattern}": f"pattern {pattern}"}
    text = again.analysis.document.text
    shown = f"withholds {redaction.characters} characters that the copy still shows"
    what = f"{named.get(redaction.why, f'policy {again.policy}')} {shown}{_of_what(again, redaction)}"
    message = what + _in_original(plan, text, redaction)
    finding = Finding("gate", Severity.ERROR, message, name, redaction.page, start=redaction.spans[0].start)
    return finding.at(name, text)
