# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lines are furniture, and why. Strict: what could be text is text, for text is withheld and furniture is not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from workbench.documents import Document, Place
from workbench.marks.model import Mark, MarkType
from workbench.structure.addressing import addresses, forms
from workbench.structure.cables import cable_headers, references
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.running import running_lines
from workbench.structure.wordings import Where, any_shape, shapes, words


_LONGEST_SHAPE = 160
_LONGEST_CONTENTS = 400
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DATE = re.compile(
    rf"(?i){_DAY}(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? ?\d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?, ?\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
)
_DATELINE = re.compile(
    rf"(?i)[A-Z][\w .]{{2,30}}, {_MONTH} \d{{1,2}}, \d{{4}}(?:, [\d:.apm ]+(?:[-–][\d:.apm ]+)?)?\.?"
)
_CONTENTS = re.compile(r"[^.](?:[^.]|\.(?!\s?\.\s?\.)){1,150}(?:\s?[.…]){4,}\s*[\divxlc]{1,5}")
_TOP = 15
_FAR = 20  # columns
_BY_MARK = {
    MarkType.BANNER: Role.BANNER,
    MarkType.STAMP: Role.RELEASE,
    MarkType.AUTHORITY: Role.AUTHORITY,
    MarkType.PLACEHOLDER: Role.PLACEHOLDER,
    MarkType.EXEMPTION: Role.EXEMPTION,
}
_GLUED = {Role.BANNER, Role.RELEASE, Role.AUTHORITY}


def find_furniture(document: Document, lines: list[TextLine], marks: Sequence[Mark]) -> list[Role | None]:
    """The role of each line that is furniture, None for every line that is text."""
    roles: list[Role | None] = [_by_place(line) for line in lines]
    rests = _by_marks(lines, marks, roles)
    _by_shape(lines, roles)
    _contents(lines, roles, marks)
    cable_headers(lines, roles)
    references(lines, roles)
    addresses(lines, roles)
    forms(lines, roles)
    running_lines(lines, roles, len(document.pages))
    _dates(lines, roles, rests)
    _beside(lines, roles)
    return roles


def _by_place(line: TextLine) -> Role | None:
    return {Place.HEADER: Role.HEADER, Place.FOOTER: Role.FOOTER}.get(line.place)


def _by_marks(lines: list[TextLine], marks: Sequence[Mark], roles: list[Role | None]) -> list[str]:
    """Give roles to lines that marks fill; returns what is left of each line without its marks."""
    waiting = sorted((m for m in marks if m.type is not MarkType.PORTION and m.end > m.start), key=lambda m: -m.start)
    rests, inside = list[str](), list[Mark]()
    for position, line in enumerate(lines):
        inside = [mark for mark in inside if mark.end > line.start]
        while waiting and waiting[-1].start < line.end:
            if waiting[-1].end > line.start:
                inside.append(waiting[-1])
            waiting.pop()
        rest = _without(line, inside) if inside else line.text
        rests.append(rest)
        if inside and sum(c.isalnum() for c in rest) <= 1:
            role = min((_BY_MARK[m.type] for m in inside), key=list(_BY_MARK.values()).index)
            if role in _GLUED or (_isolated(lines, roles, position) and _open_below(lines, position)):
                roles[position] = roles[position] or role
    return rests


def _without(line: TextLine, marks: list[Mark]) -> str:
    rest, end = "", line.start
    for mark in marks:
        rest += line.text[end - line.start : max(mark.start, end) - line.start]
        end = max(end, mark.end)
    return (rest + line.text[end - line.start :]).strip()


def _isolated(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Nothing of a paragraph directly above."""
    line = lines[position]
    above = lines[position - 1]
    return line.gap is not Gap.NONE or roles[position - 1] is not None or 0 <= line.block != above.block


def _open_below(lines: list[TextLine], position: int) -> bool:
    """Nothing of a paragraph directly below; a code or placeholder inside a paragraph belongs to it."""
    if position + 1 == len(lines):
        return True
    below = lines[position + 1]
    return below.gap is not Gap.NONE or 0 <= below.block != lines[position].block


def _by_shape(lines: list[TextLine], roles: list[Role | None]) -> None:
    for position, line in enumerate(lines):
        if roles[position] is None and len(line.text) <= _LONGEST_SHAPE:
            roles[position] = _shape(lines, roles, position)


def _contents(lines: list[TextLine], roles: list[Role | None], marks: Sequence[Mark]) -> None:
    """Lines of a table of contents; one that carries a portion mark is a marked title instead."""
    marked = sorted(mark.start for mark in marks if mark.type is MarkType.PORTION)
    for position, line in enumerate(lines):
        if roles[position] is None and _CONTENTS.fullmatch(line.text[:_LONGEST_CONTENTS]):
            if bisect_left(marked, line.start) == bisect_left(marked, line.end):
                roles[position] = Role.CONTENTS


def _shape(lines: list[TextLine], roles: list[Role | None], position: int) -> Role | None:
    text = lines[position].text
    if not any_shape().fullmatch(text):
        return None
    for shape, pattern in shapes():
        if shape.where is not Where.EDGE and pattern.fullmatch(text):
            if shape.where is Where.ANYWHERE or _isolated(lines, roles, position):
                return shape.role
    return None


def _dates(lines: list[TextLine], roles: list[Role | None], rests: list[str]) -> None:
    """Dates alone on a line: in the head of the document, repeated, or at the edge of a page."""
    dated = {p: rests[p] for p in range(len(lines)) if roles[p] is None and _DATE.fullmatch(rests[p].strip(" .|"))}
    often = Counter(dated.values())
    for position, date in dated.items():
        if _isolated(lines, roles, position) and (position < _TOP or often[date] > 1 or _edge(lines, roles, position)):
            roles[position] = Role.DATE
    for position in range(min(_TOP, len(lines))):
        if roles[position] is None and _DATELINE.fullmatch(lines[position].text):
            roles[position] = Role.ADDRESSING


def _beside(lines: list[TextLine], roles: list[Role | None]) -> None:
    """Page numbers and offices, which only their neighbours tell from text."""
    for position, line in enumerate(lines):
        if roles[position] is not None or len(line.text) > _LONGEST_SHAPE or not _edge(lines, roles, position):
            continue
        # A page number set far to the right needs no blank line above it.
        aside = position > 0 and line.indent >= lines[position - 1].indent + _FAR
        if not aside and not _isolated(lines, roles, position):
            continue
        edged = (s.role for s, p in shapes() if s.where is Where.EDGE and p.fullmatch(line.text))
        roles[position] = Role.OFFICE if _is_office(line.text) else next(edged, None)


def _edge(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """First or last on a page, or beside what marks a page's edge."""
    beside = {Role.DATE, Role.BANNER, Role.PAGE_NUMBER, Role.RELEASE, Role.HEADER, Role.FOOTER, Role.CONTROL_NUMBER}
    last = position + 1 == len(lines)
    if lines[position].gap is Gap.PAGE or last or lines[position + 1].gap is Gap.PAGE:
        return True
    return roles[position - 1] in beside or roles[position + 1] in beside


def _is_office(text: str) -> bool:
    """A known office, or one letter off it as a scanner reads it (INF for INR)."""
    if not (text.isalpha() and text.isupper() and 2 <= len(text) <= 5):
        return False
    known = words("offices")
    return text.casefold() in known or any(_one_off(text.casefold(), office) for office in known if len(office) > 2)


def _one_off(text: str, office: str) -> bool:
    return len(text) == len(office) and sum(a != b for a, b in zip(text, office, strict=True)) == 1
