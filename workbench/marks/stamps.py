# SPDX-License-Identifier: AGPL-3.0-or-later
"""Release stamps: what an agency decided about the document, when, and under which number.

An opening (rules/stamps.yaml) says the decision; behind it a stamp may hold a date, an agency, an order and numbers,
over two or more lines, and the mark ends with the last of them. ``UNCLASSIFIED U.S. Department of State Case
No. ...`` says that a copy was released, not what the document is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from string import ascii_lowercase, digits
from typing import Final, NamedTuple

from workbench.documents import Document
from workbench.marks.crest_stamps import damaged_stamps
from workbench.marks.dates import DATE, iso
from workbench.marks.endings import ending
from workbench.marks.groups import is_scheduled
from workbench.marks.late import Match, Pattern, late, sought
from workbench.marks.lines import Lines
from workbench.marks.making import make_mark
from workbench.marks.model import Mark, MarkType, Stamp
from workbench.marks.phrases import Phrase, Phrasebook
from workbench.marks.shipped import rule_data


RELEASING: Final = frozenset(
    {"release", "release_in_full", "release_in_part", "sanitized", "declassified", "declassified_in_part"}
)
"""The decisions after which a copy may be shown; the others (deny, exempt, review_completed, ...) release nothing."""


class Opening(NamedTuple):
    """A wording that begins a stamp. ``place`` as in rules/stamps.yaml."""

    decision: str
    place: str


def find_stamps(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every release stamp, in no order; a wording inside a longer one overlaps it and is left out by ``find_marks``."""
    lines = lines or Lines(document)
    found: list[Mark] = []
    for opening, match in openings().matches(lines.shadow, capital=True):
        found += _read(document, lines, opening, match)
    yield from found
    ends = {mark.end for mark in found}
    for start, end, decision, date, reference in damaged_stamps(lines.shadow, ends):
        value = Stamp(decision, date, tidy_reference(reference))
        yield make_mark(document, MarkType.STAMP, start, end, value)


def _read(document: Document, lines: Lines, opening: Opening, match: Match) -> Iterator[Mark]:
    start, end = match.span()
    if not match.group()[0].isupper() or not _placed(lines, opening, match):
        return
    if match.group().lower().startswith("declassified on") and is_scheduled(lines, start):
        return
    tail = _Tail(document.text, end)
    if opening.place == "line" and not tail.complete(lines):
        return
    start, number = _lead(lines, start)
    value = Stamp(opening.decision, tail.date, tail.reference or number)
    yield make_mark(document, MarkType.STAMP, start, tail.end, value)


def _placed(lines: Lines, opening: Opening, match: Match) -> bool:
    left = lines.left(match.start())
    if opening.place == "anywhere":
        return True
    if opening.place == "form":
        entry = lines.text[max(0, match.start() - 80) : match.start()]
        return _closes(lines.right(match.end())) and _FORM.match(entry) is not None
    if opening.place == "alone":
        alone = match.group().isupper() and not left.strip(" \t|*_~") and _closes(lines.right(match.end()))
        return alone and not _offered(lines, match.start())
    return not _MARGIN.sub("", left) or left.endswith(("   ", "\t"))


def _offered(lines: Lines, start: int) -> bool:
    """Whether it is one of the boxes of a form of the CIA (``NO CHANGE IN CLASS.``, ``CLASS. CHANGED TO``)."""
    around = lines.text[max(0, start - 120) : start + 160].upper()
    return "CHANGE IN CLASS" in around or "CLASS. CHANGED" in around


def _closes(right: str) -> bool:
    return _CLOSE.match(right) is not None


_CLOSE = late(
    r"[\s|*_~.]*$|\s{0,3}(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\s*$|PER\b|BY\b|AUTHORITY|E\.?O\.?|DATE|NND)", re.IGNORECASE
)

_FORM = ending(r"(?:^|\n)[ \t]*(?:RESTRICTIONS?|CURRENT STATUS)[ \t]*(?:\n\s{0,40})?[:;]?[ \t]*")

