# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding
from workbench.marks.model import MarkType


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
