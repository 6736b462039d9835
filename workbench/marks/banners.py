# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners: the overall marking on a line of its own, or apart from everything else on its line.

In force or struck through (``~~SECRET~~``), in parentheses under a memorandum, letter-spaced at the head of a cable
(``C O N F I D E N T I A L SECTION 1 OF 2``), behind ``Classification:`` in an e-mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from workbench.documents import Document, Span
from workbench.markings import Form, Marking, parse
from workbench.markings.model import Era
from workbench.markings.register import register
from workbench.marks.choices import find_rows, row_marks
from workbench.marks.clearances import is_clearance
from workbench.marks.damaged_banners import damaged_banners, mended_lines
from workbench.marks.late import Pattern, late, sought
from workbench.marks.lines import Lines, within
from workbench.marks.making import make_mark
from workbench.marks.model import Mark, MarkType


LONGEST_LINE = 240
"""Characters; a banner with every caveat spelled out is shorter."""

# One literal each: the lines worth a look. With it a part of one word, or a word of one letter, that it holds.
_WORDS = (
    ("SECRET", "secret"),
    ("Secret", "secret"),
    ("Confidential", "confidential"),
    ("CONFIDENTIAL", "confidential"),
    ("C0NFIDENTIAL", "confidential"),
    ("UNCLASSIFIED", "unclas"),
    ("UNCLAS ", "unclas"),
    ("RESTRICTED", "restricted"),
    ("OFFICIAL", "official"),
    ("INTERNAL USE ONLY", "internal"),
    ("Classification:", "classification"),
    ("CUI", "cui"),
    ("SBU", "sbu"),
    ("FOUO", "fouo"),
    ("CONTROLLED", "controlled"),
    ("COSMIC", "cosmic"),
    ("NATO", "nato"),
    ("CHANNELS ONLY", "channels"),
    ("HANDLE VIA", "handle"),
    ("PROTECTED", "protected"),
    ("RESTREINT", "restreint"),
    ("CONFIDENTIEL", "confidentiel"),
    ("CRITICAL INFRASTRUCTURE", "infrastructure"),
    ("VULNERABILITY INFORMATION", "vulnerability"),
    ("NAVAL NUCLEAR", "naval"),
    ("10 CFR 2.390", "cfr"),
    ("SAFEGUARDS", "safeguards"),
    ("ENFORCEMENT SENSITIVE", "enforcement"),
    ("SENSITIVE SECURITY", "sensitive"),
    ("//", "//"),
    ("S E C R E T", " e "),
    ("C O N F I D E N T I A L", " d "),
    ("C 0 N F I D E N T I A L", " d "),
    ("U N C L A S", " l "),
    ("R E S T R I C T E D", " t "),
    ("S-E-C-R-E-T", "s-e-c-r-e-t"),
    ("C-O-N-F-I-D-E-N-T-I-A-L", "c-o-n-f-i-d-e-n-t-i-a-l"),
)
_SPACED = late(
    r"(?:T [O0] P {1,3})?S E C R E T|C [O0] N F I D E N T I A L|U N C L A S(?: S I F I E D)?|R E S T R I C T E D"
)
_HYPHENED = late(r"(?:T-O-P[ -])?S-E-C-R-E-T|C-O-N-F-I-D-E-N-T-I-A-L")

