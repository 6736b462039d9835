# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labels that the CIA prints over what it withheld: ``STATINTL``, ``SG1J`` (``rules/exemptions.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workbench.marks.exemption_families import Candidate, Trust
from workbench.marks.late import Pattern, late
from workbench.marks.shadow import Shadow, matches_at
from workbench.marks.shipped import rule_data


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
    """The labels by the letters they begin with."""
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
