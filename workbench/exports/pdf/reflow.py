# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layout ``reflow``: the kept text set anew on clean pages, with tags for screen readers.

The one layout whose pages say nothing at all of what is gone: two originals that differ only in withheld text give the
same bytes. Set in Times, 11 points on 14, ragged right: a justified line would be no nicer in a copy full of labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.documents.bidi import has_rtl, levels, mirrored, order, runs_left, visual
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.cells import cells_of
from workbench.exports.pdf.fonts import Shaped, Style, shape
from workbench.exports.pdf.notices import add_notices
from workbench.exports.pdf.regions import Colour
from workbench.exports.pdf.setting import LABEL_STYLE
from workbench.exports.pdf.tag_tree import ITEM, NOWHERE, Cell, Mark, tag_of
from workbench.exports.pdf.writing import Writer
from workbench.exports.story import Block, Piece, story
from workbench.redaction.labels import Speaker
from workbench.redaction.model import Plan
from workbench.structure.model import Kind


WIDTH, HEIGHT, MARGIN = 612.0, 792.0, 72.0  # US Letter, an inch on every side
LABEL_FILL: Colour = (0.86, 0.86, 0.86)
LABEL_SIZE = 0.82  # of the text around it
NOTHING_KEPT = "[nothing of this document is kept]"


class _Look(NamedTuple):
    """How a kind of block is set. Lengths in points; ``tag`` is its structure type (ISO 32000-1, 14.8.4)."""

    style: Style
    size: float
    before: float
    indent: float
    colour: Colour = (0.0, 0.0, 0.0)
    centred: bool = False
    tag: str = "P"


_BODY = _Look(Style(), 11, 7, 0)
_LOOKS = {
    Kind.TITLE: _Look(Style(bold=True), 16, 10, 0, centred=True),
    Kind.HEADING: _Look(Style(bold=True), 12, 14, 0),
    Kind.LIST_ITEM: _Look(Style(), 11, 4, 18),
    Kind.TABLE_CELL: _Look(Style("sans"), 9.5, 3, 18),
    Kind.CAPTION: _Look(Style(italic=True), 10, 6, 0),
    Kind.FURNITURE: _Look(Style("sans"), 9, 2, 0, (0.25, 0.25, 0.25)),
}


class _Word(NamedTuple):
    """Text that is not broken. ``x`` counts from the left end of its line."""

    text: str
    shaped: Shaped
    piece: Piece
    size: float
    spaced: bool
    x: float = 0.0

    @property
    def width(self) -> float:
        pad = 2 * _pad(self.size) if self.piece.label else 0.0
        return self.shaped.width * self.size / 1000 + pad


def _pad(size: float) -> float:
    return 0.16 * size


def reflow(plan: Plan) -> bytes:
    """The kept text as a new PDF."""
    writer = Writer()
    blocks = story(plan) or [Block(Kind.BODY, (Piece(NOTHING_KEPT, label=True),))]
    setter = _Setter(writer, Speaker(term.text for term in plan.terms), cells_of(plan))
    for number, (block, tag) in enumerate(zip(blocks, _tags(blocks), strict=True)):
        follows_head = number > 0 and blocks[number - 1].kind is Kind.FURNITURE and block.kind is not Kind.FURNITURE
        setter.set(
            block, tag, keep_with_next=block.kind in (Kind.HEADING, Kind.TITLE), extra=10.0 if follows_head else 0.0
        )
    if not plan.notices.footer:
        _number_pages(writer.pages)
    add_notices(writer, plan.notices)
    return writer.tobytes()


def _tags(blocks: Sequence[Block]) -> list[str]:
    """The element that each block is. A label between two items of a list is one more, or it would end the list."""
    tags = [tag_of(block.kind) for block in blocks]
    numbers = [number for number, block in enumerate(blocks) if not block.is_label]
    for before, after in pairwise(numbers):
        if tags[before] == tags[after] == ITEM:
            tags[before:after] = [ITEM] * (after - before)
    return tags


@dataclass
class _Setter:
    """Fills pages from the top; ``y`` is the bottom of what was set last."""

    writer: Writer
    speaker: Speaker
    cells: Mapping[int, Cell]
    y: float = HEIGHT

    def set(self, block: Block, tag: str, *, keep_with_next: bool, extra: float) -> None:
        look = _LOOKS.get(block.kind, _BODY)._replace(tag=tag)
        leftwards = runs_left([piece.text for piece in block.pieces if not piece.label])
        lines = list(_lines(_words(block, look), WIDTH - 2 * MARGIN - look.indent))
        leading = round(look.size * 1.27, 1)
        self.y += look.before + extra
        parts: list[Mark] = []
        canvas: Canvas | None = None
        for number, line in enumerate(lines):
            # Two lines at least stay together at either end of a page, and a heading stays with what it heads.
            company = 1 if number == len(lines) - 2 or (number == 0 and len(lines) > 1) else 0
            needed = leading * (1 + company) + (3 * leading if keep_with_next else 0)
            if canvas is None or self.y + needed > HEIGHT - MARGIN:
                fresh = self._room(needed)
                if fresh is not canvas:
                    if canvas:
                        canvas.end()
                    canvas = fresh
                    parts.append(Mark(canvas.number, canvas.begin(look.tag)))
            self.y += leading
            baseline = self.y - 0.28 * look.size
            parts += _draw(canvas, line, baseline, look, self.speaker, leftwards=leftwards)
        if canvas:
            canvas.end()
            self.writer.tag(look.tag, parts, self.cells.get(block.start, NOWHERE))

    def _room(self, needed: float) -> Canvas:
        if not self.writer.pages or self.y + needed > HEIGHT - MARGIN:
            self.y = MARGIN
            return self.writer.page(WIDTH, HEIGHT)
        return self.writer.pages[-1]