_EDGE = " \t~*_#>|•·"
_DASHES = late(r"^[-–—=\s]{1,8}|[-–—=\s]{1,8}$")
_AROUND = _EDGE + "-–—=\n\r\f\v"
_APART = late(r"[ ]{3,}|\t+|(?<=\w)~~ | ~~(?=\w)")  # ~~SECRET~~ UNCLASSIFIED
_WHOLE = (
    r"(?:page|e-?mail|document|briefing|message|report|presentation|brief|memorandum|memo|paper|file|slide|cable|letter"
    r"|telegram|product|attachment|enclosure|annex|tab|volume|video|recording|transcript|image|chart|map|form)"
)
_PREFIX = late(
    r"(?:(?:overall |security |document )?classification(?: of this (?:page|e-?mail|document))?|classified)\s*[:–—-]\s*"
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
    r"|(?:ROUTINE|PRIORITY|IMMEDIATE|FLASH)(?: (?:STAFF|DIRECTOR|NIACT|(?:CITE|DIR|INFO) .*))?)$"
    r"|\s*//[A-Z]?\d{4,5}//$|(?<=EYES ONLY)\s+(?:FOR|FROM)\s[A-Z .,/]+$"
)
_SPELLED = late(r"(?://)?(?:[A-Z]+ ){0,3}(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED)")
# SECRET (EXDIS), SECRET/Sensitive: small letters and parentheses are for what the register knows.
_CAVEATS = late(
    r"(?P<level>(?:TOP SECRET|SECRET|CONFIDENTIAL)(?:[ /][A-Z]+)*?)"
    r"(?:[ /]{1,2}\((?P<round>[A-Za-z][\w/ -]{1,30})\)(?P<more>(?:[ /][A-Z]+)*)"
    r"|/(?P<small>[A-Z][A-Za-z]+(?:[/ ][A-Z][A-Za-z]+){0,3}))"
)
# The face of a transmittal shows the highest level of what it transmits (32 CFR 2001.24(b)).
_ENCLOSED = r"(?:TOP SECRET|SECRET|CONFIDENTIAL|SENSITIVE BUT UNCLASSIFIED|UNCLASSIFIED|LIMITED OFFICIAL USE)"
_TRANSMITTAL = late(
    rf"(?P<own>{_ENCLOSED}) ?[-–—,]? ?\(?(?:(?i:with|w/) ?)?(?P<enclosed>{_ENCLOSED}(?:/[A-Z]+)*)"
    r" (?i:attachments?|enclosures?|annex(?:es)?|tabs?)\)?"
)
# A caveat that nobody knows, behind a slash and the level: better a mark with something unread than none.
# Top Secret Umbra, Secret - Restricted Data: in small letters only what no line of prose says.
_TITLE = late(
    r"(?:Top Secret|Secret|Confidential)(?:(?: [-–—](?: [A-Z][A-Za-z]+){1,3})+|(?:/[A-Z]{4,12})+)"
    r"|(?:Top Secret|Secret) (?:Umbra|Spoke|Moray|Ultra|Ruff|Restricted Data|Formerly Restricted Data)"
)
_CAVEAT = late(r"(?:TOP SECRET|SECRET|CONFIDENTIAL)(?:/[A-Z]|[ /](?:NODIS|EXDIS)[ /][A-Z]{4,12}$)")
_ALLOWED = late(r"[\w/, .:'&\-–]{2,199}\w")  # with a full stop it is the end of a sentence
_HEADINGS = frozenset({"BACKGROUND", "HANDLING", "CONTROL"})  # caveats, and what a chapter is called as well
_ON_CONDITION = late(r"\b(?:WHEN|UPON|UNTIL|IF)\b")  # UNCLASSIFIED//FOUO WHEN SEPARATED FROM ENCLOSURE
_CITES = late(r":|\d")
_HYPHENS = str.maketrans("–—", "--")
_ZERO = late(r"(?<=[A-Z])0(?=[A-Z])")
# What is left of two slashes between capitals, and of two or of an edge of the page behind a level.
_DEBRIS = late(r"(?<=[A-Zl])(?:ff|/[fl]|[fl]/|[fl]l|lf)(?=[A-Z])")
_TAIL = sought(r"(?<=SECRET|CONFIDENTIAL|UNCLASSIFIED)[/I|lJ1]{1,2}$")
# Specks of a scan beside a level, half a parenthesis, one or two small letters: no line of prose reads so. A stop right
# behind the level ends a sentence.
_DIRTY = late(
    r"(?![ \t]*\$\{)(?![ \t]*[\"'(\[“‘«][^\"')\]”’»]*[\"')\]”’»][ \t]*$)"  # in quotes or parentheses
    r"[ \t]*(?:(?:[^\w\s]{1,3}|[cijlo])[ \t]+|[^\w\s]{1,3}){0,2}"
    r"(?P<words>(?:TOP SECRET|SECRET|CONFIDENTIAL|[TSC](?: [A-Z]){5,})(?:[A-Z ,/.-]*[A-Z])?)"
    r"(?:[ \t]+(?:[^\w\s]{1,3}|[a-z]{1,2})|[^\w\s.!?]{1,3}){0,2}[ \t]*"
)
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_SHORT = ("CUI", "SBU", "FOUO")  # alone on a line; other abbreviations are words and names as well
_ABBREVIATED = late(r"(?:TS|[SCU])//")
_SPACES = late(r"(?<=\b[A-Z]) (?=[A-Z]\b)")


