# SPDX-License-Identifier: AGPL-3.0-or-later
"""Foreign disclosure and release as sets: what may be done with a portion, and what may be done with all of them.

Table 3 of CAPCO 2016 D.2 lists pairs of marks and their result. They are one law: each classified portion permits
some things (release to X, display to X, a disclosure official's decision); a document permits what all portions
permit; nothing left means NOFORN. Intersection is commutative, associative and idempotent, a table of pairs is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.markings.model import Marking
from workbench.markings.register import register


@dataclass(frozen=True, slots=True)
class Permission:
    """What a portion permits. ``release`` None: the list of its banner, which is not known here ((S//REL))."""

    release: frozenset[str] | None = frozenset()
    display: frozenset[str] | None = frozenset()
    official: bool = False
    unmarked: bool = False

    @property
    def is_nothing(self) -> bool:
        """Nothing permitted: NOFORN."""
        return not (self.unmarked or self.official or self.release != frozenset() or self.display != frozenset())


def permission_of(marking: Marking) -> Permission | None:
    """What ``marking`` permits; None where it takes no part (plain unclassified, CAPCO 2016 H.1)."""
    dissem = set(marking.dissem)
    if "NF" in dissem or {"SBU-NF", "LES-NF"} & set(marking.nonic):
        return Permission()
    if dissem & {"REL", "EYES"}:
        release = _expanded(marking.rel_to) if marking.rel_to else None
        display = None if release is None else release | _expanded(marking.display_only)
        return Permission(release, display, "RELIDO" in dissem)
    if "DISPLAYONLY" in dissem:
        return Permission(display=_expanded(marking.display_only), official="RELIDO" in dissem)
    if "RELIDO" in dissem:
        return Permission(official=True)
    return Permission(unmarked=True) if marking.is_classified else None


def common(permissions: Iterable[Permission]) -> Permission | None:
    """What all permit; None where there are none."""
    result: Permission | None = None
    for each in permissions:
        if result is None:
            result = each
            continue
        result = Permission(
            _meet(result.release, each.release),
            _meet(result.display, each.display),
            result.official and each.official,
            result.unmarked and each.unmarked,
        )
    return result


def _meet(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None:
        return other
    return one if other is None else one & other


def _expanded(codes: Iterable[str]) -> frozenset[str]:
    """TEYE, ACGU and FVEY stand for themselves and for their members, no other code does (table 3 rule 23)."""
    found = set(codes)
    for code in codes:
        found |= register().members.get(code, frozenset())
    return frozenset(found - {"USA"})


def folded(codes: frozenset[str]) -> tuple[str, ...]:
    """The shortest honest list: a member is left out where a code that stands for it is there."""
    covered = set().union(*(register().members.get(code, frozenset()) for code in codes))
    kept = {code for code in codes if code not in covered}
    return tuple(_without_smaller(kept))


def _without_smaller(codes: set[str]) -> set[str]:
    members = register().members
    return {c for c in codes if not any(c != o and members.get(c, {c}) < members.get(o, frozenset()) for o in codes)}
