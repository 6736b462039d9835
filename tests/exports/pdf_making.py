# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.documents import Document, Format, Page, Span
from workbench.documents.opening import read_document
from workbench.redaction import Action, Decision, Plan, Redaction, Term, Unit, load_policy, make_plan
from workbench.structure.model import Analysis, Kind, Overall, Paragraph


@dataclass(frozen=True)
class Para:
    """A paragraph of a made-up document; ``secret`` is withheld of it, all of it where ``whole``."""

    text: str
    kind: Kind = Kind.BODY
    secret: str = ""
    whole: bool = False
    cancelled: bool = False


def plan_of(*paras: Para, terms: tuple[str, ...] = ()) -> Plan:
    text, paragraphs, redactions, cancelled = "", [], [], []
    for number, para in enumerate(paras):
        start = len(text)
        text += para.text + "\n\n"
        span, owner = Span(start, start + len(para.text)), f"p{number}"
        paragraphs.append(Paragraph(owner, para.kind, 1, (span,)))
        if para.whole:
            label = "[paragraph withheld (b)(1)]"
            redactions.append(Redaction(Unit.PARAGRAPH, (span,), 1, label, "policy:public", owner))
        elif para.secret:
            first = start + para.text.index(para.secret)
            gone = (Span(first, first + len(para.secret)),)
            redactions.append(Redaction(Unit.TEXT, gone, 1, "[text withheld (b)(6)]", "term", owner))
        if para.cancelled:
            cancelled.append(span)
    document = Document("memo.pdf", "0" * 64, Format.PDF, text, (Page(1, Span(0, len(text)), 612.0, 792.0),))
    analysis = Analysis(document, tuple(paragraphs), (), Overall(None, None, None))
    return Plan(analysis, "public", tuple(redactions), tuple(cancelled), tuple(Term(term) for term in terms))


SURVEY = "(S) The ferry carries the survey team to the island on Monday night."


def memo(secret: str = "Ilse Brandt", withheld: str = SURVEY) -> Plan:
    """A memorandum of which a paragraph and a name are withheld."""
    return plan_of(
        Para("SECRET//NOFORN", Kind.FURNITURE, cancelled=True),
        Para("Memorandum on the ferry", Kind.TITLE),
        Para("(U) The ferry to Grey Island runs twice a week, and its time-\ntable hangs in every harbour office."),
        Para(withheld, whole=True),
        Para(f"(U) The harbour master, {secret}, keeps the ledger of the ferry.", secret=secret),
    )


def read(data: bytes) -> Analysis:
    """The PDF as the program reads it, each block of lines a paragraph."""
    document = read_document(data, "made.pdf")
    paragraphs = [Paragraph(f"p{n}", Kind.BODY, b.page, (b.span,)) for n, b in enumerate(document.blocks)]
    return Analysis(document, tuple(paragraphs), (), Overall(None, None, None))


def plan_for(data: bytes, *terms: str, whole: tuple[str, ...] = (), cancelled: str = "") -> Plan:
    """A plan that withholds the terms, and the paragraphs in which one of ``whole`` stands."""
    analysis = read(data)
    text = analysis.document.text
    decisions = [
        Decision(analysis.document.sha256, p.spans, Action.WITHHOLD, p.id, "(b)(1)")
        for p in analysis.paragraphs
        if any(word in text[span.start : span.end] for word in whole for span in p.spans)
    ]
    plan = make_plan(analysis, load_policy("none"), [Term(term) for term in terms], decisions)
    if cancelled:
        plan = replace(plan, cancelled=(Span(text.index(cancelled), text.index(cancelled) + len(cancelled)),))
    return plan
