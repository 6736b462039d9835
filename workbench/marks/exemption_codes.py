# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything in a text that has the form of an exemption code, with its normal form and its law.

Whether a candidate is a code or innocent text is decided by what stands around it: ``exemption_context``.
"""

from __future__ import annotations

from workbench.marks import act_codes, foia_codes, order_codes
from workbench.marks.exemption_families import Candidate, Sign
from workbench.marks.release_labels import release_labels
from workbench.marks.shadow import Shadow


FAMILIES = (*foia_codes.FAMILIES, *order_codes.FAMILIES, *act_codes.FAMILIES)


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
