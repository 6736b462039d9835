# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding
from workbench.markings.model import Book
from workbench.marks.model import MarkType


class BannerAbsent(Rule):
    """No page has a banner although portions are classified.

    Why: whoever picks the document up looks at the banner. Without one it is handled as if it were unclassified.

    A document that was released, or whose banners are struck out, has no such finding; nor has one of the old era,
    whose text often comes without the stamps of its pages.

    Source: EO 13526 s.1.6(a); 32 CFR 2001.21(b); CAPCO 2016 D.1.

    Wrong:

        (S//NF) The port has two piers.

    Right:

        SECRET//NOFORN

        (S//NF) The port has two piers.

        SECRET//NOFORN
    """

    code = "B006"
    name = "banner.absent"

    def check(self, case: Case) -> Iterator[Finding]:
        """One finding, on the document as a whole."""
        overall = case.analysis.overall
        computed = overall.computed
        if not overall.classified or computed is None or not computed.is_classified or case.book is Book.LEGACY:
            return
        if not any(mark.type is MarkType.BANNER for mark in case.analysis.marks):
            yield self.at(
                case, f"document has no banner; its portions require {computed.banner or computed.level}", None
            )
