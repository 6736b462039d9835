# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a line that stands close below another goes on with its paragraph: the way of typists, tables, headings."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.marks.late import late
from workbench.structure.anew import begins_anew, may_open
from workbench.structure.draft import Draft
from workbench.structure.entries import begins_entry
from workbench.structure.layout import is_short
from workbench.structure.lines import TextLine
from workbench.structure.set_in import is_below_value, is_set_in, is_set_otherwise, stands_left_of
from workbench.structure.sheet import Sheet, is_wrapped_here
from workbench.structure.starts import (
    WIDE,
    Start,
    continues,
    has_columns,
    is_terminal,
    is_worded_as_heading,
    stops,
)


# The end of a line of contents: leaders and a page number.
_LEADERS = late(r"(?:\s?[.…]){4,}\s*[\divxlc]{1,5}$")
_TAIL = 40
_CLOSES = late(r"END [A-Z]+(?: [A-Z]+)?\.?")  # what a telegram says behind its summary
_ROOM = 0.6  # of the width of the text: lines that are shorter were not broken for want of it
# Words, and shares of the width, free behind a sentence that ends its paragraph: typists leave a fifth at times.
_AMPLE, _FREE, _FREE_UNMARKED, _FREE_SHORT = 1.5, 0.2, 0.35, 0.5  # the last where nearly all lines are short
_FEWEST = 3  # full lines
_SIZES = 1.2  # points, by which lines of one paragraph do not differ
_SPECKS = 9  # characters: a stop and what a scanner leaves behind it
_HEADER = 6  # lines of an e-mail's fields, the subject among them


def is_same_block(sheet: Sheet, draft: Draft, above: TextLine, position: int) -> bool:
    """Whether the line at ``position``, right below ``above``, goes on with ``draft``, whose last line that is."""
    line, look = sheet.lines[position], sheet.layout
    if draft.count > 1 and stands_left_of(sheet, draft, line):
        return False  # a column of cells, and what stands below their table
    if draft.titled:
        ended = draft.last in sheet.candidates.ends or begins_entry(line.text)
        return draft.count < 4 and not look.unwrapped and not ended and not _is_below_title(sheet, above, position)
    if len(above.text) > 200 or _ends_in_leaders(above.text):
        return False
    if look.cable and line.text.startswith("END ") and _CLOSES.fullmatch(line.text):
        return True
    ended = is_terminal(above.text)
    if is_set_otherwise(sheet, draft, above, position) or begins_anew(sheet, draft, above, line, ended=ended):
        return False
    if look.unwrapped:
        return is_wrapped_here(sheet, draft.last, position)
    if (not look.cable and _is_row_apart(sheet, draft, position)) or _is_set_apart(sheet, draft, above, line):
        return False  # the rows of a table, which in a telegram belong to the paragraph
    if _is_heading_over_item(sheet, above, position) or _is_below_item(sheet, draft, above, line):
        return False
    if ended and (_begins_list(sheet, position) or _is_marked_title(sheet, position)):
        return False
    stopped = _may_have_ended(sheet, draft, above, ended=ended) and not continues(line.text)
    if stopped and _has_ended(sheet, draft, above, position):
        return False
    return ended or not _is_heading_over(sheet, draft, above, line)


