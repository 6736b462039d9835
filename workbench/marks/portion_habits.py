# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks in a frame of the writer's own: ``//U// The pier``, ``{S} The pier``, ``(Secret) The pier``.

Each could be chance. Where lines begin so again and again, with levels and nothing else in the frame, it is how the
document is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.marks.late import late


_LEAD = r"^[ \t]{0,40}(?:(?:\d{1,3}|[a-z])[.)][ \t]{1,4}|[-–•*][ \t]{1,4})?"
_BEHIND = r"(?=[ \t]{1,4}[\"“]?[A-Z0-9])"
_CORE = r"(?P<core>(?:TS|[A-Z]|SBU|FOUO|CUI)(?://?[A-Z][A-Z/ ,-]{0,60}?)?)"
_SPELLED = r"(?P<core>Top Secret|Secret|Confidential|Unclassified)"
# What stands in the text where the frame does, and the frame. One stroke is a signature's as well: /S/ Jane Roe.
_FRAMES = tuple(
    (rare, late(rf"{_LEAD}(?P<mark>{frame}){_BEHIND}", re.MULTILINE))
    for rare, frame in (
        ("//", rf"//{_CORE}//"),
        ("/U/", rf"/{_CORE}/"),
        ("}", rf"\{{{_CORE}\}}"),
        ("secret)", rf"\({_SPELLED}\)"),
        ("Secret)", rf"\({_SPELLED}\)"),
        ("onfidential)", rf"\({_SPELLED}\)"),
        ("nclassified)", rf"\({_SPELLED}\)"),
    )
)
_LEVELS = frozenset("SCU")
_TWICE = 2


def habits(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each stands, frame included, and what stands in the frame, in capitals."""
    asked = {frame.pattern: frame for rare, frame in _FRAMES if rare in text}
    for frame in asked.values():
        found = list(frame.finditer(text))
        if len(found) >= _TWICE and all(len(match["core"]) > 1 or match["core"] in _LEVELS for match in found):
            yield from ((match.span("mark"), match["core"].upper()) for match in found)
