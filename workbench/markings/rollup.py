# SPDX-License-Identifier: AGPL-3.0-or-later
"""The banner that portions require together (CAPCO 2016 D.2, table 3, and the precedence rules of section H)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from workbench.markings.model import Level, Marking, RollUp
from workbench.markings.reasons import RELEASE, reasons_for
from workbench.markings.release import Permission, common, folded, permission_of
from workbench.markings.render import modernise, rendered


# These leave the banner of a classified document (H.8, H.9).
_UNCLASSIFIED_ONLY = ("SBU", "SBU-NF", "DS")


def roll_up(markings: Iterable[Marking]) -> RollUp:
    """The banner line that portion markings require together (CAPCO 2016 D.2, table 3, and section H).

    The order and number of equal markings do not matter, and no level is below that of a portion. Old marks count as
    what they are written as today. Compilation (D.2, note) is not computed.

    Args:
        markings: the marking of every portion. One that borrows its list from the banner, as (S//REL) does, goes
            through ``resolved`` first.

    Rolling up a result again changes nothing. A banner may stand above its portions where the document says why.

    Returns:
        The overall marking (None where there were no markings) and, for each part of it, which markings ask for it by
        which rule. Never raises.

    >>> portions = [parse(text).marking for text in ("(U)", "(S//REL TO USA, GBR)", "(C//NF)")]
    >>> roll_up(portions).marking.banner
    'SECRET//NOFORN'

    """
    # A document repeats a few markings thousands of times, and many documents the same few.
    places: dict[int, list[int]] = {}
    given = tuple(markings)
    for index, marking in enumerate(given):
        places.setdefault(id(marking), []).append(index)
    rolled = _roll_up(tuple(given[first] for first, *_ in places.values()))
    where = list(places.values())
    sources = (sorted(chain.from_iterable(where[i] for i in reason.sources)) for reason in rolled.reasons)
    reasons = (replace(reason, sources=tuple(each)) for reason, each in zip(rolled.reasons, sources, strict=True))
    return RollUp(rolled.marking, tuple(reasons))


@lru_cache(maxsize=1024)
def _roll_up(markings: tuple[Marking, ...]) -> RollUp:
    if not markings:
        return RollUp(None)
    today = tuple(modernise(marking) for marking in markings)
    if any(m.system == "CUI" for m in today) and all(m.system == "CUI" or _is_plain(m, "(U//FOUO)") for m in today):
        return _roll_up_cui(today)
    level = max((marking.level for marking in today), key=lambda each: each.rank)
    owner = _common_owner(today)
    if level is Level.CUI:
        level = Level.U
    if owner is None and level is Level.R and any(marking.system != "US" for marking in today):
        level = Level.C
    base = Marking("US", level) if owner is None else replace(Marking(owner.system, level), owners=owner.owners)
    result = _with_release(_with_controls(base, today, owner), today)
    result = rendered(modernise(replace(result, unknown=_union(today, "unknown"))))
    return RollUp(result, reasons_for(result, today))


def resolved(portion: Marking, banner: Marking) -> Marking:
    """``portion`` with the list that it borrows from ``banner``, as (S//REL), (TS//EYES) and (//JOINT S) do.

    A portion that borrows nothing comes back as it is.
    """
    full = portion
    if not portion.rel_to and {"REL", "EYES"} & set(portion.dissem) and {"REL", "EYES"} & set(banner.dissem):
        full = replace(full, rel_to=banner.rel_to)
    if portion.system == "JOINT" and not portion.owners and banner.system == "JOINT":
        full = replace(full, owners=banner.owners)
    return rendered(full) if full is not portion else portion


def _is_plain(marking: Marking, *others: str) -> bool:
    """Whether it says that its portion is unclassified and nothing else; or one of the ``others``."""
    return marking.level is Level.U and rendered(marking).portion in ("(U)", *others)


def _common_owner(today: Sequence[Marking]) -> Marking | None:
    """A foreign or joint document keeps its own kind of banner; any United States portion makes it a US one."""
    owners = {(m.system, m.owners) for m in today if not _is_plain(m)}
    if len(owners) > 1:
        # (//JOINT S) names no owners: they are its banner's, and so those of the other JOINT portions.
        owners.discard(("JOINT", ()))
    if len(owners) == 1 and today and next(iter(owners))[0] not in ("US", "CUI"):
        return next(m for m in today if (m.system, m.owners) in owners)
    return None


def _union(today: Iterable[Marking], name: str) -> tuple[str, ...]:
    return tuple(sorted({entry for marking in today for entry in getattr(marking, name)}))


def _with_controls(base: Marking, today: Sequence[Marking], owner: Marking | None) -> Marking:
    """Everything but release: what is unique goes up, what a stronger mark covers does not."""
    level = base.level
    dissem = set(_union(today, "dissem")) - set(RELEASE) - {"FED ONLY", "FEDCON", "NOCON", "DL ONLY", "AC", "AWP"}
    nonic = set(_union(today, "nonic"))
    aea = set(_union(today, "aea"))
    if "OC" in dissem:
        dissem.discard("OC-USGOV")
    if level.rank:
        nonic -= set(_UNCLASSIFIED_ONLY)
        aea -= {"DCNI", "UCNI"}
    if "ND" in nonic:
        nonic.discard("XD")
    if nonic & {"XD", "ND"}:
        nonic -= {"SBU", "SBU-NF"}
    if level.rank or nonic or dissem - {"FOUO"}:
        dissem.discard("FOUO")
    return replace(
        base,
        sci=_union(today, "sci"),
        sar=_union(today, "sar"),
        aea=tuple(sorted(aea)),
        fgi=_foreign_sources(today, owner),
        dissem=tuple(sorted(dissem)),
        nonic=tuple(sorted(nonic)),
        nato_controls=_union(today, "nato_controls"),
    )


def _foreign_sources(today: Sequence[Marking], owner: Marking | None) -> tuple[str, ...]:
    """FGI and its sources; one concealed source conceals them all (D.2). JOINT gives its foreign owners (H.3)."""
    codes = set(_union(today, "fgi"))
    if owner is None:
        codes |= {code for m in today if m.system in ("FGI", "NATO", "JOINT", "UN") for code in m.owners}
    codes.discard("USA")
    return ("FGI",) if "FGI" in codes else tuple(sorted(codes))


def _with_release(result: Marking, today: Sequence[Marking]) -> Marking:
    """Table 3. SBU-NF and LES-NF keep their own form only where nothing else bears on release."""
    marked = [m for m in today if any(name in m.dissem for name in RELEASE)]
    noforn_suffix = {"SBU-NF", "LES-NF"} & set(_union(today, "nonic"))
    permission = _permission(today, bool(marked))
    # EXDIS and NODIS absorb SBU-NF, but not its NOFORN: they need it themselves (H.9).
    absorbed = bool(noforn_suffix - set(result.nonic)) or bool({"XD", "ND"} & set(result.nonic))
    if noforn_suffix and (marked or result.level.rank or absorbed):
        names = {name.removesuffix("-NF") for name in result.nonic} | ({"LES"} if "LES-NF" in noforn_suffix else set())
        return _noforn(replace(result, nonic=tuple(sorted(names))))
    if noforn_suffix:
        kept = {name for name in result.nonic if f"{name}-NF" not in noforn_suffix}
        return replace(result, nonic=tuple(sorted(kept | (noforn_suffix & set(result.nonic)))))
    if permission is None or permission.unmarked:
        return _noforn(result) if {"XD", "ND"} & set(result.nonic) else result
    # UCNI leaves a classified banner, and NOFORN takes its place where less would be said (H.6).
    hides = result.level.rank and {"DCNI", "UCNI"} & set(_union(today, "aea"))
    if permission.is_nothing or {"XD", "ND"} & set(result.nonic) or hides:
        return _noforn(result)
    return _released(result, permission)


def _permission(today: Sequence[Marking], marked: bool) -> Permission | None:
    permissions = [p for marking in today if (p := permission_of(marking))]
    # An unclassified FISA portion counts as RELIDO (CAPCO 2016 H.1, example page 3), but asks for nothing by itself.
    if marked and any(not m.level.rank and "FISA" in m.dissem and permission_of(m) is None for m in today):
        permissions.append(Permission(official=True))
    return common(permissions)


def _noforn(result: Marking) -> Marking:
    return replace(result, dissem=(*result.dissem, "NF"))


def _released(result: Marking, permission: Permission) -> Marking:
    dissem = list(result.dissem)
    release: tuple[str, ...] = ()
    display: tuple[str, ...] = ()
    if permission.release != frozenset():
        dissem.append("REL")
        release = ("USA", *folded(permission.release)) if permission.release else ()
    if permission.official:
        dissem.append("RELIDO")
    shown = (permission.display or frozenset()) - (permission.release or frozenset())
    if shown and not permission.official:
        dissem.append("DISPLAYONLY")
        display = folded(shown)
    return replace(result, dissem=tuple(dissem), rel_to=release, display_only=tuple(display))


def _roll_up_cui(today: Sequence[Marking]) -> RollUp:
    """CUI takes the place of FOUO beside it (E.O. 13556 s.1; 32 CFR 2002.1)."""
    dissem = set(_union(today, "dissem")) - {"FOUO"}
    permission = common([p for m in today if m.system == "CUI" and (p := permission_of(m))])
    plain = {name for name in dissem if name not in RELEASE}
    result = Marking(
        "CUI", Level.CUI, cui=_union(today, "cui"), dissem=tuple(sorted(plain)), unknown=_union(today, "unknown")
    )
    if "NF" in dissem or (permission and permission.is_nothing):
        result = _noforn(result)
    elif permission:
        result = _released(result, permission)
    result = rendered(modernise(result))
    return RollUp(result, reasons_for(result, today))
