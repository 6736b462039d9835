# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of kept text and labels for layout ``reflow``: words, as many of them on a line as fit, and their drawing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.documents.bidi import has_rtl, levels, mirrored, order, runs_left, visual
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.fonts import Shaped, Style, shape
from workbench.exports.pdf.regions import Colour
from workbench.exports.pdf.tag_tree import Mark
from workbench.exports.pdf.typesetting import LABEL_STYLE, LEGIBLE, broken, code_of
from workbench.exports.story import Block, Piece
from workbench.redaction.labels import Speaker


LABEL_FILL: Colour = (0.86, 0.86, 0.86)
LABEL_SIZE = 0.82  # of the text around it
_THIN = 0.2  # of the font size: hardly a letter is narrower


class Look(NamedTuple):
    """How a kind of block is set. Lengths in points; ``tag`` is its structure type (ISO 32000-1, 14.8.4)."""

    style: Style
    size: float
    before: float
    indent: float
    colour: Colour = (0.0, 0.0, 0.0)
    centred: bool = False
    tag: str = "P"

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return round(self.size * 1.27, 1)


class Word(NamedTuple):
    """Text that is not broken. ``x`` counts from the left end of its line; a label may be its code alone.

    ``blank`` is how wide the space before it is, if it is ``spaced``.
    """

    text: str
    shaped: Shaped
    piece: Piece
    size: float
    spaced: bool
    blank: float
    x: float = 0.0

    @property
    def width(self) -> float:
        """In points, with the white at both ends of a label."""
        pad = 2 * _pad(self.size) if self.piece.label else 0.0
        return self.shaped.width * self.size / 1000 + pad


class Setting(NamedTuple):
    """A block set in lines. ``leftwards``: it runs from right to left."""

    look: Look
    lines: list[list[Word]]
    leftwards: bool


def _pad(size: float) -> float:
    return 0.16 * size


def set_block(block: Block, look: Look, room: float) -> Setting:
    """The lines of a block, none wider than ``room``."""
    words = [part for word in words_of(block, look) for part in _fitting(word, look, room)]
    spaced = [word.spaced for word in words]
    places = broken([word.width for word in words], [word.spaced * word.blank for word in words], spaced, room, room)
    lines = [_placed(words[start:end], spaced[start + 1 : end]) for start, end in places]
    return Setting(look, lines, runs_left([piece.text for piece in block.pieces if not piece.label]))


def words_of(block: Block, look: Look) -> Iterator[Word]:
    """The words and labels of a block, however wide."""
    for piece in block.pieces:
        style, size = (LABEL_STYLE, look.size * LABEL_SIZE) if piece.label else (look.style, look.size)
        parts = [piece.text] if piece.label else piece.text.split()
        blank = shape(" ", style).width * size / 1000
        for number, part in enumerate(parts):
            spaced = piece.spaced if number == 0 else True
            shown = visual(part) if has_rtl(part) else part
            yield Word(shown, shape(shown, style), piece, size, spaced, blank)


def narrowest(word: Word) -> Word:
    """A label as narrow as it can be read: its code alone where it has one, else smaller."""
    code = code_of(word.text)
    return _label(word, code, word.size if code != word.text else LEGIBLE)


def _label(word: Word, text: str, size: float) -> Word:
    return word._replace(text=text, shaped=shape(text, LABEL_STYLE), size=min(word.size, size))


def _fitting(word: Word, look: Look, room: float) -> Iterator[Word]:
    """The word itself; where it is wider than any line a label that is narrower, or the word in pieces."""
    if word.piece.label and word.width > room:
        smaller = _label(word, word.text, int(20 * word.size * room / word.width) / 20)
        word = smaller if smaller.size >= LEGIBLE else narrowest(word)
    if word.width <= room:
        yield word
        return
    style = LABEL_STYLE if word.piece.label else look.style
    start, most = 0, max(1, int(room / (_THIN * word.size)))
    while start < len(word.text):
        tried = range(start, min(len(word.text), start + most))
        end = max(start + 1, start + bisect_right(tried, room, key=lambda at: _part(word, start, at + 1, style).width))
        yield _part(word, start, end, style)
        start = end


def _part(word: Word, start: int, end: int, style: Style) -> Word:
    text = word.text[start:end]
    return word._replace(text=text, shaped=shape(text, style), spaced=word.spaced and start == 0)


def groups(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words without a space between them."""
    group: list[Word] = []
    for word in words:
        if group and word.spaced:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _as_seen(line: list[Word], *, leftwards: bool) -> list[Word]:
    """The words of a line from left to right; they come in the order in which they are read."""
    texts = ["" if word.piece.label else word.text for word in line]
    if not has_rtl("".join(texts)):
        return line if not leftwards else _placed(line[::-1], [*(word.spaced for word in line[:0:-1])])
    places, told = order(texts, leftwards=leftwards), levels(texts, leftwards=leftwards)
    spaced = [line[max(pair)].spaced if abs(pair[0] - pair[1]) == 1 else True for pair in pairwise(places)]
    turned = [line[place] if has_rtl(texts[place]) else _turned(line[place], told[place]) for place in places]
    return _placed(turned, spaced)


def _turned(word: Word, level: int) -> Word:
    """A word of signs, such as a bracket, as it stands among words that run to the left."""
    return word if word.piece.label else word._replace(text=mirrored(word.text, level))


def _placed(words: list[Word], spaced: list[bool]) -> list[Word]:
    """Words one after the other, ``spaced`` those behind the first that have white before them."""
    done: list[Word] = []
    x = 0.0
    for word, apart in zip(words, [False, *spaced], strict=True):
        x += apart * word.blank
        done.append(word._replace(x=x, spaced=apart))
        x += word.width
    return done


def draw(
    canvas: Canvas, line: list[Word], baseline: float, between: tuple[float, float], setting: Setting, speaker: Speaker
) -> list[Mark]:
    """Draw a line of ``setting`` from the left x to the right; the marked contents that labels in it begin."""
    look, parts = setting.look, list[Mark]()
    line = _as_seen(line, leftwards=setting.leftwards)
    width = line[-1].x + line[-1].width
    left = between[1] - width if setting.leftwards else between[0]
    left = (sum(between) - width) / 2 if look.centred else left
    for (label, struck), group in groupby(line, key=lambda word: (word.piece.label, word.piece.struck)):
        words = list(group)
        if label:
            for word in words:
                canvas.end()
                said = word.piece.text if word.text == code_of(word.piece.text) else word.text
                parts.append(Mark(canvas.number, canvas.begin("P"), speaker.say(said)))
                _draw_label(canvas, left + word.x, baseline, word)
                canvas.end()
                parts.append(Mark(canvas.number, canvas.begin(look.tag)))
            continue
        # One string with its spaces, not a word at a time: what is copied out of the page reads as it was written.
        text = "".join(" " * (word.spaced and number > 0) + word.text for number, word in enumerate(words))
        x, end = left + words[0].x, left + words[-1].x + words[-1].width
        canvas.text(x, baseline, look.size, shape(text, look.style), colour=look.colour)
        if struck:
            canvas.line(x - 1, baseline - 0.3 * look.size, end + 1, baseline - 0.3 * look.size, 0.9)
    return parts


def _draw_label(canvas: Canvas, x: float, baseline: float, word: Word) -> None:
    canvas.box(x, baseline - 0.95 * word.size, x + word.width, baseline + 0.3 * word.size, LABEL_FILL)
    canvas.text(x + _pad(word.size), baseline, word.size, word.shaped)
