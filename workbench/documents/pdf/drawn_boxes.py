# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes on the drawn pages of a PDF, from their shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents.pdf.box_text import in_flow, is_gap, is_initials, is_inline, is_number, may_hold
from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.drawn_frames import frames_in_text
from workbench.documents.pdf.pieces import RawWord, lies_in
from workbench.documents.pdf.pixels.boxes import area, shared, without_charts, without_keys
from workbench.documents.pdf.pixels.page import PixelBox
from workbench.documents.pdf.shapes import Rectangle, Shape, luminance


_LOWEST = 6.5
_NARROWEST = 14.0
_CLEAR = 64  # of 255: a fainter shape is a shadow
_MOST = 2000
_MOST_TINTS = 60
_BLACK, _PAPER, _COLORFUL = 90, 240, 40
# In points: how far the bend of a frame reaches, and its sides may be off those of its box; so far inside of a picture
# lies what is whited out in it.
_ROUNDED, _SAME, _INSET = 24.0, 2.0, 2.0
# In points, width to height, and height to height: logos and codes to be scanned are square, buildings of all sizes.
_SMALL, _FLATTEST, _UNLIKE, _FEWEST = 34.0, 1.3, 1.3, 2
_INSIDE = 0.8  # of a box lies in another of which it is a part: two that overlap are two


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


def drawn_shapes(
    shapes: Sequence[Shape], pictures: Sequence[Rectangle], every: Sequence[RawWord], visible: Sequence[RawWord]
) -> list[PixelBox]:
    """The redaction boxes among the shapes of a page, given its pictures, all its words and those a reader sees."""
    frames = ByHeight([shape for shape in shapes if shape.stroked and all(map(math.isfinite, shape[:4]))])
    solid = _largest([s for s in shapes if not s.stroked and s.x1 - s.x0 >= _LOWEST and s.y1 - s.y0 >= _LOWEST])
    words = ByHeight(every if solid else ())
    seen = words if visible is every else ByHeight(visible if solid else ())
    panels = []
    for x0, y0, x1, y1, _, color, alpha, _ in solid:
        if alpha < _CLEAR or x1 - x0 < _NARROWEST:
            continue
        color = _on_paper(color, alpha)
        inside = words.within(x0, y0, x1, y1)
        shown = inside if seen is words else seen.within(x0, y0, x1, y1)
        style = _style(color)
        if style == "white" and _is_framed((x0, y0, x1, y1), frames):
            style = "frame"
        text = " ".join(word[4] for word in shown)
        panels.append(_Panel(x0, y0, x1, y1, style, color, len(inside) > len(shown), text))
    bare = [panel for panel in panels if not panel.over and not panel.shown]
    keys = set(map(id, bare)) - set(map(id, without_keys(bare, list(map(_look, bare)))))
    panels = [panel for panel in panels if id(panel) not in keys and not _is_drawing(panel, bare, panels, seen)]
    found = _redactions(panels, pictures, seen) if panels else []
    found += (f for f in frames_in_text(shapes, visible) if not any(_fills(p, f) for p in panels))
    return without_charts(_merged(found), [PixelBox(*shape[:4], "") for shape in solid]) if found else []


def _is_drawing(panel: _Panel, bare: Sequence[_Panel], panels: Sequence[_Panel], visible: ByHeight[RawWord]) -> bool:
    """Whether one of the ``bare`` shapes, in no line of print, is a piece of a drawing.

    Such are squares, the parts of a bar, and small ones of unlike heights on a tint: what buildings are on a map.
    """
    if panel not in bare or is_inline(panel[:4], visible) or len(bare) > _MOST_TINTS:
        return False
    if panel.x1 - panel.x0 < min(_SMALL, _FLATTEST * (panel.y1 - panel.y0)):
        return True
    if any(_goes_on(panel, other) for other in bare):
        return True
    grounds = [o for o in panels if o.style != "white" and lies_in(panel, o) and o is not panel]
    alike = [o for o in bare if _is_small(o) and any(lies_in(o, ground) for ground in grounds if ground is not o)]
    heights = [o.y1 - o.y0 for o in alike]
    return _is_small(panel) and len(heights) > _FEWEST and max(heights) > _UNLIKE * min(heights)


def _is_small(panel: _Panel) -> bool:
    return max(panel.x1 - panel.x0, panel.y1 - panel.y0) < _SMALL


def _goes_on(a: _Panel, b: _Panel) -> bool:
    """Whether the bar of which one is a part goes on beside it in another colour."""
    apart = max(a.x0, b.x0) - min(a.x1, b.x1)
    return a.color != b.color and abs(apart) < 1 and max(abs(a.y0 - b.y0), abs(a.y1 - b.y1)) < 1


def _look(panel: _Panel) -> tuple[str, float, float, float]:
    return "", panel.color >> 16, panel.color >> 8 & 0xFF, panel.color & 0xFF


