# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must be read on a copy: labels in their boxes, and words on the ground they now stand on."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.exports.pdf_canvas import BLACK, WHITE, Canvas, Colour
from workbench.exports.pdf_drawings import Shape
from workbench.exports.pdf_fonts import shape
from workbench.exports.pdf_kept import Word
from workbench.exports.pdf_regions import Rect
from workbench.exports.pdf_setting import LABEL_STYLE


def draw_labels(canvas: Canvas, rect: Rect, labels: Sequence[str]) -> None:
    """Labels below one another in a box, smaller where there are many."""
    if not labels:
        return
    x0, y0, x1, y1 = rect
    size = max(
        2.0,
        min(
            9.0,
            (y1 - y0) / (1.25 * len(labels)),
            *(0.96 * (x1 - x0) * 1000 / shape(t, LABEL_STYLE).width for t in labels),
        ),
    )
    y = y0 + max(0.0, min((y1 - y0 - 1.25 * size * len(labels)) / 2, 4.0))
    for label in labels:
        y += 1.25 * size
        canvas.text(x0 + 0.25 * size, y - 0.35 * size, size, shape(label, LABEL_STYLE))


def readable_colour(word: Word, shapes: Sequence[Shape]) -> Colour:
    """The word's colour, or black or white where it would not be seen on the ground it now has."""
    colour = ((word.colour >> 16 & 255) / 255, (word.colour >> 8 & 255) / 255, (word.colour & 255) / 255)
    x, y = word.x + word.direction[0] * word.length / 2, word.y - word.direction[0] * 0.3 * word.size
    under = [s for s in shapes if not s.is_rule and s.rect[0] <= x <= s.rect[2] and s.rect[1] <= y <= s.rect[3]]
    ground = _luminance(under[-1].colour) if under else 1.0
    if abs(_luminance(colour) - ground) >= 0.3:
        return colour
    return BLACK if ground > 0.5 else WHITE


def _luminance(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
