# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stamp holds behind its wording, date, number, order and signatory, read until something else follows."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase, digits
from typing import Final

from workbench.marks.dates import AS_DIGITS, DATE, iso
from workbench.marks.late import late
from workbench.marks.lines import Lines


# What may stand before an item of a stamp's tail. Each pattern has the signs with which its item goes on behind that:
# most of what follows a stamp is no item at all, and is asked about few of them.
_PUNCTUATION = late(r"[\s,;:.(#=\-–—\[\]□|]*+")
_GAP = r"[ \t]{0,160}(?:\n[ \t]{0,160}){0,2}"
_DATE_AHEAD = late(rf"(?:DECLASSIFICATION )?DATE|ON|{DATE}", re.IGNORECASE)
ITEMS: Final = tuple(
    (signs, late(pattern, re.IGNORECASE))
    for signs, pattern in (
        (
            "0123456789ilojfmasnd",
            rf"[\s,;:.(#=\-–—\[\]□|]{{0,6}}{_GAP}(?:(?:DECLASSIFICATION )?DATE(?:D|/CASE ID)?|ON)?"
            rf"[\s:;.]{{0,4}}(?P<date>{DATE})",
        ),
        (
            "cln",
            r"[\s,;:.(\-–—]{0,6}(?P<reference>CIA-R[DO]P\S{4,40}|(?:LOC-HAK|NLC|NLK|NLJ|NLF|NLN|NLE|NLS)-\S{3,40})",
        ),
        (
            "fmeica",
            r"[\s,;:.(\-–—]{0,6}\s{0,40}(?:FOIA |MDR |EO |ISCAP )?(?:Case|Appeal)s? ?(?:No\.?|#|Number)? ?[#:.]? ?"
            r"(?P<case>(?:NW )?[A-Z]{0,4}-?\d[\w\-]{1,20})",
        ),
        ("f", r"[\s,;:.(]{0,6}(?P<case>F-\d{4}-\d{4,6})"),
        ("d", r"[\s,;:.(]{0,6}Doc(?:ument)?\.? ?(?:No\.?|#|Number)? ?[#:]? ?(?P<reference>C?\d{5,10})"),
        ("c", r"[\s,;:.(]{0,6}(?P<reference>C0\d{7})(?!\d)"),
        (
            "an",
            r"[\s,;:.(]{0,6}\s{0,40}(?:Authority:?\s)?"
            r"(?P<reference>NND ?[\d\-]{4,10}|NL[A-Z]{1,3}[\- ]\d[\w\-/.]{2,16})(?:,? ?p\. ?\d{1,3})?",
        ),
        ("0123456789~", r"\s{0,3}[=~]\s{0,3}\d{1,5}"),
        (
            "paue",
            r"[\s,;:.(]{0,4}\s{0,40}(?:PER |AUTHORITY:? |UNDER |PURSUANT TO )?(?:E\.? ?O\.?|Executive Order) ?1\d{4}"
            r"(?:,? ?(?:as amended)?)?(?:,? ?(?:Sec(?:tion|s?\.)?|s\.|§) ?\d[\d.\-]*(?: ?\(\w{1,2}\)){0,3}"
            # 3(E) and 5(D) or (E)
            r"(?:,? ?(?:and|or|&)? ?\d{0,2}(?:\(\w{1,2}\)){1,3}){0,4})?",
        ),
        ("c", r"\s{0,40}Chief, Records & Declass(?:ification)? Div(?:ision)?, WHS"),
        ("c", r"[\s,;:.(]{0,4}\s{0,40}CIA guidelines, ?\w+ \d{1,2}, \d{4}"),
        ("b", r"[\s,;:.(]{0,4}\s{0,40}By[_\s:]{0,20}(?:\w{2,12}[_,\s]{0,10}){0,2}(?:NARA|NARS)\b,?"),
        ("d", r"[\s,;:.(]{0,4}Date ?_{2,30}"),
        (
            "b",
            r" {0,3}by (?:the )?"
            r"(?:[A-Z]{2,6}(?!-)|Central Intelligence Agency|National Security Agency|Department of \w+)\b",
        ),
        ("d", r"[;,]? ?distribution is unlimited"),
        ("@", r" ?@ ?\d\d ?- ?Yrs?"),
        ("12d", r"\s{0,3}DATE[:\s]{1,3}(?:19|20)\d\d(?=\s|$)|[ \t]?[ \n][ \t]{0,160}(?:19|20)\d\d(?=\s*\n|\s*$)"),
        (ascii_lowercase, r"\s{0,3}:\s?(?-i:[A-Z][A-Z.]{0,15}(?: [A-Z][A-Z.]{0,15}){1,3})(?=\s*$|\s*\n)"),
        ("4", r" ?\(44 U\.?S\.?C\.? 2107 Note\)"),
        ("n", r",? ?\(?NW#?:? ?\d{4,6}\)?"),
        ("b", r" BY ?:? ?(?:[\w/\-]{2,12}[ ]?){1,3}(?=\s|$)"),
        (
            ascii_lowercase + digits,
            r":? (?-i:[A-Z0-9][A-Z0-9\-]{1,6} [A-Z]{2,4}(?:/[A-Z]{2,4})?)(?=\s*$|\s{2}|\s*\n| ON\b)",
        ),
        ("d", r"[\s,;]{1,3}document no\. ?\d{1,3}\b"),
        # the number of an officer of the FBI, with or without initials: BY 1234 ON, BY auc 60322 ON
        (ascii_lowercase + digits, r":?\s{1,3}(?=(?:\w{1,4} )?[A-Z]{0,4}\d)(?:[\w/\-]{1,14} ){1,4}(?=ON\s{1,3}\d)"),
        ("d", r"\s{0,3}(?:DNI|DCI) (?-i:[A-Z][a-z]+)(?= (?:19|20)\d\d)"),
        ("p", r"\s{0,40}PA/HO,? Department of State,?"),
        # What a presidential library went by: NSC Memo, 1/30/95, State Dept. Guidelines.
        (
            "nscodwj",
            r"\s{0,4}\n[ \t]{0,40}(?:NSC|State|CIA|OSD|DOS|DOD|JCS|White House)\b[^\n]{0,50}"
            r"\b(?:Guidelines?|Memo|Letter|ltr)\b[^\n]{0,40}(?=\n[ \t]{0,40}By\b)",
        ),
        ("ch", r"[\s,:\-–—]{0,6}\s{0,40}(?:CIA )?Historical Collections? Division"),
        ("ah", r"[\s,:\-–—]{0,6}\s{0,40}(?P<case>[AH][RS]\d{2}-\d{1,4})(?!\d)"),
        (ascii_lowercase, rf":? (?-i:[A-Z]{{2,6}}),?(?= {DATE})"),
    )
)
_LONGEST_ITEM = 400


