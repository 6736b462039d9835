# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a line goes on with the paragraph above it: close below it, below a blank line, on the next page.

Two marked portions must never become one: in doubt a paragraph ends, and what follows is unmarked (fail closed).
"""

from __future__ import annotations

from workbench.documents import Place
from workbench.marks.late import ending
from workbench.structure.anew import is_unread, may_open
from workbench.structure.candidates import set_close
from workbench.structure.close import is_marked_heading, is_printed_otherwise, is_same_block
from workbench.structure.draft import Draft, unmarked
from workbench.structure.entries import begins_annexed, begins_entry
from workbench.structure.layout import is_short
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Placement
from workbench.structure.set_in import is_set_in
from workbench.structure.sheet import Sheet, is_wrapped_here
from workbench.structure.starts import (
    Start,
    continues,
    has_columns,
    is_acronym,
    is_row,
    is_terminal,
    stops,
)


_TAIL = 40
# The end of a line that no heading ends in.
_BREAKS_OFF = ending(r"(?:,|\b(?:and|or|but|of|the|an?|to|in|for|by|with|that))")
_CELL_LINES = 8
_ASIDE = 30  # columns (of a page half of one) that a mark stands behind its text


def goes_on(sheet: Sheet, draft: Draft, position: int, gap: Gap) -> bool:
    """Whether the line at ``position``, below ``gap``, belongs to ``draft``; nothing says that one begins on it."""
    line = sheet.lines[position]
    above = sheet.lines[draft.last]
    if is_row(above.text) or line.quoted != above.quoted:
        return False  # what an answer quotes is another's
    if line.block >= 0 or above.block >= 0:
        parted, open_ = line.block != above.block, may_open(sheet, draft) or position in sheet.candidates.ends
        if Place.TABLE_CELL in (line.place, above.place):
            return not (parted or (open_ and (_begins_item(line) or _had_room(sheet, position))))
        if not parted:
            lead = sheet.candidates.leads.get(position)
            told = stops(above.text) or open_ or _begins_item(line) or begins_entry(unmarked(line.text, lead) or ".")
            begins = (lead is not None and told) or begins_annexed(line.text)
            return not (begins or (open_ and _is_broken_off(sheet, draft, position)))
        runs_on = not may_open(sheet, draft) or continues(line.text) or _is_hyphenated(above.text)
        return gap is Gap.PAGE and not draft.titled and runs_on and over_page(sheet, draft, above, position)
    if position in sheet.candidates.alone:
        return _takes_mark(sheet, draft, position, gap)
    if draft.last in sheet.candidates.alone:
        return draft.lead is not None and gap is not Gap.PAGE and _leads_alone(sheet, draft, above)
    if draft.last in sheet.candidates.trails and (gap is not Gap.NONE or sheet.candidates.habit is Placement.TRAILING):
        return False
    if line.wrapped and not stops(above.text):
        return True
    if gap is Gap.NONE:
        return not line.apart and is_same_block(sheet, draft, above, position)
    if draft.titled or (has_columns(above.text) and not sheet.layout.cable):
        return False
    return _over_blank(sheet, draft, above, line) if gap is Gap.BLANK else over_page(sheet, draft, above, position)


def _is_broken_off(sheet: Sheet, draft: Draft, position: int) -> bool:
    """Whether a line break of the writer's, inside a paragraph of the format, ends a sentence and begins another.

    Its reader sees two paragraphs. A sentence that ends where wrapped lines do was broken for want of room. The next
    field of a form, or item of a list, needs no sentence to end above it, nor does what stands below a marked heading.
    """
    line, above = sheet.lines[position], sheet.lines[draft.last]
    heading = is_marked_heading(sheet, draft, above) and not _BREAKS_OFF.match(above.text[-_TAIL:])
    ended = (heading or is_terminal(above.text)) and not continues(line.text)
    if not ended and not _begins_item(line):
        return False
    return not is_wrapped_here(sheet, position - 1, position)


def _had_room(sheet: Sheet, position: int) -> bool:
    """Whether the first word of a line of a cell had room on the line above, as the widest of the cell tells."""
    line, lines = sheet.lines[position], sheet.lines
    near = range(max(0, position - _CELL_LINES), min(len(lines), position + _CELL_LINES))
    width = max(len(lines[p].text) for p in near if lines[p].block == line.block)
    word = len(line.text.split(maxsplit=1)[0])
    return not continues(line.text) and len(lines[position - 1].text) + 1 + word < 0.9 * width


def _begins_item(line: TextLine) -> bool:
    """Whether a field of a form, a turn of a talk or an item of a list begins there."""
    return line.look.start in (Start.BULLET, Start.NUMBER) or begins_entry(line.text)


def _takes_mark(sheet: Sheet, draft: Draft, position: int, gap: Gap) -> bool:
    """Whether a mark alone on its line ends the open paragraph rather than leading the next."""
    marked = draft.lead is not None or draft.last in sheet.candidates.trails or draft.last in sheet.candidates.alone
    line = sheet.lines[position]
    below = sheet.below(position)
    placed = set_close(sheet.lines, position) or sheet.candidates.alone_habit
    if placed is Placement.LEADING and sheet.candidates.habit is not Placement.LEADING and not _is_aside(line):
        return False
    if placed is Placement.TRAILING or _is_aside(line):
        return not marked or (gap is Gap.NONE and below is None)
    above = sheet.lines[draft.last]
    if gap is not Gap.PAGE and _is_set_as_above(above, line, below):
        return not marked
    if sheet.candidates.habit is Placement.TRAILING:
        had_no_room = not is_short(above, line, sheet.layout.width)
        return gap is Gap.NONE and not marked and (had_no_room or below is None)
    return gap is Gap.NONE and not marked and (below is None or is_set_in(below, line))


def _is_set_as_above(above: TextLine, mark: TextLine, below: TextLine | None) -> bool:
    """Whether a mark is printed as the heading above it is, and not as the text below."""
    upper, own = (above.size, above.bold), (mark.size, mark.bold)
    return bool(mark.size) and own == upper and below is not None and own != (below.size, below.bold)


def _over_blank(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    if stops(above.text) or is_unread(sheet, draft, line):
        return False
    if _is_hyphenated(above.text):
        return True
    full = len(above.text) * 10 > sheet.layout.width * 5
    if continues(line.text):
        return full or draft.count > 1
    if sheet.layout.cable:
        return full or draft.count > 1
    return sheet.layout.spaced and len(above.text) * 10 > sheet.layout.width * 8


def over_page(sheet: Sheet, draft: Draft, above: TextLine, position: int) -> bool:
    """Whether ``draft``, whose last line is ``above``, goes on over the page's end, or behind furniture."""
    line = sheet.lines[position]
    if is_terminal(above.text):
        return continues(line.text) and is_acronym(above.text)
    small = continues(line.text)
    if not small and (is_printed_otherwise(above, line) or _is_done(sheet, draft, above, line)):
        return False
    heading = _is_short(sheet, draft, above) or (not small and is_marked_heading(sheet, draft, above))
    if heading and not _BREAKS_OFF.match(above.text[-_TAIL:]):
        return False  # a heading and the text of another paragraph would come under one mark
    if small or _is_hyphenated(above.text):
        return True
    # At the head of another column a capital may begin a cell as well.
    if stops(above.text) or (line.gap is Gap.PAGE and line.page == above.page and may_open(sheet, draft)):
        return False
    return sheet.layout.cable or not _begins_heading(sheet, position)


