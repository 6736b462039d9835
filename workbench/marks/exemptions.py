# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes: under which law something was withheld."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.documents import Document
from workbench.marks.exemption_codes import candidates, in_order
from workbench.marks.exemption_context import Surroundings
from workbench.marks.exemption_families import Candidate
from workbench.marks.exemption_forms import continued, worded
from workbench.marks.lines import Lines
from workbench.marks.making import make_mark
from workbench.marks.model import Exemption, Mark, MarkType
from workbench.marks.placeholder_labels import labels_in
from workbench.marks.shadow import Shadow
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