# What an agency prints before the opening and belongs to the stamp: the Next 3 of "Next 3 Page(s) In Document Denied".
_MARGIN = late(r"C0\d{7}|UNCLASSIFIED(?=\s)|\(U\)|(?<!\w)[Bb]\(?[1-9]\)?(?:\(?[A-F]\)?)?(?=[\s,;])|[\s|*_~•,;\-\[]")
_BEFORE = sought(
    r"(?:(?P<number>(?<!\w)C0\d{7})\s*|(?<=^|\s)(?:NEXT|Next|next)\s+\d{1,4}\s+|(?<=^\s*)20\d\d\s+"
    r"|(?<=^\s*)(?:[A-Z][a-z]+ ){1,2}(?:[A-Z]\.? )?[A-Z][a-z]+ )$"
)


def _lead(lines: Lines, start: int) -> tuple[int, str | None]:
    """Where the stamp really begins: at the signatory, year, number or count of pages before its wording."""
    left = lines.left(start)[-60:]
    match = _BEFORE.search(left) if left and not left.isspace() else None
    return (start - len(match.group()), match["number"]) if match else (start, None)


# What may stand before an item of a stamp's tail. Each pattern has the signs with which its item goes on behind that:
# most of what follows a stamp is no item at all, and is asked about few of them.
_PUNCTUATION = late(r"[\s,;:.(#=\-–—\[\]□|]*+")
_GAP = r"[ \t]{0,160}(?:\n[ \t]{0,160}){0,2}"
_DATE_AHEAD = late(rf"(?:DECLASSIFICATION )?DATE|ON|{DATE}", re.IGNORECASE)
ITEMS: Final = tuple(
    (frozenset(signs), late(pattern, re.IGNORECASE))
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
    """The patterns of the items that may go on with ``sign``."""
    return [pattern for signs, pattern in ITEMS if sign in signs or not sign.isascii()]


_COMPLETE = late(r"[\s|*_~.,:)\]]*$|\s{2,}|[\s,:(\[|]*(?:[({]?[bB][)}]?\s?\(?\d|\d\.\d|25X)")


class _Tail:
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
    year, box, folder, check = (_digits(match[name]) for name in ("year", "box", "folder", "check"))
    return f"CIA-RDP{year}{match['series']}{box}{match['letter']}{folder}-{check}"


def _digits(printed: str) -> str:
    return printed.replace("O", "0").replace("l", "1").replace("I", "1")


@cache
def openings() -> Phrasebook[Opening]:
    """The wordings of rules/stamps.yaml."""
    return Phrasebook(
        (Opening(stamp["decision"], stamp["place"]), Phrase(_spelled(wording), wording, _WIDEST_GAP, "release"))
        for rules in rule_data("stamps.yaml")
        for stamp in rules
        for wording in stamp["wordings"]
    )


_WIDEST_GAP = 483  # between two words: a line's end, or two, with what OCR leaves around it
_LONG = 4  # words that nobody writes in that order by chance, so that a blank line may part them

# Rase, Ruse, Rejse, "1 'lease", Relea8e: any word of an R or a stroke, but then the date must follow.
_GARBLED_RELEASE = r"(?:release|[R1lI]\S{0,2} ?\S{2,6}(?=\s{0,3}:?\s{0,3}(?:1[89]|20)\d\d[/-]\d\d))"


def _spelled(wording: str) -> Pattern:
    """The wording with any spacing, one line break, other dashes, and *release* as OCR garbles it."""
    words = [_word(word) for word in wording.split()]
    if wording.lower().endswith(" release"):
        words[-1] = _GARBLED_RELEASE
    breaks = 2 if len(words) >= _LONG else 1
    pattern = rf"(?:[ \t]{{1,4}}|[ \t]{{0,160}}(?:\r?\n[ \t]{{0,160}}){{1,{breaks}}})".join(words)
    return late(rf"(?<![A-Za-z_/]){pattern}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    if "{agency}" in word:
        return "(?-i:[A-Z]{2,8}(?:(?:, ?| and |/| ?& ?)[A-Z]{2,8}){0,4})" + re.escape(word.replace("{agency}", ""))
    if word == "-":
        return "[-–—.]?"
    return re.escape(word).replace("o", "[o0]").replace("O", "[O0]")
