# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a scanned page made anew: paper, and on it the pixels of the lines that are kept, nothing else.

The withheld is not painted over: the new picture begins empty, and kept lines are copied onto it. What OCR did not
read (handwriting, stamps, whole lines) is thereby left behind too; it is found again as ink that no line explains, so
that a box can stand for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import sub
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.documents.model import Page, Recognised, Span
from workbench.documents.ocr import RESOLUTION, recognise
from workbench.documents.ocr.glyphs import level_boxes
from workbench.documents.pdf.picture import safe_scale
from workbench.documents.pdf.pieces import around
from workbench.exports.pdf.canvas import Picture
from workbench.exports.pdf.faithful.ink import Band, intruders, tones, writing, written
from workbench.exports.pdf.faithful.kept import PageLine
from workbench.exports.pdf.regions import Column, Rect, column_of, region, touches
from workbench.redaction.intervals import overlapping
from workbench.redaction.misread import may_show
from workbench.redaction.model import Term


if TYPE_CHECKING:
    from numpy.typing import NDArray


_UNEVEN, _AIR = 0.4, 0.08  # of the height of a line: how far boxes of one line differ, and white around them
_EDGE = 18.0  # points: what is nearer to the edge of a page is no margin
_RIM = 0.03  # of the page on each side: the black edge of a scan
_PAD = 1.5  # points beside a word that belong to it
_BETWEEN = 14.0  # points: the white between two kept lines that lie closer is a part of their paragraph


class KeptScan(NamedTuple):
    """A scanned page, the numbers of the lines whose pixels are kept, and the picture of those."""

    page: ScanPage
    kept: frozenset[int]
    picture: Picture


