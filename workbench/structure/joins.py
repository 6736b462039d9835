# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a line goes on with the paragraph above it: close below it, below a blank line, on the next page.

Two marked portions must never become one: in doubt a paragraph ends, and what follows is unmarked (fail closed).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.documents import Place
from workbench.marks.endings import ending
from workbench.marks.late import late
from workbench.structure.candidates import Candidates
from workbench.structure.draft import Draft
from workbench.structure.layout import Layout, is_short
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Placement, Role
from workbench.structure.starts import (
    Start,
    continues,
    has_columns,
    is_acronym,
    is_row,
    is_terminal,
    is_worded_as_heading,
    stops,
)


# The end of a line of contents: leaders and a page number.
_LEADERS = late(r"(?:\s?[.…]){4,}\s*[\divxlc]{1,5}$")
_TAIL = 40
_FIELD = late(r"[A-Z][A-Za-z ]{1,20}:(?:\s|$)")
# The end of a line that no heading ends in.
_BREAKS_OFF = ending(r"(?:,|\b(?:and|or|but|of|the|an?|to|in|for|by|with|that))")
_CLOSES = late(r"END [A-Z]+(?: [A-Z]+)?\.?")  # what a telegram says behind its summary
_ROOM = 0.6  # of the width of the text: lines that are shorter were not broken for want of it
_FARTHEST, _ASIDE = 12, 30  # columns (of a page half of one) that a first line is set in, a mark behind its text
# The width (characters) at which lines are broken; how many lines around tell it.
_NARROWEST, _WIDEST, _AROUND = 35, 120, 8
_HEADER = 6  # lines of an e-mail's fields, the subject among them


