# SPDX-License-Identifier: AGPL-3.0-or-later
"""How lines are set on their page: size, indent, the white above them, where the writer broke off."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from math import inf
from statistics import median

from workbench.documents import Box, Document, Line, Page, Span
from workbench.structure.layout import runs_on
from workbench.structure.lines import Gap, TextLine
from workbench.structure.starts import is_terminal


_FEWEST, _ROOM, _AMPLE = 3, 0.2, 1.5
_WHITE = 1.5  # points
_LARGER, _CLOSE = 1.15, 1.5  # times the type of the text, the height of a line
_SINGLE, _CLOSEST = 1.25, 0.5  # times the height of a line, from one to the next
_TITLE_LINES = 6
_MANY = 16  # lines on a page that tell its habit
_OWN = 8  # steps between lines of one size that tell the habit of that size
_ANY = 0.0  # in place of a size


def measure(document: Document, lines: list[TextLine]) -> None:
    """Replace what the text says of gaps and indents in ``lines`` by what the pages show."""
    by_page: dict[int, list[TextLine]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    pages = [page for page in document.pages if page.lines and page.number in by_page]
    pages = [_without_numbers(document, page, by_page[page.number]) for page in pages]
    habits = [_pitches(page.lines) for page in pages]
    known = [habit for habit, page in zip(habits, pages, strict=True) if len(page.lines) >= _MANY]
    tell, known = (median, known) if known else (min, habits)  # of pages that are all short one may tell by its lines
    usual = {size: tell([h[size] for h in known if size in h]) for size in {s for h in known for s in h}}
    for page, habit in zip(pages, habits, strict=True):
        if len(page.lines) < _MANY:
            # On a last page with three paragraphs of a line each, the white between them looks like its habit.
            habit = {size: min(pitch, usual.get(size, inf)) for size, pitch in habit.items()}
        _measure(page, by_page[page.number], habit)


def _without_numbers(document: Document, page: Page, lines: list[TextLine]) -> Page:
    """``page`` with its lines as ``lines`` has them: without their numbers in the margin."""
    begins = {line.start - line.ahead: line for line in lines if line.ahead}
    if not begins:
        return page
    left, held = list[Line](), None
    for printed in page.lines:
        line = held = begins.get(printed.span.start, held)
        if line is None or printed.span.start > line.start:
            left.append(printed)
        elif line.start < printed.span.end:  # else a number alone
            box = reduce(Box.union, document.boxes(Span(line.start, printed.span.end)))
            left.append(printed._replace(span=Span(line.start, printed.span.end), box=box))
    return replace(page, lines=left)


def _measure(page: Page, lines: list[TextLine], pitches: dict[float, float]) -> None:
    """Give ``lines`` what is printed: size, indent, the gap above, where ``pitches`` (points) part the lines."""
    printed = list(page.lines)
    starts = [line.span.start for line in printed]
    places = [max(0, bisect_right(starts, line.start) - 1) for line in lines]
    left = min(line.box.x0 for line in printed)
    spaced, titles = _spaced(printed), _title_sizes(printed)
    running = _running(lines, [printed[place] for place in places])
    steps = median([_step(*pair) for pair in running] or [_SINGLE])
    edges = {round(upper.box.x0): upper.box.x1 for upper, _ in sorted(running, key=lambda pair: pair[0].box.x1)}
    ends: dict[int, set[float]] = {}
    for line, place in zip(lines, places, strict=True):
        ends.setdefault(line.block, set()).add(printed[place].box.x1)
    before: tuple[TextLine, Line] | None = None
    for line, place in zip(lines, places, strict=True):
        lower = printed[place]
        line.size, line.bold = lower.size, lower.bold
        height = max(lower.box.y1 - lower.box.y0, 1.0)
        line.indent = max(0, round((lower.box.x0 - left) / (height / 4)))
        if before is not None and line.gap is not Gap.PAGE:
            above, upper = before
            pitch = _pitch_between(upper, lower, pitches)
            # Where most paragraphs are of a line each, what is usual is the white between them.
            pitch = min(pitch, steps * height)
            line.gap = _printed_gap(above, upper, line, lower, pitch, spaced=place in spaced)
            around = ends[above.block] | ends[line.block]
            if not running:  # no line was broken for want of room
                around = {page.width - left}
            elif len(around) < _FEWEST:
                around = {edges.get(round(upper.box.x0), 0.0)}
            line.apart = _ends_short(above, upper, line, lower, max(around))
            line.wrapped = lower.size in titles and _is_wrapped(upper, line, lower, printed)
            line.gap = Gap.NONE if line.wrapped else line.gap
        before = line, lower


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """From line to line inside a paragraph, in points: of a page, and of sizes of type with lines enough on it.

    Notes and captions are often set closer than the text is, which would then seem to have a blank line after each.
    The lower quartile, not the median: of paragraphs of two lines, half of the drops are those between paragraphs. A
    paragraph without a mark would go with the one above it, under its mark.
    """
    drops: dict[float, list[float]] = {_ANY: []}
    for upper, lower in pairwise(lines):
        drop = lower.box.y0 - upper.box.y0
        if drop > (upper.box.y1 - upper.box.y0) / 2:
            drops[_ANY].append(drop)
            if upper.size == lower.size != _ANY:
                drops.setdefault(upper.size, []).append(drop)
    told = {size: sorted(found) for size, found in drops.items() if len(found) >= _OWN or size == _ANY}
    return {size: found[len(found) // 4] if found else 0.0 for size, found in told.items()}


def _pitch_between(upper: Line, lower: Line, pitches: dict[float, float]) -> float:
    """By the habit of their size or, in proportion, of the one nearest to it; of the page where their sizes differ."""
    if upper.size != lower.size or len(pitches) == 1:
        return pitches[_ANY]
    nearest = min((size for size in pitches if size != _ANY), key=lambda size: abs(size - lower.size))
    return pitches[nearest] * lower.size / nearest


def _running(lines: list[TextLine], printed: list[Line]) -> list[tuple[Line, Line]]:
    """The lines, one below the other, from which a sentence runs on to the next."""
    pairs = zip(pairwise(lines), pairwise(printed), strict=True)
    found = [boxes for (upper, lower), boxes in pairs if runs_on(upper.text, lower.text)]
    return [boxes for boxes in found if _step(*boxes) > _CLOSEST]


def _step(upper: Line, lower: Line) -> float:
    """From line to line, in heights of the lower one."""
    return (lower.box.y0 - upper.box.y0) / max(lower.box.y1 - lower.box.y0, 1.0)


def _spaced(lines: list[Line]) -> set[int]:
    """The places of the lines that stand a little further below than one before or behind them does, which is exact.

    A step is exact that a third of the steps of its size on the page are; no scan has such a step.
    """
    steps = [(a.size, round(b.box.y1 - a.box.y1, 1)) if a.size == b.size else (0.0, 0.0) for a, b in pairwise(lines)]
    often, sizes = Counter(steps), Counter(size for size, _ in steps)
    exact = {step for step in often if step[0] and often[step] > _FEWEST and 3 * often[step] >= sizes[step[0]]}
    near = zip(steps, [(0.0, 0.0), *steps], [*steps[1:], (0.0, 0.0)], strict=False)
    return {
        place
        for place, (step, *beside) in enumerate(near, 1)
        if any(other in exact and step[0] == other[0] and step[1] > other[1] + _WHITE for other in beside)
    }


def _ends_short(above: TextLine, upper: Line, line: TextLine, lower: Line, right: float) -> bool:
    """Whether a sentence ends above where the next word had ample room: only a paragraph ends so.

    Paragraphs of one line each at an even pitch are told apart by nothing else, and one without a mark would go with
    the one above it, under its mark. ``right`` is how far the lines around reach.
    """
    if not is_terminal(above.text) or line.text[0].islower():
        return False
    room, width = right - upper.box.x1, right - upper.box.x0
    if room < _ROOM * width:
        return False
    word = len(line.text.split(maxsplit=1)[0]) + 1
    return room > _AMPLE * word * (lower.box.x1 - lower.box.x0) / len(line.text)


def _title_sizes(lines: list[Line]) -> set[float]:
    """The sizes of few lines, larger than most lines are."""
    usual = _LARGER * median(line.size for line in lines)
    often = Counter(line.size for line in lines if line.size > usual)
    return {size for size, count in often.items() if count <= _TITLE_LINES}


def _is_wrapped(upper: Line, line: TextLine, lower: Line, printed: list[Line]) -> bool:
    """Whether the first word of ``lower`` had no room on the line above, set in the same type.

    The room is that of the column of lines that begin as far to the left; of the page, for a title in its middle.
    """
    height = max(lower.box.y1 - lower.box.y0, 1.0)
    close = height / 2 < lower.box.y0 - upper.box.y0 < _CLOSE * height
    if not close or (lower.size, lower.bold) != (upper.size, upper.bold):
        return False
    flush = [other for other in printed if abs(other.box.x0 - upper.box.x0) < _WHITE]
    beside = flush if len(flush) > _FEWEST else printed
    width = max(other.box.x1 for other in beside) - min(other.box.x0 for other in beside)
    word = len(line.text.split(maxsplit=1)[0]) + 1
    return upper.box.x1 - upper.box.x0 + word * (lower.box.x1 - lower.box.x0) / len(line.text) > width


def _printed_gap(above: TextLine, upper: Line, line: TextLine, lower: Line, pitch: float, *, spaced: bool) -> Gap:
    height = max(lower.box.y1 - lower.box.y0, 1.0)
    drop = lower.box.y0 - upper.box.y0
    if drop < -2 * height:
        return Gap.PAGE  # up the page: a new column
    beside = lower.box.x0 > upper.box.x1 or upper.box.x0 > lower.box.x1
    if line.block != above.block and (beside or drop < height / 3):
        return Gap.BLANK  # the next cell of a table
    # A third of a line more than the page's habit is a paragraph's space.
    return Gap.BLANK if spaced or drop > pitch + height / 3 else Gap.NONE
