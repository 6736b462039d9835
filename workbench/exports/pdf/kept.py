# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of a page's lines: words in their places, and gaps where something is withheld.

Of a gap nothing is known here but which redaction it belongs to and how it meets its neighbours: a copy that never
learns where the withheld text began and ended can't tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.documents import Span
from workbench.documents.bidi import has_rtl, levels, mirrored, runs_left
from workbench.documents.pdf.glyphs import Glyph
from workbench.documents.words import Line
from workbench.exports.pdf.fonts import Style, drawable, style_of
from workbench.redaction.intervals import merge, overlapping
from workbench.redaction.model import Plan


# White that is wider than this many times the font size is no word space: a tab, a column, the edge of a cell.
WIDE = 1.6
UNREADABLE = -1
BULLET = "•"


class Cut(NamedTuple):
    """A stretch of the text that is not drawn. ``redaction`` is its index in the plan, or ``UNREADABLE``."""

    start: int
    end: int
    redaction: int


class Word(NamedTuple):
    """Kept characters of one font: drawn from (x, y) on the baseline along ``direction``, ``length`` points long.

    ``spaced``: white space stands before it; ``wide``: so much of it that the word has a place of its own.
    """

    text: str
    x: float
    y: float
    length: float
    size: float
    font: str
    style: Style
    colour: int
    direction: tuple[float, float]
    visible: bool
    struck: bool
    spaced: bool
    wide: bool


class Gap(NamedTuple):
    """A place where something is withheld. ``wide`` as for a word, ``open_end``: wide white or nothing follows."""

    redaction: int
    spaced: bool
    wide: bool


Part = Word | Gap


@dataclass(slots=True)
class PageLine:
    """A line of print in its order; ``seed`` is a point in it (x of its start, baseline) and its font size.

    ``ends``: a line that is one ``Word`` with spaces in it says where each of its words begins and ends. ``span`` is
    the stretch of the document's text.
    """

    parts: list[Part]
    seed: tuple[float, float, float]
    direction: tuple[float, float]
    ends: tuple[Sequence[float], Sequence[float]] | None = None
    span: Span | None = None
    words: list[Word] = field(init=False)
    is_whole: bool = field(init=False)
    """Whether nothing is withheld of it."""

    @property
    def baseline(self) -> float:
        """The y of its first kept word, or of what was withheld there."""
        return self.words[0].y if self.words else self.seed[1]

    @property
    def size(self) -> float:
        """That of its largest kept word, in points."""
        return max((word.size for word in self.words), default=self.seed[2])

    def __post_init__(self) -> None:
        self.words = [part for part in self.parts if isinstance(part, Word)]
        self.is_whole = len(self.words) == len(self.parts)


def cuts_of(plan: Plan) -> list[Cut]:
    """Every stretch that is not drawn, in order."""
    return sorted(Cut(*span, n) for n, r in enumerate(plan.redactions) for span in r.spans if span.end > span.start)


def readable(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Cut]]:
    """Glyphs, and cuts for those that say nothing of what they show (no mapping to Unicode): nobody can search them.

    One that stands alone at the start of its line is a bullet of Symbol or Wingdings. It is drawn as our own bullet, so
    whatever its font showed there does not come along, and a list stays a list.
    """
    made, odd = list(glyphs), []
    for index, glyph in enumerate(glyphs):
        if len(glyph.char) == 1 and glyph.char > "\u007f" and not drawable(glyph.char):
            if _stands_alone(glyphs, index):
                made[index] = bulleted(glyph)
            else:
                odd.append(Cut(glyph.offset, glyph.offset + 1, UNREADABLE))
    return made, odd


def bulleted(glyph: Glyph) -> Glyph:
    """A bullet of ours in the place of ``glyph``."""
    return glyph._replace(char=BULLET, font="", serif=False, mono=False)


def _stands_alone(glyphs: Sequence[Glyph], index: int) -> bool:
    glyph, before, after = glyphs[index], glyphs[index - 1] if index else None, glyphs[index + 1 : index + 2]
    starts_line = before is None or abs(before.origin_y - glyph.origin_y) > 0.5 or glyph.x0 - before.x1 > glyph.size
    return starts_line and bool(after) and after[0].offset > glyph.offset + len(glyph.char)


