# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a rule is: a class whose docstring is its page in the manual, and what it is given to judge."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from workbench.checks.era import book_for, year_of
from workbench.checks.settings import Settings
from workbench.core.findings import Edit, Finding, Fix, Severity
from workbench.documents import Span
from workbench.markings import parse
from workbench.markings.model import Book, Form, Marking, Parsed
from workbench.marks.banner_words import is_transmittal
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


# The first line of a telegram is spaced on purpose in any year (5 FAH-2 H-222).
_LETTER_SPACED = "M127"


@dataclass(frozen=True)
class Case:
    """A document under check: what was found in it, and the settings."""

    analysis: Analysis
    settings: Settings

    @cached_property
    def book(self) -> Book:
        """The book it is judged by."""
        return self.settings.book or book_for(self.analysis, lambda _: self.year)

    @cached_property
    def in_force(self) -> dict[MarkType, dict[str, list[Mark]]]:
        """The marks that are not struck, by type and wording: a document repeats a few on every paragraph."""
        found: dict[MarkType, dict[str, list[Mark]]] = {kind: {} for kind in MarkType}
        for mark in self.analysis.marks:
            if not mark.struck:
                found[mark.type].setdefault(mark.raw, []).append(mark)
        return found

    @cached_property
    def year(self) -> int | None:
        """The year in which it was written, where its dates say so."""
        return year_of(self.analysis)


class Rule(ABC):
    """One thing that can be wrong. The class docstring is printed by ``workbench rule CODE``."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    fixable: ClassVar[str] = "never"

    @abstractmethod
    def check(self, case: Case) -> Iterator[Finding]:
        """The places where the document breaks this rule."""

    def at(self, case: Case, message: str, span: Span | None, fix: Fix | None = None) -> Finding:
        """A finding of this rule at ``span``, or about the document as a whole where that is None.

        Its line and column are for the engine to count, once for all findings.
        """
        document = case.analysis.document
        return Finding(
            self.code,
            self.severity,
            message,
            page=document.page_at(span.start) if span else None,
            start=span.start if span else None,
            end=span.end if span else None,
            fix=fix,
        )


class MarkingRule(Rule):
    """A verdict of the marking engine, for marks of one form. ``relations`` picks which of its findings count."""

    form: ClassVar[Form]
    relations: ClassVar[bool]
    """True: contradictions between parts of a mark (the engine's M2 codes); False: slips in how it is written."""

    def check(self, case: Case) -> Iterator[Finding]:
        """Each mark of the form that the book forbids."""
        for raw, marks in case.in_force[MarkType(self.form.value)].items():
            parsed = self._parsed(raw, marks[0], case.book)
            why = self._why(parsed)
            for mark in marks if why else ():
                yield self.at(case, f"{self.form} mark by {case.book}: {why}", mark.span, self._fix(mark, parsed))

    def _parsed(self, raw: str, mark: Mark, book: Book) -> Parsed:
        """What its place alone makes a mark, (NS) in a paper of NATO, [S] by others, is judged by its usual form."""
        parsed = parse(_bare(raw, self.form), self.form, book)
        if parsed.marking or not isinstance(mark.value, Marking):
            return parsed
        usual = mark.value.portion if self.form is Form.PORTION else mark.value.banner
        right = book is Book.LEGACY or is_transmittal(raw)
        slip = Finding("M129", Severity.ERROR, f"written {usual}" if usual else "has a codeword that no register lists")
        return Parsed(
            raw, self.form, book, right, mark.value, () if right else (slip,), usual, 1.0 if raw[0] == "(" else 0.9
        )

    def _why(self, parsed: Parsed) -> str:
        """What of these relations the book forbids in the mark; empty where nothing."""
        if parsed.valid:
            return ""
        said = [f for f in parsed.findings if f.severity is Severity.ERROR and f.code != _LETTER_SPACED]
        return "; ".join(dict.fromkeys(f.message for f in said if f.code.startswith("M2") is self.relations))

    def _fix(self, mark: Mark, parsed: Parsed) -> Fix | None:
        """The canonical form, safe where nothing is guessed or dropped; a contradiction is for a person to resolve."""
        unclear = parsed.marking is None or parsed.marking.unknown
        if self.relations or unclear or not parsed.suggestion or parsed.suggestion == mark.raw:
            return None
        bare = _bare(mark.raw, self.form)
        start = mark.start + mark.raw.find(bare)
        edit = Edit(start, start + len(bare), parsed.suggestion)
        return Fix(safe=parsed.confidence == 1.0 and not _drops(parsed.marking), edits=(edit,))


def _drops(marking: Marking | None) -> bool:
    """Whether today's form says less: a retired control, or the X1 that may stand nowhere else in the document."""
    return marking is not None and bool(marking.obsolete or marking.declassify)


def _bare(raw: str, form: Form) -> str:
    """The words of a banner without the parentheses that some put around it; a portion keeps its own."""
    if form is Form.BANNER and raw.startswith("(") and raw.endswith(")"):
        return raw[1:-1]
    return raw
