# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes that are not written out: named in words, continued in a list, entered in a form.

``Exemption 5``, ``Ex. 6 Personal Privacy`` (Environmental Protection Agency), ``1.4(b), (d)``, ``(b)(7)(C), (E)``,
``Exemptions 1, 3 and 6``, ``RESTRICTIONS : 1B`` (identification form of the JFK Assassination Records Collection).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.marks.exemption_families import Candidate, Trust
from workbench.marks.late import Match, Pattern, ending, late, sought
from workbench.marks.shadow import Shadow, matches_at


_SUB = r"(?:(?<=7) ?(?:\((?P<sub>[A-Fa-f])\)|(?P<sub>[A-F])(?!\w)))?"
_NAMED = sought(
    rf"(?<!\w)Exemptions? (?:No\. ?|Number )?\(?(?P<number>[1-9])(?!\d){_SUB}\)?(?![\w(]|\.\d)", re.IGNORECASE
)
_REASON = (
    r"(?:Deliberative(?: Process)?|Personal (?:Privacy|Matters)|Attorney[- ](?:Client|Work[- ]Product)"
    r"|CBI|PP|DP|AC|AWP)"
)
_SHORT = sought(rf"(?<!\w)E[Xx]s?\.? ?(?P<number>[1-9]){_SUB}(?!\w)")
_X_AND_NUMBER = re.compile(rb"xs?\.? ?0")
_REASON_AFTER = late(rf"[ \t]{{0,3}}[-–—/(,:]?[ \t]{{0,3}}(?i:{_REASON})\b")
# The cell of an index of what was withheld, in a text that speaks of exemptions: elsewhere it is an exhibit.
_CELL_BEFORE = ending(r"(?:[|\t]| {3})[ \t]*")
_CELL_AFTER = late(r"[ \t]*(?:[|,;&\t(]|and\b| {3}|$)", re.MULTILINE)
_REASON_BEFORE = ending(rf"\b{_REASON}[ \t]{{0,3}}[-–/(]?[ \t]{{0,3}}")

# Section 6 of the Act: 1A to 1C intelligence, 2 source, 3 privacy, 4 confidentiality, 5 protection; also 10(a)1, 11(a).
_RESTRICTIONS = late(
    r"RESTRICTIONS?\s{0,4}[:;]?[ \t]{1,4}(?P<codes>(?:(?:[1-5][A-C]?|1[01]\([a-d]\)\d{0,2})(?:[,; \t]{1,4}|$))+)",
    re.MULTILINE,
)
_RESTRICTION = late(r"1[01]\([a-d]\)\d{0,2}|[1-5][A-C]?")

# What follows a code that is there: the next letter or number of the same section, on the same line.
_PART = r"[ \t]{0,2}(?:[,;/&]|,? ?(?:and|AND|or|OR|&)(?=[ (]))[ \t]{0,2}"
_LETTER = late(rf"(?:{_PART})?(?P<code>\((?P<letter>[a-hA-H])\))(?!\w)")
_BARE_LETTER = late(rf"{_PART}(?P<code>(?P<letter>[a-hA-H]))(?=[,;/)]|[ \t]*$|[ \t]+and\b)", re.MULTILINE)
_NUMBER = late(rf"{_PART}(?P<code>\((?P<number>[1-9])\)(?:(?<=7\)) ?\((?P<sub>[A-F])\))?)(?!\w)")
_GLUED_NUMBER = late(rf"(?:{_PART})?(?P<code>\((?P<number>[1-9])\))(?!\w)")
_BARE_NUMBER = late(rf"{_PART}(?P<code>(?P<number>[1-9])(?:(?<=7)\(?(?P<sub>[A-F])\)?)?)(?![\w(%]|\.\d)")


def worded(shadow: Shadow) -> Iterator[Candidate]:
    """Codes that are named in words, or listed on an identification form; in no order."""
    text = shadow.text
    for match in matches_at(_NAMED, text, shadow.heads("exemption")):
        yield _foia(match, Trust.SURE if _REASON_AFTER.match(text, match.end()) else Trust.WEAK)
    for match in matches_at(_SHORT, text, (x.start() - 1 for x in _X_AND_NUMBER.finditer(shadow.forms, 1))):
        before = text[max(0, match.start() - 40) : match.start()]
        said = _REASON_AFTER.match(text, match.end()) or _REASON_BEFORE.match(before)
        told = _CELL_BEFORE.match(before) and _CELL_AFTER.match(text, match.end()) and shadow.places("exempt")
        yield _foia(match, Trust.SURE if said or told else Trust.HANGING)
    for line in matches_at(_RESTRICTIONS, text, shadow.heads("restriction")):
        if not text[text.rfind("\n", 0, line.start()) + 1 : line.start()].strip():
            for match in _RESTRICTION.finditer(text, *line.span("codes")):
                yield Candidate(*match.span(), match.group(), "JFK Act", Trust.SURE)


def continued(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """The further letters and numbers behind each of ``found``: ``(d)`` of ``1.4(b), (d)``."""
    for first in found:
        at, pattern = first.end, _pattern(text, first)
        while pattern and (match := pattern.match(text, at)):
            yield Candidate(*match.span("code"), _further(first, match), first.authority, Trust.HANGING)
            at = match.end("code")


def _foia(match: Match, trust: Trust) -> Candidate:
    letter = match.groupdict().get("sub")
    code = f"(b)({match['number']})" + (f"({letter.upper()})" if letter else "")
    return Candidate(*match.span(), code, "FOIA", trust)


def _pattern(text: str, first: Candidate) -> Pattern | None:
    closed = text[first.end - 1] in ")}]"
    if first.code.startswith(("1.4(", "1.5(")) or first.code.startswith("(b)(7)("):
        return _LETTER if closed else _BARE_LETTER
    if first.code.startswith(("3.3(b)(", "3.4(b)(")):
        return _GLUED_NUMBER if closed else None
    if first.code.startswith("(b)("):
        named = text[first.start] in "Ee"
        return _BARE_NUMBER if named else _NUMBER if closed else None
    return None


def _further(first: Candidate, match: Match) -> str:
    groups = match.groupdict()
    if letter := groups.get("letter"):
        section = first.code[: first.code.rindex("(")]
        return f"{section}({letter.upper() if section == '(b)(7)' else letter.lower()})"
    sub = groups.get("sub")
    section = first.code[: first.code.index("(b)")]
    return f"{section}(b)({match['number']})" + (f"({sub})" if sub else "")
