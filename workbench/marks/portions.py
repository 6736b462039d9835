# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates for portion marks: what stands in parentheses and means a marking, in a place where a mark may stand.

CAPCO 2016 section C puts the mark before its portion; INR and the CIA of the 1990s after it, cables after the number of
the paragraph, and some for the whole telegram (``C-ENTIRE TEXT.``). Which candidate marks which paragraph is for
``workbench.structure``; what can be seen from the line alone to be innocent is left out here (``portion_context``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import regex

from workbench.documents import Document
from workbench.markings import Form, Marking, parse
from workbench.marks.damaged_portions import damaged_portions
from workbench.marks.late import late
from workbench.marks.lines import Lines
from workbench.marks.making import make_mark
from workbench.marks.misread_portions import misread_portions
from workbench.marks.model import Mark, MarkType
from workbench.marks.portion_context import Places


# A level, abbreviated or spelled out, or a foreign mark comes first; then what marks are written with. What it means is
# for the grammar to say: this only keeps the grammar from being asked about every parenthesis.
_HEAD = (
    r"(?:TS|CTS|SBU|LOU|S[E8]U|FOU[OQ0]|F0U[0O]|FOQUO|OUO|A[IT]UO|CUI|LES|SSI|SRD|SFRD|CFRD|TSC|SC|N[SCRU]"
    r"|Cc|Ss|Uu|[SCURL8]"
    r"|TOP SECRET|SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|SENSITIVE BUT UNCLASSIFIED"
    r"|NATO|COSMIC|[A-Z]{2,4}(?=-[SCR]\W)|// ?[A-Z]{1,12})"
)
_REST = r"(?:[ \t]?[/\-–, ][/A-Za-z0-9 ,.\-–\n]{0,150})?[ \t]?[)}](?:\(NF?\))?"
_ROUND = late(rf"\([ \t]?{_HEAD}{_REST}")
_CURLY = late(rf"\{{[ \t]?{_HEAD}{_REST}")  # on its own: a pattern that begins with one literal is ten times faster
_SMALL = late(r"\([scu]//[a-z/ ,]{2,60}\)|\(ts//[a-z/ ,]{2,60}\)")

# A parenthesis that OCR read as a letter or a stroke, or lost: only where a paragraph begins or a sentence ended.
_BROKEN = tuple(
    late(rf"{closing}(?=[ \t]+[A-Z\"“])(?<=(?:TS|SBU|FOUO|[SCU]){closing})") for closing in (r"\)", r"\}", r"\]")
)
_LEVELS = ("U//FOUO", "FOUO", "SBU", "TS", "S", "C", "U")  # the longer first
_OPENED = frozenset("/fIl|[<")
_LONGEST_HEAD = 100
_HEAD_OF_LINE = late(r"[ \t]{0,80}(?:\d{1,3}[.)][ \t]{0,8})?")
_UNCLOSED = late(r"(?<=[.?!\d\"”] )(?P<mark>\((?P<level>TS|[SCU]))(?=[ \t]*$)", regex.MULTILINE)

# 5 FAH-2: one mark for the whole telegram, in a paragraph of its own or at the head of the first.
_ENTIRE = late(
    r"\(?\b(?P<level>TS|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE|LOU|SBU|[SCUL])\b"
    r" ?[-–—]{0,2} ?(?<=[ \-–—])ENTIRE (?:TEXT|MESSAGE)(?:\.?\))?"
)
# The same as a sentence on a line of its own. An unclassified one may speak of another paper, and marks nothing.
_WHAT = r"(?:text|message|e-?mail|document|memorandum|memo|letter|report)"
_LEVEL = r"(?P<level>(?-i:TOP SECRET|SECRET|CONFIDENTIAL)(?://?(?-i:[A-Z][A-Z/ ,-]{1,40}))?)"
_SAID = tuple(
    (rare, late(rf"^[ \t>]*(?P<said>{said}\.?)[ \t]*$", regex.IGNORECASE | regex.MULTILINE))
    for rare, said in (
        ("in its entirety", rf"(?:this|the) {_WHAT} is (?:overall )?(?:classified )?{_LEVEL} in its entirety"),
        ("entire", rf"(?:the |this )?entire {_WHAT} is (?:classified )?{_LEVEL}"),
        ("is classified", rf"this {_WHAT} is classified {_LEVEL}"),
    )
)


# What OCR makes of portion marks; the single L is no misprint but LIMITED OFFICIAL USE in cables until 1995.
_REPAIRS = {
    "(L)": "(LOU)",
    "(8)": "(S)",
    "(8/": "(S/",
    "(Cc)": "(C)",
    "(Ss)": "(S)",
    "(Uu)": "(U)",
    "FOUQ": "FOUO",
    "FOU0": "FOUO",
    "F0U0": "FOUO",
    "F0UO": "FOUO",
    "FOQUO": "FOUO",
    "NF0RN": "NOFORN",
    "N0FORN": "NOFORN",
    "NOF0RN": "NOFORN",
    "ATUO": "AIUO",
    "(SEU)": "(SBU)",
    "(S8U)": "(SBU)",
}
_MISREAD = late("|".join(map(regex.escape, _REPAIRS)))
# Two slashes behind a whole control of which one at least is left as a stroke or a letter: (TS//SII/NF), (S//SIlINF).
_STROKES = late(
    r"(?<=\b(?:SI|TK|HCS|OC)|^\((?:TS|[SCU]))(?!//)[fIl1tjJ!|/ ]{2,3}(?=(?:NF|NOFORN|REL|SI|TK|OC|ORCON|FOUO|FISA)\b)"
)


def find_portions(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every plausible portion mark, in no order, parentheses included."""
    lines = lines or Lines(document)
    whole = list(_whole(document, lines))
    yield from whole
    for start, end, marking in chain(damaged_portions(lines, whole), misread_portions(lines, whole)):
        yield make_mark(document, MarkType.PORTION, start, end, marking)


def _whole(document: Document, lines: Lines) -> Iterator[Mark]:
    places = Places(lines)
    for pattern in (_ROUND, _CURLY, _SMALL):
        for match in pattern.finditer(document.text):
            marking = _meaning(match.group())
            if marking and places.may_hold(match.start(), match.end(), marking):
                yield make_mark(document, MarkType.PORTION, match.start(), match.end(), marking)
    for match in chain.from_iterable(pattern.finditer(document.text) for pattern in _BROKEN):
        end = match.start()
        level = next(level for level in _LEVELS if document.text.endswith(level, 0, end))
        start = end - len(level) - 1
        if start >= 0 and document.text[start] in _OPENED and _heads_line(document.text, start):
            yield from _repaired(document, start, match.end(), level)
    for match in _UNCLOSED.finditer(document.text):
        yield from _repaired(document, *match.span("mark"), match["level"])
    for match in _ENTIRE.finditer(document.text) if "ENTIRE " in document.text else ():
        yield from _repaired(document, *match.span(), match["level"])
    for rare, pattern in _SAID:
        for begin in sorted({lines.at(place).start for place in lines.shadow.places(rare)}):
            # No further than its line: a pattern's words are looked for in all that follows before it is tried.
            end = document.text.find("\n", begin)
            said = pattern.match(document.text, begin, end if end >= 0 else len(document.text))
            if said:
                yield from _repaired(document, *said.span("said"), said["level"])


def _heads_line(text: str, offset: int) -> bool:
    """Whether nothing but blanks and a paragraph's number stand before ``offset``.

    Only a line feed begins a line here: what else ends one for a reader stands inside lines of OCR.
    """
    begin = text.rfind("\n", max(0, offset - _LONGEST_HEAD), offset) + 1
    return (begin > 0 or offset < _LONGEST_HEAD) and _HEAD_OF_LINE.fullmatch(text, begin, offset) is not None


def _repaired(document: Document, start: int, end: int, level: str) -> Iterator[Mark]:
    marking = _meaning(f"({level})")
    if marking:
        yield make_mark(document, MarkType.PORTION, start, end, marking)


def _meaning(raw: str) -> Marking | None:
    """What the grammar makes of it; a single L is LIMITED OFFICIAL USE in cables until 1995."""
    marking = _parsed(raw)
    if marking is None or (marking.unknown and ("//" not in raw or any(len(word) < 2 for word in marking.unknown))):
        return None  # an office symbol, (S/ES): what the register does not know needs the modern form to be believed
    return marking


@lru_cache(maxsize=4096)
def _parsed(raw: str) -> Marking | None:
    """Kept as ``parse`` keeps its answers: a document repeats a few marks on every paragraph."""
    words = " ".join(raw.replace("{", "(").replace("}", ")").split())
    words = _MISREAD.sub(lambda match: _REPAIRS[match.group()], words, count=1)
    mended = _STROKES.sub("//", words)
    if mended != words and (marking := parse(mended, Form.PORTION).marking) and not marking.unknown:
        return marking
    return parse(words, Form.PORTION).marking
