# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of the classification authority block: who classified, from what, why, until when.

32 CFR 2001.21 (original) and 2001.22 (derivative), and what cables write instead: ``E.O. 12958: DECL: 06/15/2017``,
``CLASSIFIED BY: ... REASONS 1.4 (B) AND (D)``, ``E.O. 11652: GDS``. What the values mean is for ``declassification``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from workbench.documents import Document, Span
from workbench.marks.authority_words import label_phrases, statement_phrases
from workbench.marks.dates import IN_TEXT, iso
from workbench.marks.groups import groups, is_scheduled
from workbench.marks.late import ending, late
from workbench.marks.lines import Lines, within
from workbench.marks.model import Authority, Mark, MarkType, make_mark
from workbench.marks.shadow import Shadow, matches_around


class Label(NamedTuple):
    """``text[start:end]`` is the label of ``field``, colon and space after it included."""

    field: str
    start: int
    end: int
    colon: bool


CONTROLLED = frozenset({"controlled_by", "cui_category", "dissemination_control", "decontrol_on", "point_of_contact"})
"""The fields of a designation indicator of CUI (32 CFR 2002.20(c)): they say nothing of a classification."""

_FAR = 10  # columns
LONGEST_VALUE = 300
"""Characters of a value at most; a line without end is no authority line."""

_CABLE = late(
    r"E\.? ?X?[O0]\.? ?1[0-9]{4} ?(?:[:;]|(?=DECL))[ \t]*(?:DECL(?:ASSIFY)?(?: ON)?[:;]?)?[ \t]*"
    r"(?P<value>\S[^\n\r\f]{0,200})"
)
_REASON = late(r"Reasons?\s?:?\s", re.IGNORECASE)
_ORDER = re.compile(rb"00000 ?(?:[:;]|decl)")  # the number of an executive order, in the forms of the text
_BEFORE_ORDER, _BEHIND_ORDER = 16, 320  # characters of _CABLE before and behind it
_SEPARATOR = ending(r"(?:[—–;|,.(*•\]]|\s-|\s{2,}|\bFOR)\s*", re.IGNORECASE)
_LEVEL = late(r"TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED")
# A telegram numbers the block as its first paragraph, and agencies mark it: 1. (U) CLASSIFIED BY, (S) Derived From.
_LEAD = late(
    r"[\s\"'*•>|(\[_~]*(?:¶?\d{1,2}\.\s*)?(?:\((?:TS|[SCU])(?:/[A-Z/ ]{1,20})?\)\s*)?(?:WARNING(?: NOTICE)?:\s*)?"
)
# "CL BY 012345 DECL OADR DERIVED FROM 9 c 2.1": a stamp in capitals parts its labels by single spaces.
_STAMP = late(
    r"(?:(?:DER(?:V|IV|IVATIVE) )?CL(?:ASSIFIED)? BY|E-?[1-4],? IMPDET|CL REASON"
    r"|DECL(?: ON)?|DRV F(?:ROM|M)|DERIVED FROM)\b"
    r"[^a-z]*(?:[0-9] ?[a-z] ?[0-9][^a-z]*)?"
)
# The same in small letters, with a colon behind each: Cl By: 012345 Cl Reason: 1.4(c) Decl On: 20310203
_COLONS = late(r"(?:Cl(?:assified)? By|Cl Reason|Reason|Decl(?:assify)?(?: On)?|(?:Drv|Derived) F(?:rom|m)) ?:.*")
_BETWEEN = late(r"[ \t\n\-–—.:;(]*")  # a group and what it means
_TICKED_BOX = late(r"\[ ?[Xx]? ?\]|[☐☒□]")
_NOT_ITS_DAY = late(r"source|\bOADR\b", re.IGNORECASE)
_SIGN_OF_DATE = late(r"\d|OADR|X\d|[257][50]X")
_BROKEN_OFF = ending(r"(?:,|\band|\bor|&|/)\s*", re.IGNORECASE)
_GROUND = late(
    r"\W{0,3}(?:E\.?O\.?|sec|§|[1-3]\.[1-9](?!\d|\s?(?:%|million|billion|percent))|para)"
    r"|\s{0,3}\([a-h]\)(?:[\s,;&]|and|or|\([a-h]\))*(?:$|\n|(?-i:[A-Z]))",
    re.IGNORECASE,
)


