# SPDX-License-Identifier: AGPL-3.0-or-later
"""The banners of one line: without page numbers, codes of a release, the number of a message and specks around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

from workbench.markings import Marking
from workbench.markings.model import Era
from workbench.marks.banner_words import SPACED, SPELLED, banner_meaning
from workbench.marks.late import Pattern, late


_EDGE = " \t~*_#>|•·"
_DASHES = late(r"^[-–—=\s]{1,80}|[-–—=\s]{1,80}$")
_AROUND = _EDGE + "-–—=\n\r\f\v"
# ~~SECRET~~ UNCLASSIFIED; two blanks where no sentence goes on: TOP SECRET  JCS 2056/145, MEMORANDUM  SECRET.
_APART = late(
    r"[ ]{3,}|\t+|(?<=\w)~~ | ~~(?=\w)|(?:(?<=SECRET)|(?<=CONFIDENTIAL)) {2}(?=[A-Z\d-])"
    r"|(?<=[A-Z\d/]) {2}(?=(?:(?:TOP )?SECRET|CONFIDENTIAL)\s*$)"
)
_WHOLE = (
    r"(?:page|e-?mail|document|briefing|message|report|presentation|brief|memorandum|memo|paper|file|slide|cable|letter"
    r"|telegram|product|attachment|enclosure|annex|tab|volume|video|recording|transcript|image|chart|map|form)"
)
# What a paper is called: MEMORANDUM SECRET, OUTGOING MESSAGE 4411 SECRET. The level before the word is a title.
_CALLED = r"(?:[A-Z]+ ){0,2}(?:MEMORANDUM|MESSAGE|TELEGRAM|AIRGRAM|CABLE|DISPATCH|REPORT|TELETYPE)(?: \d{1,6})?"
_PREFIX = late(
    r"(?:(?:overall |security |document )?classification(?: of this (?:page|e-?mail|document))?|classified|banner)"
    r"[\"']?\s*[:=–—-]\s*[\"']?"
    rf"|(?-i:(?:{_CALLED}|CLASSIFICATION)\s+(?=(?:TOP )?SECRET|CONFIDENTIAL))"
    rf"|(?:the )?(?:overall )?(?:security )?classification (?:of|for) this {_WHOLE}(?: is)?\s*:?\s*"
    rf"|this {_WHOLE} is (?:overall )?classified\s*:?\s*"
    r"|(?-i:BEGIN|END)[ \t]+|(?-i:REPORT CLASSIFIED:?)[ \t]+"
    r"|(?:for the president only|(?-i:(?:US/UK |U[SK] )?EYES ONLY))\s*[-–—]\s*",
    re.IGNORECASE,
)
_NUMBERED = r"(?:page|(?:copy|cy|control|log|serial|series|attachment|enclosure|annex|tab)(?:\s+n(?:o\.?|umber))?)"
_NUMBER = rf"(?:{_NUMBERED}[\s#]+)?-?\d{{1,6}}(?:\s+of\s+\d{{1,4}})?-?"
_PAGE = late(rf"\s+{_NUMBER}\.?$|^{_NUMBER}\s+", re.IGNORECASE)
# On a form: nobody classifies an empty one.
_FILLED = late(r"\s*[(\[]?when filled in[)\]]?$", re.IGNORECASE)
# What a releaser put beside the level: codes, the line that a release has at head and foot of its pages.
_LABEL = r"(?:[257][50]X\d\w{0,4}|STAT(?:INTL|SPEC|OTHR)?|ILLEGIB|SG1[A-Z])"
_CODES = late(
    rf"\s+(?:\(?[bB]\)? ?\(\d\)[\s(),;/bB\dA-F]*|{_LABEL}(?: {_LABEL})*"
    rf"|(?:{_LABEL} )?(?:Approved For Release|Sanitized Copy|Declassified (?:in Part|and Approved))\b.*)$"
    rf"|^(?:{_LABEL} )+|^(?:Approved For Release|Sanitized Copy|Declassified in Part) .*CIA-R[DO]P\S+ ",
    re.IGNORECASE,
)
# Behind the level at the head of a cable: section, post and number of the message.
_MESSAGE = late(
    r"\s+(?:(?:FINAL )?SECTION\s.*|SEC[A-Z]{3,5}\s+\d\d\s+OF\b.*|SEC\s\d.*|"
    r"\d{6}Z\b.*|FRP:.*|PAGE \d\d\s.*|\d{1,2} [A-Z][A-Za-z]{2,8},? (?:19|20)\d\d|[A-Z][A-Z .]{1,30} \d{3,6}(?:\s.*)?"
    r"|MATERIAL ATTACHED"
    r"|(?:ROUTINE|PRIORITY|IMMEDIATE|FLASH)(?: (?:STAFF|DIRECTOR|NIACT|(?:CITE|DIR|INFO) .*))?)$"
    r"|\s*//[A-Z]?\d{4,5}//$|(?:(?<=EYES ONLY)|(?<=EXCLUSIVE))\s+(?:FOR|FROM)\s[A-Z .,/]+$"
)
_COMMON_CUTS: Final = (_MESSAGE, _PAGE, _CODES, None)
_CUTS: Final = (_FILLED, *_COMMON_CUTS)
# Specks of a scan beside a level, half a parenthesis, one or two small letters: no line of prose reads so. A stop right
# behind the level ends a sentence.
_DIRTY = late(
    r"(?![ \t]*\$\{)(?![ \t]*[\"'(\[“‘«][^\"')\]”’»]*[\"')\]”’»][ \t]*$)"  # in quotes or parentheses
    r"[ \t]*(?:(?:[^\w\s]{1,3}|[cijlo])[ \t]+|[^\w\s]{1,3}){0,2}"
    r"(?P<words>(?:TOP SECRET|SECRET|CONFIDENTIAL|[TSC](?: [A-Z]){5,})(?:[A-Z ,/.-]*[A-Z])?)"
    r"(?:[ \t]+(?:[^\w\s]{1,3}|[a-z]{1,2})|[^\w\s.!?]{1,3}){0,2}[ \t]*"
)
_SUBJECT = late(r"[> \t]*subj(?:ect)?\s*:[ \t]*(?:(?:re|fwd?):[ \t]*)*\[(?P<words>[^\]]{3,80})\]", re.IGNORECASE)
_ASSIGNED = late(r"(?!.*(?i:classif|banner))\s*\w+(?: \w+)? ?= ?[\"']?\w+[\"']?[,;]?\s*|\s*\w+=\s*")  # SECRET = 4
_SMALL = late(r"[ \t]*(?:(?:Top )?Secret|Confidential)[ \t]*")
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_ABBREVIATED = late(r"(?:TS|[SCU])//")


class LineBanner(NamedTuple):
    """A banner from ``start`` to ``end`` of its line, and what it says."""

    start: int
    end: int
    marking: Marking


# What markup holds on a line of its own: \textbf{SECRET}, <center>SECRET</center>, .. header:: SECRET
_HELD = late(
    r"[ \t]*(?:(?:\\[a-z]+\*?(?:\[[^\]\n]{0,20}\])?\{)+(?P<braces>[^{}\n]+)\}+"
    r"|(?:<(?:center|div|p|b|u|i|em|strong|font|span|h\d|header|footer)\b[^<>\n]{0,80}>[ \t]*)+"
    r"(?P<tags>[^<>\n]+)(?:</\w+>[ \t]*)+"
    r"|\.\. (?:header|footer):: (?P<field>.+))\s*"
)


def banners_on_line(line: str) -> Iterator[LineBanner]:
    """The banner that ``line`` is, or those that stand apart on it; none where it is a table."""
    if "=" in line and _ASSIGNED.fullmatch(line):
        return
    held = _SUBJECT.match(line) if "[" in line else None
    held = held or (_HELD.fullmatch(line) if line.lstrip()[:1] in ("\\", "<", ".") else None)
    if held and held.lastgroup and (inner := _read(held[held.lastgroup])):
        at = held.start(held.lastgroup)
        yield LineBanner(at + inner.start, at + inner.end, inner.marking)
        return
    whole = None if _heads_portion(line) else _read(line)
    if whole:
        yield whole
        return
    parts = _parts(line) if "  " in line or "\t" in line or "~~" in line else []
    if not parts and (dirty := _DIRTY.fullmatch(line)):
        parts = [dirty.span("words")]
    if len(parts) > 4:
        return  # a table
    read = [_read(line[begin:stop]) for begin, stop in parts]
    for (begin, stop), found in zip(parts, read, strict=True):
        if found is None and any(read) and _SMALL.fullmatch(line, begin, stop):
            found = _read(line[begin:stop].translate(_CAPITALS))  # UNCLASSIFIED   Secret
        if found and not _ABBREVIATED.match(line, begin + found.start):  # S//NF in a cell is the class of its row
            yield LineBanner(begin + found.start, begin + found.end, found.marking)


def _heads_portion(line: str) -> bool:
    """Whether it begins with a parenthesis that holds no level spelled out: a portion's mark, so no banner."""
    head = line.lstrip(_AROUND)
    return head[:1] == "(" and not SPELLED.match(head, 1)


