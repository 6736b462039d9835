# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.banners.places import banners_compared
from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding, Severity
from workbench.marks.banner_words import is_transmittal


class BannerAbove(Rule):
    """The banner says more than any portion requires.

    Why: overclassification; nothing in the document carries the banner's level or control. Where the compilation as a
    whole is more sensitive than its parts, the document must say so with a reason.

    Source: EO 13526 s.1.1 and 1.7(e); CAPCO 2016 D.2.

    Wrong:

        TOP SECRET

        (C) The port has two piers.

    Right:

        CONFIDENTIAL

        (C) The port has two piers.
    """

    code = "B002"
    name = "banner.above"
    severity = Severity.WARNING

    def check(self, case: Case) -> Iterator[Finding]:
        """Each banner in force that is higher than the portions require."""
        computed = case.analysis.overall.computed
        for mark, verdict in banners_compared(case.analysis):
            if computed and verdict > 0 and not is_transmittal(mark.raw):
                wanted = computed.banner or computed.level
                yield self.at(case, f"banner is above all its portions, which require {wanted}", mark.span)
