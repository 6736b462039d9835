# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding
from workbench.structure.model import Kind


MARKED = frozenset({Kind.TITLE, Kind.BODY, Kind.LIST_ITEM, Kind.TABLE_CELL, Kind.CAPTION})


class PortionMissing(Rule):
    """A paragraph has no portion mark although others have one.

    Why: each portion of a classified document is marked, so that a reader knows what may be quoted and a reviewer
    what may be released. An unmarked paragraph counts as classified at the level of the whole document.

    Source: EO 13526 s.1.6(c); 32 CFR 2001.21(c); CAPCO 2016 C.

    Wrong:

        (S) The convoy left Port Amber at dawn.

        The escort was two frigates.

    Right:

        (S) The convoy left Port Amber at dawn.

        (S) The escort was two frigates.

    List items under a marked stem, headings and page furniture need no mark of their own.
    """

    code = "P001"
    name = "portion.missing"

    def check(self, case: Case) -> Iterator[Finding]:
        """Every unmarked paragraph of a document in which at least one is marked."""
        paragraphs = case.analysis.paragraphs
        if not any(p.portion for p in paragraphs):
            return
        for paragraph in paragraphs:
            if paragraph.kind in MARKED and paragraph.governing is None:
                what = "paragraph" if paragraph.kind is Kind.BODY else paragraph.kind.value.replace("_", " ")
                message = f"{what} {paragraph.id} has no portion mark; begin it with that of its own content"
                yield self.at(case, message, paragraph.spans[0])
