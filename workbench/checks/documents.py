# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about a document as a whole (A, D)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding, Severity
from workbench.documents import Span
from workbench.markings.model import Book, Marking
from workbench.marks.authority_check import check_authority
from workbench.marks.declassification import DeclassifyOn, Kind, automatic_date, governing, read_declassify_on
from workbench.marks.model import Authority, Mark, MarkType, Value
from workbench.structure.overall import releases


class AuthorityBlock(Rule):
    """The classification authority block lacks a line, contradicts itself, or holds a value that is retired.

    Why: without who classified it, why or from what source, and until when, nobody can decide on the document later.
    The findings are A001 to A012, one for each thing that can be wrong; `--select A0` takes them all.

    Source: 32 CFR 2001.21 and 2001.22; EO 13526 s.1.4 to 1.6; CAPCO 2016 E.

    Wrong:

        Classified By: J. Arden, Director, Charts

        Declassify On: 20491231

    Right:

        Classified By: J. Arden, Director, Charts

        Derived From: Multiple Sources

        Declassify On: 20491231

    A block is judged by the order of its time: OADR in a memorandum of 1985 is no finding.
    """

    code = "A0"
    name = "authority.block"

    def check(self, case: Case) -> Iterator[Finding]:
        """Each thing wrong with the block, where there is one."""
        if not any(mark.type is MarkType.AUTHORITY for mark in case.analysis.marks):
            return
        # What a mail program writes below an unclassified message is no block.
        complete = case.book is not Book.LEGACY and case.analysis.overall.classified
        undated = any(_takes_no_date(mark.value) for mark in case.analysis.marks)
        for finding in check_authority(case.analysis.marks, written=_written(case), complete=complete, undated=undated):
            if finding.severity is not Severity.INFO:
                yield finding


def _takes_no_date(value: Value) -> bool:
    """Whether it marks RD, FRD, TFNI (not UCNI, which is unclassified) or NATO information."""
    return isinstance(value, Marking) and value.is_classified and bool(value.aea or value.system == "NATO")


class DocumentUnmarked(Rule):
    """A document carries no marking although the settings say that every document must.

    Why: in some projects an unmarked file means that nobody has looked at it. Off unless ``require-marking = true``
    stands in the settings: elsewhere an unmarked document is simply not a classified one.
    """

    code = "D001"
    name = "document.unmarked"

    def check(self, case: Case) -> Iterator[Finding]:
        """The document as a whole."""
        if not case.settings.require_marking:
            return
        if not any(m.type in {MarkType.PORTION, MarkType.BANNER} for m in case.analysis.marks):
            yield self.at(case, "document carries no marking, and the settings ask for one", None)


class DeclassificationDue(Rule):
    """The date of automatic declassification has passed and nothing says that the document was declassified.

    Why: its classification may have ended by itself. Nobody may treat it as declassified for that alone: exemptions,
    other agencies' equities and Restricted Data need a person. That person should know.

    Without being asked it speaks of dates that the document itself gives, and today is the day that counts. With
    ``--as-of DATE`` (or ``as-of`` in the settings) it judges by that day and, as information, also tells of dates that
    follow from the rules: 25 years for a document without instruction or with a retired one (OADR, X1 to X8), 50 or 75
    for an exemption without date. They count from the end of the year that the document is dated by.

    Never for a document with a release stamp, nor for Restricted Data, Formerly Restricted Data and TFNI, which
    no date declassifies.

    Source: EO 13526 s.1.5 and 3.3; 32 CFR 2001.22(e), 2001.26, 2001.30; 10 CFR 1045.

    Wrong, from 2 January 2031 on:

        SECRET

        Declassify On: 20310101
    """

    code = "D002"
    name = "document.declassification-due"
    severity = Severity.WARNING

    def check(self, case: Case) -> Iterator[Finding]:
        """One finding at the instruction that governs, or on the document as a whole where there is none."""
        if not case.analysis.overall.classified or not _may_end_by_itself(case.analysis.marks):
            return
        asked = case.settings.as_of
        today = asked or datetime.now(UTC).date()
        mark, value = _instruction(case.analysis.marks)
        given = value.date if value.kind is not Kind.RETIRED else None
        day = given or (automatic_date(value, _written(case)) if asked else None)
        if day is None or day >= today.isoformat():
            return
        source = "the date that it gives" if given else "the date that follows from its instruction and its year"
        message = f"declassification was due on {day}, {source}; no stamp says that it was declassified"
        found = self.at(case, message, Span(mark.start, mark.end) if mark else None)
        yield found if given else replace(found, severity=Severity.INFO)


def _may_end_by_itself(marks: tuple[Mark, ...]) -> bool:
    """Not what was released already, nor what the Atomic Energy Act classifies."""
    for mark in marks:
        if releases(mark):
            return False
        if isinstance(mark.value, Marking) and mark.value.aea and mark.value.is_classified:
            return False
    return True


def _instruction(marks: tuple[Mark, ...]) -> tuple[Mark | None, DeclassifyOn]:
    """Of several values the one that governs (CAPCO 2016 E.3)."""
    lines = {m.value.text: m for m in marks if isinstance(m.value, Authority) and m.value.field == "declassify_on"}
    text = governing(list(lines)) or ""
    return lines.get(text), read_declassify_on(text)


def _written(case: Case) -> date | None:
    """The last day of the year in which the document was written, as far as it says."""
    return date(case.year, 12, 31) if case.year else None
