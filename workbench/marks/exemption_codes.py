# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes as agencies write them and as OCR spells them, with their normal form and their law.

5 U.S.C. 552(b) (FOIA), 5 U.S.C. 552a (Privacy Act), E.O. 13526 sections 1.4 and 3.3 and their numbers in E.O. 12958,
the JFK Assassination Records Collection Act of 1992 sections 5 and 6, labels of CREST. Whether a candidate is a code
or innocent text is decided by what stands around it: ``workbench.marks.exemption_context``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from workbench.marks.late import Match, Pattern, late, sought
from workbench.marks.shadow import Shadow, matches_around, matches_at
from workbench.marks.shipped import rule_data


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
    MISREAD = 4
    """As OCR spells it, ``Bl``, ``B 1``, ``86``: needs another beside it, or a document with codes."""


class Candidate(NamedTuple):
    """``text[start:end]`` may be the code ``code`` of ``authority``."""

    start: int
    end: int
    code: str
    authority: str
    trust: Trust


def _digit(printed: str) -> str:
    return "1" if printed in "lI|" else "5" if printed == "S" else printed


def _foia(number: str, letter: str | None) -> str:
    number = _digit(number)
    return f"(b)({number})" + (f"({letter.upper()})" if number == "7" and letter else "")


# 5 U.S.C. 552(b)
_FULL = sought(
    r"[({\[] ?[bB] ?[)}\]]\s?[({\[] ?(?P<number>[1-9lI|S]) ?[)}\]]"
    r"(?:(?<=7 ?.)(?:\s?[({](?P<sub>[A-Fa-f])[)}]|(?P<bare>[A-Fa-f])(?!\w)))?"
)
_FULL_SEVEN = late(r"[({\[] ?[bB] ?[)}\]] ?(?P<number>7) ?(?:\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w))")
_HALF = late(r"(?<![\w(.-])[bB] ?\((?P<number>[1-9lI])\)(?:(?<=7\))(?: ?\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w)))?")
_SEVEN = late(r"[bB]7 ?(?:\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F]|(?<=7)[a-f])(?![\w(]))")
_BARE = late(r"(?<![\w(.-])[bB](?P<number>[1-9lI])(?![\w(]|\.\w)")
# As scanned: "B 1,1.4(D)", and with its letter read as an 8: "81, 1.4(D)", or alone on a line or at its end.
_SPACED = late(r"(?<![\w(.-])B (?P<number>[1-9])(?!\w|\.\w| [a-z])")
_EIGHT = sought(
    r"(?<=(?:\A|\n)[ \t]{0,8}|[ \t]{3}|PART )8(?P<number>[1356])(?=,? ?1\.[45] ?\()"
    r"|(?<=(?:\A|\n)[ \t]{0,8}|[ \t]{3})8(?P<number>[1-9])(?=[ \t]*(?:\n|\Z))"
)
_HANGING_SEVEN = late(r"(?<![\w.)(])7\((?P<sub>[A-F])\)(?!\w)")


def _full(match: Match) -> Candidate | None:
    code = _foia(match["number"], match["sub"] or match["bare"])
    return Candidate(match.start(), match.end(), code, "FOIA", Trust.CITED)


def _seven(match: Match) -> Candidate | None:
    before = match.string[match.start() - 1 : match.start()]
    glued = before.isalnum() or before in ("_", "-", ".")
    # OCR glues a marginal code to the line's last word; only the form with B and parentheses is beyond doubt there.
    if glued and before and not (before.isalnum() and match["sub"] and match.group()[0] == "B"):
        return None
    letter = match["sub"] or match["bare"]
    trust = Trust.CITED if letter.isupper() else Trust.WEAK  # "b7c" may be a number in base 16
    return Candidate(match.start(), match.end(), f"(b)(7)({letter.upper()})", "FOIA", trust)


