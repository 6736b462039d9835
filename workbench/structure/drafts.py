# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines put together to paragraphs: what begins one, what goes on with one, across which gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from workbench.documents import Place
from workbench.marks.endings import ending
from workbench.marks.late import late
from workbench.marks.model import Mark
from workbench.structure.candidates import Candidates
from workbench.structure.layout import Layout, is_short
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Placement, Role
from workbench.structure.starts import (
    Sequences,
    Start,
    continues,
    enumerator,
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
# What calls a note at the foot of a page, and by how much smaller than the text its type is at least.
# The end of a line that no heading ends in.
_BREAKS_OFF = ending(r"(?:,|\b(?:and|or|but|of|the|an?|to|in|for|by|with|that))")
_NOTE = late(r"(?:\d{1,3}|[*†‡§])[.)]?\s*\S")
_SMALLER = 0.92
# The width (characters) at which lines are broken; how many lines around tell it.
_FARTHEST, _ASIDE = 12, 30  # columns (of a page half of one) that a first line is set in, a mark behind its text
_NARROWEST, _WIDEST, _AROUND = 35, 120, 8
_TYPED = "-–*+—o"  # bullets that a wrapped line may begin with as well


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: positions of its lines, in pieces that furniture parts.

    ``last`` is the position of its last line; ``role`` is set for furniture; ``start`` is how its first line begins;
    ``titled`` where a label says that it is the title; ``lead`` the mark it begins with.
    """

    pieces: list[list[int]]
    last: int
    start: Start = Start.PLAIN
    role: Role | None = None
    titled: bool = False
    lead: Mark | None = None
    count: int = 1

    @property
    def first(self) -> int:
        """Position of its first line."""
        return self.pieces[0][0]

    def positions(self) -> list[int]:
        """Positions of all its lines."""
        return [position for piece in self.pieces for position in piece]

    def add(self, position: int, *, parted: bool) -> None:
        """Go on with the line at ``position``; ``parted`` if furniture or a page's end came before it."""
        if parted:
            self.pieces.append([position])
        else:
            self.pieces[-1].append(position)
        self.last = position
        self.count += 1


@dataclass(slots=True)
class Drafter:
    """Walks the lines once. ``draft`` is the paragraph that may still go on, whatever furniture comes between."""

    lines: list[TextLine]
    roles: list[Role | None]
    candidates: Candidates
    layout: Layout
    sequences: Sequences = field(default_factory=Sequences)
    drafts: list[Draft] = field(default_factory=list)
    draft: Draft | None = None
    parted: bool = False
    above_notes: Draft | None = None  # a paragraph that may go on behind the notes at the foot of its page

    def run(self) -> list[Draft]:
        """All paragraphs and stretches of furniture, in the order of their first lines."""
        for position, role in enumerate(self.roles):
            if role is not None:
                self._furniture(position, role)
            else:
                self._text(position)
        return self.drafts

    def _furniture(self, position: int, role: Role) -> None:
        last = self.drafts[-1] if self.drafts else None
        together = last is not None and last.role is role and last.last == position - 1
        if together and last is not None and self.lines[position].gap is not Gap.PAGE:
            last.add(position, parted=False)
        else:
            self.drafts.append(Draft([[position]], position, role=role))
        self.parted = True
        if self.lines[position].look.titles:
            self.draft = None

    def _text(self, position: int) -> None:
        line, draft = self.lines[position], self.draft
        gap = Gap.PAGE if self.parted else line.gap
        self.parted = False
        start = self._start(position, gap)
        if start is Start.PLAIN and self._resumes(position):
            return
        if draft is None or start is not Start.PLAIN or not self._goes_on(position, gap):
            lead = self.candidates.leads.get(position) or self.candidates.alone.get(position)
            if draft is not None and self._is_note(line, self.lines[draft.last]):
                self.above_notes = self.above_notes or draft
            self.draft = Draft([[position]], position, start, titled=self._is_titled(position, start), lead=lead)
            self.drafts.append(self.draft)
        else:
            draft.add(position, parted=gap is Gap.PAGE)

    def _is_note(self, line: TextLine, above: TextLine) -> bool:
        """Whether a footnote begins: smaller type than that of the text above it, with a number or a sign."""
        return 0 < line.size <= _SMALLER * above.size and line.page == above.page and bool(_NOTE.match(line.text))

    def _resumes(self, position: int) -> bool:
        """Whether the first line of a page goes on with what stands above the notes of the page before."""
        held, line = self.above_notes, self.lines[position]
        if held is None or line.page <= self.lines[held.last].page:
            return False
        self.above_notes = None
        above, note = self.lines[held.last], self.lines[self.drafts[-1].last]
        if self.drafts[-1].role is None and note.size > _SMALLER * line.size:
            return False
        if abs(line.size - above.size) > 0.6 or not self._over_page(held, above, position):
            return False
        held.add(position, parted=True)
        self.draft = held
        return True

    def _is_titled(self, position: int, start: Start) -> bool:
        above = position > 0 and self.roles[position - 1] is Role.ADDRESSING
        return start is Start.LABEL or (above and self.lines[position - 1].look.titles)

    def _start(self, position: int, gap: Gap) -> Start:
        """How a paragraph begins on this line; PLAIN if nothing says that one does."""
        line, draft = self.lines[position], self.draft
        start = line.look.start
        marked = None if self._may_trail(position, gap) else self.candidates.leads.get(position)
        if draft is None:
            self._count(line.text, marked)
            return start
        above = self.lines[draft.last]
        if 0 <= line.block == above.block:
            return Start.PLAIN
        if marked is not None:
            self._count(line.text, marked)
            return start if start is not Start.PLAIN else Start.NUMBER
        if start is Start.PLAIN:
            return start
        broken = stops(above.text) or is_short(above, line, self.layout.width) or draft.last in self.candidates.trails
        broken = broken or draft.titled  # a subject as long as its line, over the first paragraph
        if start is Start.NUMBER and not self._is_item(line, gap, broken):
            return Start.PLAIN
        if start is Start.BULLET and line.text[0] in _TYPED and gap is Gap.NONE and not broken:
            return Start.PLAIN
        if start is Start.LABEL and gap is Gap.NONE and not line.text[0].isupper():
            return Start.PLAIN
        return start

    def _may_trail(self, position: int, gap: Gap) -> bool:
        """Whether a mark at the head of a line may be the end of the text above: where marks trail, and it has none."""
        if self.candidates.habit is not Placement.TRAILING or gap is not Gap.NONE or self.draft is None:
            return False
        return self.draft.last not in self.candidates.trails and self.draft.last not in self.candidates.alone

    def _is_item(self, line: TextLine, gap: Gap, broken: bool) -> bool:
        """Whether a number at the head of a line begins an item, or is one that a line break brought there."""
        found = enumerator(line.text)
        if found is None:
            return False
        expected = self.sequences.expects(found)
        item = (expected and broken) if gap is Gap.NONE else (expected or broken or found.style[0] == "(")
        if item:
            self.sequences.take(found)
        return item

    def _count(self, text: str, mark: Mark | None) -> None:
        """Take the number of a paragraph into its sequence; its mark, (U) or (C), is no letter of one."""
        if mark is not None and text.startswith(mark.raw):
            text = text[len(mark.raw) :].lstrip()  # (U) 1. The pier
        found = enumerator(text)
        if found:
            self.sequences.take(found)

    def _goes_on(self, position: int, gap: Gap) -> bool:
        """Whether a line that begins nothing new belongs to the open paragraph."""
        draft, line = self.draft, self.lines[position]
        if draft is None:
            return False
        above = self.lines[draft.last]
        if above.text[0] == "|" and is_row(above.text):
            return False
        if line.block >= 0 or above.block >= 0:
            parted = line.block != above.block
            if Place.TABLE_CELL in (line.place, above.place):
                return not parted
            return not parted or (gap is Gap.PAGE and not draft.titled and self._over_page(draft, above, position))
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
        if draft.titled:
            return False
        return self._over_blank(draft, above, line) if gap is Gap.BLANK else self._over_page(draft, above, position)

    def _takes_mark(self, draft: Draft, position: int, gap: Gap) -> bool:
        """Whether a mark alone on its line ends the open paragraph rather than leading the next."""
        marked = draft.lead is not None or draft.last in self.candidates.trails or draft.last in self.candidates.alone
        line = self.lines[position]
        if self.candidates.habit is Placement.TRAILING or _is_aside(line):
            return not marked
        below = self._below(position)
        return gap is Gap.NONE and not marked and (below is None or _is_set_in(below, line))

    def _below(self, position: int) -> TextLine | None:
        """The next line, where nothing lies between."""
        near = self.lines[position + 1 : position + 2]
        return near[0] if near and near[0].gap is Gap.NONE else None

    def _same_block(self, draft: Draft, above: TextLine, position: int) -> bool:
        line, look = self.lines[position], self.layout
        if draft.titled:
            ended = draft.last in self.candidates.ends or bool(_FIELD.match(line.text))
            # A title is short; below one that had room for more, a full line is text.
            ended = ended or (is_short(above, line, look.width) and len(line.text) * 10 > look.width * 7)
            return draft.count < 4 and not look.unwrapped and not ended
        if len(above.text) > 200 or _ends_in_leaders(above.text):
            return False
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
        if self._is_heading_over_item(above, position):
            return False
        if look.flush and ended and is_short(above, line, look.width) and not continues(line.text):
            return False
        return ended or not self._is_heading_over(draft, above, line)

    def _is_row_apart(self, draft: Draft, line: TextLine) -> bool:
        """Whether a row of columns stands below text, or text below rows of them."""
        below = has_columns(line.text)
        if not below and (draft.count == 1 or not has_columns(self.lines[draft.first].text)):
            return False
        rows = [has_columns(self.lines[position].text) for position in draft.positions()]
        return not any(rows) if below else all(rows)

    def _is_set_otherwise(self, draft: Draft, above: TextLine, position: int) -> bool:
        """Whether a line that begins elsewhere than the one above begins a paragraph: the typist broke the one above.

        Below a stop, or set in as a full line. A line set in below the first of an item may be the item's own.
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
        return deeper and ended and (self.layout.indented or draft.count > 1)

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
        run = self._run(above, position)
        width = max(map(len, run))
        if not _NARROWEST <= width <= _WIDEST or len(run) < 3:
            return False
        full = [len(a) + 1 + len(b.split(maxsplit=1)[0]) > width for a, b in pairwise(run)]
        here, line = self.lines[above].text, self.lines[position].text
        return sum(full) >= 0.7 * len(full) and len(here) + 1 + len(line.split(maxsplit=1)[0]) > width

    def _run(self, above: int, position: int) -> list[str]:
        """The texts of the lines around a line's end that follow one another without a gap, a few each way."""
        before, behind = [above], [position]
        while len(before) < _AROUND and before[-1] > 0 and self.lines[before[-1]].gap is Gap.NONE:
            if self.roles[before[-1] - 1] is not None:
                break
            before.append(before[-1] - 1)
        for near in range(position + 1, min(position + _AROUND, len(self.lines))):
            if self.lines[near].gap is not Gap.NONE or self.roles[near] is not None:
                break
            behind.append(near)
        return [self.lines[i].text for i in [*reversed(before), *behind]]

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

    def _over_page(self, draft: Draft, above: TextLine, position: int) -> bool:
        line = self.lines[position]
        if is_terminal(above.text):
            return continues(line.text) and is_acronym(above.text)
        if self._is_heading_like(draft, above) and not _BREAKS_OFF.match(above.text[-_TAIL:]):
            return False  # a heading and the text of another paragraph would come under one mark
        if continues(line.text) or _is_hyphenated(above.text):
            return True
        if stops(above.text):
            return False
        return self.layout.cable or not self._begins_heading(position)

    def _is_heading_like(self, draft: Draft, above: TextLine) -> bool:
        short = len(above.text) * 10 < min(self.layout.width, 100) * 6
        open_ended = short and not is_terminal(above.text) and (draft.count == 1 or not self.layout.cable)
        return open_ended or self._is_marked_heading(draft, above)

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
    return 2 <= line.indent - other.indent <= (_FARTHEST if not line.size else 2 * _FARTHEST)


def _is_aside(mark: TextLine) -> bool:
    """Whether a mark alone on its line stands so far to the right that it is the end of what stands above it."""
    return mark.indent >= (_ASIDE if not mark.size else 2 * _ASIDE)


def _is_hyphenated(text: str) -> bool:
    """Whether a word goes on in the next line."""
    return text.endswith("-") and text[-2:-1].isalpha()
