# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lets no copy out whatever is withheld: proposals that nobody decided about, and Restricted Data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from workbench.core.findings import Finding, Severity
from workbench.core.rules import load_rules, rule_files
from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.redaction import Plan, Policy
from workbench.redaction.intervals import covers, overlapping
from workbench.structure.model import Analysis


class _Wordings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    wordings: tuple[str, ...]


def undecided(plan: Plan) -> Iterator[Finding]:
    """A finding for each proposal of the policy's patterns; places are those of the original."""
    document = plan.analysis.document
    for proposal in plan.proposals:
        what = f"{proposal.reason} ({proposal.why}): a reviewer has to withhold or release it"
        finding = Finding("gate", Severity.ERROR, what, page=proposal.page, start=proposal.spans[0].start)
        yield finding.at(document.path, document.text)


def restricted_data(plan: Plan, policy: Policy) -> Iterator[Finding]:
    """A finding for each mark or wording of Restricted Data that is left and that no reviewer released.

    Struck marks count too: a line through them declassifies nothing, the Department of Energy does. Places are those
    of the original. A document that was released before is not asked again.
    """
    analysis = plan.analysis
    if not policy.classified.withhold or analysis.overall.released:
        return
    withheld = plan.withheld()
    for span, what in sorted({*_marked(analysis), *_worded(analysis)}):
        if overlapping(withheld, span) or covers(plan.released, span):
            continue
        message = f"{what} is left: it is declassified by the Department of Energy only (32 CFR 2001.30(p))"
        page = analysis.document.page_at(span.start)
        finding = Finding("gate", Severity.ERROR, message, page=page, start=span.start, end=span.end)
        yield finding.at(analysis.document.path, analysis.document.text)


def _marked(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    for mark in analysis.marks:
        if isinstance(mark.value, Marking) and mark.value.aea:
            yield mark.span, f"a {mark.type} with {', '.join(mark.value.aea)}"


def _worded(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    if analysis.overall.classified:
        marks = sorted(span for span, _ in _marked(analysis))
        for match in _pattern().finditer(analysis.document.text):
            if not overlapping(marks, Span(*match.span())):
                yield Span(*match.span()), "a wording of Restricted Data"


@cache
def _pattern() -> re.Pattern[str]:
    wordings = [w for path in rule_files("restricted_data.yaml") for w in load_rules(path, _Wordings).wordings]
    words = (r"\s+".join(map(_word, wording.split())) for wording in sorted(wordings, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _word(word: str) -> str:
    """The word with its first letter as it is, the others in either case."""
    return re.escape(word[0]) + (f"(?i:{re.escape(word[1:])})" if len(word) > 1 else "")
