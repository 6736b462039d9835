# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running the rules over a document."""

from __future__ import annotations

from workbench.checks.registry import RULES
from workbench.checks.rule import Case
from workbench.checks.settings import Settings
from workbench.core.collecting import without_collection
from workbench.core.findings import Finding, located
from workbench.structure.model import Analysis


@without_collection
def check(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """What the rules and the reader have to say about a document, in the order of its text.

    The reader's findings (hidden text, pages without text) come along: a hook that is silent about a page nobody
    could read would pass it.
    """
    case = Case(analysis, settings)
    document = analysis.document
    found = list(analysis.findings)
    for rule in RULES:
        found += rule.check(case)
    wanted = located((f for f in found if settings.wants(f.code)), document.path, document.text)
    return tuple(sorted(wanted, key=lambda f: (f.start if f.start is not None else -1, f.code)))
