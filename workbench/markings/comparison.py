# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a written banner says what its portions require."""

from __future__ import annotations

from functools import lru_cache

from workbench.markings.hierarchy import split_entry
from workbench.markings.model import Marking
from workbench.markings.reasons import RELEASE
from workbench.markings.release import Permission, permission_of
from workbench.markings.render import modernise


_LISTS = ("aea", "fgi", "nonic", "nato_controls")


@lru_cache(maxsize=1024)
def compare(written: Marking, computed: Marking) -> int | None:
    """How a written marking stands to the computed one.

    Returns:
        Negative where ``written`` is too low (a level, a control or a limit on release is missing), 0 where they agree,
        positive where it asks for more, None where they cannot be compared: a United States mark and another's, or a
        mark of which something was not understood.

    """
    one, other = modernise(written), modernise(computed)
    if one.unknown or other.unknown or _kind(one) != _kind(other):
        return None
    signs = {(one.level.rank > other.level.rank) - (one.level.rank < other.level.rank), _release_sign(one, other)}
    signs |= {_lists_sign(_systems(one.sci), _systems(other.sci))}
    signs |= {_lists_sign(_programs(one.sar, other.sar), _programs(other.sar, one.sar))}
    signs |= {_lists_sign(set(getattr(one, name)), set(getattr(other, name))) for name in _LISTS}
    if not other.is_classified:  # agencies differ on whether CUI goes into a classified banner (32 CFR 2002.20(g))
        signs |= {_lists_sign(set(one.cui), set(other.cui))}
    signs |= {_lists_sign(set(one.dissem) - set(RELEASE), set(other.dissem) - set(RELEASE))}
    return -1 if -1 in signs else max(signs)


def _kind(marking: Marking) -> tuple[str, tuple[str, ...]]:
    return ("US", ()) if marking.system in ("US", "CUI") else (marking.system, marking.owners)


def _lists_sign(written: set[str], computed: set[str]) -> int:
    return -1 if computed - written else int(bool(written - computed))


def _programs(names: tuple[str, ...], others: tuple[str, ...]) -> set[str]:
    """Each program by its name: portions carry its initials, BP for BUTTER POPCORN (CAPCO 2016 H.5)."""
    spelled = {"".join(word[0] for word in name.split()): name for name in others if " " in name}
    return {spelled.get(name, name) for name in names}


def _systems(entries: tuple[str, ...]) -> set[str]:
    """Every compartment with its system, so that SI-G covers SI."""
    found = set()
    for system, compartments in map(split_entry, entries):
        below = {f"{system}-{name}": subs for name, subs in compartments.items()}
        found |= {system, *below, *(f"{name} {sub}" for name, subs in below.items() for sub in subs)}
    return found


def _release_sign(written: Marking, computed: Marking) -> int:
    """Fewer permissions are the higher mark; no mark about release where one is due is too low."""
    mine, due = permission_of(written), permission_of(computed)
    if mine == due:
        return 0
    if due is None or due.unmarked:
        return 0 if mine is None or mine.unmarked else 1
    if mine is None or mine.unmarked:
        return -1
    if due.release is None and mine.release != frozenset():
        return 0  # (S//REL): the list is the banner's own
    return 1 if _within(mine, due) else -1


def _within(mine: Permission, due: Permission) -> bool:
    """Whether ``mine`` permits nothing that ``due`` does not."""
    for one, other in ((mine.release, due.release), (mine.display, due.display)):
        if other is not None and (one is None or one - other):
            return False
    return due.official or not mine.official
