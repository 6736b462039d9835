# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule there is, and running them over a document."""

from __future__ import annotations

from workbench.checks.banners import (
    BannerAbove,
    BannerAbsent,
    BannerBelow,
    BannerContradictory,
    BannerMalformed,
    BannerMissing,
)
from workbench.checks.documents import AuthorityBlock, DeclassificationDue, DocumentUnmarked
from workbench.checks.portions import PortionContradictory, PortionMalformed, PortionMissing, PortionsNone
from workbench.checks.rule import Case, Rule
from workbench.checks.settings import Settings
from workbench.core.collecting import without_collection
from workbench.core.findings import Finding, Severity, located
from workbench.structure.model import Analysis


# Listed by hand rather than found by import hooks: a rule that is not here cannot run, and a reader sees them all.
RULES: tuple[Rule, ...] = (
    PortionMissing(),
    PortionMalformed(),
    PortionContradictory(),
    PortionsNone(),
    BannerBelow(),
    BannerAbove(),
    BannerMissing(),
    BannerMalformed(),
    BannerContradictory(),
    BannerAbsent(),
    AuthorityBlock(),
    DocumentUnmarked(),
    DeclassificationDue(),
)

BY_CODE = {rule.code: rule for rule in RULES}


@without_collection
def check(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """What the rules and the reader have to say about a document, in the order of its text.

    The reader's warnings and errors (hidden text, pages without text) come along: a hook that is silent about a page
    nobody could read would pass it. What a reader tells for information (custom XML that is not read) is for ``scan``:
    nothing of it is the writer's to mend, and each finding stops a commit.
    """
    case = Case(analysis, settings)
    document = analysis.document
    found = [finding for finding in analysis.findings if finding.severity is not Severity.INFO]
    for rule in RULES:
        found += rule.check(case)
    wanted = located((f for f in found if settings.wants(f.code)), document.path, document.text)
    return tuple(sorted(wanted, key=lambda f: (f.start if f.start is not None else -1, f.code)))
