# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of the Freedom of Information Act (5 U.S.C. 552(b)) and the Privacy Act (5 U.S.C. 552a), as OCR spells them."""

from __future__ import annotations

import re

from workbench.marks.exemption_families import Candidate, Family, Reader, Trust, digit, sign
from workbench.marks.late import Match, ending, late, sought


_FULL = sought(
    r"[({\[] ?[bB] ?[)}\]]\s?[({\[] ?(?P<number>[1-9lI|S]) ?[)}\]]"
    r"(?:(?<=7 ?.)(?:\s?[({](?P<sub>[A-Fa-f])[)}]|(?P<bare>[A-Fa-f])(?!\w)))?"
)
_FULL_SEVEN = late(r"[({\[] ?[bB] ?[)}\]] ?(?P<number>7) ?(?:\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w))")
_HALF = late(r"(?<![\w(.-])[bB] ?\((?P<number>[1-9lI])\)(?:(?<=7\))(?: ?\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F])(?!\w)))?")
_SEVEN = late(r"[bB]7 ?(?:\((?P<sub>[A-Fa-f])\)|(?P<bare>[A-F]|(?<=7)[a-f])(?![\w(]))")
# One behind the other without a sign between: b6b7C.
_BEHIND_CODE = r"(?:(?<![\w(.-])|(?<=(?<!\w)[bB][1-9]))"
_ENDS_CODE = ending(r"(?:(?<!\w)[bB][1-9])+")
_BARE = late(rf"{_BEHIND_CODE}[bB](?P<number>[1-9lI])(?:(?![\w(]|\.\w)|(?<=\d)(?=[bB][1-9][A-F]?(?!\w)))")
# As scanned: "B 1,1.4(D)", and with its letter read as an 8: "81, 1.4(D)", or alone on a line or at its end.
_SPACED = late(r"(?<![\w(.-])B (?P<number>[1-9])(?!\w|\.\w| [a-z])")
_EIGHT = sought(
    r"(?<=(?:\A|\n)[ \t]{0,8}|[ \t]{3}|PART )8(?P<number>[1356])(?=,? ?1\.[45] ?\()"
    r"|(?<=(?:\A|\n)[ \t]{0,8}|[ \t]{3})8(?P<number>[1-9])(?=[ \t]*(?:\n|\Z))"
)
_HANGING_SEVEN = late(r"(?<![\w.)(])(?P<number>7)\((?P<sub>[A-F])\)(?!\w)")
# A parenthesis that OCR lost, or that the releaser never printed.
_NO_PARENTHESES = late(r"[({\[][bB][)}\]](?P<number>[1-68-9])(?![\w(]|\.\w| [a-z])")
_UNCLOSED = late(r"[({\[][bB][)}\]]\s?[({\[](?P<number>[1-9])(?=[ \t]*$)", re.MULTILINE)
_UNOPENED = late(r"(?<![\w({\[.])[bB]\) ?\((?P<number>[1-9])\)")

_PRIVACY = late(r"[({](?P<letter>[jkdJKD])[)}] ?[({](?P<number>[1-7lI])[)}]")
_PRIVACY_BARE = sought(r"(?<![\w(.-])(?P<letter>[jk])(?:\((?P<number>[1-7l])\)|(?P<number>[1-7]))(?!\w)")
_PRIVACY_CODES = {("d", "5"), ("j", "1"), ("j", "2"), *(("k", str(number)) for number in range(1, 8))}


def _foia(trust: Trust, misread: str = "") -> Reader:
    """Reads the number of a code, and behind a 7 its letter; ``misread``: what for a number is debris more often."""

    def read(match: Match) -> Candidate:
        groups = match.groupdict()
        number, letter = digit(match["number"]), groups.get("sub") or groups.get("bare")
        code = f"(b)({number})" + (f"({letter.upper()})" if number == "7" and letter else "")
        told = Trust.MISREAD if match["number"] in misread else trust
        return Candidate(match.start(), match.end(), code, "FOIA", told)

    return read


def _seven(match: Match) -> Candidate | None:
    before = match.string[match.start() - 1 : match.start()]
    glued = before.isalnum() or before in ("_", "-", ".")
    # OCR glues a marginal code to the line's last word; only the form with B and parentheses is beyond doubt there.
    sure = before.isalnum() and match["sub"] and match.group()[0] == "B"
    if glued and before and not sure and not _ENDS_CODE.match(match.string[max(0, match.start() - 4) : match.start()]):
        return None
    letter = match["sub"] or match["bare"]
    trust = Trust.CITED if letter.isupper() else Trust.WEAK  # "b7c" may be a number in base 16
    return Candidate(match.start(), match.end(), f"(b)(7)({letter.upper()})", "FOIA", trust)


def _privacy(match: Match) -> Candidate | None:
    letter, number = match["letter"].lower(), digit(match["number"])
    if (letter, number) not in _PRIVACY_CODES:
        return None
    trust = Trust.HANGING if match.group()[1].isdigit() else Trust.WEAK  # k2 is anything
    return Candidate(match.start(), match.end(), f"({letter})({number})", "PA", trust)


_LETTERED = sign(rb"\( ?b ?\)")
_AFTER_B = sign(rb"b(?: ?\(|0|[il](?![0a-z_]))", rb"b[(0]|b(?:$| )|b[il](?![0a-z_])")

FAMILIES = (
    Family(_FULL, _foia(Trust.CITED, misread="S"), _LETTERED),  # (b) (S) The pier: an item, marked
    Family(_FULL_SEVEN, _foia(Trust.CITED), _LETTERED),
    Family(_HALF, _foia(Trust.CITED), _AFTER_B),
    Family(_SEVEN, _seven, _AFTER_B),
    Family(_BARE, _foia(Trust.WEAK, misread="lI"), _AFTER_B),  # "bl" and "bI" are words of OCR
    Family(_SPACED, _foia(Trust.MISREAD), sign(rb"b 0", rb"b(?:$| )")),
    Family(_EIGHT, _foia(Trust.MISREAD), sign(rb"00(?=,? ?0\.0 ?\()", rb"00")),
    Family(_EIGHT, _foia(Trust.MISREAD), sign(rb"00(?=[ \t]*(?:\n|\Z))", rb"00(?:$| )")),
    Family(_HANGING_SEVEN, _foia(Trust.WEAK), sign(rb"0\([a-f]\)")),
    Family(_NO_PARENTHESES, _foia(Trust.CITED), _LETTERED),
    Family(_UNCLOSED, _foia(Trust.WEAK), _LETTERED),
    Family(_UNOPENED, _foia(Trust.WEAK), sign(rb"b\) ?\(0", rb"b\)")),
    Family(_PRIVACY, _privacy, sign(rb"\([djk]\)")),
    Family(_PRIVACY_BARE, _privacy, sign(rb"j[0(]")),
    Family(_PRIVACY_BARE, _privacy, sign(rb"k[0(]")),
)
