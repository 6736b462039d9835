# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words at the place of a deletion. Made from the policy, the unit and the code; the amount only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from workbench.documents import Document, Line, Span
from workbench.redaction.model import Extent, Unit
from workbench.redaction.policy import Policy
from workbench.redaction.wordlist import Wordlist


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
    return _filled(template.replace("{amount}", f"{lines:g}"), code)


def picture_label(policy: Policy, code: str | None) -> str:
    """What stands in place of a box that holds no text. It has no lines to count."""
    return _filled(policy.labels.picture, code)


def _filled(template: str, code: str | None) -> str:
    label = template.replace("{code}", code or "")
    return re.sub(r"\s+(?=\])|(?<=\[)\s+", "", re.sub(r"\s{2,}", " ", label))


def count_lines(document: Document, spans: Sequence[Span], unit: Unit) -> float:
    """How many lines of print ``spans`` take: those of the page, or of 80 characters where there are no pages.

    Words are counted by the share of their lines, to whole lines; less than one counts as 0.5, whatever its length. A
    word that a line's end cuts in two is no two lines.
    """
    if unit is Unit.TEXT:
        share = sum(_share(document, span) for span in spans)
        return 0.5 if share < 1 else round(share)
    printed = sum(1 for span in spans for _ in _lines_of(document, span))
    return max(1, printed or sum(_typed_lines(document.text[start:end]) for start, end in spans))


def _share(document: Document, span: Span) -> float:
    """How many lines, whole and in part."""
    lines = [line.span for line in _lines_of(document, span)]
    if not lines:
        return len(document.text[span.start : span.end].strip()) / _LINE_LENGTH
    return sum((min(span.end, end) - max(span.start, start)) / (end - start) for start, end in lines)


def _lines_of(document: Document, span: Span) -> Iterator[Line]:
    first, last = document.page_at(span.start), document.page_at(max(span.start, span.end - 1))
    for page in document.pages[first - 1 : last]:
        yield from page.lines_at(span)


def _typed_lines(text: str) -> int:
    return sum(ceil(len(line) / _LINE_LENGTH) for line in text.splitlines() if line.strip())


class Speaker:
    """What a screen reader says of labels: ``paragraph withheld, (b)(1)`` for ``[paragraph withheld (b)(1)]``."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        """``terms``: nothing other than a label itself is said where one of them shares a word with it."""
        # The copy is searched for parts of terms too.
        self._parts = Wordlist(part for term in terms for part in _parts(_letters(term)))
        self._said: dict[str, str] = {}

    def say(self, label: str) -> str:
        """The words for ``label``; none where the label itself has to do."""
        if label not in self._said:
            said = label.strip("[]").replace(" (", ", (", 1)
            self._said[label] = "" if self._parts.within(_letters(said)) else said
        return self._said[label]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _parts(letters: str) -> Iterator[str]:
    """As many letters of a term in a row as the search of a copy takes for a part of it."""
    yield from (letters[i : i + 7] for i in range(max(1, len(letters) - 6)) if letters)
