# SPDX-License-Identifier: AGPL-3.0-or-later
"""Glyphs of the original made into lines of kept words and gaps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from workbench.documents import Span
from workbench.documents.bidi import has_rtl, levels, mirrored, runs_left
from workbench.documents.pdf.glyphs import Glyph
from workbench.documents.words import Line
from workbench.exports.pdf.faithful.kept import Cut, Gap, PageLine, Part, Word
from workbench.exports.pdf.fonts import style_of
from workbench.redaction.intervals import merge, overlapping
from workbench.redaction.model import Plan


# White that is wider than this many times the font size is no word space: a tab, a column, the edge of a cell.
_WIDE = 1.6


def cuts_of(plan: Plan) -> list[Cut]:
    """Every stretch that is not drawn, in order."""
    return sorted(Cut(*span, n) for n, r in enumerate(plan.redactions) for span in r.spans if span.end > span.start)


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
            wide = last is not None and _white(last, run[0]) > _WIDE * max(last.size, run[0].size)
            last = run[-1]
            if redaction is None:
                parts.append(self._word(run, spaced, wide))
            elif wide or not parts or not isinstance(parts[-1], Gap) or parts[-1].redaction != redaction:
                parts.append(Gap(redaction, spaced, wide))
        seed = (first.x0, first.origin_y, first.size)
        return PageLine(parts, seed, (first.dx, first.dy), span)

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
