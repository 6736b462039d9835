# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes as agencies write them and as OCR spells them, with their normal form and their law.

5 U.S.C. 552(b) (FOIA), 5 U.S.C. 552a (Privacy Act), E.O. 13526 sections 1.4 and 3.3 and their numbers in E.O. 12958,
the JFK Assassination Records Collection Act of 1992 sections 5 and 6, labels of CREST. Whether a candidate is a code
or innocent text is decided by what stands around it: ``workbench.marks.exemption_context``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import regex


class Trust(IntEnum):
    """How much of its surroundings a candidate needs before it is believed."""

    SURE = 0
    """Nobody writes it by chance."""
    CITED = 1
    """A code, unless the words around it cite a law or a contract: ``(b)(3)``, ``1.4(d)``."""
    WEAK = 2
    """Innocent (a room, a vitamin, a list item) unless it stands in a margin, alone, or among other codes: ``B1``."""
    HANGING = 3
    """Needs another code beside it: ``7(A)``, ``k2``."""


class Candidate(NamedTuple):
    """``text[start:end]`` may be the code ``code`` of ``authority``."""

    start: int
    end: int
    code: str
    authority: str
    trust: Trust


def _digit(printed: str) -> str:
    return "1" if printed in "lI|" else printed


def _foia(number: str, letter: str | None) -> str:
    number = _digit(number)
    return f"(b)({number})" + (f"({letter.upper()})" if number == "7" and letter else "")


# 5 U.S.C. 552(b)
_FULL = regex.compile(
    r"[({\[] ?[bB] ?[)}\]]\s?[({\[] ?(?P<number>[1-9lI|]) ?[)}\]]"
    r"(?:(?<=7 ?.)(?:\s?[({](?P<sub>[A-Fa-f])[)}]|(?P<bare>[A-F])(?!\w)))?"
)
_FULL_SEVEN = regex.compile(r"[({\[] ?[bB] ?[)}\]] ?(?P<number>7) ?(?:\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w))")
_HALF = regex.compile(
    r"(?<![\w(.-])[bB] ?\((?P<number>[1-9lI])\)(?:(?<=7\))(?: ?\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w)))?"
)
_SEVEN = regex.compile(r"[bB]7 ?(?:\((?P<sub>[A-F])\)|(?P<bare>[A-F])(?![\w(]))")
_BARE = regex.compile(r"(?<![\w(.-])[bB](?P<number>[1-9lI])(?![\w(]|\.\w)")
_HANGING_SEVEN = regex.compile(r"(?<![\w.)(])7\((?P<sub>[A-F])\)(?!\w)")


def _full(match: regex.Match[str]) -> Candidate | None:
    code = _foia(match["number"], match["sub"] or match["bare"])
    return Candidate(match.start(), match.end(), code, "FOIA", Trust.CITED)


def _seven(match: regex.Match[str]) -> Candidate | None:
    before = match.string[match.start() - 1 : match.start()]
    glued = before.isalnum() or before in ("_", "-", ".")
    # OCR glues a marginal code to the line's last word; only the form with B and parentheses is beyond doubt there.
    if glued and before and not (before.isalnum() and match["sub"] and match.group()[0] == "B"):
        return None
    return Candidate(match.start(), match.end(), f"(b)(7)({match['sub'] or match['bare']})", "FOIA", Trust.CITED)


def _bare(match: regex.Match[str]) -> Candidate | None:
    # "bl" and "bI" are words of OCR debris more often than codes.
    trust = Trust.HANGING if match["number"] in "lI" else Trust.WEAK
    return Candidate(match.start(), match.end(), _foia(match["number"], None), "FOIA", trust)


def _hanging_seven(match: regex.Match[str]) -> Candidate | None:
    return Candidate(match.start(), match.end(), f"(b)(7)({match['sub']})", "FOIA", Trust.WEAK)


