# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of executive orders and of acts about collections of records.

Sections of E.O. 13526, their numbers in E.O. 12958, IMPDET of E.O. 11652; President John F. Kennedy Assassination
Records Collection Act of 1992, sections 5 and 6; Presidential Records Act, 44 U.S.C. 2204(a)(1) to (6).
"""

from __future__ import annotations

import re

from workbench.marks.exemption_families import Candidate, Family, Reader, Trust, digit, sign
from workbench.marks.late import Match, late, sought
from workbench.marks.shadow import Shadow


# The sections under which something is withheld. Others are cited in prose (``§1.6(c)``: portion marking).
_HELD = (
    r"(?P<section>1\.[45](?= ?[({]?[a-hA-H])|3\.3(?= ?[({]?[bBhH])|3\.4(?= ?[({]?[bB])|3\.5(?= ?[({]?[cC])"
    r"|6\.2(?= ?[({]?[aAdD])) ?"
)
_LETTER = r"[({](?P<letter>[a-hA-H])[)}](?: ?[({](?P<number>[1-9lI])[)}])?"
_HALF = r"(?P<letter>[bBhH])\((?P<number>[1-9])\)"
_NONE = r"(?P<letter>[a-hA-H])(?P<number>[1-9])?(?!\w)"  # behind the name of its order alone
_AGED = r"(?: ?[<>] ?25 ?[Yy](?:ea)?rs)?"
_ORDER = sought(
    r"(?:E\.? ?[O0]\.?|Executive Order),? ?(?P<order>1[0-9]{4}),?(?: as amended,?)?\s{0,3}(?i:Sec(?:tion|\.)?|§)? ?"
    rf"{_HELD}(?:{_LETTER}|{_HALF}|{_NONE}){_AGED}"
)
_SECTION = sought(rf"(?<![\w.])(?!6){_HELD}(?:{_LETTER}|{_HALF}){_AGED}")  # 6.2 is of any contract: with its order only
_SECTION_BARE = late(r"(?<![\w.])(?P<section>1\.[45])(?P<letter>[a-hA-H])(?!\w)")
# As scanned: l.4(D), 1 .4(D), 1.4.(c), 1.4(D with its parenthesis lost at the end of the line.
_SECTION_BROKEN = late(
    r"(?<![\w.])[1lI] ?\. ?(?P<section>[45]) ?\.? ?[({](?P<letter>[a-hA-H])(?:[)}]|(?=[ \t]*$))", re.MULTILINE
)
_SECTION_MISREAD = late(r"(?<![\w.])(?P<section>1\.[45]) ?\((?P<letter>[80O])\)(?!\w)")
_MISREAD = {"8": "b", "0": "d", "O": "d"}
_YEARS = late(
    r"(?<![\w.$])(?P<years>[2Z] ?[5S]|50|75)(?P<x> ?[Xx]) ?\(?(?P<number>[1-9lI])\)?"
    r"(?P<more> ?- ?(?:HUM|WMD|human)|[A-Z]\d{0,2}[A-Za-z]?\d?)?(?!\w|\.\d)"
)
_IMPDET = late(r"\bE ?(?P<number>[1-4]),? ?(?:\(\d\),? ?)?IMP ?DET\b")


def _section(trust: Trust) -> Reader:
    """Reads section and letter; the authority is EO where the order is not named."""

    def read(match: Match) -> Candidate:
        groups = match.groupdict()
        section, number, order = match["section"], groups.get("number"), groups.get("order")
        letter = _MISREAD.get(match["letter"], match["letter"].lower())
        code = f"{section if '.' in section else f'1.{section}'}({letter})" + (f"({digit(number)})" if number else "")
        return Candidate(match.start(), match.end(), code, f"EO {order}" if order else "EO", trust)

    return read


def _years(match: Match) -> Candidate | None:
    years = match["years"].replace("Z", "2").replace("S", "5").replace(" ", "")
    more = (match["more"] or "").replace(" ", "").replace("human", "HUM")
    authority = "CIA" if more and not more.startswith("-") else "EO"  # 25X1A is a label of CREST
    # "25 X 1" and "25x1" are sizes as often.
    trust = Trust.SURE if match["x"] == "X" and " " not in match["years"] else Trust.WEAK
    return Candidate(match.start(), match.end(), f"{years}X{digit(match['number'])}{more}", authority, trust)


def _impdet(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), f"E{match['number']} IMPDET", "EO 11652", Trust.SURE)


_DECIMAL = sign(rb"0(?=\.0)")
_SECTIONS = frozenset({"1.4", "1.5", "3.3", "3.4", "3.5", "6.2"})


def _known_section(shadow: Shadow) -> list[int]:
    return [place for place in _DECIMAL(shadow) if shadow.text[place : place + 3] in _SECTIONS]


_POINT = sign(rb"\. ?0 ?\.? ?\([a-h]", rb"\([a-h]")


def _before_point(shadow: Shadow) -> list[int]:
    """The first number of a section, which a pattern without a literal at its head would be slow to find."""
    return [place - (2 if shadow.text[place - 1] == " " else 1) for place in _POINT(shadow)]


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


def _presidential(trust: Trust) -> Reader:
    def read(match: Match) -> Candidate:
        end = match.end() - len(match["foia"] or "")
        return Candidate(match.start(), end, f"P{match['number']}", "PRA", Trust.SURE if match["foia"] else trust)

    return read


_P = sign(rb"p-?0(?![0a-z_])")


def _under_its_act(shadow: Shadow) -> list[int]:
    """Every P with its number, where the text names the act."""
    text = shadow.text
    found = [place for place in _P(shadow) if _PRESIDENTIAL.match(text, place)]  # few: the act is dear to look for
    return found if found and _ITS_ACT.search(text) else []


FAMILIES = (
    Family(_ORDER, _section(Trust.SURE), _known_section, before=80),
    Family(_SECTION, _section(Trust.CITED), _known_section),
    Family(_SECTION_BARE, _section(Trust.WEAK), _known_section),
    Family(_SECTION_MISREAD, _section(Trust.MISREAD), _known_section),
    Family(_SECTION_BROKEN, _section(Trust.WEAK), _before_point),
    Family(_YEARS, _years, sign(rb"x ?\(?[0il]", rb"x(?:$|[ (0il])"), before=24),
    Family(_IMPDET, _impdet, sign(rb"imp ?det", rb"imp(?:det|$| )"), before=16),
    Family(_PRESIDENTIAL, _presidential(Trust.WEAK), _under_its_act),
    Family(_PRESIDENTIAL, _presidential(Trust.HANGING), _P),
    Family(_JFK, _jfk, sign(rb"jfk")),
    Family(_JFK, _jfk, sign(rb"arca")),
    Family(_JFK_CODE, _jfk, sign(rb"00 u", rb"00(?:$| )")),
)
