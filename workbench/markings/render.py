# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canonical forms: the mark of today, as portion and as banner (CAPCO 2016 A.6, D.1, G.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from workbench.markings.codes import in_order
from workbench.markings.hierarchy import merge
from workbench.markings.model import Era, Form, Level, Marking
from workbench.markings.register import register, sort_entries


# Kept as the answers of ``parse`` are: a document has few distinct markings, and each is asked about many times.
@lru_cache(maxsize=4096)
def rendered(marking: Marking) -> Marking:
    """The marking with its canonical ``portion`` and ``banner``, None where there is none."""
    today = modernise(marking)
    if today.unknown or (today.system == "US" and today.level is Level.R):
        return replace(marking, portion=None, banner=None)
    portion = None if _is_unnamed_activity(today) else f"({_write(today, Form.PORTION)})"
    return replace(marking, portion=portion, banner=_banner(today))


def _is_unnamed_activity(today: Marking) -> bool:
    """Whether it is of an activity of NATO whose letters in a portion nobody could read again (CAPCO 2016 G.1)."""
    known = register()
    activity = today.owners[1] if today.system == "NATO" and len(today.owners) > 1 else "NATO"
    return activity not in known.tetragraphs and activity not in known.activities


def _banner(today: Marking) -> str | None:
    """None where a portion leans on its banner: (S//REL), (//JOINT S) name no list of their own."""
    lists = {"REL": today.rel_to, "EYES": today.rel_to, "DISPLAYONLY": today.display_only}
    leans = any(not lists.get(name, name) for name in today.dissem) or (today.system == "JOINT" and not today.owners)
    return None if leans else _write(today, Form.BANNER)


@lru_cache(maxsize=4096)
def modernise(marking: Marking) -> Marking:
    """The same marking in today's terms and order: codewords as systems, retired controls replaced or dropped."""
    known = register()
    dissem = set(_today("dissem", marking.dissem))
    if "EYES" in dissem and not marking.rel_to and marking.era is Era.LEGACY:
        dissem.discard("EYES")
    sci = {_system_today(entry) for entry in marking.sci} - {""}
    release = marking.rel_to
    if marking.system == "US" and marking.era is Era.LEGACY and release and "USA" not in release:
        release = ("USA", *release)
    owners = tuple(known.old_countries.get(owner, owner) for owner in marking.owners)
    return replace(
        marking,
        sci=tuple(sort_entries("sci", merge(sci))),
        sar=tuple(sorted(dict.fromkeys(marking.sar))),
        aea=tuple(sort_entries("aea", _strongest(marking.aea))),
        fgi=("FGI",) if "FGI" in marking.fgi else in_order(tuple(code for code in marking.fgi if code != "USA")),
        owners=in_order(owners) if marking.system != "NATO" else marking.owners,
        dissem=tuple(sort_entries("dissem", list(dissem))),
        rel_to=in_order(release, usa_first=True),
        display_only=in_order(tuple(marking.display_only)),
        nonic=tuple(sort_entries("nonic", _today("nonic", marking.nonic))),
        nato_controls=tuple(sort_entries("nato", list(dict.fromkeys(marking.nato_controls)))),
        cui=tuple(sorted(set(map(_category_today, marking.cui)), key=lambda name: (not name.startswith("SP-"), name))),
        codewords=(),
        obsolete=(),
        declassify=None,
        era=Era.MODERN,
    )