def _fills(panel: _Panel, frame: PixelBox) -> bool:
    """Whether a shape is what an outline goes around: it is told by its paint."""
    return panel.style not in ("white", "frame") and shared(PixelBox(*panel[:4], ""), frame) > 0.5 * area(frame)


def _redactions(panels: Sequence[_Panel], pictures: Sequence[Rectangle], visible: ByHeight[RawWord]) -> list[PixelBox]:
    """The boxes among the filled shapes; none in a row of a table, told by cells of that paint with words in them."""
    bearing = [panel for panel in panels if not may_hold(panel.shown)]
    rows = set(map(_row, bearing))
    found: list[_Panel] = []
    doubtful: list[_Panel] = []
    sure: set[tuple[str, int]] = set()
    for panel in panels:
        if not panel.over and _row(panel) in rows:
            continue
        if _is_redaction(panel, visible) or (
            _is_whiteout(panel, pictures, visible) and not (panel.shown and _is_ground_like(panel, bearing))
        ):
            found.append(panel)
            sure.update({_paint(panel)} if is_inline(panel[:4], visible) else ())
        elif panel.style != "black" and (not panel.shown or is_initials(panel.shown)):
            doubtful += () if _is_ground_like(panel, bearing) else (panel,)
    # Who redacts a page does it in one paint; what bears other words is a panel or a cell.
    sure -= {_paint(panel) for panel in bearing}
    found.extend(panel for panel in doubtful if _paint(panel) in sure and panel.style != "white")
    boxes = list(map(_box, found))
    tints = [_box(panel) for panel in doubtful if panel.style != "frame" and _paint(panel) not in sure]
    return [*boxes, *in_flow(boxes, tints, visible)] if len(tints) <= _MOST_TINTS else boxes


def _is_whiteout(panel: _Panel, pictures: Sequence[Rectangle], visible: ByHeight[RawWord]) -> bool:
    """Whether a white shape that is empty or bears a code stands in a line of text, or on a picture."""
    if panel.style != "white" or not may_hold(panel.shown) or is_initials(panel.shown):
        return False
    return is_gap(panel[:4], visible) or any(
        min(panel.x0 - x0, panel.y0 - y0, x1 - panel.x1, y1 - panel.y1) > _INSET for x0, y0, x1, y1 in pictures
    )


def _is_ground_like(panel: _Panel, bearing: Sequence[_Panel]) -> bool:
    """Whether a white shape is one of several grounds: others bear words, and not because they lie below it."""
    return panel.style == "white" and any(o.style == "white" and not lies_in(panel, o) for o in bearing)


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


def _is_framed(box: Rectangle, frames: ByHeight[Shape]) -> bool:
    """Whether one of the stroked ``frames`` has the same corners, to two points.

    MuPDF tells of rounded frames where their sides would meet if every bend were a corner: as far out on all sides.
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = frames.within(x - _SAME, y - _SAME, x + _SAME, y + _SAME)
    return any(_is_around(frame[:4], box) for frame in near)


def _is_around(frame: Rectangle, box: Rectangle) -> bool:
    by = max(0.0, box[0] - frame[0])
    inner = frame[0] + by, frame[1] + by, frame[2] - by, frame[3] - by
    return by < _ROUNDED and all(abs(x - y) < _SAME for x, y in zip(box, inner, strict=True))


def _on_paper(color: int, alpha: int) -> int:
    """The colour that a paint is seen in on white paper."""
    parts = (255 - (255 - (color >> shift & 0xFF)) * alpha // 255 for shift in (16, 8, 0))
    return sum(part << shift for part, shift in zip(parts, (16, 8, 0), strict=True))


def _style(color: int) -> str:
    red, green, blue = color >> 16, color >> 8 & 0xFF, color & 0xFF
    if max(red, green, blue) - min(red, green, blue) > _COLORFUL:
        return "color"
    light = luminance(color)
    return "black" if light <= _BLACK else "grey" if light <= _PAPER else "white"


def _is_redaction(shape: _Panel, visible: ByHeight[RawWord]) -> bool:
    if not may_hold(shape.shown):
        return shape.style == "black" and is_number(shape.shown) and is_inline(shape[:4], visible)
    if shape.over:
        return True
    if shape.style == "white":
        return False
    if shape.shown:
        return shape.style == "black" or not is_initials(shape.shown) or is_inline(shape[:4], visible)
    if shape.style == "black":
        # Bars of a letterhead and squares before headings stand outside of the text.
        left, right = visible.sides
        return shape.x0 >= left - 10 and shape.x1 <= right + 40
    return is_inline(shape[:4], visible)


def _merged(boxes: list[PixelBox]) -> list[PixelBox]:
    """Without those inside another, as software draws a box and its frame."""
    kept: list[PixelBox] = []
    for box in sorted(boxes, key=area, reverse=True):
        if not any(shared(box, o) > _INSIDE * area(box) for o in kept):
            kept.append(box)
    return sorted(kept, key=lambda b: (b.y0, b.x0))
