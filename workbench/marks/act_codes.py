# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of acts about collections of records.

President John F. Kennedy Assassination Records Collection Act of 1992, sections 5 and 6; Presidential Records Act,
44 U.S.C. 2204(a)(1) to (6).
"""

from __future__ import annotations

import re

from workbench.marks.exemption_families import Candidate, Family, Trust, sign
from workbench.marks.late import Match, late


_PARTS = r"(?P<parts>(?:(?! ?\([bjkBJK]\) ?\(\d) ?\((?:\d|[a-zA-Z]|i{1,3}|iv|v)\))+)"
_JFK = late(
    r"(?:JFK (?:Assassination )?(?:Records )?(?:Collection )?Act,?\s{1,3}|ARCA,?\s|JFK-)(?:of 1992,?\s)?"
    rf"(?:Sec(?:tion|s?\.)?\s?|§\s?)?(?P<section>[5-9]|1[01]){_PARTS}",
    re.IGNORECASE,
)
_JFK_CODE = late(rf"44 U\.? ?S\.? ?C\.? ?§? ?2107 ?(?:note)?,? ?\(?(?P<section>[5-9])\)?{_PARTS}", re.IGNORECASE)
# On the withdrawal sheets of libraries: P1/b(1), P5, P6/b(6)
_PRESIDENTIAL = late(r"(?<![\w.-])P-?(?P<number>[1-6])(?!\w|\.\d)(?P<foia> ?/ ?\(?b\)?\(\d\))?")
_ITS_ACT = late(r"\bPRA\b|Presidential Records Act|44 U\.?S\.?C\.? ?§? ?2204", re.IGNORECASE)


def _jfk(match: Match) -> Candidate | None:
    code = match["section"] + match["parts"].replace(" ", "")
    return Candidate(match.start(), match.end(), code, "JFK Act", Trust.SURE)


def _presidential(match: Match) -> Candidate | None:
    start, end = match.start(), match.start() + len(match.group()) - len(match["foia"] or "")
    trust = Trust.SURE if match["foia"] else Trust.WEAK if _ITS_ACT.search(match.string) else Trust.HANGING
    return Candidate(start, end, f"P{match['number']}", "PRA", trust)


FAMILIES = (
    Family(_PRESIDENTIAL, _presidential, sign(rb"p-?0(?![0a-z_])")),
    Family(_JFK, _jfk, sign(rb"jfk")),
    Family(_JFK, _jfk, sign(rb"arca")),
    Family(_JFK_CODE, _jfk, sign(rb"00 u", rb"00(?:$| )")),
)
