# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which characters of a page a reader can see. Asked only of pages that have something suspicious on them.

What cannot be seen is left out of the text and counted by its cause. The one exception is the text layer that OCR lays
under or over the picture of a scanned page: it is what the reader sees, so it is the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from workbench.documents.pdf.covers import BLOCKS, Cover, Covers, Grounds, Retyped
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.pieces import RawWord, around, is_delimiter
from workbench.documents.pdf.shapes import Rectangle, luminance


_CLIPS = 64
_PALE = 228
PAINTED = 16 | 32 | _CLIPS
"""MuPDF's bits for filled, stroked and clipped-to characters; render mode 3 sets none of them."""
_CLEAR = 16
LOWEST, _SMALL_PAGE = 0.8, 600.0
"""Points: letters of a lower font are not seen, on a page whose longer side is no smaller."""
_HEIGHT = 1.2
"""Of the box of a letter, in sizes of its font; MuPDF's size is the mean of how high and how wide it is set."""

_FRAME = 1.2
"""Points: so far inside of a shape the line around it is drawn."""
LINE_THROUGH = 1 / 3
"""Of the height of a word: a shape that is no higher strikes it out."""
_SLIVER = 3.0
"""Points: less of a word beside what is typed over it need not have any ink."""


class Cause(StrEnum):
    """Why a reader cannot see a word."""

    OUTSIDE = "outside the page"
    CLIPPED = "cut off by a clip"
    INVISIBLE = "not painted"
    CLIP = "only what other paint is cut to"
    PALE = "in the colour of its ground"
    COVERED = "covered by a drawing or picture"
    TINY = "too small to read"
    OCR = "ocr"


def is_pale(color: int) -> bool:
    """Whether a colour (0xRRGGBB) is so light that it can be read on a dark ground only."""
    return color & 0xE0E0E0 == 0xE0E0E0 or luminance(color) >= _PALE


def is_tiny(span: dict[str, Any], length: float) -> bool:
    """Whether the letters of a span, in boxes as long as that, are too low to be read or squeezed too much."""
    size = span["size"]
    return bool(size < LOWEST or size * size * _HEIGHT < LOWEST * length)


def is_unpainted(span: dict[str, Any]) -> bool:
    """Whether a span is not painted at all, or with paint as good as clear."""
    return not span["char_flags"] & PAINTED or (span["alpha"] < _CLEAR and not is_clip(span))


def is_clip(span: dict[str, Any]) -> bool:
    """Whether other paint (a gradient, a pattern) is cut to the letters of a span; MuPDF does not say which."""
    return bool(span["char_flags"] & _CLIPS) and span["alpha"] < _CLEAR


class Unseen(NamedTuple):
    """Characters one after the other that nobody sees, or in a picture only (``Cause.OCR``), and the box around them.

    ``painted``: they are, and something else keeps them from being seen; ``picture``: that may be a picture alone.
    """

    cause: Cause
    box: Rectangle
    characters: int
    painted: bool = True
    picture: bool = False


class Seen(NamedTuple):
    """The words a reader sees, those that are the layer of an OCR, and what is hidden."""

    words: list[RawWord]
    layer: list[RawWord]
    hidden: list[Unseen]


def visible_words(
    lines: Sequence[list[RawWord]], odd: Collection[tuple[int, int]], blocks: list[dict[str, Any]], judge: Judge
) -> Seen:
    """What a reader sees of a page with the words ``lines``, given MuPDF's ``rawdict`` blocks.

    Only the lines with the numbers ``odd`` are judged, character by character; a word of which a part is hidden is
    the part that is seen.
    """
    texts = [block["lines"] for block in blocks if block["type"] == 0]
    seen = Seen([], [], [])
    for line in lines:
        block, number = line[0][5:7]
        if (block, number) in odd:
            _judge_line(texts[block][number], (block, number), judge, seen)
        else:
            seen.words.extend(line)
    return seen


def _judge_line(line: dict[str, Any], key: tuple[int, int], judge: Judge, seen: Seen) -> None:
    first = len(seen.words)
    for _, parts in groupby(_runs(line, key[0], judge), key=attrgetter("word")):
        for run, cause in _joined((run, judge.confirm(run)) for run in parts):
            if cause:
                seen.hidden.append(judge.told(run, cause))
            if cause in (None, Cause.OCR):
                seen.words.append((*run.box, run.text, *key, len(seen.words) - first))
            if cause is Cause.OCR:
                seen.layer.append(seen.words[-1])


def _joined(judged: Iterable[tuple[_Run, Cause | None]]) -> Iterator[tuple[_Run, Cause | None]]:
    """Neighbours of which the same came out, as one: what crosses the edge of a frame is no word in two."""
    for cause, group in groupby(judged, key=itemgetter(1)):
        runs = [run for run, _ in group]
        yield runs[0]._replace(text="".join(run.text for run in runs), box=around([run.box for run in runs])), cause


class _Run(NamedTuple):
    """Characters without white space between them that share a suspicion; ``word``: where theirs begins in the line."""

    text: str
    box: Rectangle
    block: int
    cause: Cause | None
    word: int


