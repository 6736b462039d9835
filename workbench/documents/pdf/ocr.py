# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page of a PDF that is a picture: its words by OCR, in points of the page and in reading order.

What the file itself types over the picture (a stamp, a release footer) is exact and stays; what OCR makes of the same
ink is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pymupdf

from workbench.documents import ocr
from workbench.documents.model import Recognised
from workbench.documents.pdf.order import arrange
from workbench.documents.pdf.page import PageWords
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.pieces import Fragment, RawWord, Row, around, has_middle_in
from workbench.documents.pdf.pixels.strikes import Printed, struck_through
from workbench.documents.pdf.strikes import StruckWord
from workbench.documents.pdf.visible import Cause


if TYPE_CHECKING:
    from workbench.documents.ocr.picture import Upright


# MuPDF numbers blocks from 0.
_BLOCK = -1
_WIDE = 1.6
_POOR = 0.65
_SLACK = 2.0


@dataclass(slots=True)
class OcrPage:
    """The page with the recognised words in it, and which of those the engine was unsure of."""

    words: PageWords
    recognised: Recognised
    unsure: list[RawWord]
    count: int


@dataclass(slots=True)
class _Reading:
    """What an engine made of a page turned one way."""

    lying: Upright
    words: list[ocr.OcrWord]

    @property
    def score(self) -> float:
        """How much was read, weighed by how sure the engine is."""
        return sum(len(word.text) * word.confidence**2 for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean over the words; 0 without any."""
        return sum(word.confidence for word in self.words) / len(self.words) if self.words else 0.0


def read_picture(page: pymupdf.Page, words: PageWords) -> OcrPage | None:
    """``words`` with what OCR reads on the picture of ``page``; None where it reads nothing.

    A reading that is poor all over is none: garbage must not pass for a page that was read and carries no mark.
    """
    engine = ocr.engine_name()
    if engine is None:
        return None
    picture = PagePicture(page, ocr.RESOLUTION)
    reading = _read(picture)
    if not reading.words or reading.confidence < ocr.UNSURE:
        return None
    layer = set(words.layer)
    typed = [word for word in words.visible if word not in layer]
    found = [w for w in _placed(reading, picture.scale) if not _is_typed(w, typed)]
    if not found:
        return None
    lying = reading.lying
    recognised = Recognised(engine, round(reading.confidence, 4), lying.turn, lying.skew)
    raw = [word.raw for word in found]
    read = arrange(_fragments(found, upright=not (lying.turn or lying.skew)))
    blocks = _joined(read, typed)
    struck = [*(struck for struck in words.struck if struck.word in typed), *_struck(reading, found, picture.scale)]
    hidden = [unseen for unseen in words.hidden if unseen.cause is not Cause.OCR]
    whole = replace(words, blocks=blocks, visible=[*typed, *raw], struck=struck, hidden=hidden, layer=(), run=None)
    return OcrPage(whole, recognised, [w.raw for w in found if w.confidence < ocr.UNSURE], len(raw))


@dataclass(slots=True)
class _Placed:
    """A recognised word with its box on the page and, for the order of reading, in the upright picture (points)."""

    raw: RawWord
    frame: tuple[float, float, float, float]
    confidence: float
    line: int


def _read(picture: PagePicture) -> _Reading:
    """The reading of the page as it lies, or turned where that is plainly poor and another way is better."""
    from PIL import Image

    from workbench.documents.ocr.picture import upright

    grey = Image.fromarray(picture.grey)
    lying = upright(grey)
    level = _Reading(lying, ocr.recognise(lying.picture))
    sideways = _is_sideways(level.words)
    if not level.words or (level.confidence >= _POOR and not sideways):
        return level
    turns = [upright(grey, turn) for turn in ((90, 270) if sideways else (180, 90, 270))]
    turned = max((_Reading(lying, ocr.recognise(lying.picture)) for lying in turns), key=lambda r: r.score)
    return turned if turned.score > (0.9 if sideways else 1.5) * level.score else level


def _is_sideways(words: list[ocr.OcrWord]) -> bool:
    """Whether most words of several letters stand higher than wide."""
    long = [word for word in words if len(word.text) > 2]
    return 2 * sum(word.y1 - word.y0 > word.x1 - word.x0 for word in long) > len(long)


def _placed(reading: _Reading, scale: float) -> list[_Placed]:
    found = []
    for number, word in enumerate(reading.words):
        corners = [reading.lying.to_page(x, y) for x in (word.x0, word.x1) for y in (word.y0, word.y1)]
        xs, ys = [x / scale for x, _ in corners], [y / scale for _, y in corners]
        text = "".join(word.text.split())
        raw = (min(xs), min(ys), max(xs), max(ys), text, _BLOCK, word.line, number)
        frame = (word.x0 / scale, word.y0 / scale, word.x1 / scale, word.y1 / scale)
        found.append(_Placed(raw, frame, word.confidence, word.line))
    return found


def _struck(reading: _Reading, words: list[_Placed], scale: float) -> list[StruckWord]:
    """The words that the picture shows with a line through them."""
    from workbench.documents.ocr.picture import ink_threshold

    grey = np.asarray(reading.lying.picture)
    printed = []
    for word in words:
        x0, y0, x1, y1 = word.frame
        printed.append(Printed(x0 * scale, y0 * scale, x1 * scale, y1 * scale, word.raw[4]))
    raw = [words[i].raw for i in struck_through(grey, printed, ink_threshold(grey))]
    return [StruckWord(word, word[0], word[2]) for word in raw]


def _fragments(words: list[_Placed], *, upright: bool) -> list[Fragment]:
    fragments = []
    for _, group in groupby(sorted(words, key=attrgetter("line")), key=attrgetter("line")):
        line = sorted(group, key=lambda w: w.frame[0])
        # Tight boxes reach up and down as far as their letters do; the middle ones are those of the line.
        top, bottom = median(w.frame[1] for w in line), median(w.frame[3] for w in line)
        wide = _WIDE * (bottom - top)
        cuts = [i for i in range(1, len(line)) if line[i].frame[0] - line[i - 1].frame[2] > wide]
        for first, last in pairwise([0, *cuts, len(line)]):
            part = line[first:last]
            box = (part[0].frame[0], top, max(w.frame[2] for w in part), bottom)
            fragments.append(Fragment(*box, [w.raw for w in part], upright=upright))
    return fragments


def _is_typed(word: _Placed, typed: list[RawWord]) -> bool:
    """Whether the file itself has the word that was recognised here."""
    return any(has_middle_in(word.raw, other, _SLACK) for other in typed)


def _joined(found: list[list[Row]], typed: list[RawWord]) -> list[list[Row]]:
    """What is typed above the recognised text comes before it, the rest behind it."""
    first = min(word[1] for block in found for row in block for fragment in row for word in fragment.words)
    lines = [list(group) for _, group in groupby(typed, key=lambda w: w[5:7])]
    pieces = [Fragment(*around(line), line, upright=False) for line in lines]
    above = [piece for piece in pieces if piece.y1 <= first + _SLACK]
    return [*arrange(above), *found, *arrange([piece for piece in pieces if piece not in above])]
