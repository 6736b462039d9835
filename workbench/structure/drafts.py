# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines put together to paragraphs, from the first to the last: what begins one, what goes on behind furniture."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.marks.late import late
from workbench.marks.model import Mark
from workbench.structure.anew import may_open
from workbench.structure.draft import Draft, unmarked
from workbench.structure.joins import goes_on, over_page
from workbench.structure.layout import is_short
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Placement, Role
from workbench.structure.sheet import Sheet
from workbench.structure.starts import WIDE, Sequences, Start, enumerator, stops


# What calls a note at the foot of a page, and by how much smaller than the text its type is at least.
_NOTE = late(r"(?:\d{1,3}|[*†‡§])[.)]?\s*\S")
_SMALLER = 0.92
_QUOTES = '"“'
_ITEMS = (Start.BULLET, Start.NUMBER)
_CALLS = frozenset("¹²³⁴⁵⁶⁷⁸⁹[")  # what _CALLED begins with
_CALLED = late(r"[¹²³⁴⁵⁶⁷⁸⁹]|\[\^[^\s\]]{1,30}\]:")  # raised, or as Markdown has it
_FRAME = 2  # characters: brackets and quotes that a mark may stand in
_TYPED = "-–+—o"  # bullets that a wrapped line may begin with as well


@dataclass(slots=True)
class Drafter:
    """Walks the lines once. ``draft`` is the paragraph that may still go on, whatever furniture comes between."""

    sheet: Sheet
    sequences: Sequences = field(default_factory=Sequences)
    drafts: list[Draft] = field(default_factory=list)
    draft: Draft | None = None
    parted: Gap = Gap.NONE  # what lies above the next line, where furniture or signs of quotation do
    columns: dict[int, Draft] = field(default_factory=dict)
    counted: bool = False  # whether the number of the paragraph that begins is taken into its sequence
    above_notes: Draft | None = None  # a paragraph that may go on behind the notes at the foot of its page

    def run(self) -> list[Draft]:
        """All paragraphs and stretches of furniture, in the order of their first lines."""
        for position, role in enumerate(self.sheet.roles):
            if role is not None:
                self._furniture(position, role)
            elif self.sheet.lines[position].column:
                self._column(position)
            else:
                self._text(position)
        return self.drafts

    def _furniture(self, position: int, role: Role) -> None:
        last = self.drafts[-1] if self.drafts else None
        together = last is not None and last.role is role and last.last == position - 1
        if together and last is not None and self.sheet.lines[position].gap is not Gap.PAGE:
            last.add(position, 0, parted=False)
        else:
            self.drafts.append(Draft([[position]], position, role=role))
        signs = not self.sheet.lines[position].text.strip("> \t")  # alone they are an empty line
        self.parted = max(self.parted, Gap.BLANK if signs else Gap.PAGE)
        if self.sheet.lines[position].look.titles:
            self.draft = None

    def _column(self, position: int) -> None:
        """A line of a column goes on with the line above it in the column, whatever stands beside that."""
        column = self.sheet.lines[position].column
        if column in self.columns:
            self._add(self.columns[column], position, parted=True)
            return
        self.draft = self.above_notes = None  # nor does a column go on with what stands above the notes of a page
        self._text(position)
        self.columns[column], self.draft = self.drafts[-1], None

    def _add(self, draft: Draft, position: int, *, parted: bool) -> None:
        draft.add(position, self.sheet.lines[position].indent, self.sheet.candidates.leads.get(position), parted=parted)

    def _text(self, position: int) -> None:
        line, draft = self.sheet.lines[position], self.draft
        gap, self.parted = max(self.parted, line.gap), Gap.NONE
        self.counted = False
        start = self._start(position, gap)
        if self.above_notes is not None and self._resumes(position, start):
            return
        raised = line.text[0] in _CALLS and _CALLED.match(line.text) is not None
        if draft is None or start is not Start.PLAIN or raised or not goes_on(self.sheet, draft, position, gap):
            lead = self.sheet.candidates.leads.get(position) or self.sheet.candidates.alone.get(position)
            head = unmarked(line.text, lead)
            if (
                draft is not None
                and (raised or lead or line.size)
                and self._is_note(line, self.sheet.lines[draft.last], head)
            ):
                self.above_notes = self.above_notes or draft
            number = enumerator(head) if lead is not None or line.look.start is not Start.PLAIN else None
            titled = self._is_titled(position, start)
            # An item is governed by the unclassified mark of its stem, which reaches too far if the item does.
            led = draft.led if draft is not None and start in _ITEMS and may_open(self.sheet, draft) else None
            self.draft = Draft([[position]], position, start, None, titled, lead, head, number, led=lead or led)
            self.drafts.append(self.draft)
            if self.counted and number is not None:
                self.sequences.take(number)
        else:
            self._add(draft, position, parted=gap is Gap.PAGE or draft.last < position - 1)

    def _is_note(self, line: TextLine, above: TextLine, text: str) -> bool:
        """Whether a footnote begins, behind its mark or before it: with a number or a sign.

        In smaller type than that of the text above it, or raised, which no text begins with.
        """
        if _CALLED.match(text):
            return True
        return 0 < line.size <= _SMALLER * above.size and line.page == above.page and bool(_NOTE.match(text))

    def _resumes(self, position: int, start: Start) -> bool:
        """Whether the first line of a page goes on with what stands above the notes of the page before."""
        held, line = self.above_notes, self.sheet.lines[position]
        if held is None or line.page <= self.sheet.lines[held.last].page:
            return False
        self.above_notes = None
        if start is not Start.PLAIN:
            return False
        above, note = self.sheet.lines[held.last], self.sheet.lines[self.drafts[-1].last]
        if self.drafts[-1].role is None and note.size > _SMALLER * line.size:
            return False
        if abs(line.size - above.size) > 0.6 or not over_page(self.sheet, held, above, position):
            return False
        self._add(held, position, parted=True)
        self.draft = held
        return True

    def _is_titled(self, position: int, start: Start) -> bool:
        above = position > 0 and self.sheet.roles[position - 1] is Role.ADDRESSING
        return start is Start.LABEL or (above and self.sheet.lines[position - 1].look.titles)

    def _start(self, position: int, gap: Gap) -> Start:
        """How a paragraph begins on this line; PLAIN if nothing says that one does."""
        line, draft = self.sheet.lines[position], self.draft
        start, marked = line.look.start, self.sheet.candidates.leads.get(position)
        if marked is not None and (self._may_trail(position, gap) or self._is_quoted(line, marked, gap)):
            marked = None
        if start is Start.PLAIN and marked is None:
            return start  # as nearly every line
        if draft is None:
            self.counted = True
            return start
        above = self.sheet.lines[draft.last]
        if 0 <= line.block == above.block and not line.size:
            return Start.PLAIN  # a line break of the writer's; what is printed in a cell may be a list
        if marked is not None and (
            gap is not Gap.NONE or not self._ends_above(line, marked) or self._is_broken(draft, above, line)
        ):
            self.counted = True
            return start if start is not Start.PLAIN else Start.NUMBER
        if start is Start.PLAIN:
            return start
        broken = self._is_broken(draft, above, line)
        if start is Start.NUMBER and not self._is_item(line, gap, broken or self._is_next(draft, line)):
            return Start.PLAIN
        if start is Start.BULLET and line.text[0] in _TYPED and gap is Gap.NONE and not broken:
            return start if self.sheet.lines[draft.first].text[:2] == line.text[:2] else Start.PLAIN
        if start is Start.LABEL and gap is Gap.NONE and not line.text[0].isupper():
            return Start.PLAIN
        return start

    def _is_broken(self, draft: Draft, above: TextLine, line: TextLine) -> bool:
        """Whether the typist broke the line above: at a stop, a mark, with room left, below a subject or a row."""
        if stops(above.text) or is_short(above, line, self.sheet.layout.width) or WIDE in above.text:
            return True
        return draft.last in self.sheet.candidates.trails or draft.titled

    def _ends_above(self, line: TextLine, mark: Mark) -> bool:
        """Whether the sentence above, marked itself, ends before ``mark`` on this line, and no title stands there."""
        draft = self.draft
        led = draft is not None and draft.lead is not None
        return led and line.look.start is Start.PLAIN and stops(line.text[: mark.start - line.start].rstrip())

    def _may_trail(self, position: int, gap: Gap) -> bool:
        """Whether a mark at the head of a line may be the end of the text above: where marks trail, and it has none."""
        if self.sheet.candidates.habit is not Placement.TRAILING or gap is not Gap.NONE or self.draft is None:
            return False
        above, line = self.sheet.lines[self.draft.last], self.sheet.lines[position]
        if line.start + _FRAME < self.sheet.candidates.leads[position].start:
            return False  # behind a number or a label it leads
        if stops(above.text) and is_short(above, line, self.sheet.layout.width):
            return False  # there was room for it
        candidates = self.sheet.candidates
        return self.draft.last not in candidates.trails and self.draft.last not in candidates.alone

    def _is_quoted(self, line: TextLine, mark: Mark, gap: Gap) -> bool:
        """Whether a mark at the head of a line is that of a title quoted by the sentence that runs on from above."""
        if gap is not Gap.NONE or self.draft is None or line.text[0] not in _QUOTES or mark.start != line.start + 1:
            return False
        return not stops(self.sheet.lines[self.draft.last].text)

    def _is_next(self, draft: Draft, line: TextLine) -> bool:
        """Whether the number of ``line`` comes next to that of the paragraph above it and stands just as far in."""
        own, above = enumerator(line.text), draft.number
        next_ = own and above and own.style == above.style and own.value == above.value + 1
        return bool(next_) and line.indent == self.sheet.lines[draft.first].indent

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
