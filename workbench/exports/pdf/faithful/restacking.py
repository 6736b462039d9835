# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page on which no width of anything withheld inside a line shows (``export --hide-widths``).

Each paragraph of which something is kept and something withheld runs anew from its first line (``flowing``), and what
follows moves up or down with it. So neither the ends of its lines nor their number shows, as long as the kept text
stands on the same page in the same order, with the same space between its paragraphs. Where that cannot be done line
by line (tables, columns, lines that are not level, scans), the whole page is set anew, a paragraph below the other.

All places here follow from the places of what is kept, and never from where a line of such a paragraph ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from statistics import median

from workbench.documents.model import Page
from workbench.exports.pdf.faithful.flowing import LEADING, FlowedLine, Labels, Room, flow, parts_of, run_left
from workbench.exports.pdf.faithful.groups import Group, Owners
from workbench.exports.pdf.faithful.kept import UNREADABLE, Gap, PageLine, Word
from workbench.exports.pdf.faithful.lines import font_widths, line_box
from workbench.exports.pdf.faithful.setting import SAME, Setting, shared
from workbench.exports.pdf.regions import DESCENT, Rect, columns
from workbench.structure.model import Kind, Role


_LABEL = 10.0  # points: the size of a line that is only a label
_EDGE, _MARGIN = 24.0, 72.0  # points from the edge of a page: the least, and that of a page set anew
_BETWEEN = 0.6  # of the font size: white between the paragraphs of a page set anew
_FOOT, _LOW_FOOT = 0.85, 0.93  # of a page's height: furniture, and other text, that begins below it is its foot
_FIXED = frozenset((Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.BANNER, Role.RELEASE, Role.CONTROL_NUMBER))
_CENTRED = frozenset((Kind.TITLE, Kind.HEADING, Kind.CAPTION, Kind.FURNITURE))


@dataclass(slots=True)
class Restacked:
    """The lines of a page, those set anew (by their number) with what they are set by, and how much higher it is.

    ``loose``: the whole page was set anew, and nothing else of its look is kept. Places of the original: ``before``
    those of kept lines, ``closed`` those in which something was withheld or a paragraph stood that was set anew;
    ``moves`` says how far down what lies below a y has moved.
    """

    lines: list[PageLine]
    settings: dict[int, Setting] = field(default_factory=dict)
    higher: float = 0.0
    loose: bool = False
    closed: list[Rect] = field(default_factory=list)
    before: list[Rect] = field(default_factory=list)
    moves: list[tuple[float, float]] = field(default_factory=list)

    def add(self, flowed: Iterable[FlowedLine]) -> None:
        """Lines of a paragraph, after those that are there."""
        for line, setting in flowed:
            if setting:
                self.settings[len(self.lines)] = setting
            self.lines.append(line)

    def moved(self, rect: Rect) -> Rect | None:
        """A rectangle of the original where it now is; None where a paragraph in it was set anew."""
        above, below = self._shift(rect[1]), self._shift(rect[3])
        return (rect[0], rect[1] + above, rect[2], rect[3] + below) if above == below else None

    def _shift(self, y: float) -> float:
        place = bisect_right(self.moves, (y, float("inf"))) - 1
        return self.moves[place][1] if place >= 0 else 0.0


def restacked(
    lines: Sequence[PageLine], page: Page, owners: Owners, hyphenated: frozenset[str], labels: Labels
) -> Restacked:
    """``lines`` of ``page`` as the module says; ``hyphenated`` are the kept words that are written with a hyphen."""
    groups = owners.groups(lines)
    if not any(group.is_mixed for group in groups):
        return Restacked(list(lines))
    stack = _Stack(groups, page, hyphenated, labels)
    return stack.in_place() if stack.is_simple() else stack.loose()


