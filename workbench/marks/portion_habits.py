# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks in a frame of the writer's own: ``//U// The pier``, ``{S} The pier``, ``(Secret) The pier``.

Each could be chance. Where lines begin so again and again, with levels and nothing else in the frame, it is how the
document is marked: there one that stands before a cell or a title quoted in a sentence is a mark as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.marks.late import late
from workbench.marks.portion_context import Places


_BEHIND = r"(?=[ \t]{1,4}[\"“]?[A-Z0-9])"
_BEHIND_OR_LAST = r"(?=[ \t]{1,4}[\"“(]?[A-Z0-9]|[ \t|*_]*(?:[\r\n]|\Z))"
_CORE = r"(?P<core>(?:TS|[A-Z]|SBU|FOUO|CUI)(?://?[A-Z][A-Z/ ,-]{0,60}?)?)"
# One literal each. One stroke is a signature's as well, /S/ Jane Roe: believed beside a /U/.
_FRAMES = (
    ("//", (late(rf"//{_CORE}//{_BEHIND_OR_LAST}"),)),
    ("[", (late(rf"\[{_CORE}\]{_BEHIND_OR_LAST}"),)),
    ("/U/", (late(rf"/{_CORE}/{_BEHIND}"),)),
    ("`(", (late(rf"`\({_CORE}\)`{_BEHIND}"),)),
    ("}", (late(rf"\{{{_CORE}\}}{_BEHIND}"),)),
    (
        "(",
        tuple(
            late(rf"\((?P<core>{level})\){_BEHIND}")
            for level in ("Top Secret", "Secret", "Confidential", "Unclassified")
        ),
    ),
)
_TYPES = late(r"^[^\S\n]*\((?!(?:Top )?Secret\b|Confidential\b|Unclassified\b)[A-Z][a-zA-Z]+\) \w", re.MULTILINE)
_BEFORE = late(r"^|[\s\"“|]")
_LEVELS = frozenset("SCU")
_TWICE = 2
_NEAR = 8  # characters


def habits(text: str, places: Places) -> Iterator[tuple[int, int, str]]:
    """Where each stands, frame included, and what stands in the frame, in capitals."""
    for rare, patterns in _FRAMES:
        matches = (m for pattern in patterns for m in pattern.finditer(text)) if rare in text else ()
        found = [match for match in matches if _BEFORE.match(text, max(0, match.start() - 1), match.start())]
        if rare == "(" and found and len(_TYPES.findall(text)) >= len(found):
            continue  # (Secret) The answer. (Project) The project.
        starts = [match.start() for match in found]
        sure = sum(places.heads(at) or Places.stops(text[max(0, at - _NEAR) : at]) for at in starts)
        if sure >= _TWICE and all(len(match["core"]) > 1 or match["core"] in _LEVELS for match in found):
            yield from ((*match.span(), match["core"].upper()) for match in found)