def items_at(text: str, start: int, limit: int) -> list[re.Pattern[str]]:
    """The patterns of the items that ``text[start:limit]`` may begin with, going by its first sign."""
    behind = _PUNCTUATION.match(text, start, limit)
    at = behind.end() if behind else start
    if at >= limit:
        return []
    asked = _beginning(text[at].lower())
    # Most words begin with a letter that a month begins with as well.
    return asked if ITEMS[0][1] not in asked or _DATE_AHEAD.match(text, at) else asked[1:]


@lru_cache(maxsize=256)
def _beginning(sign: str) -> list[re.Pattern[str]]:
    return [pattern for signs, pattern in ITEMS if sign in signs or not sign.isascii()]


_COMPLETE = late(r"[\s|*_~.,:)\]]*$|\s{2,}|[\s,:(\[|]*(?:[({]?[bB][)}]?\s?\(?\d|\d\.\d|25X)")


class Tail:
    """What a stamp holds behind its opening, read item by item until something else follows."""

    def __init__(self, text: str, end: int) -> None:
        self.end = end
        self.date: str | None = None
        self._text = text
        self._numbers: dict[str, str] = {}
        while self._take():
            pass
        while self.end > end and text[self.end - 1].isspace():
            self.end -= 1

    @property
    def reference(self) -> str | None:
        """The document's number, or the case's where it has none."""
        return self._numbers.get("reference") or self._numbers.get("case")

    def complete(self, lines: Lines) -> bool:
        """Whether its last line ends with it: an exemption code or nothing may follow, not the rest of a sentence."""
        right = lines.right(self.end)
        return _COMPLETE.match(right) is not None

    def _take(self) -> bool:
        limit = min(len(self._text), self.end + _LONGEST_ITEM)
        for pattern in items_at(self._text, self.end, limit):
            match = pattern.match(self._text, self.end, limit)
            if match and match.end() > self.end and self._keep(match.groupdict()):
                self.end = match.end()
                return True
        return False

    def _keep(self, groups: dict[str, str | None]) -> bool:
        """Whether the item is new; a second date is another stamp's."""
        if printed := groups.get("date"):
            if self.date:
                return False
            self.date = iso(printed)
            return self.date is not None
        for name in ("reference", "case"):
            if number := groups.get(name):
                if name in self._numbers:
                    return False
                self._numbers[name] = tidy_reference(number)
        return True


_CREST = late(
    r"CIA-R[DO]P(?P<year>[\dOlI]{2})(?P<series>-?[A-Z]?)(?P<box>[\dOlI]{5})(?P<letter>[A-Z])(?P<folder>[\dOlI]{12})"
    r"-(?P<check>[\dOlI])"
)


def tidy_reference(printed: str) -> str:
    """A document's number with the digits that OCR reads as letters put right, where its pattern is known."""
    printed = re.sub(r"^[Cc][Iil1]A-", "CIA-", printed)
    match = _CREST.match(printed)
    if not match:
        return printed.rstrip(".,;:)")
    names = ("year", "box", "folder", "check")
    year, box, folder, check = (match[name].translate(AS_DIGITS) for name in names)
    return f"CIA-RDP{year}{match['series']}{box}{match['letter']}{folder}-{check}"
