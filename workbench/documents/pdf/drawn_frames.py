# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes that are nothing but their outline on the drawn pages of a PDF: a frame without a fill, or its sides.

A frame is a stroke, or three or four lines that meet at its corners. Cells, fields and stamps are drawn alike: a box
stands in a line of print, or in the place of lines, and adjoins no frame with words in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from workbench.documents.pdf.box_text import in_flow, is_gap, is_inline, may_hold
from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.pixels.page import PixelBox
from workbench.documents.pdf.shapes import Rectangle, Shape, is_thin


# In points: the smallest box; how far apart lines that meet may end.
_NARROWEST, _LOWEST, _APART = 14.0, 6.5, 2.0
_MOST = 400  # more lines are a drawing


def frames_in_text(shapes: Sequence[Shape], visible: Sequence[RawWord]) -> list[PixelBox]:
    """The outlines on a page that hold nothing but a code and stand where words were."""
    strokes = [shape[:4] for shape in shapes if shape.stroked and not is_thin(shape[:4])]
    lines = [shape[:4] for shape in shapes if is_thin(shape[:4])]
    if not 0 < len(strokes) + len(lines) <= _MOST:
        return []
    frames = [box for box in dict.fromkeys([*strokes, *_closed(lines)]) if _is_large(box)]
    words = ByHeight(visible if frames else ())
    shown = {box: " ".join(word[4] for word in words.within(*box)) for box in frames}
    empty = {box for box in frames if may_hold(shown[box])}
    bearing = [box for box in frames if box not in empty] if empty else []
    free = [box for box in frames if box in empty and not any(_meet(box, other) for other in bearing)]
    found = [box for box in free if is_gap(box, words) or (shown[box] and is_inline(box, words))]
    rest = [PixelBox(*box, "frame") for box in free if box not in found]
    boxes = [PixelBox(*box, "frame") for box in found]
    return [*boxes, *in_flow(boxes, rest, words)]


def _is_large(box: Rectangle) -> bool:
    return box[2] - box[0] >= _NARROWEST and box[3] - box[1] >= _LOWEST


def _closed(lines: Sequence[Rectangle]) -> Iterator[Rectangle]:
    """What three or four of these lines enclose, each from corner to corner, with no side between its sides."""
    across = _ByStart([box for box in lines if box[2] - box[0] >= _NARROWEST], 0)
    down = _ByStart([box for box in lines if box[3] - box[1] >= _LOWEST], 1)
    if not across.lines or not down.lines:
        return  # rules under words, mostly
    for sides, others, apart in ((across, down, _LOWEST), (down, across, _NARROWEST)):
        axis = others.axis
        for near in sides.lines:
            beyond = [line for line in sides.alike(near) if line[axis] - near[axis] >= apart]
            if beyond:
                far = min(beyond, key=itemgetter(axis))
                box = min(near[0], far[0]), min(near[1], far[1]), max(near[2], far[2]), max(near[3], far[3])
                if any(_is_rim(line, box, 1 - axis) for line in others.alike(box)):
                    yield box


class _ByStart:
    """Lines along an axis (0 across, 1 down), looked up by where they begin: a table has many."""

    def __init__(self, lines: Sequence[Rectangle], axis: int) -> None:
        self.axis = axis
        self.lines = sorted(lines, key=itemgetter(axis))
        self._starts = [line[axis] for line in self.lines]

    def alike(self, box: Rectangle) -> list[Rectangle]:
        """The lines that begin and end where ``box`` does."""
        first = bisect_left(self._starts, box[self.axis] - _APART)
        last = bisect_right(self._starts, box[self.axis] + _APART)
        end = self.axis + 2
        return [line for line in self.lines[first:last] if abs(line[end] - box[end]) <= _APART]


def _is_rim(line: Rectangle, box: Rectangle, axis: int) -> bool:
    """Whether a line is at either end of a box along an axis."""
    return abs(line[axis] - box[axis]) <= _APART or abs(line[axis + 2] - box[axis + 2]) <= _APART


def _meet(a: Rectangle, b: Rectangle) -> bool:
    return _gap(a, b, 0) <= _APART and _gap(a, b, 1) <= _APART


def _gap(a: Rectangle, b: Rectangle, axis: int) -> float:
    """How far apart two boxes are along an axis; less than 0 where they overlap."""
    return max(a[axis], b[axis]) - min(a[axis + 2], b[axis + 2])
