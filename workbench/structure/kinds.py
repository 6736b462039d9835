# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a paragraph is, by what the file says of it, how it begins, how long it is and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.documents import Place
from workbench.marks.late import late
from workbench.marks.model import Mark
from workbench.structure.draft import Draft
from workbench.structure.lines import TextLine
from workbench.structure.model import Kind
from workbench.structure.starts import Start, bullet, has_columns, is_row, is_terminal, is_worded_as_heading
from workbench.structure.wordings import initials, words


_PLACES = {
    Place.TITLE: Kind.TITLE,
    Place.HEADING: Kind.HEADING,
    Place.LIST_ITEM: Kind.LIST_ITEM,
    Place.TABLE_CELL: Kind.TABLE_CELL,
    Place.CAPTION: Kind.CAPTION,
}
_CAPTION = late(r"([A-Za-z]+)\.? +(?:[\dIVX]+|[A-Z])\b")
_HEADING = late(r"#{1,6} ")
_LONGEST_HEADING = 160


def kind_of(draft: Draft, lines: list[TextLine], marks: Sequence[Mark], *, first: bool) -> Kind:
    """The kind of a paragraph of text with the candidates ``marks`` in it; ``first`` if no text came before it."""
    line = lines[draft.first]
    if line.place is not Place.BODY and line.place in _PLACES:
        return _PLACES[line.place]
    if draft.titled:
        return Kind.TITLE
    text = line.text
    if text[0] == "#" and _HEADING.match(text):
        return Kind.HEADING
    if _is_caption(draft.head):
        return Kind.CAPTION
    if is_row(text) or (has_columns(text) and all(has_columns(lines[p].text) for p in draft.positions())):
        return Kind.TABLE_CELL
    plain = line.look.start is Start.PLAIN and draft.lead is None
    if draft.start is Start.BULLET or (not plain and _is_lettered(draft)):
        return Kind.LIST_ITEM
    short = draft.count <= 2 and len(text) <= _LONGEST_HEADING
    if short and _is_heading(" ".join([lines[p].text for p in draft.positions()]), marks):
        return Kind.TITLE if first else Kind.HEADING
    return Kind.BODY


def _is_caption(text: str) -> bool:
    text = text.lstrip("*_")  # as Markdown sets it
    match = _CAPTION.match(text) if text[:1].casefold() in initials("captions") else None
    return bool(match and match.group(1).casefold() in words("captions"))


def _is_lettered(draft: Draft) -> bool:
    """Letters and numbers in parentheses are items of a list; ``1.`` numbers the paragraphs of a memorandum."""
    number = draft.number
    return (number is not None and number.style not in {"1.", "A.", "I.", "[1]"}) or bool(bullet(draft.head))


def _is_heading(text: str, marks: Sequence[Mark]) -> bool:
    """Short, with no stop once its marks are taken away, and worded as headings are; a title may ask a question."""
    if len(text) > _LONGEST_HEADING:
        return False
    for mark in marks:
        text = text.replace(mark.raw, "")
    bare = text.strip()
    if not bare or bare.endswith(",") or (is_terminal(bare) and not bare.endswith("?")):
        return False
    return is_worded_as_heading(bare)
