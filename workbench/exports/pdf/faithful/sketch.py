# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where everything on a page of layout ``faithful`` will stand, by what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.documents.model import Page
from workbench.documents.pdf.pieces import around
from workbench.exports.pdf.faithful.flowing import Labels
from workbench.exports.pdf.faithful.hanging import hung, text_starts
from workbench.exports.pdf.faithful.kept import PageLine
from workbench.exports.pdf.faithful.lines import band, font_widths, line_box
from workbench.exports.pdf.faithful.restacking import Restacked
from workbench.exports.pdf.faithful.scan import KeptScan, keep_scan, unread_boxes
from workbench.exports.pdf.faithful.setting import Setting, natural_end
from workbench.exports.pdf.regions import Column, Rect, column_of, columns, region, stands_in
from workbench.redaction.model import Plan


MARGIN = 54.0  # points from the edge of a page
_WHITE = 4.0  # points between a line and what stands beside it
Label = Callable[[int], str]
"""The label of a redaction by its number; empty where it has been said."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Where everything on a page will stand; places are rectangles in points.

    ``boxes`` lie around kept lines, ``regions`` are the boxes for lines of which nothing is kept, ``settings`` are for
    lines (by number) of which a part is, ``areas`` were withheld by a reviewer (by number of their redaction).
    ``closed``: nothing but text may be drawn there. ``unread``: what a scan shows there nobody has read.
    """

    source: Any
    stack: Restacked
    boxes: list[Rect]
    regions: dict[Rect, list[PageLine]]
    settings: dict[int, Setting]
    areas: dict[int, Rect]
    closed: list[Rect]
    scan: KeptScan | None
    unread: list[Rect]

    @property
    def lines(self) -> list[PageLine]:
        """The lines of the page, as they will stand."""
        return self.stack.lines


def sketched(
    page: Page,
    source: Any,
    stack: Restacked,
    height: float,
    plan: Plan,
    *,
    shown: dict[int, list[Rect]],
    areas: dict[int, Rect],
    pictures: Sequence[Rect],
    labels: Labels,
) -> Sketch:
    """The sketch of ``page``, which is ``source`` in the original and will be ``height`` points high.

    ``stack`` are its lines, ``shown`` the parts of a scan whose pixels may be kept by the number of their line,
    ``areas`` what a reviewer withheld by the number of the redaction. No line is set anew over ``pictures`` beside it.
    """
    lines = stack.lines
    still = [(number, line) for number, line in enumerate(lines) if number not in stack.settings]
    whole, broken = [line for _, line in still if line.is_whole], [line for _, line in still if not line.is_whole]
    placed = {number: line_box(line) for number, line in still if line.is_whole}
    found = _columns([rect for n, rect in placed.items() if lines[n].direction[0] > 0.9], page)
    boxes = [around(shown[n]) if n in shown else rect for n, rect in placed.items()]
    regions = _regions(broken, [*boxes, *_bands(lines, stack.settings)], found, height)
    own = _settings(still, whole, found, labels.label)
    # As white at the right as at the left: lines that are kept as a whole may all be short.
    right = max(found[-1].x1, page.width - max(found[0].x0, MARGIN))
    taken = [*boxes, *regions, *pictures, *_bands(lines, {**stack.settings, **own})]
    for number, setting in own.items():
        lines[number] = hung(lines[number], setting.starts)
        end = natural_end(lines[number], setting._replace(label=labels.ahead))
        own[number] = _roomier(lines[number], setting, min(end, right), taken)
    settings = {**stack.settings, **own}
    closed = [*regions, *areas.values(), *_bands(lines, settings)]
    scan = keep_scan(source, page, shown, list(areas.values()), plan.terms)
    unread = unread_boxes(scan, found, boxes, closed, page) if scan else []
    return Sketch(source, stack, boxes, regions, settings, areas, closed, scan, unread)


def _columns(placed: Sequence[Rect], page: Page) -> list[Column]:
    found = columns(placed, page.width)
    if page.recognised and len(found) == 1:  # wide enough for what OCR did not read beside the lines
        return [Column(found[0].x0, max(found[0].x1, page.width - MARGIN))]
    return found


def _bands(lines: Sequence[PageLine], settings: dict[int, Setting]) -> list[Rect]:
    return [band(lines[number], setting.column) for number, setting in settings.items()]


def _regions(
    broken: Sequence[PageLine], boxes: Sequence[Rect], found: Sequence[Column], height: float
) -> dict[Rect, list[PageLine]]:
    """Boxes for the lines of which nothing is kept."""
    mixed = [band(line, column_of(line.seed[0], found)) for line in broken if line.words]
    regions: dict[Rect, list[PageLine]] = {}
    for line in broken:
        if not line.words:
            column = column_of(line.seed[0], found)
            # What stands beside all columns, as words of a picture do, counts to the nearest.
            seed = (min(max(line.seed[0], column.x0), column.x1 - 1), *line.seed[1:])
            around = next((rect for rect in regions if stands_in(seed, rect)), None)
            # Boxes keep clear of each other, so that no label is printed over another.
            rect = around or region(seed, [*boxes, *mixed, *regions], column, height)
            regions.setdefault(rect, []).append(line)
    return regions


def _settings(
    lines: Iterable[tuple[int, PageLine]], whole: Sequence[PageLine], found: Sequence[Column], label: Label
) -> dict[int, Setting]:
    """For each line (by its number) of which a part is withheld, what it needs to be set anew."""
    parted = [(number, line) for number, line in lines if line.words and not line.is_whole]
    starts: dict[tuple[float, float], set[float]] = {}
    for line in whole if parted else ():
        starts.setdefault(line.direction, set()).update(text_starts([line]))
    widths = font_widths(whole) if parted else {}
    return {
        number: Setting(column_of(line.seed[0], found), sorted(starts.get(line.direction, ())), widths, label)
        for number, line in parted
    }


def _roomier(line: PageLine, setting: Setting, end: float, taken: Sequence[Rect]) -> Setting:
    """A line that reaches over its column to ``end`` where nothing stands beside: text below a table of two has one."""
    x0, x1 = setting.column
    _, top, _, bottom = band(line, setting.column)
    beside = (rect[0] - _WHITE for rect in taken if rect[1] < bottom and rect[3] > top and rect[0] >= x1 - 1)
    return setting._replace(column=Column(x0, max(x1, min((end, *beside)))))
