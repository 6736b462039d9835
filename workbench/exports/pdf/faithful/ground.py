# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies below the text of a page that keeps its look: pixels of kept lines, rules and grounds, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from workbench.exports.notes import Notes
from workbench.exports.pdf.canvas import BLACK, Canvas
from workbench.exports.pdf.faithful.drawings import Shape, simple_shapes
from workbench.exports.pdf.faithful.figures import Figures
from workbench.exports.pdf.faithful.kept import Word
from workbench.exports.pdf.faithful.labels import Tagger, draw_apart
from workbench.exports.pdf.faithful.restacking import Restacked
from workbench.exports.pdf.faithful.scan import KeptScan
from workbench.exports.pdf.pictures import PICTURE_LABEL, pixels
from workbench.exports.pdf.regions import Rect, touches
from workbench.redaction.model import Plan


class Ground:
    """Draws it, for one page after the other; places are points of the original, and move with its ``Restacked``."""

    def __init__(self, plan: Plan, notes: Notes, tagger: Tagger) -> None:
        """``notes`` are added to."""
        self._plan, self._notes, self._tagger = plan, notes, tagger

    def scan(self, canvas: Canvas, scan: KeptScan, taken: Sequence[Rect]) -> None:
        """The pixels of kept lines, and the black boxes of an earlier release that stand apart from ``taken``."""
        canvas.picture(0, 0, canvas.width, canvas.height, scan.picture)
        visual = self._plan.analysis.document.visual
        black = [v.box[1:] for v in visual if v.style == "black" and v.box.page == canvas.number + 1]
        for box in map(scan.page.levelled, black):
            if not any(touches(box, rect) for rect in taken):
                canvas.box(*box, BLACK)

    def shapes(self, canvas: Canvas, source: Any, closed: Sequence[Rect], stack: Restacked) -> list[Shape]:
        """The simple drawings that stand apart from ``closed`` places; they are the answer too."""
        shapes, dropped = simple_shapes(source, stack.closed or closed)
        if stack.settings:
            moved = [s._replace(rect=rect) for s in shapes if (rect := stack.moved(s.rect))]
            moved = [s for s in moved if not any(touches(s.rect, place, 1.0) for place in closed)]
            shapes, dropped = moved, dropped + len(shapes) - len(moved)
        self._notes.add("X102", canvas.number + 1, dropped)
        for kept in shapes:
            canvas.box(*kept.rect, kept.colour)
        return shapes

    def pictures(self, canvas: Canvas, source: Any, places: Sequence[Rect]) -> None:
        """All pictures, of a page of which nothing is withheld."""
        for place in places:
            canvas.picture(*place, pixels(source, place))

    def open_pictures(
        self,
        canvas: Canvas,
        source: Any,
        places: Sequence[Rect],
        taken: Sequence[Rect],
        words: Sequence[Word],
        stack: Restacked,
    ) -> None:
        """The pictures that may be kept, and boxes for the others; ``words`` are the kept ones of the page."""
        figures = self._figures.kept(source, places, [*taken, *stack.closed, *stack.before], words) if places else {}
        for place, picture in figures.items():
            canvas.picture(*(stack.moved(place) or place), picture)
        withheld = [stack.moved(place) or place for place in places if place not in figures]
        self._notes.add("X101", canvas.number + 1, len(withheld))
        for place in withheld:
            if not any(touches(place, rect) for rect in taken):
                draw_apart(canvas, place, [PICTURE_LABEL], self._tagger)

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self._plan)
