# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layout ``faithful``: every kept character in its place on a new page of the same size.

A page is made in this order: which characters are kept (the plan, then the last gate), lines, boxes for what is
withheld, drawings and pictures that are safe, text. Only kept characters and their places are taken from the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from workbench.documents.model import Page
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.run import PageRun
from workbench.exports.model import PLAIN, Wishes
from workbench.exports.notes import Notes
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.faithful.drawings import Shape
from workbench.exports.pdf.faithful.flowing import Labels
from workbench.exports.pdf.faithful.ground import Ground
from workbench.exports.pdf.faithful.groups import Owners
from workbench.exports.pdf.faithful.kept import Gap, PageLine
from workbench.exports.pdf.faithful.labels import BOX, OncePerPage, Tagger, draw_apart, draw_labels, label_size
from workbench.exports.pdf.faithful.lines import inset
from workbench.exports.pdf.faithful.links import Links, bookmarks
from workbench.exports.pdf.faithful.page_lines import PageLines
from workbench.exports.pdf.faithful.pen import Pen
from workbench.exports.pdf.faithful.restacking import Restacked, restacked
from workbench.exports.pdf.faithful.scan import kept_rects
from workbench.exports.pdf.faithful.sketch import MARGIN, Sketch, sketched
from workbench.exports.pdf.faithful.widths import bits_told
from workbench.exports.pdf.painted import may_draw, painted
from workbench.exports.pdf.pictures import PICTURE_LABEL, is_page_of, picture_places
from workbench.exports.pdf.regions import Rect
from workbench.exports.pdf.writing import Writer
from workbench.redaction.model import Plan, Redaction, Unit


UNREAD_LABEL = "[not read: withheld]"


def faithful(plan: Plan, pdf: Any, notes: Notes, wishes: Wishes = PLAIN) -> Writer:
    """The pages of ``pdf`` (the original, opened with PyMuPDF) as ``plan`` keeps them; ``notes`` are added to."""
    writer = Writer()
    tagger = Tagger(writer, plan)
    maker = _PageMaker(plan, pdf, notes, tagger, wishes)
    for page in plan.analysis.document.pages:
        maker.make(page, writer.page(page.width, page.height))
        tagger.close()
    if wishes.keep_bookmarks:
        writer.bookmarks, dropped = bookmarks(plan, pdf)
        notes.add("X114", 1, dropped)
    return writer


