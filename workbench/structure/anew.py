# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the words at the head of a line begin: an entry, an annex, a note, what may be a mark beyond reading."""

from __future__ import annotations

from workbench.markings.model import Marking
from workbench.marks.late import late
from workbench.structure.draft import Draft
from workbench.structure.entries import begins_annexed, begins_entry, begins_set, defines, is_numbered_entry
from workbench.structure.layout import is_short
from workbench.structure.lines import TextLine
from workbench.structure.model import Placement
from workbench.structure.sheet import Sheet
from workbench.structure.starts import Start, stops
from workbench.structure.unread import may_begin_unread


# A label in capitals, or one whose value stands in a column: no word that a wrapped line brought to its head.
_FIELD = late(r"[A-Z][^:a-z]{2,40}:|[A-Z][^:]{1,40}:(?: {2,}|\t)")
_LONGEST_FIELD = 60
_NOTE = late(r"(\d{1,3}) +(?=[(\"“A-Z])")


def begins_anew(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine, *, ended: bool) -> bool:
    """Whether the words of ``line`` begin an entry, a set, an annex, a note, or what may be a mark beyond reading.

    ``ended``: a sentence stops above it.
    """
    text, look = line.text, sheet.layout
    if begins_entry(text) and not (look.cable and text.isupper()):
        broken = draft.lead is not None and is_short(above, line, look.width)
        if ended or broken or (may_open(sheet, draft) and _is_next_field(sheet, draft, above, line)):
            return True
    if ended and begins_set(text):
        return True
    first = sheet.lines[draft.first].text
    if begins_annexed(text) and (ended or is_short(above, line, look.width) or begins_annexed(first)):
        return True
    if ended and (sign := defines(text)) and sign == defines(draft.head) and may_open(sheet, draft):
        return True  # the next word of a glossary, the next day of a log
    if text[0].isdigit() and may_open(sheet, draft):
        entry = line.look.start is Start.NUMBER and is_numbered_entry(text)
        if entry or _is_next_note(first, text):
            return True
    return is_unread(sheet, draft, line) and (stops(above.text) or is_short(above, line, look.width))


def may_open(sheet: Sheet, draft: Draft) -> bool:
    """Whether ``draft`` has an unclassified mark, or may end in one that is yet to come: neither may reach too far."""
    if draft.led is None:
        return sheet.candidates.habit is Placement.TRAILING or sheet.candidates.mixed
    return isinstance(draft.led.value, Marking) and not draft.led.value.is_classified


def is_unread(sheet: Sheet, draft: Draft, line: TextLine) -> bool:
    """Whether a mark beyond reading may stand at the head of ``line``, which an unclassified one must not reach."""
    if draft.lead is None or line.text[0].islower():
        return False
    lines = (sheet.lines[position].text for position in draft.positions())
    return may_begin_unread(line.text, lines) and may_open(sheet, draft)


def _is_next_note(first: str, text: str) -> bool:
    """Whether ``6 The log`` stands below ``5 (U) The book``: footnotes as typists number them."""
    number, following = _NOTE.match(first), _NOTE.match(text)
    return number is not None and following is not None and int(following[1]) == int(number[1]) + 1


def _is_next_field(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    """Whether the label of ``line`` is that of a field by its look, or stands as far in as that of ``draft``."""
    first = sheet.lines[draft.first]
    alike = first.indent == line.indent and ":" in first.text[:_LONGEST_FIELD]
    return alike or (not above.text.isupper() and _FIELD.match(line.text) is not None)