def _words(block: Block, look: _Look) -> Iterator[_Word]:
    for piece in block.pieces:
        style, size = (LABEL_STYLE, look.size * LABEL_SIZE) if piece.label else (look.style, look.size)
        parts = [piece.text] if piece.label else piece.text.split()
        for number, part in enumerate(parts):
            spaced = piece.spaced if number == 0 else True
            shown = visual(part) if has_rtl(part) else part
            yield from _fitting(_Word(shown, shape(shown, style), piece, size, spaced), style)


def _fitting(word: _Word, style: Style) -> Iterator[_Word]:
    """The word itself, or in pieces where it is wider than any line."""
    room = WIDTH - 2 * MARGIN - 40
    if word.width <= room:
        yield word
        return
    step = max(1, int(len(word.text) * room / word.width) - 1)
    for start in range(0, len(word.text), step):
        part = word.text[start : start + step]
        yield word._replace(text=part, shaped=shape(part, style), spaced=word.spaced and start == 0)


def _lines(words: Iterator[_Word], room: float) -> Iterator[list[_Word]]:
    """Lines filled from the left; words without a space between them stay together where they can."""
    line: list[_Word] = []
    for group in _groups(words):
        space = 0.25 * group[0].size if line and group[0].spaced else 0.0
        x = (line[-1].x + line[-1].width if line else 0.0) + space
        if line and x + sum(word.width for word in group) > room:
            yield line
            line, x = [], 0.0
        for word in group:
            if line and x + word.width > room:
                yield line
                line, x = [], 0.0
            line.append(word._replace(x=x))
            x += word.width
    if line:
        yield line


def _groups(words: Iterator[_Word]) -> Iterator[list[_Word]]:
    group: list[_Word] = []
    for word in words:
        if group and word.spaced:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _as_seen(line: list[_Word], *, leftwards: bool) -> list[_Word]:
    """The words of a line from left to right; they come in the order in which they are read."""
    texts = ["" if word.piece.label else word.text for word in line]
    if not has_rtl("".join(texts)):
        return line if not leftwards else _placed(line[::-1], [*(word.spaced for word in line[:0:-1])])
    places, told = order(texts, leftwards=leftwards), levels(texts, leftwards=leftwards)
    spaced = [line[max(pair)].spaced if abs(pair[0] - pair[1]) == 1 else True for pair in pairwise(places)]
    turned = [line[place] if has_rtl(texts[place]) else _turned(line[place], told[place]) for place in places]
    return _placed(turned, spaced)


def _turned(word: _Word, level: int) -> _Word:
    """A word of signs, such as a bracket, as it stands among words that run to the left."""
    return word if word.piece.label else word._replace(text=mirrored(word.text, level))


def _placed(words: list[_Word], spaced: list[bool]) -> list[_Word]:
    """Words one after the other, ``spaced`` those behind the first that have white before them."""
    done: list[_Word] = []
    for word, apart in zip(words, [False, *spaced], strict=True):
        x = done[-1].x + done[-1].width + (0.25 * word.size if apart else 0.0) if done else 0.0
        done.append(word._replace(x=x, spaced=apart))
    return done


def _draw(
    canvas: Canvas, line: list[_Word], baseline: float, look: _Look, speaker: Speaker, *, leftwards: bool
) -> list[Mark]:
    """Draw a line; the marked contents that labels in it begin. ``leftwards``: its block runs from right to left."""
    parts: list[Mark] = []
    line = _as_seen(line, leftwards=leftwards)
    width = line[-1].x + line[-1].width
    left = WIDTH - MARGIN - look.indent - width if leftwards else MARGIN + look.indent
    left = (WIDTH - width) / 2 if look.centred else left
    for (label, struck), group in groupby(line, key=lambda word: (word.piece.label, word.piece.struck)):
        words = list(group)
        if label:
            for word in words:
                canvas.end()
                parts.append(Mark(canvas.number, canvas.begin("P"), speaker.say(word.text)))
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


def _draw_label(canvas: Canvas, x: float, baseline: float, word: _Word) -> None:
    canvas.box(x, baseline - 0.95 * word.size, x + word.width, baseline + 0.3 * word.size, LABEL_FILL)
    canvas.text(x + _pad(word.size), baseline, word.size, word.shaped)


def _number_pages(pages: list[Canvas]) -> None:
    style = Style("sans")
    for canvas in pages:
        shaped = shape(f"{canvas.number + 1}", style)
        canvas.begin_artifact()
        canvas.text((WIDTH - shaped.width * 8 / 1000) / 2, HEIGHT - MARGIN / 2, 8, shaped, colour=(0.4, 0.4, 0.4))
        canvas.end()