class _Read(NamedTuple):
    """A banner from ``start`` to ``end`` of its line, and what it says."""

    start: int
    end: int
    marking: Marking


def is_transmittal(raw: str) -> bool:
    """Whether a banner is the face of a transmittal: its level is that of what it encloses, and no slip."""
    return _TRANSMITTAL.fullmatch(raw) is not None


def find_banners(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every banner, in no order; the span is the marking alone, without the ``~~`` around a struck one."""
    lines = lines or Lines(document)
    rows = list(find_rows(document, lines))
    yield from chain.from_iterable(row_marks(document, row) for row in rows)
    offered = [Span(lines.at(row.span.start).start, row.span.end) for row in rows]
    marks = _outside_forms(document, lines)
    yield from (mark for mark in marks if not within(mark.start, offered)) if offered else marks


def _outside_forms(document: Document, lines: Lines) -> Iterator[Mark]:
    held = set(lines.shadow.held(part for _, part in _WORDS))
    spans = {span for word, part in _WORDS if part in held for span in _lines_with(word, lines)}
    # The same banner stands on every page.
    read: dict[str, list[_Read]] = {}
    found: list[Mark] = []
    for start, end in spans:
        if end - start <= LONGEST_LINE:
            line = document.text[start:end]
            if line not in read:
                read[line] = list(_on_line(line))
            found += [_mark(document, start + begin, start + stop, marking) for begin, stop, marking in read[line]]
    taken = {lines.at(mark.start).start for mark in found}
    for start, line in mended_lines(lines, taken):
        found += [_mark(document, start + begin, start + stop, marking) for begin, stop, marking in _on_line(line)]
    yield from (mark for mark in _without_common_words(found) if not is_clearance(lines, mark.start))
    for start, end, marking in damaged_banners(lines, {lines.at(mark.start).start for mark in found}):
        yield _mark(document, start, end, marking)


def _without_common_words(found: list[Mark]) -> list[Mark]:
    """Without OFFICIAL and PROTECTED, levels of other countries, where they stand on one line only."""
    times = Counter(mark.raw for mark in found)
    known = register().heads
    return [m for m in found if times[m.raw] > 1 or not ((head := known.get(m.raw)) and head.common)]


def _lines_with(word: str, lines: Lines) -> Iterator[Span]:
    find = lines.text.find
    at = find(word)
    while at >= 0:
        line = lines.at(at)
        yield line
        at = find(word, line.end)


def _on_line(line: str) -> Iterator[_Read]:
    whole = None if _heads_portion(line) else _read(line)
    if whole:
        yield whole
        return
    parts = _parts(line) if any(gap in line for gap in ("   ", "\t", "~~ ", " ~~")) else []
    if not parts and (dirty := _DIRTY.fullmatch(line)):
        parts = [dirty.span("words")]
    if len(parts) > 4:
        return  # a table
    for begin, stop in parts:
        found = _read(line[begin:stop])
        if found and not _ABBREVIATED.match(line, begin + found.start):  # S//NF in a cell is the class of its row
            yield _Read(begin + found.start, begin + found.end, found.marking)


def _heads_portion(line: str) -> bool:
    """Whether it begins with a parenthesis that holds no level spelled out: a portion's mark, so no banner."""
    head = line.lstrip(_AROUND)
    return head[:1] == "(" and not _SPELLED.match(head, 1)


def _mark(document: Document, start: int, end: int, marking: Marking) -> Mark:
    mark = make_mark(document, MarkType.BANNER, start, end, marking)
    tildes = document.text[max(0, start - 2) : start] == "~~" and document.text.startswith("~~", end)
    return replace(mark, struck=True) if tildes and not mark.struck else mark


def _parts(line: str) -> list[tuple[int, int]]:
    """What stands apart on the line: three spaces or a tab between."""
    cuts = [match.span() for match in _APART.finditer(line.rstrip())]
    begins, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(line.rstrip())]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if line[begin:end].strip()]