def _is_done(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    """Whether a paragraph below an unclassified mark may end on the last line of a page, or an item does.

    An item may end without a stop on a full line; anything else had room then for the word that heads the next page.
    """
    if _BREAKS_OFF.match(above.text[-_TAIL:]) or _is_hyphenated(above.text):
        return False
    item, open_ = draft.start is Start.BULLET, may_open(sheet, draft)
    return (item and open_) or ((item or open_) and is_short(above, line, sheet.layout.width))


def _leads_alone(sheet: Sheet, draft: Draft, mark: TextLine) -> bool:
    """Whether a mark alone on its line, which took nothing above it, leads what stands below.

    Where such marks stand both ways an unclassified one that no blank line parts from either leads nothing.
    """
    placed = set_close(sheet.lines, draft.last) or sheet.candidates.alone_habit
    told = placed is not None or mark.text[0].isalpha() or not may_open(sheet, draft)  # U - ENTIRE MESSAGE leads
    return draft.count == 1 and not _is_aside(mark) and told and placed is not Placement.TRAILING


def _is_short(sheet: Sheet, draft: Draft, above: TextLine) -> bool:
    """Whether the last line of a page breaks off as headings and the ends of lists do."""
    short = len(above.text) * 10 < min(sheet.layout.width, 100) * 6
    return short and not is_terminal(above.text) and (draft.count == 1 or not sheet.layout.cable)


def _begins_heading(sheet: Sheet, position: int) -> bool:
    """A short line by itself, without a stop."""
    line = sheet.lines[position]
    alone = position + 1 == len(sheet.lines) or sheet.lines[position + 1].gap is not Gap.NONE
    return alone and len(line.text) < 80 and not stops(line.text)


def _is_aside(mark: TextLine) -> bool:
    """Whether a mark alone on its line stands so far to the right that it is the end of what stands above it."""
    return mark.indent >= (_ASIDE if not mark.size else 2 * _ASIDE)


def _is_hyphenated(text: str) -> bool:
    """Whether a word goes on in the next line."""
    return text.endswith("-") and text[-2:-1].isalpha()