class LineMaker:
    """Makes the lines of a page from its glyphs."""

    def __init__(self, cuts: Iterable[Cut], struck: Iterable[Span]) -> None:
        """``cuts`` and ``struck`` are of the whole document. Of two cuts one may lie inside the other, which counts."""
        self._cuts: list[Cut] = []
        for cut in sorted(cuts):
            if not self._cuts or cut.end > self._cuts[-1].end:
                self._cuts.append(cut)
        self._starts = [cut.start for cut in self._cuts]
        self._struck = merge(struck)

    def lines(self, glyphs: Sequence[Glyph], lines: Sequence[Line]) -> list[PageLine]:
        """The page's lines that have any glyph, in the order of the text."""
        offsets = [glyph.offset for glyph in glyphs]
        made = []
        for line in lines:
            first, last = bisect_left(offsets, line.span.start), bisect_left(offsets, line.span.end)
            if first < last:
                made.append(self.line(glyphs[first:last]))
        return made

    def cuts_in(self, span: Span) -> Sequence[Cut]:
        """The cuts that touch ``span``. They do not overlap, so at most one of them begins before it."""
        near = self._cuts[max(0, bisect_left(self._starts, span.start) - 1) : bisect_left(self._starts, span.end)]
        return near[1:] if near and near[0].end <= span.start else near

    def kept(self, text: str, span: Span) -> list[str]:
        """The stretches of ``text[span.start:span.end]`` that are not cut."""
        pieces, cursor = [], span.start
        for cut in self.cuts_in(span):
            pieces.append(text[cursor : max(cursor, cut.start)])
            cursor = max(cursor, cut.end)
        return [*pieces, text[cursor : span.end]]

    def is_struck(self, span: Span) -> bool:
        """Whether any of ``span`` is shown struck through."""
        return bool(overlapping(self._struck, span))

    def line(self, glyphs: Sequence[Glyph]) -> PageLine:
        """The line that ``glyphs`` (at least one) are."""
        span = Span(glyphs[0].offset, glyphs[-1].offset + len(glyphs[-1].char))
        step = 1
        if glyphs[0].dx > 0.9 and has_rtl("".join([glyph.char for glyph in glyphs])):
            glyphs, step = _as_seen(glyphs), -1
        first = glyphs[0]
        parts: list[Part] = []
        last: Glyph | None = None
        for run, redaction in self._runs(glyphs, step):
            spaced = last is not None and not _touch(last, run[0], step)
            wide = last is not None and _white(last, run[0]) > WIDE * max(last.size, run[0].size)
            last = run[-1]
            if redaction is None:
                parts.append(self._word(run, spaced, wide))
            elif wide or not parts or not isinstance(parts[-1], Gap) or parts[-1].redaction != redaction:
                parts.append(Gap(redaction, spaced, wide))
        seed = (first.x0, first.origin_y, first.size)
        return PageLine(parts, seed, (first.dx, first.dy), span=span)

    def _runs(self, glyphs: Sequence[Glyph], step: int) -> Iterator[tuple[Sequence[Glyph], int | None]]:
        """Stretches that are drawn as one, or withheld under one redaction; of glyphs as they stand in their line."""
        start, cut = 0, self._cut_at(glyphs[0].offset)
        for at in range(1, len(glyphs)):
            before, glyph = glyphs[at - 1], glyphs[at]
            joined = _touch(before, glyph, step) and glyph[8:] == before[8:]
            now = self._cut_at(glyph.offset)
            if joined and now == cut and (cut is not None or abs(_off_line(before, glyph)) < 0.1):
                continue
            yield glyphs[start:at], cut
            start, cut = at, now
        yield glyphs[start:], cut

    def is_cut(self, offset: int) -> bool:
        """Whether the character at ``offset`` is not drawn."""
        return self._cut_at(offset) is not None

    def _cut_at(self, offset: int) -> int | None:
        """The redaction that holds ``offset``, None for kept text."""
        place = bisect_right(self._starts, offset) - 1
        return self._cuts[place].redaction if place >= 0 and offset < self._cuts[place].end else None

    def _word(self, run: Sequence[Glyph], spaced: bool, wide: bool) -> Word:
        first, last = run[0], run[-1]
        dx, dy = first.dx, first.dy
        ends = (last.x1, last.y1) if dx > 0.9 or dy > 0.9 else (last.x0, last.y0)
        length = (
            (ends[0] - first.origin_x) * dx + (ends[1] - first.origin_y) * dy if abs(dx) > 0.9 or abs(dy) > 0.9 else 0
        )
        text = "".join([glyph.char for glyph in run])
        style = style_of(first.font, first.bold, first.italic, first.mono, first.serif)
        place = (text, first.origin_x, first.origin_y, length, first.size, first.font, style, first.color)
        is_struck = self.is_struck(Span(first.offset, first.offset + 1))
        return Word._make((*place, (dx, dy), first.visible, is_struck, spaced, wide))


def _touch(left: Glyph, right: Glyph, step: int) -> bool:
    """Whether nothing stands between two glyphs in the text; ``step`` is -1 in lines where it may run to the left."""
    return right.offset == left.offset + len(left.char) or (step < 0 and left.offset == right.offset + len(right.char))


def _as_seen(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs of a line with text from right to left, as they stand from left to right."""
    placed = sorted(glyphs, key=lambda glyph: (glyph.x0, -glyph.offset))
    chars = [glyph.char for glyph in placed]
    told = levels(chars, leftwards=runs_left(chars))
    return [glyph._replace(char=mirrored(glyph.char, level)) for glyph, level in zip(placed, told, strict=True)]


def _white(left: Glyph, right: Glyph) -> float:
    """The white between two glyphs along their line, in points."""
    if left.dx > 0.9:
        return right.x0 - left.x1
    if left.dx < -0.9:
        return left.x0 - right.x1
    return right.y0 - left.y1 if left.dy > 0 else left.y0 - right.y1


def _off_line(left: Glyph, right: Glyph) -> float:
    """How far the second glyph stands off the baseline of the first: a raised figure is drawn apart."""
    return (right.origin_y - left.origin_y) * left.dx - (right.origin_x - left.origin_x) * left.dy