def _bare(match: Match) -> Candidate | None:
    # "bl" and "bI" are words of OCR debris more often than codes.
    trust = Trust.MISREAD if match["number"] in "lI" else Trust.WEAK
    return Candidate(match.start(), match.end(), _foia(match["number"], None), "FOIA", trust)


def _misread(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), _foia(match["number"], None), "FOIA", Trust.MISREAD)


def _hanging_seven(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), f"(b)(7)({match['sub']})", "FOIA", Trust.WEAK)


# A parenthesis that OCR lost, or that the releaser never printed.
_NO_PARENTHESES = late(r"[({\[][bB][)}\]](?P<number>[1-68-9])(?![\w(]|\.\w| [a-z])")
_UNCLOSED = late(r"[({\[][bB][)}\]]\s?[({\[](?P<number>[1-9])(?=[ \t]*$)", re.MULTILINE)
_UNOPENED = late(r"(?<![\w({\[.])[bB]\) ?\((?P<number>[1-9])\)")


def _unframed(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), _foia(match["number"], None), "FOIA", Trust.CITED)


def _broken(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), _foia(match["number"], None), "FOIA", Trust.WEAK)


# 5 U.S.C. 552a
_PRIVACY = late(r"[({](?P<letter>[jkdJKD])[)}] ?[({](?P<number>[1-7lI])[)}]")
_PRIVACY_BARE = sought(r"(?<![\w(.-])(?P<letter>[jk])(?:\((?P<number>[1-7l])\)|(?P<number>[1-7]))(?!\w)")


def _privacy(match: Match) -> Candidate | None:
    letter, number = match["letter"].lower(), _digit(match["number"])
    if (letter, number) not in _PRIVACY_CODES:
        return None
    trust = Trust.WEAK if match.group()[0] in "({" else Trust.HANGING
    return Candidate(match.start(), match.end(), f"({letter})({number})", "PA", trust)


_PRIVACY_CODES = {("d", "5"), ("j", "1"), ("j", "2"), *(("k", str(number)) for number in range(1, 8))}

# Executive orders
# The sections under which something is withheld. Others are cited in prose (``§1.6(c)``: portion marking).
_WITHHOLDING = (
    r"(?P<section>1\.[45](?= ?[({][a-hA-H])|3\.3(?= ?[({][bBhH])|3\.4(?= ?[({][bB])|3\.5(?= ?[({][cC])"
    r"|6\.2(?= ?[({][aAdD]))"
    r" ?[({](?P<letter>[a-hA-H])[)}](?: ?[({](?P<number>[1-9lI])[)}])?(?: ?[<>] ?25 ?[Yy](?:ea)?rs)?"
)
_ORDER = late(
    r"(?:E\.? ?[O0]\.?|Executive Order),? ?(?P<order>1[0-9]{4}),?(?: as amended,?)?\s{0,3}(?i:Sec(?:tion|\.)?|§)? ?"
    rf"{_WITHHOLDING}"
)
_SECTION = late(rf"(?<![\w.])(?!6){_WITHHOLDING}")  # 6.2 is of any contract: with its order only
_SECTION_BARE = late(r"(?<![\w.])(?P<section>1\.[45])(?P<letter>[a-hA-H])(?!\w)")
# As scanned: l.4(D), 1 .4(D), 1.4.(c), 1.4(D with its parenthesis lost at the end of the line.
_SECTION_BROKEN = late(
    r"(?<![\w.])[1lI] ?\. ?(?P<section>[45]) ?\.? ?[({](?P<letter>[a-hA-H])(?:[)}]|(?=[ \t]*$))", re.MULTILINE
)
_SECTION_MISREAD = late(r"(?<![\w.])(?P<section>1\.[45]) ?\((?P<letter>[80O])\)(?!\w)")
_YEARS = late(
    r"(?<![\w.$])(?P<years>[2Z] ?[5S]|50|75)(?P<x> ?[Xx]) ?\(?(?P<number>[1-9lI])\)?"
    r"(?P<more> ?- ?(?:HUM|WMD|human)|[A-Z]\d{0,2}[A-Za-z]?\d?)?(?!\w|\.\d)"
)


