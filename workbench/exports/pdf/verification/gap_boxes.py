# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boxes in a line of print that may be as wide as what was there: a list of names can be measured against them.

Whether the text below is still there is another question (``cover``): here it is gone, and its width is not. Found with
PDFium: a filled rectangle of black, grey or white as high as a line, words of the line right beside it on both sides,
and nothing on it, or a label that is much shorter than the box. A box as wide as its label tells nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from math import log2
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from workbench.core.findings import Finding, Severity
from workbench.documents.pdf.by_height import ByHeight
from workbench.exports.model import Check
from workbench.exports.pdf.regions import Rect
from workbench.exports.pdf.texts import Piece
from workbench.redaction.model import Plan, Unit


_BESIDE = 0.75  # of the height of a box: white between it and the words beside it
_LEAST, _HIGHEST = 5.0, 40.0  # points: the height of a line of print
_NARROWEST, _WIDEST = 0.5, 40.0  # of its height: how wide a box is
_LABELLED = 0.5  # of the width of a box that the letters of its label take, if the box was made for the label
_BLANK, _BLANK_SLACK = 2.0, 0.03  # of its height: the width of a box of our own without a label
_GREY = 25  # of 255: how far the parts of a grey differ
_OPAQUE = 230
_ERROR = 0.25  # points: what measuring a box misses by
_MOST = 4000  # boxes of a page: more are a drawing
_DEEPEST = 16  # forms in forms


class Gaps(NamedTuple):
    """The boxes in the lines of a page: those as wide as their labels, and the rectangles of those that tell a width.

    ``unasked`` are those of a page that has too many.

    Rectangles are left, bottom, right, top in points from the bottom left of the page as the file has it.
    """

    fitted: int
    telling: list[Rect]
    unasked: int = 0


def gaps_of(page: Any, printed: Callable[[], Iterable[Rect]]) -> Gaps:
    """The boxes in the lines of a PDFium ``page``; ``printed`` gives the places of its text.

    Those are letters, or the pieces that it is drawn in, which takes less time, where none can reach over a box.
    """
    boxes = [box for box in _boxes(page) if _is_as_high_as_a_line(box)]
    if not boxes or len(boxes) > _MOST:
        return Gaps(0, [], len(boxes))
    text = ByHeight(list(printed()))
    fitted, telling = 0, []
    for box in boxes:
        kind = _judged(box, text.between(box[1], box[3]))
        fitted += kind is False
        telling += [box] if kind else []
    return Gaps(fitted, telling)


def _judged(box: Rect, row: Sequence[Rect]) -> bool | None:
    """Whether a box tells a width, by the text of its row; None where it is none that stands in a line."""
    x0, low, x1, high = box
    inside = [rect for rect in row if x0 - 1 <= (rect[0] + rect[2]) / 2 <= x1 + 1]
    near = _BESIDE * (high - low)
    left = [rect for rect in row if x0 - near <= rect[2] <= x0 + 1 and rect not in inside]
    right = [rect for rect in row if x1 - 1 <= rect[0] <= x1 + near and rect not in inside]
    if not left or not right:
        return None
    labelled = sum(rect[2] - rect[0] for rect in inside)
    is_blank = not inside and abs((x1 - x0) / (high - low) - _BLANK) < _BLANK_SLACK
    return not is_blank and labelled < _LABELLED * (x1 - x0)