class ScanPage:
    """The pixels of a page as a reader sees it, with its lines made level."""

    def __init__(self, page: Any, recognised: Recognised) -> None:
        """``page`` is PyMuPDF's, ``recognised`` says how its lines lie."""
        self.scale = safe_scale(page, RESOLUTION)
        self._skew = recognised.skew
        self._middle = (page.rect.width / 2, page.rect.height / 2)
        self._pixels = _levelled(page, self.scale, recognised.skew)
        self._grey: NDArray[np.uint8] = self._pixels.mean(axis=2).astype(np.uint8)

    def band(self, rect: Rect) -> Band:
        """The pixels of a rectangle in points."""
        rows, columns = self._grey.shape
        x0, y0, x1, y1 = (round(value * self.scale) for value in rect)
        return Band(max(0, y0), min(rows, y1), max(0, x0), min(columns, x1))

    def pixels(self, kept: Sequence[Rect], areas: Sequence[Rect] = ()) -> NDArray[np.uint8]:
        """The page in RGB with the pixels in ``kept``, less ``areas``, and paper everywhere else."""
        bands = self._bands(kept)
        paper, dark = tones(self._grey, bands)
        ink = self._grey < dark
        made = np.full_like(self._pixels, paper)
        for band in bands:
            pixels = self._pixels[band.slices].copy()
            pixels[intruders(ink, band)] = paper
            made[band.slices] = pixels
        for area in areas:
            made[self.band(self.levelled(area)).slices] = paper
        return made

    def unexplained(self, kept: Sequence[Rect], closed: Sequence[Rect]) -> Iterator[tuple[float, float]]:
        """Places (points) of writing that is neither in kept lines nor in ``closed`` rectangles nor on the rim."""
        _, dark = tones(self._grey, self._bands(kept))
        ink = writing(self._grey < dark)
        rows, columns = ink.shape
        down, along = int(rows * _RIM), int(columns * _RIM)
        inner = np.zeros_like(ink)
        inner[down : rows - down, along : columns - along] = True
        for rect in (*_joined(kept), *closed):
            x0, y0, x1, y1 = rect
            inner[self.band((x0 - 2 * _PAD, y0 - _PAD, x1 + 2 * _PAD, y1 + _PAD)).slices] = False
        for x, y in written(ink & inner):
            yield x / self.scale, y / self.scale

    def levelled(self, rect: Rect) -> Rect:
        """The rectangle around what was in ``rect`` before the page was made level."""
        (mx, my), angle = self._middle, math.radians(self._skew)
        cos, sin = math.cos(angle), math.sin(angle)
        corners = [(x - mx, y - my) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
        xs, ys = [mx + x * cos + y * sin for x, y in corners], [my - x * sin + y * cos for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _bands(self, kept: Sequence[Rect]) -> list[Band]:
        bands = [self.band((x0 - _PAD, y0, x1 + _PAD, y1)) for x0, y0, x1, y1 in kept]
        return [band for band in bands if band.top < band.bottom and band.left < band.right]


def kept_rects(lines: Sequence[PageLine], page: Page, unsure: Sequence[Span], *, strict: bool) -> dict[int, list[Rect]]:
    """Where the pixels of lines (by their number) may be kept: whole lines, from their first word to their last.

    ``strict``, as long as words are searched for: only what an engine was sure to have read, word by word; between the
    words may be one that it overlooked, and of an unsure word nobody knows which it is.
    """
    boxes, found = level_boxes(page), {}
    for number, line in enumerate(lines):
        if not line.is_whole or line.direction != (1.0, 0.0):
            continue
        if not (strict and overlapping(unsure, line.span)):
            words = _even(boxes[line.span.start])
            found[number] = words if strict else [around(words)]
    return found


def _even(boxes: Sequence[Rect]) -> list[Rect]:
    """The boxes of a line's words as high as the line: one engine draws them tight around the letters of each."""
    tops, bottoms = [box[1] for box in boxes], [box[3] for box in boxes]
    height = median(map(sub, bottoms, tops))
    top = max(min(tops), median(tops) - _UNEVEN * height) - _AIR * height
    bottom = min(max(bottoms), median(bottoms) + _UNEVEN * height) + _AIR * height
    return [(x0, top, x1, bottom) for x0, _, x1, _ in boxes]


def keep_scan(
    source: Any, page: Page, shown: dict[int, list[Rect]], areas: Sequence[Rect], terms: Sequence[Term]
) -> KeptScan | None:
    """The picture of ``page`` with the pixels of ``shown`` only; None where something searched for is read in it."""
    if not shown or not page.recognised:
        return None
    scan = ScanPage(source, page.recognised)
    pixels = scan.pixels([rect for rects in shown.values() for rect in rects], areas)
    return None if terms and reads_as(pixels, terms) else KeptScan(scan, frozenset(shown), encoded(pixels))


def unread_boxes(
    scan: KeptScan, found: Sequence[Column], boxes: Sequence[Rect], closed: Sequence[Rect], page: Page
) -> list[Rect]:
    """Boxes for what the picture shows and nobody has read, in the white between what is kept."""
    known = [(0.0, y0, page.width, y1) if len(found) == 1 else (x0, y0, x1, y1) for x0, y0, x1, y1 in closed]
    beside = [Column(_EDGE, found[0].x0 - 3), *found, Column(found[-1].x1 + 3, page.width - _EDGE)]
    rects: list[Rect] = []
    for x, y in scan.page.unexplained(boxes, known):
        column = next((c for c in beside if c.x0 <= x <= c.x1), None) or column_of(x, found)
        rect = region((x, y + 2, 5.0), [*boxes, *closed], column, page.height)
        if not any(touches(rect, other) for other in rects):
            rects.append(rect)
    return rects


def reads_as(pixels: NDArray[np.uint8], terms: Sequence[Term]) -> bool:
    """Whether OCR, shown the pixels larger than the first time, reads something like one of ``terms`` in them."""
    from PIL import Image

    picture = Image.fromarray(pixels).convert("L")
    larger = picture.resize((picture.width * 3 // 2, picture.height * 3 // 2), Image.Resampling.BICUBIC)
    return may_show([word.text for word in recognise(larger)], terms)


def _levelled(page: Any, scale: float, skew: float) -> NDArray[np.uint8]:
    """The page in RGB, turned back about its middle by its tilt: where its words are said to be."""
    import pymupdf
    from PIL import Image

    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False, annots=False)
    picture = pixmap.pil_image()
    if skew:
        picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return np.array(picture)


def _joined(lines: Sequence[Rect]) -> Iterator[Rect]:
    """The lines, and the white between two of them that follow each other closely."""
    yield from lines
    for above, below in pairwise(sorted(lines, key=lambda rect: (rect[1], rect[0]))):
        if above[3] < below[1] < above[3] + _BETWEEN and above[0] < below[2] and below[0] < above[2]:
            yield min(above[0], below[0]), above[3], max(above[2], below[2]), below[1]


def encoded(pixels: NDArray[np.uint8]) -> Picture:
    """Bare pixels as a picture of a copy: grey where all of it is, JPEG in one quality without any of its extras."""
    import io

    from PIL import Image

    is_grey = bool((pixels[:, :, 0] == pixels[:, :, 1]).all() and (pixels[:, :, 0] == pixels[:, :, 2]).all())
    picture = Image.fromarray(np.ascontiguousarray(pixels[:, :, 0]) if is_grey else pixels)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=75, optimize=False, progressive=False, subsampling=0)
    return Picture(picture.width, picture.height, 1 if is_grey else 3, data.getvalue(), jpeg=True)