def _order(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), _section_code(match), f"EO {match['order']}", Trust.SURE)


def _section(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), _section_code(match), "EO", Trust.CITED)


def _section_bare(match: Match) -> Candidate | None:
    code = f"{match['section']}({match['letter'].lower()})"
    return Candidate(match.start(), match.end(), code, "EO", Trust.WEAK)


def _section_broken(match: Match) -> Candidate | None:
    code = f"1.{match['section']}({match['letter'].lower()})"
    return Candidate(match.start(), match.end(), code, "EO", Trust.WEAK)


def _section_misread(match: Match) -> Candidate | None:
    code = f"{match['section']}({'b' if match['letter'] == '8' else 'd'})"
    return Candidate(match.start(), match.end(), code, "EO", Trust.MISREAD)


def _section_code(match: Match) -> str:
    number = f"({_digit(match['number'])})" if match["number"] else ""
    return f"{match['section']}({match['letter'].lower()}){number}"


def _years(match: Match) -> Candidate | None:
    years = match["years"].replace("Z", "2").replace("S", "5").replace(" ", "")
    more = (match["more"] or "").replace(" ", "").replace("human", "HUM")
    crest = bool(more) and not more.startswith("-")
    # "25 X 1" and "25x1" are sizes as often.
    trust = Trust.SURE if match["x"] == "X" and " " not in match["years"] else Trust.WEAK
    return Candidate(
        match.start(), match.end(), f"{years}X{_digit(match['number'])}{more}", "CIA" if crest else "EO", trust
    )


_IMPDET = late(r"\bE ?(?P<number>[1-4]),? ?(?:\(\d\),? ?)?IMP ?DET\b")


def _impdet(match: Match) -> Candidate | None:
    return Candidate(match.start(), match.end(), f"E{match['number']} IMPDET", "EO 11652", Trust.SURE)


# President John F. Kennedy Assassination Records Collection Act of 1992
_PARTS = r"(?P<parts>(?:(?! ?\([bjkBJK]\) ?\(\d) ?\((?:\d|[a-zA-Z]|i{1,3}|iv|v)\))+)"
_JFK = late(
    r"(?:JFK (?:Assassination )?(?:Records )?(?:Collection )?Act,?\s{1,3}|ARCA,?\s|JFK-)(?:of 1992,?\s)?"
    rf"(?:Sec(?:tion|s?\.)?\s?|§\s?)?(?P<section>[5-9]|1[01]){_PARTS}",
    re.IGNORECASE,
)
_JFK_CODE = late(rf"44 U\.? ?S\.? ?C\.? ?§? ?2107 ?(?:note)?,? ?\(?(?P<section>[5-9])\)?{_PARTS}", re.IGNORECASE)


def _jfk(match: Match) -> Candidate | None:
    code = match["section"] + match["parts"].replace(" ", "")
    return Candidate(match.start(), match.end(), code, "JFK Act", Trust.SURE)


# Presidential Records Act, 44 U.S.C. 2204(a)(1) to (6), on the withdrawal sheets of libraries: P1/b(1), P5, P6/b(6)
_PRESIDENTIAL = late(r"(?<![\w.-])P-?(?P<number>[1-6])(?!\w|\.\d)(?P<foia> ?/ ?\(?b\)?\(\d\))?")
_ITS_ACT = late(r"\bPRA\b|Presidential Records Act|44 U\.?S\.?C\.? ?§? ?2204", re.IGNORECASE)


def _presidential(match: Match) -> Candidate | None:
    start, end = match.start(), match.start() + len(match.group()) - len(match["foia"] or "")
    trust = Trust.SURE if match["foia"] else Trust.WEAK if _ITS_ACT.search(match.string) else Trust.HANGING
    return Candidate(start, end, f"P{match['number']}", "PRA", trust)


