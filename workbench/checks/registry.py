# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule there is, by code."""

from __future__ import annotations

from workbench.checks.banners.above import BannerAbove
from workbench.checks.banners.absent import BannerAbsent
from workbench.checks.banners.below import BannerBelow
from workbench.checks.banners.malformed import BannerContradictory, BannerMalformed
from workbench.checks.banners.missing import BannerMissing
from workbench.checks.documents.authority import AuthorityBlock
from workbench.checks.documents.due import DeclassificationDue
from workbench.checks.documents.unmarked import DocumentUnmarked
from workbench.checks.portions.malformed import PortionContradictory, PortionMalformed
from workbench.checks.portions.missing import PortionMissing
from workbench.checks.portions.none import PortionsNone
from workbench.checks.rule import Rule


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
