# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lines are furniture, and why. Strict: what could be text is text, for text is withheld and furniture is not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from workbench.documents import Document, Place
from workbench.markings import Marking
from workbench.marks.late import late
from workbench.marks.model import Mark, MarkType
from workbench.structure.addressing import addresses, forms
from workbench.structure.beside import dates, isolated, numbers_and_offices
from workbench.structure.cables import cable_headers, references
from workbench.structure.candidates import ends_paragraph, headed_by, leads_paragraph
from workbench.structure.caveats import caveats
from workbench.structure.contents import contents
from workbench.structure.greetings import greetings
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.running import running_lines
from workbench.structure.starts import is_terminal
from workbench.structure.wordings import Where, shapes_at, words


_BY_MARK = {
    MarkType.BANNER: Role.BANNER,
    MarkType.STAMP: Role.RELEASE,
    MarkType.AUTHORITY: Role.AUTHORITY,
    MarkType.PLACEHOLDER: Role.PLACEHOLDER,
    MarkType.EXEMPTION: Role.EXEMPTION,
}
_RANKED = list(_BY_MARK.values())
_TWO_LETTERS = late(r"[^\W_].*?[^\W_]", re.DOTALL)
_start = attrgetter("start")
# Beside the level on a line of a telegram: SECTION 01 OF 03 LISBON 001234; around a part of one: BEGIN CONFIDENTIAL; on
# a numbered copy: COPY NO. 7.
_PART_OR_COPY = late(
    r"BEGIN|END"
    r"|(?i:(?:this is )?(?:copy|cy|control)(?: no\.?| number| #)? ?[\d_]{1,8}(?: of [\d_]{1,4}(?: copies| cys)?)?)"
    r"|(?:FINAL )?SEC(?:TION)? (?:OF )?[\dOl]{1,2}(?:/\d)?(?: [O0]F [\dOl]{1,2})?\*?"
    r"(?: [A-Z][A-Z.'-]*(?: [A-Z]+){0,2} \d{3,7})?(?: [A-Z]{4,}){0,3}[/ ]*"
)
_BY_PLACE = {Place.HEADER: Role.HEADER, Place.FOOTER: Role.FOOTER}
_FEW_WORDS = 3
_MARGIN = 30  # columns
_NAMES = {Role.ADDRESSING, Role.FORM, Role.DISTRIBUTION, Role.LETTERHEAD, Role.SIGNATURE}
_LETTER = len("(S)")
_GLUED = {Role.BANNER, Role.RELEASE, Role.AUTHORITY}


def find_furniture(
    document: Document, lines: list[TextLine], marks: Sequence[Mark]
) -> tuple[list[Role | None], dict[int, Role], dict[int, Marking]]:
    """The roles of the lines of ``document`` that are furniture, None for every line that is text.

    Those of lines that hold nothing but codes and placeholders, by position: inside a paragraph they belong to it; a
    paragraph of nothing else is furniture too. What a banner, by its start, says with the caveats stamped beside it.
    """
    roles: list[Role | None] = [None] * len(lines)
    if document.blocks:
        _by_place(lines, roles, marks)
    notable = [position for position, line in enumerate(lines) if line.look.notable]
    rests, filled = _by_marks(lines, marks, roles)
    _by_shape(lines, roles, notable)
    contents(lines, roles, notable, marks)
    cable_headers(lines, roles, notable)
    _by_shape(lines, roles, notable)  # again, for what stands right below a telegram's header is set apart by it
    stamped = caveats(lines, roles, marks)
    references(lines, roles, notable)
    _parts(rests, roles, lines, marks)
    addresses(lines, roles, notable)
    greetings(lines, roles)
    forms(lines, roles, notable)
    running_lines(lines, roles, len(document.pages))
    dates(lines, roles, notable, rests)
    numbers_and_offices(lines, roles)
    _take_back(document.text, lines, roles, marks)
    return roles, filled, stamped


def _by_place(lines: list[TextLine], roles: list[Role | None], marks: Sequence[Mark]) -> None:
    """Give roles to what the format calls a header or footer, except its sentences and what has a portion mark."""
    starts = sorted(mark.start for mark in marks if mark.type is MarkType.PORTION)
    placed = (position for position, line in enumerate(lines) if line.place in _BY_PLACE)
    for _, block in groupby(placed, key=lambda position: lines[position].block):
        positions = list(block)
        first, last = lines[positions[0]], lines[positions[-1]]
        many = sum(len(lines[position].text.split()) for position in positions)
        marked = bisect_left(starts, first.start) < bisect_left(starts, last.end)
        if many <= marked or not (marked or (many > _FEW_WORDS and is_terminal(last.text))):
            for position in positions:
                roles[position] = _BY_PLACE[first.place]