# Where a code of some family can begin, in the forms of the text (``Shadow.forms``: small letters, 0 for every digit,
# one kind of bracket). A pass for a literal, or a letter and what follows it, takes a tenth of a family's own.
_LETTERED = re.compile(rb"\( ?b ?\)")
_PRIVATE = re.compile(rb"\([djk]\)")
_AFTER_B = re.compile(rb"b(?: ?\(|0|[il](?![0a-z_]))")
_AFTER_J = re.compile(rb"j[0(]")
_AFTER_K = re.compile(rb"k[0(]")
_DECIMAL = re.compile(rb"0(?=\.0)")
_AFTER_X = re.compile(rb"x ?\(?[0il]")
_SPACED_B = re.compile(rb"b 0")
_LAST_NUMBER = re.compile(rb"00(?=[ \t]*(?:\n|\Z))")
_OPEN_B = re.compile(rb"b\) ?\(0")
_BROKEN_DECIMAL = re.compile(rb"\. ?0 ?\.? ?\([a-h]")  # behind its first number
_IMP_DET = re.compile(rb"imp ?det")
_UNITED_STATES = re.compile(rb"00 u")
# Of some that have blanks in them, what of them stands in one word.
_IN_A_WORD = {
    _AFTER_B: re.compile(rb"b[(0]|b(?:$| )|b[il](?![0a-z_])"),
    _SPACED_B: re.compile(rb"b(?:$| )"),
    _LAST_NUMBER: re.compile(rb"00(?:$| )"),
    _OPEN_B: re.compile(rb"b\)"),
    _BROKEN_DECIMAL: re.compile(rb"\([a-h]"),
    _AFTER_X: re.compile(rb"x(?:$|[ (0il])"),
    _IMP_DET: re.compile(rb"imp(?:det|$| )"),
}
_ORDER_REACH = 80  # characters from the beginning of an order to its section
_YEARS_REACH = 24
_BEFORE_IMPDET = 16


class Family(NamedTuple):
    """A pattern and how its matches are read.

    ``where`` finds in the forms of a text the places where a match may begin, or which it reaches within ``before``
    characters.
    """

    pattern: Pattern
    read: Callable[[Match], Candidate | None]
    where: re.Pattern[bytes]
    before: int = 0


FAMILIES = (
    Family(_FULL, _full, _LETTERED),
    Family(_FULL_SEVEN, _full, _LETTERED),
    Family(_HALF, _full, _AFTER_B),
    Family(_SEVEN, _seven, _AFTER_B),
    Family(_BARE, _bare, _AFTER_B),
    Family(_SPACED, _misread, _SPACED_B),
    Family(_EIGHT, _misread, _DECIMAL, before=4),
    Family(_EIGHT, _misread, _LAST_NUMBER),
    Family(_HANGING_SEVEN, _hanging_seven, re.compile(rb"0\([a-f]\)")),
    Family(_NO_PARENTHESES, _unframed, _LETTERED),
    Family(_UNCLOSED, _broken, _LETTERED),
    Family(_UNOPENED, _broken, _OPEN_B),
    Family(_PRIVACY, _privacy, _PRIVATE),
    Family(_PRIVACY_BARE, _privacy, _AFTER_J),
    Family(_PRIVACY_BARE, _privacy, _AFTER_K),
    Family(_ORDER, _order, _DECIMAL, before=_ORDER_REACH),
    Family(_SECTION, _section, _DECIMAL),
    Family(_SECTION_BARE, _section_bare, _DECIMAL),
    Family(_SECTION_MISREAD, _section_misread, _DECIMAL),
    Family(_SECTION_BROKEN, _section_broken, _BROKEN_DECIMAL),
    Family(_YEARS, _years, _AFTER_X, before=_YEARS_REACH),
    Family(_IMPDET, _impdet, _IMP_DET, before=_BEFORE_IMPDET),
    Family(_PRESIDENTIAL, _presidential, re.compile(rb"p-?0(?![0a-z_])")),
    Family(_JFK, _jfk, re.compile(rb"jfk")),
    Family(_JFK, _jfk, re.compile(rb"arca")),
    Family(_JFK_CODE, _jfk, _UNITED_STATES),
)