def _parts(line: str) -> list[tuple[int, int]]:
    """What stands apart on the line: three spaces or a tab between."""
    cuts = [match.span() for match in _APART.finditer(line.rstrip())]
    begins, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(line.rstrip())]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if line[begin:end].strip()]


def _read(printed: str) -> LineBanner | None:
    """The banner in ``printed``, if nothing else stands in it."""
    prefix = _PREFIX.match(printed, len(printed) - len(printed.lstrip(_EDGE + "-–—=[/+:{\"'")))
    if prefix and (quote := printed[prefix.end() - 1]) in "\"'":  # a value: "classification": "SECRET//NOFORN",
        printed = printed[: max(prefix.end(), printed.find(quote, prefix.end()))]
        if printed[prefix.end() :].upper() == "UNCLASSIFIED":
            return None  # whose loss protects nothing: what a program does not know yet is called so as well
    elif prefix and printed[: prefix.end()].rstrip()[-1] in ":-–—":  # Classification: Secret
        printed = printed[: prefix.end()] + printed[prefix.end() :].translate(_CAPITALS)
    bracketed = prefix is not None and "[" in printed[: prefix.start()]  # [Classification: SECRET//NF]
    start, end = _stripped(printed, prefix.end() if prefix else 0, len(printed))
    end -= bracketed and printed.endswith("]", start, end)
    for cut in _CUTS if "ILLED" in printed or "illed" in printed else _COMMON_CUTS:
        begin, stop = _without(cut, printed, start, end) if cut else (start, end)
        if cut and (begin, stop) == (start, end):
            continue
        marking = banner_meaning(printed[begin:stop])
        whole = banner_meaning(printed[start:end]) if cut and marking else None
        if (
            whole
            and marking
            and (cut is _MESSAGE or not whole.unknown)
            and replace(whole, era=Era.LEGACY) != replace(marking, era=Era.LEGACY)
        ):
            # captions stand beside the number: S E C R E T LISBON 1234 EXDIS; or it is no page's: RD//SIGMA 15
            return LineBanner(start, end, whole)
        if marking:
            return LineBanner(begin, stop, marking)
    return None


def _without(cut: Pattern, printed: str, start: int, end: int) -> tuple[int, int]:
    """What is left of ``printed[start:end]`` without what ``cut`` finds at its end or its head, codes at both."""
    spaced = SPACED.match(printed[start:end])
    while match := cut.search(printed[start:end], spaced.end() if spaced else 0):
        start, end = (start, start + match.start()) if match.start() else (start + match.end(), end)
        start, end = _stripped(printed, start, end)
        if cut is not _CODES:
            break
    return start, end


def _stripped(printed: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space, asterisks, tildes and dashes around it; the two slashes of a foreign banner stay."""
    inner = printed[start:end]
    while True:
        shorter = _DASHES.sub("", inner.strip(_EDGE)).strip(_EDGE)
        if shorter == inner:
            break
        inner = shorter
    at = printed.find(inner, start) if inner else start
    return at, at + len(inner)
