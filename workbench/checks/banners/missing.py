# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.banners.places import banners_in_force
from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding
from workbench.documents import Span


class BannerMissing(Rule):
    """A page has no banner although other pages have one.

    Why: pages get separated; every interior page of a classified document carries a banner at top and bottom.

    Source: 32 CFR 2001.21(b)(3); CAPCO 2016 D.1.
    """

    code = "B003"
    name = "banner.missing-on-page"

    def check(self, case: Case) -> Iterator[Finding]:
        """Each page with text and no banner, in a document where at least half of the pages have one."""
        document = case.analysis.document
        bannered = {mark.page for mark, _ in banners_in_force(case.analysis)}
        written = [p for p in document.pages if document.text[p.span.start : p.span.end].strip()]
        # A banner on one page of many is a cover's or a letterhead's, not the habit of the document.
        if len(written) < 2 or 2 * len(bannered) < len(written):
            return
        banner = case.analysis.overall.banner
        hint = f"; the document's is {banner.banner}" if banner and banner.banner else ""
        for page in written:
            if page.number not in bannered:
                yield self.at(case, f"page {page.number} has no banner{hint}", Span(page.span.start, page.span.start))
