# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.banners.places import banners_compared
from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding


class BannerBelow(Rule):
    """The banner says less than the portions require.

    Why: the banner carries the highest level of any portion and every control that must roll up. A banner that is
    too low sends the document to people who may not see it.

    Source: EO 13526 s.1.6(a); CAPCO 2016 D.2 table 3.

    Wrong:

        SECRET

        (S//NF) The port has two piers.

    Right:

        SECRET//NOFORN

        (S//NF) The port has two piers.
    """

    code = "B001"
    name = "banner.below"

    def check(self, case: Case) -> Iterator[Finding]:
        """Each banner in force that is too low."""
        computed = case.analysis.overall.computed
        for mark, verdict in banners_compared(case.analysis):
            if computed and verdict < 0:
                wanted = computed.banner or computed.level
                yield self.at(case, f"banner is below its portions, which require {wanted}", mark.span)