_WHERES = {
    family.where: _IN_A_WORD.get(family.where, None if b" " in family.where.pattern else family.where)
    for family in FAMILIES
}
"""Each with what one of the words of the text must hold for it, where that is known."""


def candidates(shadow: Shadow) -> list[Candidate]:
    """Everything in the text of ``shadow`` that has the form of a code, in order; of two that overlap the longer."""
    places = places_in(shadow)
    asked = [family for family in FAMILIES if places[family.where]]
    found = [c for f in asked for match in matches(f, shadow.text, places) if (c := f.read(match))]
    return in_order([*found, *_labels(shadow)])


def in_order(found: list[Candidate]) -> list[Candidate]:
    """``found`` in the order of the text; of two that overlap the longer."""
    found.sort(key=lambda candidate: (candidate.start, -candidate.end))
    kept: list[Candidate] = []
    for candidate in found:
        if kept and candidate.start < kept[-1].end:
            if candidate.end - candidate.start > kept[-1].end - kept[-1].start:
                kept[-1] = candidate
        else:
            kept.append(candidate)
    return kept


_BLANK = ord(" ")
_SECTIONS = frozenset({"1.4", "1.5", "3.3", "3.4", "3.5", "6.2"})


def places_in(shadow: Shadow) -> dict[re.Pattern[bytes], list[int]]:
    """Where each of the signs stands by which codes are looked for."""
    # A text has a tenth as many words.
    places = {
        where: [match.start() for match in where.finditer(shadow.forms)]
        if in_a_word is None or in_a_word.search(shadow.word_forms)
        else []
        for where, in_a_word in _WHERES.items()
    }
    places[_BROKEN_DECIMAL] = [
        place - (2 if shadow.forms[place - 1] == _BLANK else 1) for place in places[_BROKEN_DECIMAL]
    ]
    places[_DECIMAL] = [place for place in places[_DECIMAL] if shadow.text[place : place + 3] in _SECTIONS]
    return places


def matches(family: Family, text: str, places: dict[re.Pattern[bytes], list[int]]) -> Iterable[Match]:
    """What the pattern of ``family`` finds in ``text``, looked for where ``places`` allow it."""
    if not places[family.where]:
        return ()
    if not family.before:
        return matches_at(family.pattern, text, places[family.where])
    return matches_around(family.pattern, text, places[family.where], family.before, family.before)


def _labels(shadow: Shadow) -> Iterator[Candidate]:
    text = shadow.text
    for stem, patterns in _label_patterns().items():
        places = [match.start() for match in re.finditer(re.escape(stem), text)] if shadow.holds(stem.lower()) else []
        for pattern, trust in patterns if places else ():
            for match in matches_at(pattern, text, places):
                yield Candidate(match.start(), match.end(), "".join(match.group().split()), "CIA", trust)


_STEM = 4  # letters by which labels are looked up together


@cache
def _label_patterns() -> dict[str, list[tuple[Pattern, Trust]]]:
    """The labels by the letters they begin with."""
    files = list(rule_data("exemptions.yaml"))
    sure = [(label, Trust.SURE) for rules in files for label in rules["CIA"]]
    ambiguous = [(label, Trust.CITED) for rules in files for label in rules["CIA-ambiguous"]]
    by_stem: dict[str, list[tuple[Pattern, Trust]]] = {}
    for label, trust in (*sure, *ambiguous):
        by_stem.setdefault(label.partition("{")[0][:_STEM], []).append((_label(label), trust))
    return by_stem


def _label(label: str) -> Pattern:
    spelled = re.escape(label).replace(r"\{d\}", r"\d").replace(r"\{l\}", "[A-Z]")
    return late(rf"(?<!\w){spelled}(?!\w)")
