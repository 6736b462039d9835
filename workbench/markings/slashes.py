# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slashes read as letters or strokes: (CffSI), (TSIISIIINF), (Sh'NF), SECRETI/NOFORN.

A sign between the level and the controls may be a slash only where nothing but controls of the register is left when
every such sign is one: (CIINCPAC) stays what it is.
"""

from __future__ import annotations

import re
from functools import cache

from workbench.markings.likeness import ALIKE, misreadings, nearest
from workbench.markings.register import register


_LONG = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED")
_SHORT = ("TS", "S", "C", "U")
_LONGEST = 80
_CATEGORIES = frozenset({"sci", "codeword", "aea", "dissem", "nonic"})
_LONGER = ("FOUO", "NOFORN", "ORCON", "RELIDO", "PROPIN")  # of the common ones, with a letter misread: POUO, NOEORN
_LETTERS = str.maketrans("0Q1l5", "OOIIS")  # mended later, by the repair of words
# What a control carries: compartments, programs, or a list of codes.
_CARRIED = re.compile(
    r"(?P<system>[A-Z]{2,6})(?:-[A-Z0-9]{1,6}(?: [A-Z0-9]{2,6})*)+"
    r"|SAR-[A-Z0-9]{2,12}(?:[- ][A-Z0-9]{2,12})*"
    r"|FGI(?: [A-Z]{3,4})*|(?:REL TO|EYES|DISPLAY ONLY) [A-Z]{3,4}(?:, ?[A-Z]{3,4})*"
)


def with_slashes(core: str, *, bracketed: bool) -> str | None:
    """``core`` (no brackets) with the slashes that were misread; None where that is not clear, or none was.

    Levels are abbreviated inside brackets and spelled out elsewhere: CHNF alone on a line is an acronym.
    """
    if len(core) > _LONGEST:
        return None
    for level in (*_SHORT, *_LONG) if bracketed else _LONG:
        if core.startswith(level):
            written = _controls(core, len(level), {}, behind_level=True)
            if written and level + written != core:
                return level + written
    return None


def _controls(core: str, at: int, seen: dict[int, str | None], *, behind_level: bool = False) -> str | None:
    """What stands from ``at`` to the end as separators and controls; None where something else does."""
    if at not in seen:
        seen[at] = None
        for end, separator in _separators(core, at):
            begin = end + (core[end : end + 1] == " ")
            for stop in range(begin + 2, len(core) + 1):
                control = core[begin:stop]
                alone = behind_level and stop == len(core)
                if not _is_control(control) or (alone and core[at:begin] == "I" and control[:2] != "NF"):
                    continue  # (SIRS) and (CIOC) are acronyms
                rest = "" if stop == len(core) else _controls(core, stop, seen)
                if rest is not None:
                    seen[at] = separator + control + rest
                    return seen[at]
    return seen[at]


def _separators(core: str, at: int) -> list[tuple[int, str]]:
    """Where a separator that begins at ``at`` may end, and what it was: two slashes before one."""
    known, found = misreadings(), []
    signs = known.slash + "/"
    pair = core[at : at + 2]
    if len(pair) == 2 and (pair in known.slashes or (pair[0] in signs and pair[1] in signs)):
        found.append((at + 2, "//"))
    if pair[:1] in known.slashes:
        found.append((at + 1, "//"))
    elif pair and pair[0] in signs:
        found.append((at + 1, "/"))
    return found


@cache
def _names() -> frozenset[str]:
    known = register()
    both = (*known.spellings.items(), *known.legacy_spellings.items())
    # NC is old, and behind a stroke it is INC. or IMC misread.
    return frozenset(n for n, control in both if control.category in _CATEGORIES and len(n) > 1 and n != "NC")


def _is_control(text: str) -> bool:
    if text in _names() or text.translate(_LETTERS) in _names() or nearest(text, _LONGER, ALIKE):
        return True
    match = _CARRIED.fullmatch(text)
    return match is not None and (match["system"] is None or match["system"] in _names())
