# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.portions.missing import MARKED
from workbench.checks.rule import Case, Rule
from workbench.core.findings import Finding, Severity
from workbench.markings.model import Book


class PortionsNone(Rule):
    """No paragraph of a document with a classified banner has a portion mark.

    Why: the banner alone does not say which part is classified, so nothing can be quoted or released without asking
    its author. One finding for the whole document; where some paragraphs are marked, P001 names each of the others.

    A warning, because an agency head may waive portion marking for a kind of document. Documents of the old era and
    controlled unclassified ones have no such finding: neither book asks every paragraph to be marked.

    Source: EO 13526 s.1.6(c); 32 CFR 2001.21(c) and 2002.20(f).

    Wrong:

        SECRET//NOFORN

        The port has two piers.

    Right:

        SECRET//NOFORN

        (S//NF) The port has two piers.
    """

    code = "P004"
    name = "portion.none"
    severity = Severity.WARNING

    def check(self, case: Case) -> Iterator[Finding]:
        """One finding, at the first paragraph that should be marked."""
        banner = case.analysis.overall.banner
        if banner is None or not banner.is_classified or case.book in {Book.LEGACY, Book.CUI}:
            return
        if any(paragraph.governing for paragraph in case.analysis.paragraphs):
            return
        unmarked = [paragraph for paragraph in case.analysis.paragraphs if paragraph.kind in MARKED]
        if unmarked:
            yield self.at(
                case,
                f"none of {len(unmarked)} paragraphs has a portion mark; begin each with its own",
                unmarked[0].spans[0],
            )