def _read(printed: str) -> _Read | None:
    """The banner in ``printed``, if nothing else stands in it."""
    prefix = _PREFIX.match(printed, len(printed) - len(printed.lstrip(_EDGE)))
    if prefix and printed[: prefix.end()].rstrip()[-1] in ":-–—":  # Classification: Secret
        printed = printed[: prefix.end()] + printed[prefix.end() :].translate(_CAPITALS)
    start, end = _stripped(printed, prefix.end() if prefix else 0, len(printed))
    for cut in (_MESSAGE, _PAGE, _FILLED, _CODES, None):
        begin, stop = _without(cut, printed, start, end) if cut else (start, end)
        if cut and (begin, stop) == (start, end):
            continue
        marking = _meaning(printed[begin:stop])
        whole = _meaning(printed[start:end]) if cut and marking else None
        if (
            whole
            and marking
            and (cut is _MESSAGE or not whole.unknown)
            and replace(whole, era=Era.LEGACY) != replace(marking, era=Era.LEGACY)
        ):
            # captions stand beside the number: S E C R E T LISBON 1234 EXDIS; or it is no page's: RD//SIGMA 15
            return _Read(start, end, whole)
        if marking:
            return _Read(begin, stop, marking)
    return None


def _without(cut: Pattern, printed: str, start: int, end: int) -> tuple[int, int]:
    """What is left of ``printed[start:end]`` without what ``cut`` finds at its end or its head, codes at both."""
    spaced = _SPACED.match(printed[start:end])
    while match := cut.search(printed[start:end], spaced.end() if spaced else 0):
        start, end = (start, start + match.start()) if match.start() else (start + match.end(), end)
        start, end = _stripped(printed, start, end)
        if cut is not _CODES:
            break
    return start, end


def _is_registered(words: str) -> bool:
    return words in register().heads or words.translate(_HYPHENS) in register().alone


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


def _meaning(words: str) -> Marking | None:
    """The marking that the words are; in lower case only with the modern slashes, as ``secret`` is a word."""
    if transmittal := _TRANSMITTAL.fullmatch(words):
        found = [parse(transmittal[name], Form.BANNER).marking for name in ("own", "enclosed")]
        return max((marking for marking in found if marking), key=lambda marking: marking.level.rank, default=None)
    bare = words[1:-1] if words[:1] == "(" and words[-1:] == ")" else words
    if len(bare) < len(words) and not _SPELLED.match(bare):
        return None  # abbreviated in parentheses is a portion's mark, on a line of its own or not
    spelled = _CAVEATS.fullmatch(bare) if bare[:1].isupper() and ("(" in bare or not bare.isupper()) else None
    if spelled:
        bare = f"{spelled['level']}/{(spelled['round'] or spelled['small']).upper()}{spelled['more'] or ''}"
    if bare != bare.upper() and _CITES.search(bare) and _is_registered(bare.upper()):
        bare = bare.upper()  # OFFICIAL: Sensitive; Withhold Under 10 CFR 2.390
    if _TITLE.fullmatch(bare):
        parsed = parse(bare.upper(), Form.BANNER)
        said = parsed.marking
        return said if said and not said.unknown and not _HEADINGS.intersection(said.obsolete) else None
    bare = _TAIL.sub("", _DEBRIS.sub("//", bare))
    if _HYPHENED.match(bare):
        bare = bare.replace("-", "")
    modern = "//" in bare
    if not _ALLOWED.fullmatch(bare) or not (modern or (bare == bare.upper() and (len(bare) > 4 or bare in _SHORT))):
        return None
    joined = _SPACES.sub("", bare) if _SPACED.match(bare) else _ZERO.sub("O", bare)
    parsed = parse(joined, Form.BANNER)
    if joined != bare and not parsed.marking:
        parsed = parse(bare, Form.BANNER)  # spaced throughout, words alike: T O P S E C R E T U M B R A
    if parsed.marking is None or not parsed.marking.unknown:
        return parsed.marking
    # Something unread is part of a banner only behind a level spelled out: //S// BOATS ARRIVED is a marked portion.
    known = (
        not spelled
        and not _ON_CONDITION.search(bare)
        and ((modern and _SPELLED.match(joined.upper())) or _CAVEAT.match(bare))
    )
    return parsed.marking if known and bare[2:] == bare[2:].upper() else None