def _today(category: str, names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        control = register().control(category, name)
        found += control.modern if control and control.modern is not None else (name,)
    return list(dict.fromkeys(found))


def _category_today(name: str) -> str:
    """SP- before a category that exists only as specified, none before one that exists only as basic."""
    code = name.removeprefix("SP-")
    kind = register().categories.get(code, ("both", "", False))[0]
    return name if kind == "both" else f"SP-{code}" if kind == "specified" else code


def _system_today(entry: str) -> str:
    """KDK-BLFH X as TK-BLFH X; the codeword in COMINT-UMBRA adds nothing to SI."""
    known = register()
    system, _, rest = entry.partition("-")
    compartment = f"{system}-{rest.split('-')[0].split(' ')[0]}" if rest else system
    if any(known.control("codeword", part) for part in rest.split("-")) and known.control("sci", system):
        kept = ["G" if part == "GAMMA" else part for part in rest.split("-")]
        return _system_today("-".join([system, *(part for part in kept if not known.control("codeword", part))]))
    for name in (compartment, system):
        control = known.control("sci", name)
        if control and control.modern is not None:
            return control.modern[0] + entry[len(name) :] if control.modern else ""
    return entry


def _strongest(names: Iterable[str]) -> set[str]:
    """RD before FRD before TFNI; SIGMA numbers move to what stays (CAPCO 2016 H.6)."""
    found = set(names)
    bases = {name.split("-")[0] for name in found}
    base = "RD" if "RD" in bases else "FRD" if "FRD" in bases else None
    if base == "RD":
        found = {name.removeprefix("F") if name.startswith("FRD") else name for name in found}
    if base:
        found.discard("TFNI")
    if any(name.startswith(f"{base}-") for name in found):
        found.discard(base or "")
    return found


def _write(marking: Marking, form: Form) -> str:
    parts = [_classification(marking, form)]
    nuclear = [name for name in marking.nato_controls if name == "ATOMAL"]
    signals = [name for name in marking.nato_controls if name != "ATOMAL"]
    if marking.system == "NATO":
        parts.append("/".join(signals + nuclear))
        nuclear, signals = [], []
    atomic = _atomic(marking.aea, form)
    parts += [
        "/".join(sort_entries("sci", [*marking.sci, *signals])),
        _programs(marking.sar),
        "/".join([atomic, *nuclear] if atomic else nuclear),
        _fgi(marking.fgi),
        "/".join(marking.cui),
        "/".join(_dissemination(marking, name, form) for name in marking.dissem),
        _nonic(marking.nonic, form),
    ]
    return "//".join([parts[0], *filter(None, parts[1:])])


def _classification(marking: Marking, form: Form) -> str:
    level = marking.level
    word = level.value if form is Form.PORTION or level is Level.CUI else register().banners["US", level]
    if marking.system == "NATO":
        spelled = register().banners["NATO", level]
        if len(marking.owners) > 1:
            activity = marking.owners[1]
            short = f"//N{register().activities.get(activity, activity)}{level.value}"
            return short if form is Form.PORTION else f"//NATO {activity} {register().banners['US', level]}"
        return f"//{spelled if form is Form.BANNER else register().heads[spelled].portion}"
    if marking.system == "UN":
        return f"//{register().banners['UN', level]}"
    if marking.system == "JOINT":
        return " ".join(["//JOINT", word, *marking.owners])
    if marking.system == "FGI":
        return " ".join(["//" + " ".join(marking.owners), word])
    return word


def _programs(names: tuple[str, ...]) -> str:
    special = [name for name in names if name in ("SAR", "HVSACO")]
    programs = [name for name in names if name not in special]
    return "/".join((["SAR-" + "/".join(programs)] if programs else []) + special)


def _fgi(codes: tuple[str, ...]) -> str:
    if not codes:
        return ""
    return "FGI" if "FGI" in codes else "FGI " + " ".join(codes)


def _atomic(names: tuple[str, ...], form: Form) -> str:
    sigma = "SG" if form is Form.PORTION else "SIGMA"
    written: dict[str, list[str]] = {}
    for name in names:
        base, _, sub = name.partition("-")
        written.setdefault(base, []).append(sub)
    parts = []
    for base, subs in written.items():
        numbers = [sub.removeprefix("SG-") for sub in subs if sub.startswith("SG-")]
        text = base if base in ("RD", "FRD") else _control("aea", base, form)
        text += "-CNWDI" if "CNWDI" in subs else ""
        parts.append(text + (f"-{sigma} {' '.join(numbers)}" if numbers else ""))
    return "/".join(parts)


def _dissemination(marking: Marking, name: str, form: Form) -> str:
    if name == "REL":
        return f"REL TO {', '.join(marking.rel_to)}" if marking.rel_to else "REL"
    if name == "DISPLAYONLY":
        return f"DISPLAY ONLY {', '.join(marking.display_only)}".strip()
    if name == "EYES":
        return f"{'/'.join(marking.rel_to)} EYES ONLY" if marking.rel_to else "EYES"
    return _control("dissem", name, form)


def _nonic(names: tuple[str, ...], form: Form) -> str:
    accm = [name.removeprefix("ACCM-") for name in names if name.startswith("ACCM-")]
    plain = [_control("nonic", name, form) for name in names if not name.startswith("ACCM-")]
    return "/".join(plain + (["ACCM-" + "/".join(accm)] if accm else []))


def _control(category: str, name: str, form: Form) -> str:
    control = register().control(category, name)
    if control is None:
        return name
    return control.portion if form is Form.PORTION else control.banner
