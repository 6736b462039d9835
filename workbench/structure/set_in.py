# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far lines are set in, and what that tells: where paragraphs begin, what stands below a label or a table."""

from __future__ import annotations

from workbench.marks.late import late
from workbench.structure.draft import Draft
from workbench.structure.layout import is_short
from workbench.structure.lines import TextLine
from workbench.structure.sheet import Sheet
from workbench.structure.starts import Start, bullet, continues, is_terminal


_SET_IN = 2  # columns (of a page half of one) that are no accident
_MEMORANDUM = late(r"(?i)(memorandum (?:for|to)) +(.*)")
_FARTHEST = 12  # columns (of a page half of one) that a first line is set in


def stands_left_of(sheet: Sheet, draft: Draft, line: TextLine) -> bool:
    """Whether ``line`` begins far to the left of every line of ``draft``, not of one with a gap at its head."""
    left = line.indent + _farthest(line)
    return min(sheet.lines[draft.first].indent, draft.left) > left


def is_set_otherwise(sheet: Sheet, draft: Draft, above: TextLine, position: int) -> bool:
    """Whether a line that begins elsewhere than the one above begins a paragraph: the typist broke the one above.

    Below a stop, or set in as a full line. A line set in below the first of an item may be the item's own; one to
    the left of an item that is set in as a whole is not, nor a full one whose next line is.
    """
    if sheet.layout.cable:
        return False
    line, below = sheet.lines[position], sheet.below(position)
    deeper = line.indent - above.indent >= _SET_IN  # however far: a quotation is set in as a block
    elsewhere, first = deeper or is_set_in(above, line), below is not None and is_set_in(line, below)
    if not (elsewhere or first):
        return False
    ended, short = is_terminal(above.text), is_short(above, line, sheet.layout.width)
    if continues(line.text) and not (ended and deeper and (first or short)):
        return False
    if ended and (short or (first and (elsewhere or draft.count == 1 or _is_first_line(sheet, draft, position)))):
        return True
    if short:
        return deeper and (is_terminal(line.text) or len(line.text) * 10 > sheet.layout.width * 6)
    own = draft.count == 1 and (draft.number is not None or bool(bullet(draft.head)))
    return ended and (_stands_outside(sheet, draft, line) or (deeper and (sheet.layout.indented or not own)))


def _stands_outside(sheet: Sheet, draft: Draft, line: TextLine) -> bool:
    """Whether ``line`` stands to the left of all of ``draft``, or with its first line to the left of all others."""
    return draft.count > 1 and line.indent <= sheet.lines[draft.first].indent and line.indent < draft.left


def _is_first_line(sheet: Sheet, draft: Draft, position: int) -> bool:
    """Whether a line as far in as ``draft`` is full, and the next stands to the left of all of ``draft``.

    It is the first of a paragraph of which nothing else is set in.
    """
    line, below = sheet.lines[position], sheet.lines[position + 1]
    left = min(sheet.lines[draft.first].indent, draft.left)
    begins = position + 1 in sheet.candidates.leads or below.look.start is not Start.PLAIN
    return below.indent < left and not begins and not is_short(line, below, sheet.layout.width)


def is_set_in(line: TextLine, other: TextLine) -> bool:
    """Whether ``line`` begins as far to the right of ``other`` as the first line of a paragraph does."""
    return _SET_IN <= line.indent - other.indent <= _farthest(line)


def _farthest(line: TextLine) -> int:
    """How far a first line may be set in, in the units of ``line.indent``."""
    return _FARTHEST if not line.size else 2 * _FARTHEST


def is_below_value(line: TextLine, above: TextLine) -> bool:
    """Whether ``line`` begins where the words behind the label above it do; on a page nobody knows how far they are."""
    value = (_MEMORANDUM.match(above.text) or above.text.partition(":"))[2].lstrip()
    column = above.indent + len(above.text) - len(value)
    return bool(value) and not line.size and abs(line.indent - column) <= 1
