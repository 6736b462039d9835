# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding, Severity
from workbench.markings.model import Book, Marking
from workbench.marks.authority_check import check_authority
from workbench.marks.model import MarkType, Value


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
        written = date(case.year, 12, 31) if case.year else None
        # What a mail program writes below an unclassified message is no block.
        complete = case.book is not Book.LEGACY and case.analysis.overall.classified
        undated = any(_takes_no_date(mark.value) for mark in case.analysis.marks)
        for finding in check_authority(case.analysis.marks, written=written, complete=complete, undated=undated):
            if finding.severity is not Severity.INFO:
                yield finding


def _takes_no_date(value: Value) -> bool:
    """Whether it marks RD, FRD, TFNI (not UCNI, which is unclassified) or NATO information."""
    return isinstance(value, Marking) and value.is_classified and bool(value.aea or value.system == "NATO")