# 5 U.S.C. 552a
_PRIVACY = regex.compile(r"[({](?P<letter>[jkdJKD])[)}] ?[({](?P<number>[1-7lI])[)}]")
_PRIVACY_BARE = regex.compile(r"(?<![\w(.-])(?P<letter>[jk])(?:\((?P<number>[1-7l])\)|(?P<number>[1-7]))(?!\w)")


def _privacy(match: regex.Match[str]) -> Candidate | None:
    letter, number = match["letter"].lower(), _digit(match["number"])
    if (letter, number) not in _PRIVACY_CODES:
        return None
    trust = Trust.WEAK if match.group()[0] in "({" else Trust.HANGING
    return Candidate(match.start(), match.end(), f"({letter})({number})", "PA", trust)


_PRIVACY_CODES = {("d", "5"), ("j", "1"), ("j", "2"), *(("k", str(number)) for number in range(1, 8))}

# Executive orders
# The sections under which something is withheld. Others are cited in prose (``§1.6(c)``: portion marking).
_WITHHOLDING = (
    r"(?P<section>1\.[45](?= ?[({][a-hA-H])|3\.3(?= ?[({][bBhH])|3\.4(?= ?[({][bB])|3\.5(?= ?[({][cC]))"
    r" ?[({](?P<letter>[a-hA-H])[)}](?: ?[({](?P<number>[1-9lI])[)}])?(?: ?[<>] ?25 ?[Yy](?:ea)?rs)?"
)
_ORDER = regex.compile(
    r"(?:E\.? ?[O0]\.?|Executive Order),? ?(?P<order>1[0-9]{4}),?(?: as amended,?)?\s{0,3}(?:Sec(?:tion|\.)?|§)? ?"
    rf"{_WITHHOLDING}"
)
_SECTION = regex.compile(rf"(?<![\w.]){_WITHHOLDING}")
_SECTION_BARE = regex.compile(r"(?<![\w.])(?P<section>1\.[45])(?P<letter>[a-hA-H])(?!\w)")
_YEARS = regex.compile(
    r"(?<![\w.$])(?P<years>[2Z][5S]|50|75)X ?\(?(?P<number>[1-9lI])\)?"
    r"(?P<more> ?- ?(?:HUM|WMD|human)|[A-Z]\d{0,2}[A-Za-z]?\d?)?(?!\w|\.\d)"
)


def _order(match: regex.Match[str]) -> Candidate | None:
    return Candidate(match.start(), match.end(), _section_code(match), f"EO {match['order']}", Trust.SURE)


def _section(match: regex.Match[str]) -> Candidate | None:
    return Candidate(match.start(), match.end(), _section_code(match), "EO", Trust.CITED)


def _section_bare(match: regex.Match[str]) -> Candidate | None:
    code = f"{match['section']}({match['letter'].lower()})"
    return Candidate(match.start(), match.end(), code, "EO", Trust.WEAK)


def _section_code(match: regex.Match[str]) -> str:
    number = f"({_digit(match['number'])})" if match["number"] else ""
    return f"{match['section']}({match['letter'].lower()}){number}"


def _years(match: regex.Match[str]) -> Candidate | None:
    years = match["years"].replace("Z", "2").replace("S", "5")
    more = (match["more"] or "").replace(" ", "").replace("human", "HUM")
    crest = bool(more) and not more.startswith("-")
    return Candidate(
        match.start(), match.end(), f"{years}X{_digit(match['number'])}{more}", "CIA" if crest else "EO", Trust.SURE
    )


_IMPDET = regex.compile(r"\bE ?(?P<number>[1-4]),? ?(?:\(\d\),? ?)?IMP ?DET\b")


def _impdet(match: regex.Match[str]) -> Candidate | None:
    return Candidate(match.start(), match.end(), f"E{match['number']} IMPDET", "EO 11652", Trust.SURE)