@dataclass
class Joins:
    """The lines of a document with what is known of them, asked about one line at a time."""

    lines: list[TextLine]
    roles: list[Role | None]
    candidates: Candidates
    layout: Layout

    def goes_on(self, draft: Draft, position: int, gap: Gap) -> bool:
        """Whether the line at ``position``, below ``gap``, belongs to ``draft``; nothing says that one begins on it."""
        line = self.lines[position]
        above = self.lines[draft.last]
        if is_row(above.text):
            return False
        if line.block >= 0 or above.block >= 0:
            parted = line.block != above.block
            if Place.TABLE_CELL in (line.place, above.place):
                return not parted
            return not parted or (gap is Gap.PAGE and not draft.titled and self.over_page(draft, above, position))
        if position in self.candidates.alone:
            return self._takes_mark(draft, position, gap)
        if draft.last in self.candidates.alone:
            leads = draft.lead is not None and draft.count == 1 and not _is_aside(above)
            return leads and self.candidates.habit is not Placement.TRAILING
        if draft.last in self.candidates.trails and (
            gap is not Gap.NONE or self.candidates.habit is Placement.TRAILING
        ):
            return False
        if gap is Gap.NONE:
            return not line.apart and self._same_block(draft, above, position)
        if draft.titled or (has_columns(above.text) and not self.layout.cable):
            return False
        return self._over_blank(draft, above, line) if gap is Gap.BLANK else self.over_page(draft, above, position)

    def _takes_mark(self, draft: Draft, position: int, gap: Gap) -> bool:
        """Whether a mark alone on its line ends the open paragraph rather than leading the next."""
        marked = draft.lead is not None or draft.last in self.candidates.trails or draft.last in self.candidates.alone
        line = self.lines[position]
        below = self._below(position)
        if self.candidates.habit is Placement.TRAILING or _is_aside(line):
            return not marked or (gap is Gap.NONE and below is None)
        return gap is Gap.NONE and not marked and (below is None or _is_set_in(below, line))

    def _below(self, position: int) -> TextLine | None:
        """The next line, where nothing lies between."""
        near = self.lines[position + 1 : position + 2]
        return near[0] if near and near[0].gap is Gap.NONE else None

    def _same_block(self, draft: Draft, above: TextLine, position: int) -> bool:
        line, look = self.lines[position], self.layout
        if draft.count > 1 and self._stands_left_of(draft, line):
            return False  # a column of cells, and what stands below their table
        if draft.titled:
            ended = draft.last in self.candidates.ends or bool(_FIELD.match(line.text))
            return draft.count < 4 and not look.unwrapped and not ended and not self._is_below_title(above, position)
        if len(above.text) > 200 or _ends_in_leaders(above.text):
            return False
        if look.cable and _CLOSES.fullmatch(line.text):
            return True
        if self._is_set_otherwise(draft, above, position):
            return False
        if look.unwrapped:
            return self._is_wrapped_here(draft.last, position)
        if not look.cable and self._is_row_apart(draft, line):
            return False  # the rows of a table, which in a telegram belong to the paragraph
        if line.size and (
            abs(line.size - above.size) > 1.2
            or (line.bold != above.bold and draft.count < 3 and is_short(above, line, look.width))
        ):
            return False
        ended = is_terminal(above.text)
        if self._is_heading_over_item(above, position) or (ended and self._begins_list(position)):
            return False
        if look.flush and ended and is_short(above, line, look.width) and not continues(line.text):
            return False
        return ended or not self._is_heading_over(draft, above, line)

    def _is_below_title(self, above: TextLine, position: int) -> bool:
        """Whether a title had room for the next word: what stands below is text if it is as wide, or a sentence.

        Or is set in otherwise than the title is, or stands in an e-mail, whose text begins right below the subject.
        """
        line, width = self.lines[position], self.layout.width
        if not is_short(above, line, width):
            return False
        if _is_set_in(line, above):
            return not _is_below_value(line, above)
        near = self.lines[max(0, position - _HEADER) : position]
        mail = any(other.look.label == "sent" for other in near)
        return mail or len(line.text) * 10 > width * 7 or (is_terminal(line.text) and not continues(line.text))

    def _stands_left_of(self, draft: Draft, line: TextLine) -> bool:
        """Whether ``line`` begins far to the left of every line of ``draft``, not of one with a gap at its head."""
        return all(self.lines[p].indent - line.indent > _farthest(line) for p in reversed(draft.positions()))

    def _is_row_apart(self, draft: Draft, line: TextLine) -> bool:
        """Whether a row of columns stands below text, or text below rows of them."""
        below = has_columns(line.text)
        if not below and (draft.count == 1 or not has_columns(self.lines[draft.first].text)):
            return False
        rows = [has_columns(self.lines[position].text) for position in draft.positions()]
        return not any(rows) if below else all(rows)

    def _is_set_otherwise(self, draft: Draft, above: TextLine, position: int) -> bool:
        """Whether a line that begins elsewhere than the one above begins a paragraph: the typist broke the one above.

        Below a stop, or set in as a full line. A line set in below the first of an item may be the item's own; one to
        the left of an item that is set in as a whole is not.
        """
        line, below = self.lines[position], self._below(position)
        deeper = _is_set_in(line, above)
        elsewhere, first = deeper or _is_set_in(above, line), below is not None and _is_set_in(line, below)
        if not (elsewhere or first) or continues(line.text) or self.layout.cable:
            return False
        ended, short = is_terminal(above.text), is_short(above, line, self.layout.width)
        if ended and (short or (first and (elsewhere or draft.count == 1))):
            return True
        if short:
            return deeper and (is_terminal(line.text) or len(line.text) * 10 > self.layout.width * 6)
        outside = draft.count > 1 and line.indent < self.lines[draft.first].indent <= above.indent
        return ended and (outside or (deeper and (self.layout.indented or draft.count > 1)))

    def _begins_list(self, position: int) -> bool:
        """Whether short lines follow each other that begin with capitals and end in no stop: cells, names."""
        line, below = self.lines[position], self._below(position)
        if below is None or not (line.text[0].isupper() and below.text[0].isupper()) or stops(line.text):
            return False
        room = self.layout.width * _ROOM - line.indent
        return max(len(line.text), len(below.text)) < room and not self.layout.cable and not stops(below.text)

    def _is_heading_over_item(self, above: TextLine, position: int) -> bool:
        """A short line in capitals, under one that is not, over a marked or numbered paragraph: its heading."""
        line, below = self.lines[position], position + 1
        if not line.text.isupper() or above.text.isupper() or below >= len(self.lines) or stops(line.text):
            return False
        begins = below in self.candidates.leads or self.lines[below].look.start in (Start.BULLET, Start.NUMBER)
        return begins and " " in line.text and len(line.text) * 10 < self.layout.width * 7

    def _is_wrapped_here(self, above: int, position: int) -> bool:
        """Whether the lines around here are broken at one width, in a text whose paragraphs are a line each elsewhere.

        The next word had no room in all but a few of them; a list of short entries has no such width.
        """
        run, first = self._run(above, position), self._first_words
        lengths = [len(self.lines[i].text) for i in run]
        width = max(lengths)
        if not _NARROWEST <= width <= _WIDEST or len(run) < 3:
            return False
        full = [length + 1 + first[below] > width for length, below in zip(lengths, run[1:], strict=False)]
        return sum(full) >= 0.7 * len(full) and len(self.lines[above].text) + 1 + first[position] > width

    @cached_property
    def _first_words(self) -> list[int]:
        """How long the first word of each line is."""
        return [len(line.text.split(maxsplit=1)[0]) for line in self.lines]

    def _run(self, above: int, position: int) -> list[int]:
        """The lines around a line's end that follow one another without a gap, a few each way."""
        before, behind, lines, roles = [above], [position], self.lines, self.roles
        while len(before) < _AROUND and before[-1] > 0 and lines[before[-1]].gap is Gap.NONE:
            if roles[before[-1] - 1] is not None:
                break
            before.append(before[-1] - 1)
        for near in range(position + 1, min(position + _AROUND, len(lines))):
            if lines[near].gap is not Gap.NONE or roles[near] is not None:
                break
            behind.append(near)
        return [*reversed(before), *behind]

    def _is_heading_over(self, draft: Draft, above: TextLine, line: TextLine) -> bool:
        """A short first line without a stop, over a full one: a heading set close to its text.

        Over any that begins with a capital where it is marked: its mark may not reach text of another level.
        """
        led = self._is_marked_heading(draft, above)
        if draft.count > 1 or not (led or draft.start is Start.PLAIN) or above.text.endswith(","):
            return False
        full = led or len(line.text) * 10 > self.layout.width * 7
        small = len(above.text) * 10 < self.layout.width * 6
        shouted = above.text.isupper() and not line.text.isupper()
        return full and small and (shouted or line.text[0].isupper()) and not self.layout.cable

    def _over_blank(self, draft: Draft, above: TextLine, line: TextLine) -> bool:
        if stops(above.text):
            return False
        if _is_hyphenated(above.text):
            return True
        full = len(above.text) * 10 > self.layout.width * 5
        if continues(line.text):
            return full or draft.count > 1
        if self.layout.cable:
            return full or draft.count > 1
        return self.layout.spaced and len(above.text) * 10 > self.layout.width * 8

    def over_page(self, draft: Draft, above: TextLine, position: int) -> bool:
        """Whether ``draft``, whose last line is ``above``, goes on over the page's end, or behind furniture."""
        line = self.lines[position]
        if is_terminal(above.text):
            return continues(line.text) and is_acronym(above.text)
        small = continues(line.text)
        heading = self._is_short(draft, above) or (not small and self._is_marked_heading(draft, above))
        if heading and not _BREAKS_OFF.match(above.text[-_TAIL:]):
            return False  # a heading and the text of another paragraph would come under one mark
        if small or _is_hyphenated(above.text):
            return True
        if stops(above.text):
            return False
        return self.layout.cable or not self._begins_heading(position)

    def _is_short(self, draft: Draft, above: TextLine) -> bool:
        """Whether the last line of a page breaks off as headings and the ends of lists do."""
        short = len(above.text) * 10 < min(self.layout.width, 100) * 6
        return short and not is_terminal(above.text) and (draft.count == 1 or not self.layout.cable)

    def _is_marked_heading(self, draft: Draft, above: TextLine) -> bool:
        """Whether the only line of a marked paragraph is worded as headings are, and not as what goes on."""
        if draft.lead is None or draft.count > 1 or self.layout.cable or stops(above.text):
            return False
        if draft.lead.end > above.end:
            return False  # the mark itself goes on in the next line
        return is_worded_as_heading(above.text.replace(draft.lead.raw, ""))

    def _begins_heading(self, position: int) -> bool:
        """A short line by itself, without a stop."""
        line = self.lines[position]
        alone = position + 1 == len(self.lines) or self.lines[position + 1].gap is not Gap.NONE
        return alone and len(line.text) < 80 and not stops(line.text)


