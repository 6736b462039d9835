# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line through kept words that no longer count, such as a cancelled marking; they stay readable below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.drawings import Shape
from workbench.exports.pdf.fonts import shape
from workbench.exports.pdf.kept import Word
from workbench.exports.pdf.labels import readable_colour


_HEIGHT = 0.3  # of the font size: of the line above the baseline
_MIDDLE = (0.05, 0.7)  # of the font size: a rule in this height strikes through, one below or above it does not
_ENOUGH = 0.8  # of the words: as long is the original's own line


def strike(canvas: Canvas, words: Sequence[Word], shapes: Sequence[Shape]) -> None:
    """One line through each run of struck words; none where a rule of the original, kept in ``shapes``, strikes it."""
    for run in _runs(words):
        first, last = run[0], run[-1]
        (dx, dy), up = first.direction, _HEIGHT * first.size
        end = last.length or shape(last.text, last.style).width * last.size / 1000
        x0, y0, x1, y1 = first.x - dx, first.y - dy, last.x + dx * (end + 1), last.y + dy * (end + 1)
        if not any(_strikes(each, (x0, x1), first) for each in shapes):
            colour = readable_colour(first, shapes) if first.visible else (0.0, 0.0, 0.0)
            canvas.line(x0 + dy * up, y0 - dx * up, x1 + dy * up, y1 - dx * up, max(0.6, 0.06 * first.size), colour)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Struck words one after the other on one baseline, without wide white between them."""
    run: list[Word] = []
    for word in words:
        if run and (not word.struck or word.wide or not _follows(run[-1], word)):
            yield run
            run = []
        if word.struck:
            run.append(word)
    if run:
        yield run


def _follows(left: Word, right: Word) -> bool:
    (dx, dy) = left.direction
    return right.direction == left.direction and abs((right.y - left.y) * dx - (right.x - left.x) * dy) < 0.5


def _strikes(rule: Shape, across: tuple[float, float], word: Word) -> bool:
    """Whether a rule that lies goes through the middle of level words that reach ``across``."""
    x0, y0, x1, y1 = rule.rect
    least, most = _MIDDLE
    level = rule.is_rule and x1 - x0 > y1 - y0 and word.direction == (1.0, 0.0)
    common = min(x1, across[1]) - max(x0, across[0])
    through = least * word.size < word.y - (y0 + y1) / 2 < most * word.size
    return level and through and common > _ENOUGH * (across[1] - across[0])