def _boxes(page: Any) -> Iterator[Rect]:
    """Filled, opaque rectangles in black, grey or white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    parts = [ctypes.c_uint() for _ in range(4)]
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST):
        if pdfium.FPDFPath_CountSegments(shape) > 6:
            continue
        pdfium.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
        pdfium.FPDFPageObj_GetFillColor(shape, *map(ctypes.byref, parts))
        red, green, blue, alpha = (part.value for part in parts)
        if fill.value and alpha >= _OPAQUE and max(red, green, blue) - min(red, green, blue) <= _GREY:
            box, form = shape.get_bounds(), shape.container
            while form:
                box, form = form.get_matrix().on_rect(*box), form.container
            yield box


def _is_as_high_as_a_line(box: Rect) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return _LEAST <= height <= _HIGHEST and _NARROWEST * height <= width <= _WIDEST * height


def _letters(textpage: Any) -> Iterator[Rect]:
    for index in range(textpage.count_chars()):
        if pdfium.FPDFText_GetUnicode(textpage.raw, index) > 32:
            left, bottom, right, top = textpage.get_charbox(index)
            yield left, bottom, right, top


@lru_cache(maxsize=32)
def bits_of_a_width(size: int) -> float:
    """What the width of a name set in ``size`` points tells of it, in bits on the list of ``widths``, on average."""
    from workbench.exports.pdf.faithful.widths import widths_of_names
    from workbench.exports.pdf.fonts import Style

    widths = widths_of_names(Style(), size)
    alike = [sum(abs(other - width) <= _ERROR for other in widths) for width in widths]
    return log2(len(widths)) - sum(map(log2, alike)) / len(alike)


class Told(NamedTuple):
    """The boxes of page ``number`` (from 1) that tell a width, where the page is seen to have them; bits of each."""

    number: int
    places: list[Rect]
    bits: float


class GapCheck:
    """The boxes inside the lines of a copy: each is to be as wide as its label, or as every box without one.

    What is no box is not looked at: where lines ended is told by the writer, who knows (``X108``, ``X111``).
    """

    def __init__(self, plan: Plan) -> None:
        """Pages on which ``plan`` withholds nothing inside a paragraph have no such box."""
        self._pages = {redaction.page for redaction in plan.redactions if redaction.unit is Unit.TEXT}
        self._telling: dict[int, int] = {}
        self._looked = self._unasked = 0

    def look(self, number: int, page: Any, pieces: Callable[[], Iterable[Piece]]) -> None:
        """Look at page ``number`` (from 1) as PDFium has it, with the pieces of its text."""
        if number in self._pages:
            fitted, telling, unasked = gaps_of(page, lambda: ((x0, low, x1, high) for x0, high, x1, low in pieces()))
            self._unasked += unasked
            self._looked += fitted + len(telling)
            self._telling[number] = len(telling)

    def check(self, findings: list[Finding]) -> Check:
        """What was seen. It is no leak by itself: nobody knows whether a box is as wide as what was there."""
        for number, count in self._telling.items():
            if count:
                message = f"boxes in a line that are not as wide as their labels: {count}"
                findings.append(Finding("V141", Severity.WARNING, message, page=number))
        ends = "where lines end: the record of the export says what that tells (X108, X111)" if self._looked else ""
        return Check("widths of boxes in lines", self._looked, 0, also_not_asked(ends, self._unasked))


def also_not_asked(why: str, boxes: int) -> str:
    """``why`` something was not searched, and so many boxes."""
    return ", ".join(filter(None, (why, f"{boxes} boxes on pages with more than {_MOST}" if boxes else "")))


def told_by_boxes(data: bytes) -> tuple[int, list[Told], int]:
    """How many pages were looked at, what the boxes on them tell, and how many boxes were too many for their page.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened.

    """
    found, unasked = [], 0
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            textpage = page.get_textpage()
            _, telling, left_out = gaps_of(page, partial(_letters, textpage))
            unasked += left_out
            textpage.close()
            if telling:
                size = round(max(top - bottom for _, bottom, _, top in telling) / 1.25)
                found.append(Told(number, as_seen(page, telling), bits_of_a_width(size)))
            page.close()
        return len(pdf), found, unasked


def as_seen(page: Any, boxes: Iterable[Rect]) -> list[Rect]:
    """Boxes of a PDFium page in points from the top left of the page as it is turned."""
    left, low, right, high = page.get_bbox()
    found = [(x0 - left, high - y1, x1 - left, high - y0) for x0, y0, x1, y1 in boxes]
    down, across = high - low, right - left
    for _ in range(page.get_rotation() // 90):
        found = [(down - y1, x0, down - y0, x1) for x0, y0, x1, y1 in found]
        down, across = across, down
    return found
