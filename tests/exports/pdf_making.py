# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import dataclass

from workbench.documents import Document, Format, Page, Span
from workbench.redaction import Plan, Redaction, Term, Unit
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
