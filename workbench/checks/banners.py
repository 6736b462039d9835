# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about banners (B)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.rule import Case, MarkingRule, Rule
from workbench.core.findings import Finding, Severity
from workbench.documents import Span
from workbench.markings import compare
from workbench.markings.model import Book, Form, Marking
from workbench.marks.banner_words import is_transmittal
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


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
        for mark, verdict, required in _compared(case.analysis):
            if verdict < 0:
                yield self.at(case, f"banner is below its portions, which require {required}", mark.span)


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
        for mark, verdict, required in _compared(case.analysis):
            if verdict > 0 and not is_transmittal(mark.raw):
                yield self.at(case, f"banner is above all its portions, which require {required}", mark.span)


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
        bannered = {mark.page for mark, _ in _in_force(case.analysis)}
        written = [p for p in document.pages if document.text[p.span.start : p.span.end].strip()]
        # A banner on one page of many is a cover's or a letterhead's, not the habit of the document.
        if len(written) < 2 or 2 * len(bannered) < len(written):
            return
        banner = case.analysis.overall.banner
        hint = f"; the document's is {banner.banner}" if banner and banner.banner else ""
        for page in written:
            if page.number not in bannered:
                yield self.at(case, f"page {page.number} has no banner{hint}", Span(page.span.start, page.span.start))


class BannerMalformed(MarkingRule):
    """A banner is not written as its book asks.

    Why: a banner spells out the level and uses the register's banner forms, in the register's order.

    Source: CAPCO 2016 A.6 and D.1.

    Wrong:

        SECRET//NF

    Right:

        SECRET//NOFORN
    """

    code = "B004"
    name = "banner.malformed"
    fixable = "safe where the meaning is clear, unsafe where a slip was repaired"
    form = Form.BANNER
    relations = False


class BannerContradictory(MarkingRule):
    """A banner says two things that do not go together, or lacks one that another requires.

    Why: whoever handles the document acts on the banner alone.

    Source: CAPCO 2016 H.4 to H.9.

    Wrong:

        SECRET//NOFORN/REL TO USA, GBR

    Right:

        SECRET//NOFORN
    """

    code = "B005"
    name = "banner.contradictory"
    form = Form.BANNER
    relations = True


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
            yield self.at(case, f"document has no banner; its portions require {_wording(computed)}", None)


def _in_force(analysis: Analysis) -> Iterator[tuple[Mark, Marking]]:
    """The banners that are not struck out, with what they and the caveats stamped beside them say."""
    for mark in analysis.marks:
        if mark.type is MarkType.BANNER and not mark.struck and isinstance(mark.value, Marking):
            yield mark, analysis.stamped.get(mark.start, mark.value)


def _compared(analysis: Analysis) -> Iterator[tuple[Mark, int, str]]:
    """The banners in force that can be compared, how each stands to the portions (< 0: too low), what these require.

    A banner stands on every page: each wording is compared once.
    """
    computed = analysis.overall.computed
    if computed is None:
        return
    verdicts: dict[Marking, int | None] = {}
    for mark, written in _in_force(analysis):
        if written not in verdicts:
            handling = written.handle_via and written.banner is None  # HANDLE VIA COMINT CHANNELS ONLY names no level
            verdicts[written] = None if handling else compare(written, computed)
        verdict = verdicts[written]
        if verdict is not None:
            yield mark, verdict, _wording(computed)


def _wording(marking: Marking) -> str:
    return marking.banner or marking.level
