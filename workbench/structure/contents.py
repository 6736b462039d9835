# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of contents: lines with leaders anywhere, below their heading also those that only end in a page number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from workbench.marks.late import late
from workbench.marks.model import Mark, MarkType
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import is_worded_as_heading


_PAGE = "page"
_ENTRY = late(r"(?=.*[^\W\d_]{3}).{2,120}[\s.…]+(\d{1,3})")
_PREFACE = late(r"(?=.*[^\W\d_]{3}).{2,120}[\s.…]+[ivxlc]{1,5}")
_FEWEST = 3
_WRAPPED = 2  # lines of an entry without its number, at most


def contents(lines: list[TextLine], roles: list[Role | None], notable: list[int], marks: Sequence[Mark]) -> None:
    """Mark the lines of tables of contents; one that carries a portion mark is a marked title instead."""
    listed = {p for p in notable if lines[p].look.contents and roles[p] is None}
    for position in notable:
        if lines[position].look.lists:
            entries = _entries(lines, roles, position + 1)
            below = any(line.look.contents for line in lines[position + 1 : position + 3])
            listed.update([position, *entries] if entries or below else [])
    marked = sorted(mark.start for mark in marks if mark.type is MarkType.PORTION) if listed else []
    for position in listed:
        line = lines[position]
        if bisect_left(marked, line.start) == bisect_left(marked, line.end):
            roles[position] = Role.CONTENTS


def _entries(lines: list[TextLine], roles: list[Role | None], first: int) -> list[int]:
    """The lines below the heading of a table of contents: entries whose page numbers rise, and what leads to them."""
    found, wrapped, pages = list[int](), list[int](), list[int]()
    for position in range(first, len(lines)):
        text = lines[position].text
        if roles[position] is not None or text.casefold() == _PAGE:
            found += [position] * (roles[position] is None)
        elif not _is_worded_as_entry(text, wrapped=bool(wrapped) and lines[position].gap is Gap.NONE):
            break
        elif entry := _ENTRY.fullmatch(text):
            pages.append(int(entry.group(1)))
            found, wrapped = [*found, *wrapped, position], []
        elif _PREFACE.fullmatch(text):
            found, wrapped = [*found, *wrapped, position], []
        elif len(wrapped) == _WRAPPED:
            break
        else:
            wrapped.append(position)
    rising = all(a <= b for a, b in pairwise(pages))
    return found if rising and len(pages) >= _FEWEST else []


def _is_worded_as_entry(text: str, *, wrapped: bool) -> bool:
    """Whether it could be a heading, or the rest of one: text that only ends in a figure would be released."""
    return (wrapped or not text[0].islower()) and is_worded_as_heading(text)