def _is_set_apart(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    """Whether a page shows that ``line`` is of another paragraph, by the size or the weight of its type."""
    if not is_printed_otherwise(above, line):
        return False
    bolder = line.bold != above.bold and draft.count < 3
    return abs(line.size - above.size) > _SIZES or (bolder and is_short(above, line, sheet.layout.width))


def _may_have_ended(sheet: Sheet, draft: Draft, above: TextLine, *, ended: bool) -> bool:
    """Whether a sentence stops above, or before the specks of a scanner where no mark may reach too far."""
    end = above.text[-_SPECKS:]
    specks = "." in end or "?" in end or end[-1] == ")"
    return ended or (specks and stops(above.text) and may_open(sheet, draft))


def is_printed_otherwise(above: TextLine, line: TextLine) -> bool:
    """Whether a page shows ``line`` in another size or weight than the line above it."""
    return line.size > 0 and (line.bold != above.bold or abs(line.size - above.size) > _SIZES)


def _is_below_title(sheet: Sheet, above: TextLine, position: int) -> bool:
    """Whether a title had room for the next word: what stands below is text if it is as wide, or a sentence.

    Or is set in otherwise than the title is, or stands in an e-mail, whose text begins right below the subject.
    """
    line, width = sheet.lines[position], sheet.layout.width
    if not is_short(above, line, width):
        return False
    if is_set_in(line, above) and above.look.start is Start.LABEL and not line.size:
        return not is_below_value(line, above)
    near = sheet.lines[max(0, position - _HEADER) : position]
    mail = any(other.look.label == "sent" for other in near)
    return mail or len(line.text) * 10 > width * 7 or (is_terminal(line.text) and not continues(line.text))


def _is_row_apart(sheet: Sheet, draft: Draft, position: int) -> bool:
    """Whether a row of columns stands below text, or text below rows of them."""
    line, above = sheet.lines[position], sheet.lines[draft.last]
    if has_columns(line.text):
        return not any(has_columns(sheet.lines[p].text) for p in draft.positions())
    if draft.count == 1 and may_open(sheet, draft) and _has_two_cells(above.text) and not _has_two_cells(line.text):
        return True
    if _has_two_columns([line, sheet.below(position)]):
        return not _has_two_columns([above, line])
    near = sheet.lines[max(0, draft.last - 1) : draft.last + 1]
    if _has_two_columns(near) and not _has_two_columns([near[-1], line]):
        return True
    rows = draft.count > 1 and has_columns(above.text)
    return rows and all(has_columns(sheet.lines[row].text) for row in draft.positions())


def _has_two_columns(rows: Sequence[TextLine | None]) -> bool:
    """Whether rows, two at least, have two cells, the second of several words and one below the other.

    A code beside the text is one word, what a releaser left blank stands anywhere.
    """
    column = max((row.text.rfind(WIDE) for row in rows if row), default=-1) + len(WIDE)
    return len(rows) > 1 and column > len(WIDE) and all(row is not None and _is_cell(row.text, column) for row in rows)


def _has_two_cells(text: str) -> bool:
    """Whether wide space parts words from words; behind a label or a number stands what it labels."""
    left, _, right = text.rpartition(WIDE)
    return " " in left.strip() and left[-1:] not in (":", ".", ")") and " " in right.strip()


def _is_cell(text: str, column: int) -> bool:
    return text[column - 2 : column] == "  " and text[column : column + 1].strip() != "" and " " in text[column:]


def _is_marked_title(sheet: Sheet, position: int) -> bool:
    """Whether a line is a heading with its mark behind it, which is no mark of the sentence above."""
    mark = sheet.candidates.ends.get(position)
    line = sheet.lines[position]
    if mark is None or mark.end < line.start or position in sheet.candidates.trails:
        return False
    words = line.text[: mark.start - line.start]
    return words[:1].isupper() and not stops(words.rstrip()) and is_worded_as_heading(words)


def _is_below_item(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    """Whether a line begins right below an item of an unclassified stem, as far to the left, though it had room."""
    if draft.lead is not None or draft.led is None or line.size or continues(line.text):
        return False
    return line.indent <= sheet.lines[draft.first].indent and is_short(above, line, sheet.layout.width)


def _has_ended(sheet: Sheet, draft: Draft, above: TextLine, position: int) -> bool:
    """Whether what a sentence leaves free of its line ends a paragraph, though blank lines part others.

    Where a hanging paragraph may begin, or an unclassified mark reach too far: there must be room for more than a word.
    """
    line, below = sheet.lines[position], sheet.below(position)
    hangs = below is not None and is_set_in(below, line)
    if not is_short(above, line, sheet.layout.width):
        return hangs and not is_terminal(line.text) and may_open(sheet, draft)
    if sheet.layout.flush or (hangs and draft.count == 1):
        return True
    if line.size or not may_open(sheet, draft):
        return False  # a page tells by its own measures
    word = len(line.text.split(maxsplit=1)[0]) + 1
    room = sheet.layout.width - above.indent - len(above.text)
    free = _FREE if draft.lead is not None else _FREE_UNMARKED
    if sheet.full_lines < _FEWEST:
        free = _FREE_SHORT
    return room > max(_AMPLE * word, free * sheet.layout.width)


def _begins_list(sheet: Sheet, position: int) -> bool:
    """Whether short lines follow each other that begin with capitals and end in no stop: cells, names."""
    line, below = sheet.lines[position], sheet.below(position)
    if below is None or not (line.text[0].isupper() and below.text[0].isupper()) or stops(line.text):
        return False
    room = sheet.layout.width * _ROOM - line.indent
    return max(len(line.text), len(below.text)) < room and not sheet.layout.cable and not stops(below.text)


def _is_heading_over_item(sheet: Sheet, above: TextLine, position: int) -> bool:
    """A short line in capitals, under one that is not, over a marked or numbered paragraph: its heading."""
    line, below = sheet.lines[position], position + 1
    if not line.text.isupper() or above.text.isupper() or below >= len(sheet.lines) or stops(line.text):
        return False
    begins = below in sheet.candidates.leads or sheet.lines[below].look.start in (Start.BULLET, Start.NUMBER)
    return begins and " " in line.text and len(line.text) * 10 < sheet.layout.width * 7


def _is_heading_over(sheet: Sheet, draft: Draft, above: TextLine, line: TextLine) -> bool:
    """A short first line without a stop, over a full one: a heading set close to its text.

    Over any that begins with a capital where it is marked: its mark may not reach text of another level.
    """
    led = is_marked_heading(sheet, draft, above)
    if draft.count > 1 or not (led or draft.start is Start.PLAIN) or above.text.endswith(","):
        return False
    full = led or len(line.text) * 10 > sheet.layout.width * 7
    small = len(above.text) * 10 < sheet.layout.width * 6 or (led and is_short(above, line, sheet.layout.width))
    shouted = above.text.isupper() and not line.text.isupper()
    return full and small and (shouted or line.text[0].isupper()) and not sheet.layout.cable


def is_marked_heading(sheet: Sheet, draft: Draft, above: TextLine) -> bool:
    """Whether the only line of a marked paragraph is worded as headings are, and not as what goes on."""
    if draft.lead is None or draft.count > 1 or sheet.layout.cable or stops(above.text):
        return False
    if draft.lead.end > above.end:
        return False  # the mark itself goes on in the next line
    return is_worded_as_heading(above.text.replace(draft.lead.raw, ""))


def _ends_in_leaders(text: str) -> bool:
    return (text[-1] in "ivxlc" or text[-1].isdecimal()) and _LEADERS.search(text[-_TAIL:]) is not None
