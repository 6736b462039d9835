# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a page that keeps its look: where they lie, how wide they run, which are drawn as one string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import itemgetter, sub, truediv

from workbench.documents.pdf.pieces import around
from workbench.exports.pdf.canvas import Canvas, Row
from workbench.exports.pdf.faithful.kept import PageLine, Word
from workbench.exports.pdf.faithful.setting import Setting
from workbench.exports.pdf.fonts import run_of, shape
from workbench.exports.pdf.regions import ASCENT, DESCENT, Column, Rect
from workbench.exports.pdf.typesetting import LABEL_STYLE


_FACE = itemgetter(0)
_EATEN = 0.08  # of the font size, a third of a space
_EDGE = 36.0  # points from the edge of a page
_LONGEST = 14_400.0  # points: no page is wider (ISO 32000-1, annex C)


def line_box(line: PageLine) -> Rect:
    """Around the kept words of a line, by their baselines: what fonts say of their height overlaps the next line."""
    rects = []
    for word in line.words:
        (dx, dy), end = word.direction, word.length
        if dx == 1.0 and dy == 0.0 and end >= 0:
            rects.append((word.x, word.y - ASCENT * word.size, word.x + end, word.y + DESCENT * word.size))
            continue
        xs = (word.x, word.x + dx * end, word.x + dy * ASCENT * word.size, word.x - dy * DESCENT * word.size)
        ys = (word.y, word.y + dy * end, word.y - dx * ASCENT * word.size, word.y + dx * DESCENT * word.size)
        rects.append((min(xs), min(ys), max(xs), max(ys)))
    return around(rects)


def band(line: PageLine, column: Column) -> Rect:
    """The place a line takes that is set anew: all of its column, of the page where it is turned."""
    if line.direction[0] < 0.9:
        (dx, dy), (x0, y0, x1, y1) = line.direction, line_box(line)
        across, down = abs(dx) * _LONGEST, abs(dy) * _LONGEST
        return x0 - across, y0 - down, x1 + across, y1 + down
    return column.x0, line.baseline - ASCENT * line.size, column.x1, line.baseline + DESCENT * line.size


def inset(rect: Rect) -> Rect:
    """A little white between a box and the lines it lies between."""
    x0, y0, x1, y1 = rect
    return (x0, y0 + 1.5, x1, y1 - 1.5) if y1 - y0 > 8 else rect


def font_widths(whole: Sequence[PageLine]) -> dict[str, float]:
    """How much wider than ours the fonts of the page run, by the lines of which nothing is withheld."""
    actual: dict[str, float] = {}
    ours: dict[str, float] = {}
    for line in whole:
        for word in line.words:
            length = sum(line.ends[1]) - sum(line.ends[0]) if line.ends else word.length
            if length > 0:
                natural = sum(shape(each, word.style).width for each in word.text.split(" "))
                actual[word.font] = actual.get(word.font, 0.0) + length
                ours[word.font] = ours.get(word.font, 0.0) + natural * word.size / 1000
    return {font: min(1.5, max(0.6, round(actual[font] / ours[font], 2))) for font in actual if ours[font] > 0}


def row_of(look: Word, words: Sequence[str], starts: Sequence[float], ends: Sequence[float]) -> Row | None:
    """Words drawn as ``look`` is, from ``starts`` to ``ends`` (points), in one scale; None where that cannot be."""
    style, size = look.style, look.size
    runs = list(filter(None, map(run_of, words, repeat(style))))
    if len(runs) < len(words) or len(set(map(_FACE, runs))) > 1:
        return None
    natural = [run.width * size / 1000 for run in runs]
    lengths = list(map(sub, ends, starts))
    if not all(natural):
        return None
    scale = sum(lengths) / sum(natural)
    scales = list(map(truediv, lengths, natural))
    if not 0.2 < scale < 1.3 or max(scales) - scale > 0.15 or scale - min(scales) > 0.15:
        return None
    # Of the white behind a word, which it would eat where ours is wider than the others are, most stays.
    scale = min(scale, *((length + _EATEN * size) / width for length, width in zip(lengths, natural, strict=True)))
    return Row(look.y, size, scale, list(zip(starts, runs, strict=True)))


def apart(line: PageLine) -> Iterator[Word]:
    """The words of a line that is one ``Word`` with spaces in it."""
    if line.ends:
        whole = line.words[0]
        for number, (text, x0, x1) in enumerate(zip(whole.text.split(" "), *line.ends, strict=True)):
            yield whole._replace(text=text, x=x0, length=x1 - x0, spaced=number > 0)


def along(word: Word) -> float:
    """How far a word begins along its line, in points: x where the line is level."""
    return word.x * word.direction[0] + word.y * word.direction[1]


def set_turned(canvas: Canvas, line: PageLine, setting: Setting) -> None:
    """A line that runs up, down or aslant: kept words one after the other, labels as text between them.

    How far from the start of its line a kept word stands tells how wide what was before it is.
    """
    (dx, dy), first = line.direction, line.words[0]
    sides = ((first.x, dx, canvas.width), (first.y, dy, canvas.height))
    edge = min((at if step > 0 else at - size) / step for at, step, size in sides if abs(step) > 0.01)
    start = min(setting.starts, default=along(first) - edge + _EDGE)
    back = 0.0 if isinstance(line.parts[0], Word) else along(first) - start
    x, y = first.x - dx * back, first.y - dy * back
    for part in line.parts:
        text = part.text if isinstance(part, Word) else setting.label(part.redaction)
        shaped = shape(text, part.style if isinstance(part, Word) else LABEL_STYLE)
        size = part.size if isinstance(part, Word) else 0.8 * first.size
        canvas.text(x, y, size, shaped, direction=line.direction)
        step = (shaped.width * size / 1000 if text else 2 * size) + 0.27 * size
        x, y = x + dx * step, y + dy * step
