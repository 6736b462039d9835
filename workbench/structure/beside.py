# SPDX-License-Identifier: AGPL-3.0-or-later
"""Furniture that only its neighbours tell from text: dates, page numbers and offices at the edges of pages."""

from __future__ import annotations

from collections import Counter

from workbench.marks.dates import MONTH
from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine, is_date
from workbench.structure.model import Role
from workbench.structure.starts import is_terminal
from workbench.structure.wordings import Where, shapes_at, words


_LONGEST = 160
_TOP = 15
_SENTENCE = 40
_FAR = 20  # columns
_TIME = r"[\d:.apm ]+"
_DATELINE = late(rf"(?i)[A-Z][\w .]{{2,30}}, {MONTH} \d{{1,2}}, \d{{4}}(?:, {_TIME}(?:[-–]{_TIME})?)?\.?")
_BESIDE = {
    Role.DATE,
    Role.BANNER,
    Role.PAGE_NUMBER,
    Role.RELEASE,
    Role.HEADER,
    Role.FOOTER,
    Role.CONTROL_NUMBER,
}


def isolated(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether nothing of a paragraph stands directly above."""
    line = lines[position]
    above = lines[position - 1]
    return line.gap is not Gap.NONE or roles[position - 1] is not None or 0 <= line.block != above.block


def dates(lines: list[TextLine], roles: list[Role | None], notable: list[int], rests: dict[int, str]) -> None:
    """Dates alone on a line: in the head of the document, at three places, or at the edge of a page.

    ``rests``: what marks leave of the lines they stand on.
    """
    dated = {p: lines[p].text for p in notable if roles[p] is None and lines[p].look.dated and p not in rests}
    dated |= {p: rest for p, rest in rests.items() if roles[p] is None and is_date(rest)}
    often = Counter(dated.values())
    head = _head(lines, roles)
    for position, date in sorted(dated.items()):
        placed = (
            position < head or often[date] > 2 or _edge(lines, roles, position) or _over_office(lines, roles, position)
        )
        if isolated(lines, roles, position) and placed:
            roles[position] = Role.DATE
    for position in range(head):
        if roles[position] is None and _DATELINE.fullmatch(lines[position].text):
            roles[position] = Role.ADDRESSING


def _over_office(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether the office that ends the page stands on the next line."""
    below = position + 1
    return below < len(lines) and _is_office(lines[below].text) and _edge(lines, roles, below)


def _head(lines: list[TextLine], roles: list[Role | None]) -> int:
    """Where the text begins: its first sentence, or after fifteen lines."""
    for position, line in enumerate(lines[:_TOP]):
        if roles[position] is None and len(line.text) > _SENTENCE and is_terminal(line.text):
            return position
    return min(_TOP, len(lines))


def numbers_and_offices(lines: list[TextLine], roles: list[Role | None]) -> None:
    """Page numbers and offices, which only their neighbours tell from text."""
    tops = [p for p, line in enumerate(lines) if line.gap is Gap.PAGE]
    near = [p for p, role in enumerate(roles) if role is not None and role in _BESIDE]
    edges = {*tops, *(p - 1 for p in tops), len(lines) - 1, *(p - 1 for p in near), *(p + 1 for p in near)}
    for edge in sorted(edges):
        position = edge
        # What is found is an edge itself, and the line below it beside one.
        while 0 <= position < len(lines) and roles[position] is None:
            roles[position] = _number_or_office(lines, roles, position)
            if roles[position] is None:
                break
            position += 1


def _number_or_office(lines: list[TextLine], roles: list[Role | None], position: int) -> Role | None:
    line = lines[position]
    if len(line.text) > _LONGEST or not _edge(lines, roles, position):
        return None
    # A page number set far to the right needs no blank line above it.
    aside = position > 0 and line.indent >= lines[position - 1].indent + _FAR
    if not aside and not isolated(lines, roles, position):
        return None
    if _is_office(line.text):
        return Role.OFFICE
    if line.text.isdigit() and not _counts(lines, roles, position):
        return None
    return next((shape.role for shape in shapes_at(Where.EDGE) if shape.matches(line.text)), None)


def _counts(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether a bare number is the page's own, or stands beside other furniture; any other may be a figure."""
    return lines[position].text == str(lines[position].page) or _is_beside(roles, position)


def _edge(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """First or last on a page, or beside what marks a page's edge."""
    last = position + 1 == len(lines)
    if lines[position].gap is Gap.PAGE or last or lines[position + 1].gap is Gap.PAGE:
        return True
    return _is_beside(roles, position)


def _is_beside(roles: list[Role | None], position: int) -> bool:
    return not _BESIDE.isdisjoint(roles[max(0, position - 1) : position + 2])


def _is_office(text: str) -> bool:
    """A known office, or one letter off it as a scanner reads it (INF for INR)."""
    if not (text.isalpha() and text.isupper() and 2 <= len(text) <= 5):
        return False
    known = words("offices")
    return text.casefold() in known or any(_one_off(text.casefold(), office) for office in known if len(office) > 2)


def _one_off(text: str, office: str) -> bool:
    return len(text) == len(office) and sum(a != b for a, b in zip(text, office, strict=True)) == 1
