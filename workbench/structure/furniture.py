# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lines are furniture, and why. Strict: what could be text is text, for text is withheld and furniture is not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents import Document, Place
from workbench.marks.model import Mark, MarkType
from workbench.structure.addressing import addresses, forms
from workbench.structure.beside import dates, isolated, numbers_and_offices
from workbench.structure.cables import cable_headers, references
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.running import running_lines
from workbench.structure.wordings import Where, any_shape, label, shapes, words


_LONGEST_SHAPE = 160
_LONGEST_CONTENTS = 400
_CONTENTS = re.compile(r"[^.](?:[^.]|\.(?!\s?\.\s?\.)){1,150}(?:\s?[.…]){4,}\s*[\divxlc]{1,5}")
_CONTENTS_END = re.compile(r"[\divxlc]")  # most lines end otherwise, and are not read from their beginning
_BY_MARK = {
    MarkType.BANNER: Role.BANNER,
    MarkType.STAMP: Role.RELEASE,
    MarkType.AUTHORITY: Role.AUTHORITY,
    MarkType.PLACEHOLDER: Role.PLACEHOLDER,
    MarkType.EXEMPTION: Role.EXEMPTION,
}
_RANKED = list(_BY_MARK.values())
_TWO_LETTERS = re.compile(r"[^\W_].*?[^\W_]", re.DOTALL)
_MARGIN = 30  # columns
_GLUED = {Role.BANNER, Role.RELEASE, Role.AUTHORITY}


class Furniture(NamedTuple):
    """``roles`` of the lines that are furniture, None for every line that is text.

    ``filled``: of lines that hold nothing but codes and placeholders, by position. Inside a paragraph they belong
    to it; a paragraph of nothing else is furniture too.
    """

    roles: list[Role | None]
    filled: dict[int, Role]


def find_furniture(document: Document, lines: list[TextLine], marks: Sequence[Mark]) -> Furniture:
    """Which lines of ``document`` are furniture."""
    roles: list[Role | None] = [_by_place(line) for line in lines] if document.blocks else [None] * len(lines)
    rests, filled = _by_marks(lines, marks, roles)
    _by_shape(lines, roles)
    _contents(lines, roles, marks)
    cable_headers(lines, roles)
    references(lines, roles)
    addresses(lines, roles)
    forms(lines, roles)
    running_lines(lines, roles, len(document.pages))
    dates(lines, roles, rests)
    numbers_and_offices(lines, roles)
    return Furniture(roles, filled)


def _by_place(line: TextLine) -> Role | None:
    return {Place.HEADER: Role.HEADER, Place.FOOTER: Role.FOOTER}.get(line.place)


def _by_marks(
    lines: list[TextLine], marks: Sequence[Mark], roles: list[Role | None]
) -> tuple[list[str], dict[int, Role]]:
    """Give roles to lines that marks fill; returns what is left of each line without its marks, and ``filled``."""
    filled: dict[int, Role] = {}
    waiting = sorted((m for m in marks if m.type is not MarkType.PORTION and m.end > m.start), key=lambda m: -m.start)
    rests, inside = [line.text for line in lines], list[Mark]()
    starting = waiting[-1].start if waiting else -1
    for position, line in enumerate(lines):
        if not inside and not 0 <= starting < line.end:
            continue
        inside = [mark for mark in inside if mark.end > line.start]
        while waiting and waiting[-1].start < line.end:
            if waiting[-1].end > line.start:
                inside.append(waiting[-1])
            waiting.pop()
        starting = waiting[-1].start if waiting else -1
        if not inside:
            continue
        rest = rests[position] = _without(line, inside)
        if not _TWO_LETTERS.search(rest):
            role = min((_BY_MARK[m.type] for m in inside), key=_RANKED.index)
            filled[position] = role
            if role in _GLUED or _stands_apart(lines, roles, position, role):
                roles[position] = roles[position] or role
    return rests, filled


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
    headed = label(below.text) in words("address_labels") or label(below.text) in words("title_labels")
    return headed or below.gap is not Gap.NONE or 0 <= below.block != lines[position].block


def _by_shape(lines: list[TextLine], roles: list[Role | None]) -> None:
    for position, line in enumerate(lines):
        if roles[position] is None and len(line.text) <= _LONGEST_SHAPE:
            roles[position] = _shape(lines, roles, position)


def _contents(lines: list[TextLine], roles: list[Role | None], marks: Sequence[Mark]) -> None:
    """Lines of a table of contents; one that carries a portion mark is a marked title instead."""
    marked = sorted(mark.start for mark in marks if mark.type is MarkType.PORTION)
    for position, line in enumerate(lines):
        if (
            roles[position] is None
            and _CONTENTS_END.match(line.text, min(len(line.text), _LONGEST_CONTENTS) - 1)
            and (_CONTENTS.fullmatch(line.text[:_LONGEST_CONTENTS]))
        ):
            plain = bisect_left(marked, line.start) == bisect_left(marked, line.end)
            roles[position] = Role.CONTENTS if plain else None


def _shape(lines: list[TextLine], roles: list[Role | None], position: int) -> Role | None:
    text = lines[position].text
    if not any_shape().fullmatch(text):
        return None
    for shape, pattern in shapes():
        if shape.where is Where.EDGE or not pattern.fullmatch(text):
            continue
        if shape.where is Where.ANYWHERE or isolated(lines, roles, position):
            return shape.role
    return None
