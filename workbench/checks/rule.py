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
from workbench.core.findings import Finding, Fix, Severity
from workbench.documents import Span
from workbench.markings.model import Book
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


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
