# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why each part of a rolled-up banner is there: which markings ask for it, by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.markings.model import Marking, Reason
from workbench.markings.release import permission_of


RELEASE = ("NF", "REL", "RELIDO", "EYES", "DISPLAYONLY")
_HIERARCHIES = (("sci", "CAPCO 2016 H.4"), ("sar", "CAPCO 2016 H.5"), ("nato_controls", "CAPCO 2016 G.1"))


def reasons_for(result: Marking, markings: Sequence[Marking]) -> tuple[Reason, ...]:
    """The parts of ``result`` in the order of a banner; ``sources`` are indices of ``markings``."""
    return tuple(_reasons(result, markings))


def _reasons(result: Marking, markings: Sequence[Marking]) -> Iterator[Reason]:
    top = max(marking.level.rank for marking in markings)
    yield Reason(result.level.value, _where(marking.level.rank == top for marking in markings), "CAPCO 2016 D.2")
    for name, rule in _HIERARCHIES:
        for entry in getattr(result, name):
            root = entry.split("-")[0]
            yield Reason(entry, _where(any(e.split("-")[0] == root for e in getattr(m, name)) for m in markings), rule)
    for entry in result.aea:
        number = entry.split("-")[-1]
        yield Reason(entry, _where(any(e.endswith(number) for e in m.aea) for m in markings), "CAPCO 2016 H.6")
    if result.fgi:
        asked = (bool(m.fgi) or m.system in ("FGI", "NATO", "JOINT", "UN") for m in markings)
        yield Reason("FGI", _where(asked), "CAPCO 2016 D.2, H.7")
    for entry in result.dissem:
        if entry in RELEASE:
            bearing = _where(permission_of(m) is not None for m in markings)
            # EXDIS and NODIS need NOFORN where no portion says anything of release (H.9).
            due = bearing or _where(bool({"XD", "ND"} & set(m.nonic)) for m in markings)
            yield Reason(entry, due, "CAPCO 2016 D.2 table 3" if bearing else "CAPCO 2016 H.9")
        else:
            yield Reason(entry, _where(entry in m.dissem for m in markings), "CAPCO 2016 H.8")
    for entry in result.nonic:
        forms = {entry, entry.removesuffix("-NF"), f"{entry.removesuffix('-NF')}-NF"}
        yield Reason(entry, _where(bool(forms & set(m.nonic)) for m in markings), "CAPCO 2016 H.9")
    for entry in result.cui:
        yield Reason(entry, _where(entry in m.cui for m in markings), "32 CFR 2002.20")


def _where(asked: Iterator[bool]) -> tuple[int, ...]:
    return tuple(index for index, yes in enumerate(asked) if yes)