def _ends_in_leaders(text: str) -> bool:
    return (text[-1] in "ivxlc" or text[-1].isdecimal()) and _LEADERS.search(text[-_TAIL:]) is not None


def _is_set_in(line: TextLine, other: TextLine) -> bool:
    """Whether ``line`` begins as far to the right of ``other`` as the first line of a paragraph does."""
    return 2 <= line.indent - other.indent <= _farthest(line)


def _farthest(line: TextLine) -> int:
    """How far a first line may be set in, in the units of ``line.indent``."""
    return _FARTHEST if not line.size else 2 * _FARTHEST


def _is_below_value(line: TextLine, above: TextLine) -> bool:
    """Whether ``line`` begins where the words behind the label above it do; on a page nobody knows how far they are."""
    value = above.text.partition(":")[2].lstrip()
    return bool(line.size or above.look.start is not Start.LABEL) or (
        abs(above.indent + len(above.text) - len(value) - line.indent) <= 1
    )


def _is_aside(mark: TextLine) -> bool:
    """Whether a mark alone on its line stands so far to the right that it is the end of what stands above it."""
    return mark.indent >= (_ASIDE if not mark.size else 2 * _ASIDE)


def _is_hyphenated(text: str) -> bool:
    """Whether a word goes on in the next line."""
    return text.endswith("-") and text[-2:-1].isalpha()