def _by_marks(
    lines: list[TextLine], marks: Sequence[Mark], roles: list[Role | None]
) -> tuple[dict[int, str], dict[int, Role]]:
    """Give roles to lines that marks fill; returns what is left of each line with marks on it, and ``filled``."""
    rests: dict[int, str] = {}
    filled: dict[int, Role] = {}
    for position, inside in _by_line(lines, marks).items():
        rest = rests[position] = _without(lines[position], inside)
        if not _TWO_LETTERS.search(rest):
            role = min((_BY_MARK[m.type] for m in inside), key=_RANKED.index)
            filled[position] = role
            if role in _GLUED or _stands_apart(lines, roles, position, role):
                roles[position] = roles[position] or role
    return rests, filled


def _take_back(text: str, lines: list[TextLine], roles: list[Role | None], marks: Sequence[Mark]) -> None:
    """Make text of lines that names and offices fill where a classified mark leads or ends them: it is theirs.

    A letter alone may belong to the name before it.
    """
    starts = [line.start for line in lines]
    for mark in marks:
        position = bisect_right(starts, mark.start) - 1
        if not isinstance(mark.value, Marking) or not mark.value.is_classified or roles[position] not in _NAMES:
            continue
        line = lines[position]
        ends = len(mark.raw) > _LETTER and ends_paragraph(text[mark.end : line.end])
        if ends or leads_paragraph(headed_by(text, line.start, mark)):
            roles[position] = None


def _parts(rests: dict[int, str], roles: list[Role | None], lines: list[TextLine], marks: Sequence[Mark]) -> None:
    """The first lines of the parts of a telegram whose header is not there, and banners of numbered copies."""
    told = [position for position, rest in rests.items() if roles[position] is None and _PART_OR_COPY.fullmatch(rest)]
    banners = sorted(mark.start for mark in marks if mark.type is MarkType.BANNER) if told else []
    for position in told:
        if bisect_left(banners, lines[position].start) < bisect_left(banners, lines[position].end):
            roles[position] = Role.BANNER


def _by_line(lines: list[TextLine], marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    """The marks of each line that has any, portion marks left out; both in the order of the text."""
    found: dict[int, list[Mark]] = {}
    ends = [line.end for line in lines]
    for mark in sorted((m for m in marks if m.type is not MarkType.PORTION and m.end > m.start), key=_start):
        position = bisect_right(ends, mark.start)
        while position < len(lines) and lines[position].start < mark.end:
            found.setdefault(position, []).append(mark)
            position += 1
    return dict(sorted(found.items()))


def _stands_apart(lines: list[TextLine], roles: list[Role | None], position: int, role: Role) -> bool:
    """Whether a code or placeholder belongs to no paragraph; for one in the margin an end beside it is enough."""
    above, below = isolated(lines, roles, position), _open_below(lines, position)
    near = lines[position - 1] if below else lines[min(position + 1, len(lines) - 1)]
    aside = role is Role.EXEMPTION and lines[position].indent >= near.indent + _MARGIN
    return (above and below) or (aside and (above or below))


def _without(line: TextLine, marks: list[Mark]) -> str:
    rest, end = "", line.start
    for mark in marks:
        rest += line.text[end - line.start : max(mark.start, end) - line.start]
        end = max(end, mark.end)
    return (rest + line.text[end - line.start :]).strip()


def _open_below(lines: list[TextLine], position: int) -> bool:
    """Nothing of a paragraph directly below; a code or placeholder inside a paragraph belongs to it."""
    if position + 1 == len(lines):
        return True
    below = lines[position + 1]
    headed = below.look.label in words("address_labels") or below.look.label in words("title_labels")
    return headed or below.gap is not Gap.NONE or 0 <= below.block != lines[position].block


def _by_shape(lines: list[TextLine], roles: list[Role | None], notable: list[int]) -> None:
    for position in notable:
        if roles[position] is None and lines[position].look.shaped:
            roles[position] = _shape(lines, roles, position)


def _shape(lines: list[TextLine], roles: list[Role | None], position: int) -> Role | None:
    text = lines[position].text
    for shape in shapes_at(Where.ANYWHERE, Where.ISOLATED):
        if shape.matches(text) and (shape.where is Where.ANYWHERE or isolated(lines, roles, position)):
            return shape.role
    return None