class Judge:
    """Says of characters whether they are seen: first by how they are painted, then by the pixels of the page."""

    def __init__(
        self,
        covers: Covers,
        grounds: Grounds,
        size: tuple[float, float],
        picture: PagePicture,
        words: Sequence[RawWord] = (),
        *,
        scan: bool = False,
    ) -> None:
        """``size`` is the page's width and height in points; ``words`` are all of the page.

        ``scan``: unpainted text is the layer of an OCR.
        """
        self._covers, self._grounds = covers, grounds
        self._retyped = Retyped(words)
        self._width, self._height = size
        self._picture = picture
        self._scan = scan

    def suspect(self, box: tuple[float, float, float, float], block: int, span: dict[str, Any]) -> Cause | None:
        """Why this character may be hidden."""
        x0, y0, x1, y1 = box
        if x1 <= 0 or y1 <= 0 or x0 >= self._width or y0 >= self._height:
            return Cause.OUTSIDE
        if is_unpainted(span):
            return Cause.INVISIBLE
        if is_clip(span):
            return Cause.CLIP
        if is_tiny(span, max(x1 - x0, y1 - y0)) and max(self._width, self._height) > _SMALL_PAGE:
            return Cause.TINY
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        cover = self._covers.hiding(x, y, block) if self._covers else None
        if cover and not (cover.stroke and is_pale(span["color"])):  # white words in a frame on a dark ground
            return Cause.OCR if cover.scan else Cause.COVERED
        if is_pale(span["color"]) or self._grounds.hide(span["color"], box):
            return Cause.PALE
        return Cause.CLIPPED if x0 < 0 or y0 < 0 or x1 > self._width or y1 > self._height else None

    def confirm(self, run: _Run) -> Cause | None:
        """The suspicion, if the pixels bear it out."""
        if run.cause in (None, Cause.OUTSIDE, Cause.TINY):
            return run.cause
        clear = run.cause in (Cause.INVISIBLE, Cause.CLIP)
        if clear and not self._scan:
            shown = run.cause is Cause.CLIP and self._picture.stands_out(*run.box)
            return None if shown else Cause.INVISIBLE
        blank = self._picture.is_blank(*run.box)
        if run.cause is Cause.CLIPPED:  # over the edge of the page
            return Cause.OUTSIDE if blank else None
        if clear or run.cause is Cause.OCR:
            return Cause.COVERED if blank else Cause.OCR
        if blank or run.cause is Cause.PALE:
            return run.cause if self._shows_nothing(*run.box) else None
        # Something is seen there: the cover's own text, or the words through a highlighter, or paper beyond its edge.
        over = self._over(run)
        if any(self._is_under(run.box, c) for c in over if not c.picture):
            return Cause.COVERED
        over = [cover for cover in over if not cover.veil]
        if any(c.picture and not c.clear for c in over) or self._retyped.on(run.box, over):
            return Cause.COVERED
        # A dark shape that leaves the place light was cut off by a clip or belongs to a mask.
        return Cause.COVERED if any(c.dark for c in over) and self._picture.is_dark(*run.box) else None

    def told(self, run: _Run, cause: Cause) -> Unseen:
        """What is to be told of characters that are hidden for that cause."""
        over = [cover for cover in self._over(run) if not cover.stroke]
        picture = bool(over) and all(cover.picture for cover in over)
        return Unseen(cause, run.box, len(run.text), run.cause not in (Cause.INVISIBLE, Cause.CLIP), picture)

    def _over(self, run: _Run) -> list[Cover]:
        return self._covers.over((run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2, run.block)

    def _is_under(self, box: Sequence[float], cover: Cover) -> bool:
        """Whether nothing is seen where a shape covers a box, but for the frame of the shape and a code typed on it.

        Beside a line through a word its letters are seen.
        """
        if cover.y1 - cover.y0 <= LINE_THROUGH * (box[3] - box[1]):
            return self._shows_nothing(*box, faint=True)
        x0, x1 = max(box[0], cover.x0 + _FRAME), min(box[2], cover.x1 - _FRAME)
        y0, y1 = max(box[1], cover.y0 + _FRAME), min(box[3], cover.y1 - _FRAME)
        free = list(self._retyped.beside((x0, y0, x1, y1), cover.after)) if y0 < y1 else []
        return bool(free) and all(self._shows_nothing(left, y0, right, y1, faint=True) for left, right in free)

    def _shows_nothing(self, *box: float, faint: bool = False) -> bool:
        wide = box[2] - box[0] >= _SLIVER
        return self._picture.is_blank(*box) or (wide and self._picture.is_textless(*box, faint=faint))


def _runs(line: dict[str, Any], block: int, judge: Judge) -> Iterator[_Run]:
    text: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    cause: Cause | None = None
    word = place = 0
    for span in line["spans"]:
        for char in span["chars"]:
            c, b = char["c"], char["bbox"]
            why = None if is_delimiter(c) or c in BLOCKS else judge.suspect(b, block, span)
            if text and (is_delimiter(c) or why != cause):
                yield _Run("".join(text), box, block, cause, word)
                text = []
            place += len(c)
            if is_delimiter(c):
                word = place
                continue
            box = (min(box[0], b[0]), min(box[1], b[1]), max(box[2], b[2]), max(box[3], b[3])) if text else tuple(b)
            cause = why
            text.append(c)
    if text:
        yield _Run("".join(text), box, block, cause, word)
