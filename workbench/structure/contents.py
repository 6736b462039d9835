# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of contents: lines with leaders anywhere, below their heading also those that only end in a page number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

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
    listed, read = {p for p in notable if lines[p].look.contents and roles[p] is None}, 0
    for position in notable:
        if lines[position].look.lists:
            entries, read = _entries(lines, roles, position + 1) if position >= read else ([], read)
            below = any(line.look.contents for line in lines[position + 1 : position + 3])
            listed.update([position, *entries] if entries or below else [])
    marked = sorted(mark.start for mark in marks if mark.type is MarkType.PORTION) if listed else []
    for position in listed:
        line = lines[position]
        if bisect_left(marked, line.start) == bisect_left(marked, line.end):
            roles[position] = Role.CONTENTS


def _entries(lines: list[TextLine], roles: list[Role | None], first: int) -> tuple[list[int], int]:
    """The lines below the heading of a table of contents: entries whose page numbers rise, and what leads to them.

    And the line before which nothing heads any more: a heading among the entries has theirs, or as few as they.
    """
    found, wrapped, pages, last = list[int](), list[int](), list[int](), first
    for position in range(first, len(lines)):
        text = lines[position].text
        if roles[position] is not None or text.casefold() == _PAGE:
            found += [position] * (roles[position] is None)
        elif not _is_worded_as_entry(text, wrapped=bool(wrapped) and lines[position].gap is Gap.NONE):
            break
        elif (entry := _ENTRY.fullmatch(text)) or _PREFACE.fullmatch(text):
            if entry and pages and int(entry.group(1)) < pages[-1]:
                return [], last
            pages += [int(entry.group(1))] if entry else []
            found += [*wrapped, position]
            wrapped, last = [], position if entry else last
        elif len(wrapped) == _WRAPPED:
            break
        else:
            wrapped.append(position)
    else:
        position = len(lines)
    return (found if len(pages) >= _FEWEST else []), min([position, *wrapped])


def _is_worded_as_entry(text: str, *, wrapped: bool) -> bool:
    """Whether it could be a heading, or the rest of one: text that only ends in a figure would be released."""
    return (wrapped or not text[0].islower()) and is_worded_as_heading(text)
