# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes: under which law something was withheld.

Here everything that has the form of a code is gathered, the labels that the CIA prints over what it withheld
(``STATINTL``, ``SG1J``, ``rules/exemptions.yaml``) among it; what is innocent text is told by ``exemption_context``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workbench.documents import Document
from workbench.marks import foia_codes, order_codes
from workbench.marks.exemption_context import Surroundings
from workbench.marks.exemption_families import Candidate, Sign, Trust
from workbench.marks.exemption_forms import continued, worded
from workbench.marks.late import Pattern, late
from workbench.marks.lines import Lines
from workbench.marks.model import Exemption, Mark, MarkType, make_mark
from workbench.marks.placeholder_labels import labels_in
from workbench.marks.shadow import Shadow, matches_at
from workbench.marks.shipped import rule_data
from workbench.marks.statutes import statute_after


def find_exemptions(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every exemption code of the text, in no order. The span is the code alone; its statute goes into the value."""
    lines = lines or Lines(document)
    for candidate in Surroundings(document, lines, _candidates(lines.shadow)).believed():
        yield make_mark(document, MarkType.EXEMPTION, candidate.start, candidate.end, _value(document, candidate))
    for start, end in labels_in(lines):
        yield make_mark(document, MarkType.EXEMPTION, start, end, Exemption(document.text[start:end], "DOJ"))


def _candidates(shadow: Shadow) -> list[Candidate]:
    found = in_order([*candidates(shadow), *worded(shadow)])
    return in_order([*found, *continued(shadow.text, found)])


def _value(document: Document, candidate: Candidate) -> Exemption:
    statute = statute_after(document.text, candidate.end) if candidate.code == "(b)(3)" else None
    return Exemption(candidate.code, candidate.authority, statute)


FAMILIES = (*foia_codes.FAMILIES, *order_codes.FAMILIES)


def candidates(shadow: Shadow) -> list[Candidate]:
    """Everything in the text of ``shadow`` that has the form of a code, in order; of two that overlap the longer."""
    places: dict[Sign, list[int]] = {}
    found: list[Candidate] = []
    for family in FAMILIES:
        if family.where not in places:
            places[family.where] = family.where(shadow)
        if places[family.where]:
            read = map(family.read, family.matches(shadow.text, places[family.where]))
            found += [candidate for candidate in read if candidate]
    return in_order([*found, *release_labels(shadow)])


def in_order(found: list[Candidate]) -> list[Candidate]:
    """``found`` in the order of the text; of two that overlap the longer."""
    found.sort(key=lambda candidate: (candidate.start, -candidate.end))
    kept: list[Candidate] = []
    for candidate in found:
        if kept and candidate.start < kept[-1].end:
            if candidate.end - candidate.start > kept[-1].end - kept[-1].start:
                kept[-1] = candidate
        else:
            kept.append(candidate)
    return kept


def release_labels(shadow: Shadow) -> Iterator[Candidate]:
    """Every label of the text, in no order."""
    text = shadow.text
    for stem, patterns in _label_patterns().items():
        places = [match.start() for match in re.finditer(re.escape(stem), text)] if shadow.holds(stem.lower()) else []
        for pattern, trust in patterns if places else ():
            for match in matches_at(pattern, text, places):
                yield Candidate(match.start(), match.end(), "".join(match.group().split()), "CIA", trust)


_STEM = 4  # letters by which labels are looked up together


@cache
def _label_patterns() -> dict[str, list[tuple[Pattern, Trust]]]:
    files = list(rule_data("exemptions.yaml"))
    sure = [(label, Trust.SURE) for rules in files for label in rules["CIA"]]
    ambiguous = [(label, Trust.CITED) for rules in files for label in rules["CIA-ambiguous"]]
    by_stem: dict[str, list[tuple[Pattern, Trust]]] = {}
    for label, trust in (*sure, *ambiguous):
        by_stem.setdefault(label.partition("{")[0][:_STEM], []).append((_label(label), trust))
    return by_stem


def _label(label: str) -> Pattern:
    spelled = re.escape(label).replace(r"\{d\}", r"\d").replace(r"\{l\}", "[A-Z]")
    return late(rf"(?<!\w){spelled}(?!\w)")