class _Stack:
    def __init__(self, groups: list[Group], page: Page, hyphenated: frozenset[str], labels: Labels) -> None:
        self._groups, self._page, self._hyphenated, self._labels = groups, page, hyphenated, labels
        self._untouched = [line for g in groups if not g.is_mixed for line in g.lines if line.is_whole and line.words]
        self._widths = font_widths(self._untouched)
        bottom = max((group.bottom for group in groups if not self._is_fixed(group)), default=0.0)
        self._feet = [g for g in groups if self._is_fixed(g) and g.top > bottom]

    def _is_fixed(self, group: Group) -> bool:
        """Whether it stands where it stands on every page, whatever is above it: told by what it is or where."""
        foot = (_FOOT if group.role in _FIXED else _LOW_FOOT) * self._page.height
        return group.top > foot and not group.is_mixed

    def is_simple(self) -> bool:
        """Whether the page is one column of level lines, each alone in its row where it is set anew."""
        lines = [line for group in self._groups for line in group.lines]
        if self._page.recognised or any(line.direction[0] < 0.9 for line in lines):
            return False
        if len(columns([line_box(line) for line in self._untouched], self._page.width)) > 1:
            return False
        return all(self._is_alone(group) for group in self._groups if group.is_mixed)

    def _is_alone(self, group: Group) -> bool:
        baselines = [line.baseline for line in group.lines]
        others = [line.baseline for other in self._groups if other is not group for line in other.lines]
        top, bottom = baselines[0] - group.size / 2, baselines[-1] + group.size / 2
        fine = group.kind is not Kind.TABLE_CELL and group not in self._feet and baselines == sorted(baselines)
        return fine and not any(top < y < bottom for y in others)

    def in_place(self) -> Restacked:
        """Paragraphs set anew where they stood, what follows moved along; what stands at the foot stays there."""
        left, right = self._edges()
        ratio = self._ratio()
        flowed: dict[int, list[FlowedLine]] = {}
        shifts: dict[int, float] = {}
        made = Restacked([], before=[line_box(line) for group in self._groups for line in group.lines if line.words])
        shift = lowest = 0.0
        for group in sorted((g for g in self._groups if g not in self._feet), key=attrgetter("top")):
            shifts[id(group)] = shift
            if group.is_mixed:
                leading = round(ratio * group.size, 1)
                flowed[id(group)] = self._flow(group, self._room(group, left, right, shift, leading))
                made.moves.append((group.top - group.size / 2, shift))
                shift += group.top + (len(flowed[id(group)]) - 1) * leading - group.bottom
                made.moves.append((group.bottom + group.size / 2, shift))
                made.closed.append((0.0, group.top - group.size, self._page.width, group.bottom + group.size / 2))
            made.closed += [_row(line, self._page.width) for line in group.lines if not line.is_whole]
            lowest = max(lowest, group.bottom + shift + DESCENT * group.size)
        foot = min((group.top - group.size for group in self._feet), default=self._page.height - _EDGE)
        made.higher = max(0.0, round(lowest - foot, 1))
        made.moves.append((foot, made.higher if self._feet else shift))
        for group in self._groups:
            moved = made.higher if group in self._feet else shifts[id(group)]
            made.add(flowed.get(id(group)) or [_moved(line, moved) for line in group.lines])
        return made

    def loose(self) -> Restacked:
        """Every paragraph of the page set anew, one below the other; nothing else is told."""
        made = Restacked([], loose=True)
        side = min(_MARGIN, 0.12 * self._page.width)
        y, said = _MARGIN, set[int]()
        for group in self._groups:
            gaps = {part.redaction for line in group.lines for part in line.parts if isinstance(part, Gap)}
            kept = any(line.words for line in group.lines)
            if not kept and gaps <= {*said, UNREADABLE}:
                continue
            said |= gaps
            size = group.size if kept else _LABEL
            leading = round(LEADING * size, 1)
            y += leading
            lines = self._flow(group, Room(side, side, self._page.width - side, round(y, 1), leading))
            made.add(lines)
            y += (len(lines) - 1) * leading + _BETWEEN * size
        made.higher = max(0.0, round(y + _MARGIN - self._page.height, 1))
        return made

    def _flow(self, group: Group, room: Room) -> list[FlowedLine]:
        return flow(parts_of(group.lines, self._hyphenated), room, group.lines[0].span, self._widths, self._labels)

    def _edges(self) -> tuple[float, float]:
        """The left and the right edge of the text, by the lines of paragraphs that are not set anew."""
        boxes = [line_box(line) for line in self._untouched]
        mixed = [line for group in self._groups if group.is_mixed for line in group.lines]
        starts = [
            round(line.words[0].x, 1) for line in mixed if isinstance(line.parts[0], Word) and not run_left([line])
        ]
        firsts = [x for x in starts if starts.count(x) > 1]  # one of its own may tell how wide its line was
        column = columns(boxes, self._page.width)[0]
        left = min([*firsts, *([column.x0] if boxes or not firsts else [])])
        is_wide = any(box[2] - box[0] > self._page.width / 2 for box in boxes)
        return left, column.x1 if is_wide else self._page.width - max(left, _EDGE)

    def _ratio(self) -> float:
        """How far baselines lie apart, as a multiple of the font size."""
        steps = [
            (below.baseline - above.baseline) / group.size
            for group in sorted(self._groups, key=lambda group: group.is_mixed)
            for above, below in pairwise(group.lines)
            if 0.9 * group.size < below.baseline - above.baseline < 1.7 * group.size
        ]
        return round(median(steps), 2) if steps else LEADING

    def _room(self, group: Group, left: float, right: float, shift: float, leading: float) -> Room:
        y, line = round(group.top + shift, 2), group.lines[0]
        if not isinstance(line.parts[0], Word) or run_left(group.lines):
            return Room(left, left, right, y, leading)
        starts = (left, *(line.words[0].x for line in self._untouched))
        x = line.words[0].x
        if not any(abs(x - start) < SAME for start in starts):
            if group.kind in _CENTRED:
                return Room(left, left, right, y, leading, centred=True)
            x = shared(x, starts)
        others = [shared(line.words[0].x, starts) for line in group.lines[1:] if isinstance(line.parts[0], Word)]
        rest = min(x, *others) if others else left if group.kind in (Kind.BODY, None) else x
        return Room(x, rest, right, y, leading)


def _row(line: PageLine, width: float) -> Rect:
    y, size = line.baseline, line.seed[2]
    return 0.0, y - size, width, y + size / 2


def _moved(line: PageLine, shift: float) -> FlowedLine:
    """A line that is not set anew, further down by ``shift`` points."""
    if shift:
        parts = [part._replace(y=part.y + shift) if isinstance(part, Word) else part for part in line.parts]
        seed = (line.seed[0], line.seed[1] + shift, line.seed[2])
        line = replace(line, parts=parts, seed=seed)
    return FlowedLine(line, None)