def find_authority(document: Document, lines: Lines) -> Iterator[Mark]:
    """Every line of an authority block, in no order; the value is the text behind its label."""
    numbered = b"00000" in lines.shadow.word_forms
    orders = (match.start() for match in _ORDER.finditer(lines.shadow.forms)) if numbered else ()
    found = matches_around(_CABLE, document.text, orders, _BEFORE_ORDER, _BEHIND_ORDER)
    cables = [match for match in found if _starts_line(lines, match.start())]
    for match in cables:
        start, end = match.span("value")
        reason = _REASON.match(document.text, start)  # E.O. 12958: Reasons: 1.5 (b) and (d)
        field = "reason" if reason else "declassify_on"
        yield from _mark(document, field, match.start(), reason.end() if reason else start, end)
    statements = [*_statements(document, lines), *_schedules(lines)]
    known = [Span(*match.span()) for match in cables]
    labels = [label for label in _labels(lines.shadow) if not within(label.start, known)]
    accepted = _accepted(document, lines, labels, [start for _, start, _ in statements])
    for field, start, end in (*statements, *_groups(lines, statements)):
        following = bisect_left(accepted, start, key=itemgetter(1))  # E2 IMPDET CL BY 012345
        limit = accepted[following].start if following < len(accepted) else end
        yield from _mark(document, field, start, start, min(end, limit))
    limits = sorted([*(label.start for label in accepted), *(start for _, start, _ in statements), len(document.text)])
    for label in accepted:
        limit = limits[bisect_right(limits, label.start)]
        begin = _value_start(lines, label)
        end = min(_value_end(lines, begin), limit, label.end + LONGEST_VALUE)
        if label.field != "class":  # it only ends the value before it: State's release block repeats the level there
            yield from _mark(document, label.field, label.start, begin, max(begin, end))


def _mark(document: Document, field: str, start: int, value_start: int, end: int) -> Iterator[Mark]:
    """The mark, unless nothing stands behind the label."""
    value = _before_gap(document.text[value_start:end]).rstrip(" \t\r\n—–-;|,(*•/>")
    # "Jr." keeps its full stop, and so does the sentence on source lists.
    if field != "classified_by" and not value.upper().startswith("N/A"):
        value = value.rstrip(".")
    if not value or _TICKED_BOX.fullmatch(value) or (field == "declassify_on" and value.upper() == "X"):
        return
    printed = IN_TEXT.search(value)
    # "Source Marked OADR, date of source 19900312", "OADR 2/3/88": not the day of declassification.
    of_source = printed and field == "declassify_on" and _NOT_ITS_DAY.search(value[: printed.start()])
    day = iso(printed.group()) if printed and not of_source else None
    read = Authority(field, " ".join(value.split()), day)
    yield make_mark(document, MarkType.AUTHORITY, start, value_start + len(value), read)


# Behind a wide gap stands what is beside the block: the codes and stamp of a release.
_BESIDE = late(r"[ ]{6,}(?=(?i:RELEASED? IN|DENIED|[bB]\(?\d|\(b\)|1\.4|25X|STAT))")


# What is no value any more, and would go out with it: a portion's mark, the next label of a telegram, a sentence behind
# a stop or behind the date. Notes on sources are of the block.
_BEYOND = late(
    r"\s*\((?:TS|[SU]|C(?=/))(?:/[^()\n]{1,60})?\)(?:\s|$)|\s(?:TAGS?|SUBJ(?:ECT)?|REFS?):|\sbecause\s"
    r"|(?<=[.;])\s+(?!See\b|Dated?\b|Sources?\b|Downgrade|Declassif|Upon\b|Not\b)"
    r"[\"“]?[A-Z][\w'’]*,?(?: [\w'’-]+)? [a-z]"
    r"|(?<=\d{4}),?\s+(?:The|An?|In|There|We|It|This|These|That|On|At|He|She|They|I) [a-z]"
)


# Below a label: a portion's mark, or a sentence without a figure.
_NO_VALUE = late(r"\((?:TS|[SCU])[/)].*|(?=\D*$)[A-Z]\S*(?: \S+){4,}\.\s*")


def _before_gap(value: str) -> str:
    ends = (pattern.search(value) for pattern in (_BESIDE, _BEYOND))
    return value[: min((end.start() for end in ends if end), default=len(value))]


def _labels(shadow: Shadow) -> list[Label]:
    """Every label in order; of two that begin together the longer."""
    found: dict[int, Label] = {}
    for field, match in label_phrases().matches(shadow):
        label = Label(field, match.start(), match.end(), bool(match["colon"] or match["slash"]))
        if label.start not in found or found[label.start].end < label.end:
            found[label.start] = label
    ordered = [found[start] for start in sorted(found)]
    return [b for a, b in zip([None, *ordered], ordered, strict=False) if a is None or b.start >= a.end]


def _accepted(document: Document, lines: Lines, labels: list[Label], statements: list[int]) -> list[Label]:
    """The labels that stand where a block has them.

    One that could be prose needs a sure one, or one of the ``statements``, on or beside its line.
    """
    placed = [label for label in labels if _placed(lines, label)]
    sure = {label for label in placed if _is_sure(document.text, label)}
    near = {lines.at(start) for start in (*(label.start for label in sure), *statements)}
    near |= {line for known in list(near) for line in (lines.before(known), lines.after(known)) if line}
    return [label for label in placed if label in sure or lines.at(label.start) in near]


