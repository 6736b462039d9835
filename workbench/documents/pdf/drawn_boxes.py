# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes on the drawn pages of a PDF, from their shapes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.documents.pdf.box_codes import is_number, may_hold
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.pixel_boxes import without_charts
from workbench.documents.pdf.pixel_page import PixelBox
from workbench.documents.pdf.shapes import Rectangle, Shape
from workbench.documents.pdf.word_index import WordIndex


_LOWEST = 6.5
_NARROWEST = 14.0
_OPAQUE = 250
_MOST = 2000
_MOST_TINTS = 60
_BLACK, _PAPER, _COLORFUL = 90, 240, 40
_INLINE = 14.0
_CELL, _ROUNDED = 4, 24
# White above and below a block in the flow of the text, in heights of a line; how far its sides may be off (points).
_FLOW, _ASIDE = 1.6, 8.0


class _Panel(NamedTuple):
    """A filled shape of the drawing, in points: ``over`` words that nobody sees, or with those ``shown`` in it."""

    x0: float
    y0: float
    x1: float
    y1: float
    style: str
    color: int
    over: bool
    shown: str


def drawn_shapes(shapes: Sequence[Shape], every: Sequence[RawWord], visible: Sequence[RawWord]) -> list[PixelBox]:
    """The redaction boxes among the shapes of a page, given all its words and those a reader sees."""
    frames = _Frames(shape for shape in shapes if shape.stroked and all(map(math.isfinite, shape[:4])))
    solid = _largest([s for s in shapes if not s.stroked and s.x1 - s.x0 >= _LOWEST and s.y1 - s.y0 >= _LOWEST])
    words = WordIndex(every if solid else ())
    seen = words if visible is every else WordIndex(visible if solid else ())
    panels = []
    for x0, y0, x1, y1, _, color, alpha, _ in solid:
        if alpha < _OPAQUE or x1 - x0 < _NARROWEST:
            continue
        inside = words.within(x0, y0, x1, y1)
        shown = inside if seen is words else seen.within(x0, y0, x1, y1)
        style = _style(color)
        if style == "white" and frames.around((x0, y0, x1, y1)):
            style = "frame"
        text = " ".join(word[4] for word in shown)
        panels.append(_Panel(x0, y0, x1, y1, style, color, len(inside) > len(shown), text))
    found = _redactions(panels, seen) if panels else []
    return without_charts(_merged(found), [PixelBox(*shape[:4], "") for shape in solid]) if found else []


def _redactions(panels: Sequence[_Panel], visible: WordIndex) -> list[PixelBox]:
    """The boxes among the filled shapes; none in a row of a table, told by cells of that paint with words in them."""
    rows = {_row(panel) for panel in panels if not may_hold(panel.shown)}
    found: list[_Panel] = []
    doubtful: list[_Panel] = []
    sure: set[tuple[str, int]] = set()
    for panel in panels:
        if not panel.over and _row(panel) in rows:
            continue
        if _is_redaction(panel, visible):
            found.append(panel)
            sure.update({_paint(panel)} if _is_inline(panel, visible) else ())
        elif panel.style in ("grey", "color", "frame") and not panel.shown:
            doubtful.append(panel)
    # Who redacts a page does it in one paint; what bears other words is a panel or a cell.
    sure -= {_paint(panel) for panel in panels if not may_hold(panel.shown)}
    found.extend(panel for panel in doubtful if _paint(panel) in sure)
    boxes = list(map(_box, found))
    tints = [_box(panel) for panel in doubtful if panel.style != "frame" and _paint(panel) not in sure]
    return [*boxes, *_in_flow(boxes, tints, visible)] if len(tints) <= _MOST_TINTS else boxes


def _box(panel: _Panel) -> PixelBox:
    return PixelBox(*panel[:4], "frame" if panel.style == "white" else panel.style)


def _paint(panel: _Panel) -> tuple[str, int]:
    return panel.style, panel.color


def _row(panel: _Panel) -> tuple[int, int, int]:
    return round(panel.y0), round(panel.y1), panel.color


def _largest(shapes: list[Shape]) -> list[Shape]:
    """No page has more boxes than this; a map or a plan has many more shapes."""
    if len(shapes) <= _MOST:
        return shapes
    return sorted(shapes, key=lambda s: -(s.x1 - s.x0) * (s.y1 - s.y0))[:_MOST]


