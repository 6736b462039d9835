# SPDX-License-Identifier: AGPL-3.0-or-later
"""Systems, compartments and sub-compartments: SI-G ABCD EFGH-XYZ taken apart, merged and put together again."""

from __future__ import annotations

from collections.abc import Iterable


def split_entry(entry: str) -> tuple[str, dict[str, list[str]]]:
    """The system of ``SI-G ABCD-XYZ`` and its compartments with their sub-compartments."""
    system, *rest = entry.split("-")
    compartments: dict[str, list[str]] = {}
    for part in rest:
        name, *subs = part.split(" ")
        compartments.setdefault(name, []).extend(sub for sub in subs if sub not in compartments[name])
    return system, compartments


def merge(entries: Iterable[str]) -> list[str]:
    """One entry a system, holding every compartment of all: SI, SI-G A and SI-EU become SI-EU-G A.

    Compartments and sub-compartments stand alphanumerically, numbers first (CAPCO 2016 H.4).
    """
    systems: dict[str, dict[str, set[str]]] = {}
    for entry in entries:
        system, compartments = split_entry(entry)
        kept = systems.setdefault(system, {})
        for name, subs in compartments.items():
            kept.setdefault(name, set()).update(subs)
    below = {
        name: [" ".join([each, *sorted(subs)]) for each, subs in sorted(systems[name].items())] for name in systems
    }
    return ["-".join([name, *below[name]]) for name in sorted(below)]
