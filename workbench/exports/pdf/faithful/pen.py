# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws the lines of a page: whole ones, those set anew around labels, those whose pixels are shown, struck words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat
from typing import Any

from workbench.exports.notes import Notes
from workbench.exports.pdf.canvas import BLACK, Canvas, Row
from workbench.exports.pdf.faithful.drawings import Shape
from workbench.exports.pdf.faithful.kept import Gap, PageLine, Word
from workbench.exports.pdf.faithful.labels import BOX, Tagger, readable_colour
from workbench.exports.pdf.faithful.lines import apart, row_of, set_turned
from workbench.exports.pdf.faithful.setting import Set, Setting, set_line
from workbench.exports.pdf.fonts import shape
from workbench.exports.pdf.regions import Colour


_ONE_WORD = 0.1  # of the font size: white between letters up to which every reader takes them for one word
# The line through kept words that no longer count, such as a cancelled marking; they stay readable below it.
_HEIGHT = 0.3  # of the font size: of the line above the baseline
_MIDDLE = (0.05, 0.7)  # of the font size: a rule in this height strikes through, one below or above it does not
_ENOUGH = 0.8  # of the words: as long is the original's own line


class Pen:
    """For one page. ``stands_on`` tells the shapes that words must be told from, once they are drawn."""

    def __init__(self, canvas: Canvas, tagger: Tagger, notes: Notes, labels: Sequence[str]) -> None:
        """``labels`` are those of the redactions, by their numbers; ``notes`` are added to."""
        self._canvas, self._tagger, self._notes, self._labels = canvas, tagger, notes, labels
        self._shapes: Sequence[Shape] = ()
        self._grounds: Sequence[Shape] = ()

    def stands_on(self, shapes: Sequence[Shape]) -> None:
        """What is drawn below the words: a manual has dozens of rules on a page and hardly a ground."""
        self._shapes, self._grounds = shapes, [shape for shape in shapes if not shape.is_rule]

    def shown(self, line: PageLine) -> None:
        """A line whose pixels are kept: its words are there to be searched and copied."""
        self._tagger.text(self._canvas)
        self._draw(line.words, _row(line.words), shown=True)
        _strike(self._canvas, line.words, (), ())

    def whole(self, line: PageLine) -> None:
        """Words of one look as one string: half the bytes, and read back as the line it is."""
        self._tagger.text(self._canvas)
        parted = [*apart(line)] if self._grounds and line.ends else line.words
        for _, group in groupby(parted, key=self._seen if self._grounds else _look):
            words = list(group)
            if line.ends and parted is line.words:
                self._draw([*apart(line)], row_of(words[0], words[0].text.split(" "), *line.ends))
            else:
                self._draw(words, _row(words) if len(words) > 1 else None)
        _strike(self._canvas, line.words, self._shapes, self._grounds)

    def _seen(self, word: Word) -> tuple[Any, ...]:
        """The look of a word on the ground that it now has: a ground may lie below some words of a line only."""
        return *_look(word), _paint(word, self._grounds)

    def set(self, line: PageLine, setting: Setting) -> None:
        """A line of which a part is withheld: kept words and labels one after the other."""
        if line.direction[0] < 0.9:
            self._tagger.text(self._canvas)
            set_turned(self._canvas, line, setting)
            return
        for is_word, group in groupby(set_line(line, setting), key=lambda item: isinstance(item.part, Word)):
            if is_word:
                self._tagger.text(self._canvas)
                self._set_words(list(group))
            else:
                for item in group:
                    self._set_label(item, line.baseline)

    def _set_label(self, item: Set, baseline: float) -> None:
        top, bottom = baseline - 0.95 * item.size, baseline + 0.3 * item.size
        self._canvas.box(item.x, top, item.x + item.width, bottom, BOX)
        if item.shaped and isinstance(item.part, Gap):
            x = item.x + 0.2 * item.size * item.scale
            with self._tagger.label(self._canvas, self._labels[item.part.redaction]):
                self._canvas.text(x, baseline, item.size, item.shaped, scale=item.scale)

    def _set_words(self, items: Sequence[Set]) -> None:
        """Kept words that follow each other, as one string where they are of one look."""
        words = [_moved(item.part, item.x, item.width) for item in items if isinstance(item.part, Word)]
        self._draw(words, _row(words) if len(set(map(self._seen, words))) == 1 else None, items)
        _strike(self._canvas, words, self._shapes, self._grounds)

    def _draw(
        self,
        words: Sequence[Word],
        row: Row | None,
        places: Iterable[Set | None] = repeat(None),
        *,
        shown: bool = False,
    ) -> None:
        if row:
            self._canvas.row(row, colour=_paint(words[0], self._grounds), invisible=shown)
            return
        for word, place in zip(words, places, strict=False):
            self._word(word, place, shown=shown)

    def _word(self, word: Word, place: Set | None, *, shown: bool) -> None:
        """``shown``: the picture below shows the word already."""
        shaped = shape(word.text, word.style)
        self._notes.add("X104", self._canvas.number + 1, shaped.missing)
        natural = shaped.width * word.size / 1000
        x, scale, spacing = word.x, 1.0, 0.0
        if place:
            x, scale = place.x, place.scale
        elif natural and word.visible and word.length > 1.3 * natural and len(word.text) > 1:
            spacing = min((word.length - natural) / len(word.text), _ONE_WORD * word.size)
            scale = (word.length - spacing * len(word.text)) / natural
        elif natural and word.length > 0:
            scale = min(3.0, max(0.2, word.length / natural))
        colour, at = _paint(word, () if shown else self._grounds), (x, word.y, word.size, shaped)
        self._canvas.text(*at, colour=colour, scale=scale, spacing=spacing, direction=word.direction, invisible=shown)


def _look(word: Word) -> tuple[Any, ...]:
    return word.y, word.size, word.style, word.colour, word.direction, word.visible, word.struck, word.wide


def _paint(word: Word, grounds: Sequence[Shape]) -> Colour:
    """The colour of a word on the ground that it now has; that of an OCR's words is of no picture of ours."""
    return readable_colour(word, grounds) if word.visible else BLACK


def _moved(word: Word, x: float, length: float) -> Word:
    return Word(word.text, x, word.y, length, *word[4:])  # in half the time of ``_replace``


def _row(words: Sequence[Word]) -> Row | None:
    if words[0].direction != (1.0, 0.0) or not all(word.spaced for word in words[1:]):
        return None
    sides = [word.x for word in words], [word.x + word.length for word in words]
    return row_of(words[0], [word.text for word in words], *sides)


def _strike(canvas: Canvas, words: Sequence[Word], shapes: Sequence[Shape], grounds: Sequence[Shape]) -> None:
    """One line through each run of struck words; none where a rule of the original, kept in ``shapes``, strikes it."""
    for run in _struck(words):
        first, last = run[0], run[-1]
        (dx, dy), up = first.direction, _HEIGHT * first.size
        end = last.length or shape(last.text, last.style).width * last.size / 1000
        x0, y0, x1, y1 = first.x - dx, first.y - dy, last.x + dx * (end + 1), last.y + dy * (end + 1)
        if not any(_strikes(each, (x0, x1), first) for each in shapes):
            width = max(0.6, 0.06 * first.size)
            canvas.line(x0 + dy * up, y0 - dx * up, x1 + dy * up, y1 - dx * up, width, _paint(first, grounds))


def _struck(words: Sequence[Word]) -> Iterator[list[Word]]:
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