class _PageMaker:
    """Makes one page after the other."""

    def __init__(self, plan: Plan, pdf: Any, notes: Notes, tagger: Tagger, wishes: Wishes) -> None:
        self._hides = wishes.hide_widths
        self._links = Links(plan, pdf) if wishes.keep_links else None
        self._ground = Ground(plan, notes, tagger)
        self._plan, self._pdf, self._notes, self._tagger = plan, pdf, notes, tagger
        self._labels = OncePerPage(plan)
        self._lines = PageLines(plan, pdf, notes, self._labels.gate)
        self._on_page: dict[int, list[tuple[int, Redaction]]] = {}
        for number, redaction in enumerate(plan.redactions):
            self._on_page.setdefault(redaction.page, []).append((number, redaction))

    def make(self, page: Page, canvas: Canvas) -> None:
        """Draw ``page`` as the plan keeps it, on the empty ``canvas`` of its size."""
        source = self._pdf[page.number - 1]
        self._labels.turn_page()
        self._closed = bool(self._plan.redactions or self._plan.searches) or self._is_judged_by_ocr(page)
        means = read_means(source)
        things = painted(source, means)
        places = picture_places(source, things)
        has_pixels = not self._closed and is_page_of(places, source)
        lines = self._lines.on(page, PageRun(source, means), has_pixels=has_pixels)
        if self._is_withheld(page, lines, places):
            self._withhold_page(page, canvas)
            return
        stack = self._restacked(page, lines)
        canvas.height += stack.higher
        canvas.label_size = label_size(stack.lines)
        pen = Pen(canvas, self._tagger, self._notes, self._labels.all)
        if stack.loose:
            self._make_loose(page, canvas, stack, [] if page.recognised else places, pen)
            return
        sketch = sketched(
            page,
            source,
            stack,
            canvas.height,
            self._plan,
            shown={} if stack.settings else self._shown(page, stack.lines),
            areas=self._areas(page),
            pictures=places,
            labels=self._asked(),
        )
        self._tell(page, sketch)
        pen.stands_on(self._draw_ground(canvas, sketch, places, has_paths=may_draw(things, means)))
        self._draw_lines(canvas, sketch, pen)
        self._draw_places(canvas, sketch)
        if self._links:
            standing = [line for number, line in enumerate(sketch.lines) if number not in sketch.settings]
            canvas.links, dropped = self._links.on(page, standing)
            self._notes.add("X113", page.number, dropped)

    def _draw_places(self, canvas: Canvas, sketch: Sketch) -> None:
        """Labels for what nobody read, and boxes a reviewer withheld that hold no words: words have their own."""
        for rect in sketch.unread:
            self._tagger.turn_to(None)
            draw_labels(canvas, inset(rect), [UNREAD_LABEL], self._tagger)
        for number, area in sketch.areas.items():
            if not _has_text(self._plan.redactions[number].spans):
                draw_apart(canvas, area, [self._labels.label(number)], self._tagger)

    def _tell(self, page: Page, sketch: Sketch) -> None:
        """What the copy of the page leaves out or cannot promise."""
        if any(not word.visible for line in sketch.lines for word in line.words):
            self._notes.add("X110" if sketch.scan else "X106", page.number)
        self._notes.add("X109", page.number, len(sketch.unread))
        self._notes.add("X111", page.number, bool(sketch.stack.settings))
        for number, setting in sketch.settings.items():
            if number not in sketch.stack.settings:
                after = sketch.lines[number + 1] if number + 1 < len(sketch.lines) else None
                self._notes.tell(page.number, bits_told(sketch.lines[number], after, setting.column))

    def _draw_ground(
        self, canvas: Canvas, sketch: Sketch, places: Sequence[Rect], *, has_paths: bool
    ) -> Sequence[Shape]:
        """What lies below the text; the answer are the drawings that words stand on."""
        shapes: list[Shape] = []
        taken = [*sketch.boxes, *sketch.closed]
        if sketch.scan:
            self._ground.scan(canvas, sketch.scan, [*taken, *sketch.unread])
        else:
            if has_paths:  # to ask what is drawn takes twice as long as whether
                shapes = self._ground.shapes(canvas, sketch.source, sketch.closed, sketch.stack)
            if self._closed:
                words = [word for line in sketch.lines for word in line.words]
                self._ground.open_pictures(canvas, sketch.source, places, taken, words, sketch.stack)
            else:
                self._ground.pictures(canvas, sketch.source, places)
        for rect in (*sketch.regions, *sketch.unread):
            canvas.box(*inset(rect), BOX)
        return shapes

    def _draw_lines(self, canvas: Canvas, sketch: Sketch, pen: Pen) -> None:
        """In the order of the text, so that a copy is read aloud, copied and searched as it is read."""
        region_of = {id(line): rect for rect, held in sketch.regions.items() for line in held}
        labelled: set[Rect] = set()
        for number, line in enumerate(sketch.lines):
            self._tagger.turn_to(line.span.start)
            if sketch.scan and number in sketch.scan.kept:
                pen.shown(line)
            elif number in sketch.settings:
                pen.set(line, sketch.settings[number])
            elif line.is_whole:
                pen.whole(line)
            elif (rect := region_of[id(line)]) not in labelled:
                labelled.add(rect)
                self._label_box(canvas, inset(rect), sketch.regions[rect])

    def _restacked(self, page: Page, lines: list[PageLine]) -> Restacked:
        if not self._hides:
            return Restacked(lines)
        return restacked(lines, page, self._owners, self._lines.hyphenated, self._asked())

    def _asked(self) -> Labels:
        return Labels(partial(self._labels.label, said=set()), self._labels.label)

    def _make_loose(self, page: Page, canvas: Canvas, stack: Restacked, places: Sequence[Rect], pen: Pen) -> None:
        """A page of which nothing but its text is kept, and labels for what was on it beside that."""
        self._notes.add("X112", page.number)
        self._notes.add("X106", page.number, page.recognised is not None)
        self._notes.add("X101", page.number, len(places))
        for number, line in enumerate(stack.lines):
            self._tagger.turn_to(line.span.start)
            pen.set(line, stack.settings[number])
        areas = [n for n in self._areas(page) if not _has_text(self._plan.redactions[n].spans)]
        for label in (*(self._labels.label(n) for n in areas), *(PICTURE_LABEL for _ in places)):
            rect = (MARGIN, canvas.height - 30, canvas.width - MARGIN, canvas.height - 14)
            canvas.height += 20
            draw_apart(canvas, rect, [label], self._tagger)

    def _shown(self, page: Page, lines: Sequence[PageLine]) -> dict[int, list[Rect]]:
        """The parts of a scanned page whose pixels may be kept, by the number of the line; none of other pages."""
        if not page.recognised or page.recognised.turn or not self._closed:  # lines of a turned one are no rectangles
            return {}
        return kept_rects(lines, page, self._plan.analysis.document.unsure, strict=self._plan.searches)

    def _is_judged_by_ocr(self, page: Page) -> bool:
        """Whether OCR alone says that nothing on the page is marked: what it overlooked would go out as pixels."""
        released = self._plan.analysis.overall.released
        return page.recognised is not None and self._plan.policy != "none" and not released

    def _is_withheld(self, page: Page, lines: Sequence[PageLine], places: Sequence[Rect]) -> bool:
        if any(r.unit is Unit.PAGE for _, r in self._on_page.get(page.number, ())):
            return True
        return self._closed and not lines and bool(places)

    def _withhold_page(self, page: Page, canvas: Canvas) -> None:
        labels = [r.label for _, r in self._on_page.get(page.number, ()) if r.unit is Unit.PAGE]
        self._notes.add("X107", page.number, not labels)
        edge = min(36.0, page.width / 10, page.height / 10)
        rect = (edge, edge, page.width - edge, page.height - edge)
        draw_apart(canvas, rect, labels or [PICTURE_LABEL], self._tagger)

    def _areas(self, page: Page) -> dict[int, Rect]:
        """The boxes a reviewer withheld on the page, by the number of their redaction."""
        areas = {n: r.area for n, r in self._on_page.get(page.number, ()) if r.area}
        return {n: (area.x0, area.y0, area.x1, area.y1) for n, area in areas.items()}

    def _label_box(self, canvas: Canvas, rect: Rect, lines: Sequence[PageLine]) -> None:
        first: dict[int, int] = {}
        for line in lines:
            for gap in (part for part in line.parts if isinstance(part, Gap)):
                first.setdefault(gap.redaction, line.span.start)
        said = {n: label for n in first if (label := self._labels.label(n))}
        draw_labels(canvas, rect, [*said.values()], self._tagger, [first[n] for n in said])

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self._plan)


def _has_text(spans: Sequence[Any]) -> bool:
    return any(span.end > span.start for span in spans)
