# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules about portion marks (P)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.rule import Case, MarkingRule, Rule
from workbench.core.findings import Finding, Severity
from workbench.markings.model import Book, Form
from workbench.structure.model import Kind


MARKED = frozenset({Kind.TITLE, Kind.BODY, Kind.LIST_ITEM, Kind.TABLE_CELL, Kind.CAPTION})


class PortionMissing(Rule):
    """A paragraph has no portion mark although others have one.

    Why: each portion of a classified document is marked, so that a reader knows what may be quoted and a reviewer
    what may be released. An unmarked paragraph counts as classified at the level of the whole document.

    Source: EO 13526 s.1.6(c); 32 CFR 2001.21(c); CAPCO 2016 C.

    Wrong:

        (S) The convoy left Port Amber at dawn.

        The escort was two frigates.

    Right:

        (S) The convoy left Port Amber at dawn.

        (S) The escort was two frigates.

    List items under a marked stem, headings and page furniture need no mark of their own.
    """

    code = "P001"
    name = "portion.missing"

    def check(self, case: Case) -> Iterator[Finding]:
        """Every unmarked paragraph of a document in which at least one is marked."""
        paragraphs = case.analysis.paragraphs
        if not any(p.portion for p in paragraphs):
            return
        for paragraph in paragraphs:
            if paragraph.kind in MARKED and paragraph.governing is None:
                kind = "" if paragraph.kind is Kind.BODY else f" ({paragraph.kind.value.replace('_', ' ')})"
                message = f"{paragraph.name}{kind} has no portion mark; begin it with that of its own content"
                yield self.at(case, message, paragraph.spans[0])


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


class PortionMalformed(MarkingRule):
    """A portion mark is not written as its book asks.

    Why: other programs and other readers take a mark by its form; one with a slip may be read as none at all.

    Source: CAPCO 2016 A.6 and C; for older documents the usage of their day (`workbench parse` names it).

    Wrong:

        (S/NF) The convoy left Port Amber at dawn.

    Right:

        (S//NF) The convoy left Port Amber at dawn.
    """

    code = "P002"
    name = "portion.malformed"
    fixable = "safe where the meaning is clear, unsafe where a slip was repaired"
    form = Form.PORTION
    relations = False


class PortionContradictory(MarkingRule):
    """A portion mark says two things that do not go together, or lacks one that another requires.

    Why: a control that excludes another (NOFORN with REL TO), a control that the level does not allow, or a missing
    companion (HCS-P needs NOFORN) leaves the reader to guess who may see the portion.

    Source: CAPCO 2016 H.4 to H.9.

    Wrong:

        (S//NF/REL TO USA, GBR) The convoy left Port Amber at dawn.

    Right:

        (S//REL TO USA, GBR) The convoy left Port Amber at dawn.
    """

    code = "P003"
    name = "portion.contradictory"
    form = Form.PORTION
    relations = True