# President John F. Kennedy Assassination Records Collection Act of 1992
_PARTS = r"(?P<parts>(?: ?\((?:\d|[a-zA-Z]|i{1,3}|iv|v)\))+)"
_JFK = regex.compile(
    r"(?:JFK (?:Assassination )?(?:Records )?(?:Collection )?Act,?\s{1,3}|ARCA,?\s|JFK-)(?:of 1992,?\s)?"
    rf"(?:Sec(?:tion|s?\.)?\s?|§\s?)?(?P<section>[5-9]|1[01]){_PARTS}",
    regex.IGNORECASE,
)
_JFK_CODE = regex.compile(
    rf"44 U\.? ?S\.? ?C\.? ?§? ?2107 ?(?:note)?,? ?\(?(?P<section>[5-9])\)?{_PARTS}", regex.IGNORECASE
)


def _jfk(match: regex.Match[str]) -> Candidate | None:
    code = match["section"] + match["parts"].replace(" ", "")
    return Candidate(match.start(), match.end(), code, "JFK Act", Trust.SURE)


_SECTIONS = ("1.4", "1.5", "3.3", "3.4", "3.5")


class _Family(NamedTuple):
    """A pattern, how its matches are read, and ``needs``: strings of which every match holds one."""

    pattern: regex.Pattern[str]
    read: Callable[[regex.Match[str]], Candidate | None]
    needs: tuple[str, ...] = ()


_FAMILIES = (
    _Family(_FULL, _full),
    _Family(_FULL_SEVEN, _full, ("7",)),
    _Family(_HALF, _full),
    _Family(_SEVEN, _seven, ("b7", "B7")),
    _Family(_BARE, _bare),
    _Family(_HANGING_SEVEN, _hanging_seven, ("7(",)),
    _Family(_PRIVACY, _privacy),
    _Family(_PRIVACY_BARE, _privacy),
    _Family(_ORDER, _order, _SECTIONS),
    _Family(_SECTION, _section, _SECTIONS),
    _Family(_SECTION_BARE, _section_bare, _SECTIONS),
    _Family(_YEARS, _years, ("X",)),
    _Family(_IMPDET, _impdet, ("IMP",)),
    _Family(_JFK, _jfk),
    _Family(_JFK_CODE, _jfk, ("2107",)),
)


def candidates(text: str) -> list[Candidate]:
    """Everything in ``text`` that has the form of a code, in order; of two that overlap the longer one."""
    asked = [f for f in _FAMILIES if not f.needs or any(need in text for need in f.needs)]
    found = [candidate for f in asked for candidate in map(f.read, f.pattern.finditer(text)) if candidate]
    found += _labels(text)
    found.sort(key=lambda candidate: (candidate.start, -candidate.end))
    kept: list[Candidate] = []
    for candidate in found:
        if kept and candidate.start < kept[-1].end:
            if candidate.end - candidate.start > kept[-1].end - kept[-1].start:
                kept[-1] = candidate
        else:
            kept.append(candidate)
    return kept


def _labels(text: str) -> Iterator[Candidate]:
    for pattern, trust, beginning in _label_patterns():
        for match in pattern.finditer(text) if beginning in text else ():
            yield Candidate(match.start(), match.end(), "".join(match.group().split()), "CIA", trust)


@cache
def _label_patterns() -> tuple[tuple[regex.Pattern[str], Trust, str], ...]:
    from workbench.marks.wordings import label_rules

    sure = [label for rules in label_rules() for label in rules.cia]
    ambiguous = [label for rules in label_rules() for label in rules.cia_ambiguous]
    return (
        *((_label(label), Trust.SURE, label.partition("{")[0]) for label in sure),
        *((_label(label), Trust.CITED, label.partition("{")[0]) for label in ambiguous),
    )


def _label(label: str) -> regex.Pattern[str]:
    spelled = regex.escape(label).replace(r"\{d\}", r"\d").replace(r"\{l\}", "[A-Z]")
    return regex.compile(rf"(?<!\w){spelled}(?!\w)")
