# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words at the place of a deletion. Made from the policy, the unit and the code; the amount only when asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from workbench.documents import Document, Span
from workbench.redaction.model import Extent, Unit
from workbench.redaction.policy import Policy


# A line of typescript: what an unwrapped paragraph of a text file is counted in.
_LINE_LENGTH = 80


def make_label(policy: Policy, unit: Unit, code: str | None, extent: Extent, lines: float) -> str:
    """What stands in the copy. ``lines`` counts only for extent ``lines`` (5 U.S.C. 552(b): the amount deleted)."""
    if extent is Extent.UNIT:
        template = getattr(policy.labels, unit)
    elif unit is Unit.PAGE:
        template = policy.amounts.page
    elif lines < 1:
        template = policy.amounts.under_one
    else:
        template = policy.amounts.one if lines == 1 else policy.amounts.many
    label = template.replace("{amount}", f"{lines:g}").replace("{code}", code or "")
    return re.sub(r"\s+(?=\])|(?<=\[)\s+", "", re.sub(r"\s{2,}", " ", label))


def count_lines(document: Document, spans: Sequence[Span], unit: Unit) -> float:
    """How many lines of print ``spans`` take: those of the page, or of 80 characters where there are no pages.

    Words inside a line count as 0.5, whatever their length: less than one line.
    """
    printed = sum(_printed_lines(document, span) for span in spans)
    total = printed or sum(_typed_lines(document.text[start:end]) for start, end in spans)
    return 0.5 if unit is Unit.TEXT and total <= 1 else max(1, total)


def _printed_lines(document: Document, span: Span) -> int:
    first, last = document.page_at(span.start), document.page_at(max(span.start, span.end - 1))
    pages = document.pages[first - 1 : last]
    return sum(line.span.start < span.end and line.span.end > span.start for page in pages for line in page.lines)


def _typed_lines(text: str) -> int:
    return sum(ceil(len(line) / _LINE_LENGTH) for line in text.splitlines() if line.strip())