class _Frames:
    """Stroked shapes by place, to find the one around a box among many."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._cells: dict[tuple[int, int], list[Shape]] = {}
        for shape in shapes:
            self._cells.setdefault(self._cell(shape[:2]), []).append(shape)

    def around(self, box: Rectangle) -> bool:
        """Whether one of them has the same corners, to two points.

        MuPDF tells of rounded frames where their sides would meet if every bend were a corner: as far out on all sides.
        """
        for wider in range(0, _ROUNDED, _CELL):
            column, row = self._cell((box[0] - wider, box[1] - wider))
            near = (self._cells.get((column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            if any(_same(box, _inset(shape[:4], box)) for shapes in near for shape in shapes):
                return True
        return False

    @staticmethod
    def _cell(corner: Sequence[float]) -> tuple[int, int]:
        return int(corner[0] // _CELL), int(corner[1] // _CELL)


def _style(color: int) -> str:
    red, green, blue = color >> 16, color >> 8 & 0xFF, color & 0xFF
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    if max(red, green, blue) - min(red, green, blue) > _COLORFUL:
        return "color"
    if light <= _BLACK:
        return "black"
    if light <= _PAPER:
        return "grey"
    return "white"


def _is_redaction(shape: _Panel, visible: WordIndex) -> bool:
    if not may_hold(shape.shown):
        return shape.style == "black" and is_number(shape.shown) and _is_inline(shape, visible)
    if shape.over:
        return True
    if shape.style == "white":
        return False
    if shape.shown:
        return True
    if shape.style == "black":
        # Bars of a letterhead and squares before headings stand outside of the text.
        left, right = visible.sides
        return shape.x0 >= left - 10 and shape.x1 <= right + 40
    return _is_inline(shape, visible)


def _in_flow(found: Sequence[PixelBox], doubtful: list[PixelBox], visible: WordIndex) -> list[PixelBox]:
    """The empty tints that touch a redaction of theirs above or below, or fill lines between lines of the text."""
    taken = [box for box in doubtful if _fills_lines(box, visible)]
    known = [*found, *taken]
    for box in sorted(doubtful, key=lambda b: b.y0):
        if box not in taken and any(_touches(box, other) for other in known):
            taken.append(box)
            known.append(box)
    return taken


def _touches(a: PixelBox, b: PixelBox) -> bool:
    """Whether they follow one another without white between, as the lines of one redaction do."""
    apart = max(b.y0 - a.y1, a.y0 - b.y1)
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return a.style == b.style and -2 < apart < 2 and shared > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0)


def _fills_lines(box: PixelBox, visible: WordIndex) -> bool:
    """Whether lines of text end close above and begin close below it at its left, and run as far as it does."""
    reach = (_FLOW + 0.5) * visible.tallest + 2
    beside = [w for w in visible.between(box.y0 - reach, box.y1 + reach) if w[0] < box.x1 and w[2] > box.x0]
    above = [w for w in beside if -2 < box.y0 - w[3] < _FLOW * (w[3] - w[1])]
    below = [w for w in beside if -2 < w[1] - box.y1 < _FLOW * (w[3] - w[1])]
    if not above or not below:
        return False
    near = above + below
    left, right = min(w[0] for w in near), max(w[2] for w in near)
    return abs(left - box.x0) < _ASIDE and box.x1 < right + 2 * _ASIDE and box.x1 - box.x0 > 0.8 * (right - left)


def _is_inline(shape: _Panel, visible: WordIndex) -> bool:
    """Whether a word stands close beside it on its line: an empty cell or a panel has none."""
    if shape.y1 - shape.y0 > 24:
        return False
    return any(
        min(word[3], shape.y1) - max(word[1], shape.y0) > 0.5 * (word[3] - word[1])
        and (-1 < shape.x0 - word[2] < _INLINE or -1 < word[0] - shape.x1 < _INLINE)
        for word in visible.between(shape.y0, shape.y1)  # more than half of it on the line: so is its middle
    )


def _inset(frame: Rectangle, box: Rectangle) -> Rectangle:
    """``frame`` without what it is wider than ``box`` to the left, on all sides."""
    by = max(0.0, box[0] - frame[0])
    return frame[0] + by, frame[1] + by, frame[2] - by, frame[3] - by


def _same(a: Sequence[float], b: Sequence[float]) -> bool:
    return all(abs(x - y) < 2 for x, y in zip(a, b, strict=True))


def _merged(boxes: list[PixelBox]) -> list[PixelBox]:
    """Without those inside another, as software draws a box and its frame."""
    kept: list[PixelBox] = []
    for box in sorted(boxes, key=lambda b: (b.x0 - b.x1) * (b.y1 - b.y0)):
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not any(o.x0 <= x <= o.x1 and o.y0 <= y <= o.y1 for o in kept):
            kept.append(box)
    return sorted(kept, key=lambda b: (b.y0, b.x0))