def _placed(lines: Lines, label: Label) -> bool:
    left = lines.left(label.start)
    if _LEAD.fullmatch(left):
        return True
    if lines.text[label.start : label.end].isupper() and _STAMP.fullmatch(left.lstrip(" \t[]")):
        return label.field != "class"
    if label.colon and label.field not in ("class", "date_of_source") and _COLONS.fullmatch(left.lstrip(" \t[]")):
        return True
    if label.field == "reason" and lines.text[label.start : label.start + 3].upper() == "FOR":
        return "CLASSIFIED BY" in left.upper()
    # "Source Marked OADR, date of source 19900312" is one value of Declassify On.
    return label.field != "date_of_source" and _SEPARATOR.match(left) is not None


def _is_sure(text: str, label: Label) -> bool:
    words = text[label.start : label.end].rstrip(" \t:;/")
    if label.field in ("class", "point_of_contact"):
        return False
    if label.field in CONTROLLED:
        return label.colon
    if label.field == "downgrade_to" and _LEVEL.match(text, label.end):
        return True
    if label.field in ("derived_from", "date_of_source") and text[label.end : label.end + 1].islower():
        return False  # "Derived from: crude oil"
    if label.field == "reason":
        return bool(_GROUND.match(text, label.end)) or (label.colon and words.upper().startswith("CL"))
    if words.upper() == "DATED":
        return False
    if words.upper() in ("DECL", "DECLAS", "DECLASSIFY", "REVIEW ON"):
        return label.colon and bool(_SIGN_OF_DATE.match(text[label.end : label.end + 4]))
    capitals = words == words.upper() or not any(word[0].islower() for word in words.split())
    return label.colon or (capitals and text[label.end : label.end + 1].strip() != "")


def _value_start(lines: Lines, label: Label) -> int:
    """Where the value begins: on the next line where a colon ends the label's own, as in the boxes of a form."""
    own = lines.at(label.start)
    below = lines.after(own)
    if below is None or not label.colon or label.field == "class" or lines.text[label.end : own.end].strip():
        return label.end
    words = lines.text[below.start : min(below.end, below.start + LONGEST_VALUE)].lstrip()
    other = not words or _LEVEL.match(words) or _NO_VALUE.fullmatch(words)
    return label.end if other else below.end - len(words)


def _value_end(lines: Lines, offset: int) -> int:
    """The end of the value's line, and of the next where the line breaks off or the next is set below the value."""
    line = lines.at(offset)
    following = lines.after(line)
    last = lines.text[max(offset, line.end - 12) : line.end]
    broken = _BROKEN_OFF.match(last) or (following and _is_set_below(lines, offset, following))
    if following and broken and following.end - following.start < 200 and lines.text[slice(*following)].strip():
        return following.end
    return line.end


def _is_set_below(lines: Lines, offset: int, following: Span) -> bool:
    """Whether the words of ``following`` begin right below ``offset``, far from the margin."""
    words = lines.text[following.start : min(following.end, following.start + LONGEST_VALUE)]
    indent = len(words) - len(words.lstrip(" "))
    return indent >= _FAR and abs(indent - (offset - lines.at(offset).start)) <= 1


def _starts_line(lines: Lines, offset: int) -> bool:
    return not lines.left(offset).strip(" \t|*_~")


def _statements(document: Document, lines: Lines) -> Iterator[tuple[str, int, int]]:
    for field, match in statement_phrases().matches(lines.shadow, capital=True):
        start, end = match.span()
        if _placed(lines, Label(field, start, end, False)):
            last = lines.at(end - 1)
            if lines.text[end : last.end].strip(" :") == "" and match.group()[-2:].lower() == "on":
                last = lines.after(last) or last
            yield field, start, min(last.end, start + LONGEST_VALUE)


# The stamp of E.O. 11652: SUBJECT TO GENERAL DECLASSIFICATION SCHEDULE ..., DECLASSIFIED ON 31 DEC 1982. No release.
_SCHEDULED = late(r"(?:DE)?CLASSIFIED ON\s{1,3}[^\n]{4,40}")


def _schedules(lines: Lines) -> Iterator[tuple[str, int, int]]:
    for place in lines.shadow.heads("declassified on"):
        match = _SCHEDULED.match(lines.text, place)
        if match and _starts_line(lines, place) and is_scheduled(lines, place):
            yield "declassify_on", *match.span()


def _groups(lines: Lines, statements: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Each group, with the sentence right behind it that says what it means."""
    ordered = sorted(statements, key=itemgetter(1))
    for start, end in groups(lines):
        at = bisect_left(ordered, end, key=itemgetter(1))
        meant = at < len(ordered) and _BETWEEN.fullmatch(lines.text, end, ordered[at][1])
        yield "declassify_on", start, ordered[at][2] if meant else end
