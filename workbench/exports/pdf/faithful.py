# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layout ``faithful``: every kept character in its place on a new page of the same size.

A page is made in this order: which characters are kept (the plan, then the last gate), lines, boxes for what is
withheld, drawings and pictures that are safe, text. Only kept characters and their places are taken from the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from workbench.documents.model import Page, Span
from workbench.documents.pdf.glyphs import page_glyphs
from workbench.exports.model import PLAIN, Wishes
from workbench.exports.pdf.canvas import BLACK, Canvas, Colour, Writer
from workbench.exports.pdf.drawings import Shape
from workbench.exports.pdf.flowing import Labels
from workbench.exports.pdf.fonts import shape
from workbench.exports.pdf.gate import may_be_shown, still_shown
from workbench.exports.pdf.ground import BOX, Ground
from workbench.exports.pdf.kept import Cut, Gap, LineMaker, PageLine, Word, cuts_of, readable
from workbench.exports.pdf.labels import Tagger, draw_labels, readable_colour
from workbench.exports.pdf.lines import band, font_widths, holds, inset, line_box, set_turned
from workbench.exports.pdf.links import Links, bookmarks
from workbench.exports.pdf.notes import Notes
from workbench.exports.pdf.pictures import PICTURE_LABEL, is_page_of, picture_places
from workbench.exports.pdf.pieces import Printed, is_in_order, made, printed_lines
from workbench.exports.pdf.regions import Column, Rect, column_of, columns, region
from workbench.exports.pdf.restacking import Owners, Restacked, restacked
from workbench.exports.pdf.rows import apart, row_of
from workbench.exports.pdf.scan import around, can_be_kept, keep_scan, kept_rects, unread_boxes
from workbench.exports.pdf.setting import Set, Setting, set_line
from workbench.exports.pdf.striking import strike
from workbench.exports.pdf.widths import bits_told
from workbench.redaction.model import Plan, Redaction, Unit
from workbench.redaction.searching import TermIndex


EDGE: Colour = (0.35, 0.35, 0.35)
TEXT_LABEL = "[text withheld]"
UNREAD_LABEL = "[not read: withheld]"
_MARGIN = 54.0  # points from the edge of a page


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
        self._cuts = cuts_of(plan)
        self._struck = sorted((*plan.cancelled, *plan.analysis.document.struck))
        self._maker = LineMaker(self._cuts, self._struck)
        self._terms = TermIndex(term.text for term in plan.terms)
        self._on_page: dict[int, list[tuple[int, Redaction]]] = {}
        for number, redaction in enumerate(plan.redactions):
            self._on_page.setdefault(redaction.page, []).append((number, redaction))
        self._labels = [redaction.label for redaction in plan.redactions]
        self._gate = len(self._labels)
        self._labels.append(next((r.label for r in plan.redactions if r.unit is Unit.TEXT), TEXT_LABEL))
        self._closed = bool(plan.redactions or plan.searches)
        self._said: set[int] = set()

    def make(self, page: Page, canvas: Canvas) -> None:
        source = self._pdf[page.number - 1]
        self._said = set()
        self._closed = bool(self._plan.redactions or self._plan.searches) or self._is_judged_by_ocr(page)
        painted = source.get_bboxlog()
        places = picture_places(source, painted)
        lines = self._lines(page, is_scan=is_page_of(places, source))
        if self._is_withheld(page, lines, places):
            self._withhold_page(page, canvas)
            return
        stack = self._restacked(page, lines)
        canvas.height += stack.higher
        if stack.loose:
            self._make_loose(page, canvas, stack, [] if page.recognised else places)
            return
        lines = stack.lines
        still = [(number, line) for number, line in enumerate(lines) if number not in stack.settings]
        whole, broken = [line for _, line in still if line.is_whole], [line for _, line in still if not line.is_whole]
        shown = {} if stack.settings else self._shown(page, lines)
        placed = [(number, line_box(line)) for number, line in still if line.is_whole]
        boxes = [around(shown[n]) if n in shown else rect for n, rect in placed]
        found = columns([rect for n, rect in placed if lines[n].direction[0] > 0.9], page.width)
        if page.recognised and len(found) == 1:  # wide enough for what OCR did not read beside the lines
            found = [Column(found[0].x0, max(found[0].x1, page.width - _MARGIN))]
        flowed = [band(lines[number], setting.column) for number, setting in stack.settings.items()]
        regions = self._regions(broken, [*boxes, *flowed], found, canvas.height)
        settings = {**stack.settings, **self._settings(still, whole, found)}
        areas = self._areas(page)
        closed = [*regions, *areas.values(), *(band(lines[n], setting.column) for n, setting in settings.items())]
        scan = keep_scan(source, page, shown, list(areas.values()), self._plan.terms)
        if any(not word.visible for line in lines for word in line.words):
            self._notes.add("X110" if scan else "X106", page.number)
        unread = unread_boxes(scan, found, boxes, closed, page) if scan else []
        self._notes.add("X109", page.number, len(unread))
        shapes: list[Shape] = []
        if scan:
            self._ground.scan(canvas, scan, [*boxes, *closed, *unread])
        else:
            if any("path" in kind for kind, _ in painted):  # to ask what is drawn takes twice as long as whether
                shapes = self._ground.shapes(canvas, source, closed, stack)
            if self._closed:
                words = [word for line in lines for word in line.words]
                self._ground.open_pictures(canvas, source, places, [*boxes, *closed], words, stack)
            else:
                self._ground.pictures(canvas, source, places)
        for rect in (*regions, *unread):
            canvas.box(*inset(rect), BOX)
        # In the order of the text, so that a copy is read aloud, copied and searched as it is read.
        self._notes.add("X111", page.number, bool(stack.settings))
        for number, setting in settings.items():
            if number in stack.settings:
                continue
            after = lines[number + 1] if number + 1 < len(lines) else None
            self._notes.tell(page.number, bits_told(lines[number], after, setting.column))
        place_of = {id(line): rect for rect, held in regions.items() for line in held}
        for number, line in enumerate(lines):
            self._tagger.turn_to(line.span.start if line.span else None)
            if scan and number in scan.kept:
                self._tagger.text(canvas)
                self._shown_line(canvas, line)
            elif number in settings:
                self._set(canvas, line, settings[number], shapes)
            elif line.is_whole:
                self._tagger.text(canvas)
                self._whole_line(canvas, line, shapes)
            elif (rect := place_of[id(line)]) in regions:
                self._label_box(canvas, inset(rect), regions.pop(rect))
        for rect in unread:
            self._tagger.turn_to(None)
            draw_labels(canvas, inset(rect), [UNREAD_LABEL], self._tagger)
        for redaction, area in areas.items():
            self._picture_area(canvas, redaction, area)
        if self._links:
            standing = [line for number, line in enumerate(lines) if number not in settings]
            canvas.links, dropped = self._links.on(page, standing)
            self._notes.add("X113", page.number, dropped)

    def _restacked(self, page: Page, lines: list[PageLine]) -> Restacked:
        if not self._hides:
            return Restacked(lines)
        ahead = partial(self._label_once, said=set())
        return restacked(lines, page, self._owners, self._hyphenated, Labels(ahead, self._label_once))

    def _make_loose(self, page: Page, canvas: Canvas, stack: Restacked, places: Sequence[Rect]) -> None:
        """A page of which nothing but its text is kept, and labels for what was on it beside that."""
        self._notes.add("X112", page.number)
        self._notes.add("X106", page.number, page.recognised is not None)
        self._notes.add("X101", page.number, len(places))
        for number, line in enumerate(stack.lines):
            self._tagger.turn_to(line.span.start if line.span else None)
            self._set(canvas, line, stack.settings[number], ())
        areas = [n for n in self._areas(page) if not _has_text(self._plan.redactions[n].spans)]
        for label in (*(self._label_once(n) for n in areas), *(PICTURE_LABEL for _ in places)):
            rect = (_MARGIN, canvas.height - 30, canvas.width - _MARGIN, canvas.height - 14)
            canvas.height += 20
            canvas.box(*rect, BOX)
            self._tagger.turn_to(None)
            draw_labels(canvas, rect, [label], self._tagger)

    def _shown(self, page: Page, lines: Sequence[PageLine]) -> dict[int, list[Rect]]:
        """The parts of a scanned page whose pixels may be kept, by the number of the line; none of other pages."""
        if not can_be_kept(page.recognised) or not self._closed:
            return {}
        return kept_rects(lines, page, self._plan.analysis.document.unsure, strict=self._plan.searches)

    def _shown_line(self, canvas: Canvas, line: PageLine) -> None:
        """A line whose pixels are kept: its words are there to be searched and copied."""
        row = row_of(line.words[0], *_columns(line.words)) if _is_row(line.words) else None
        if row:
            canvas.row(row, invisible=True)
            return
        for word in line.words:
            self._word(canvas, word, (), canvas.number + 1, shown=True)
        strike(canvas, line.words, ())

    def _is_judged_by_ocr(self, page: Page) -> bool:
        """Whether OCR alone says that nothing on the page is marked: what it overlooked would go out as pixels."""
        released = self._plan.analysis.overall.released
        return page.recognised is not None and self._plan.policy != "none" and not released

    def _lines(self, page: Page, *, is_scan: bool) -> list[PageLine]:
        if (printed := self._printed(page)) is not None:
            return made(printed, self._maker)
        glyphs = page_glyphs(self._pdf, self._plan.analysis.document, page.number, self._plan.withheld())
        if not self._closed and is_scan and any(not glyph.visible for glyph in glyphs):
            return []  # the pixels are kept, and nobody compared the text behind them with what they show
        cuts = self._cuts
        glyphs, unread = readable(glyphs)
        odd = [cut for cut in unread if not _is_cut(cut.start, cuts)]
        self._notes.add("X103", page.number, len(odd))
        late = still_shown(glyphs, cuts, self._terms, self._gate)
        self._notes.add("X105", page.number, len(late))
        maker = LineMaker(sorted([*cuts, *odd, *late]), self._struck) if odd or late else self._maker
        return maker.lines(glyphs, page.lines)

    def _printed(self, page: Page) -> list[Printed] | None:
        """The page by its lines, where it reads by position as in the order of its text and shows no term."""
        document = self._plan.analysis.document
        lines = printed_lines(self._pdf, document, page)
        if lines is None or not self._terms:
            return lines
        kept = self._maker.kept(document.text, page.span)
        return None if may_be_shown(kept, self._terms) or not is_in_order(lines) else lines

    def _is_withheld(self, page: Page, lines: Sequence[PageLine], places: Sequence[Rect]) -> bool:
        if any(r.unit is Unit.PAGE for _, r in self._on_page.get(page.number, ())):
            return True
        return self._closed and not lines and bool(places)

    def _withhold_page(self, page: Page, canvas: Canvas) -> None:
        labels = [r.label for _, r in self._on_page.get(page.number, ()) if r.unit is Unit.PAGE]
        self._notes.add("X107", page.number, not labels)
        canvas.box(36, 36, page.width - 36, page.height - 36, BOX)
        self._tagger.turn_to(None)
        draw_labels(canvas, (36, 36, page.width - 36, page.height - 36), labels or [PICTURE_LABEL], self._tagger)

    def _areas(self, page: Page) -> dict[int, Rect]:
        """The boxes a reviewer withheld on the page, by the number of their redaction."""
        areas = {n: r.area for n, r in self._on_page.get(page.number, ()) if r.area}
        return {n: (area.x0, area.y0, area.x1, area.y1) for n, area in areas.items()}

    def _picture_area(self, canvas: Canvas, number: int, area: Rect) -> None:
        """The label of a box that holds no words, only what was drawn there; words have theirs on their line."""
        if not _has_text(self._plan.redactions[number].spans):
            canvas.box(*area, BOX)
            self._tagger.turn_to(None)
            draw_labels(canvas, area, [self._label_once(number)], self._tagger)

    def _regions(
        self, broken: Sequence[PageLine], boxes: Sequence[Rect], found: Sequence[Column], height: float
    ) -> dict[Rect, list[PageLine]]:
        """Boxes for the lines of which nothing is kept."""
        mixed = [band(line, column_of(line.seed[0], found)) for line in broken if line.words]
        regions: dict[Rect, list[PageLine]] = {}
        for line in broken:
            if not line.words:
                rect = region(line.seed, [*boxes, *mixed], column_of(line.seed[0], found), height)
                around = next((r for r in regions if holds(r, rect)), rect)
                regions.setdefault(around, []).append(line)
        return regions

    def _settings(
        self, lines: Iterable[tuple[int, PageLine]], whole: Sequence[PageLine], found: Sequence[Column]
    ) -> dict[int, Setting]:
        """For each line (by its number) of which a part is withheld, what it needs to be set anew."""
        starts = sorted({round(line.words[0].x, 1) for line in whole})
        widths = font_widths(whole)
        return {
            number: Setting(column_of(line.seed[0], found), starts, widths, self._label_once)
            for number, line in lines
            if line.words and not line.is_whole
        }

    def _label_once(self, redaction: int, said: set[int] | None = None) -> str:
        """The label of a redaction the first time that it is asked for; ``said`` are those that were."""
        said = self._said if said is None else said
        if redaction < 0 or redaction in said:
            return ""
        if redaction != self._gate:
            said.add(redaction)
        return self._labels[redaction]

    def _label_box(self, canvas: Canvas, rect: Rect, lines: Sequence[PageLine]) -> None:
        redactions = dict.fromkeys(p.redaction for line in lines for p in line.parts if isinstance(p, Gap))
        draw_labels(canvas, rect, [label for label in map(self._label_once, redactions) if label], self._tagger)

    def _set(self, canvas: Canvas, line: PageLine, setting: Setting, shapes: Sequence[Shape]) -> None:
        if line.direction[0] < 0.9:
            self._tagger.text(canvas)
            set_turned(canvas, line, setting.label)
            return
        baseline = line.words[0].y if line.words else line.seed[1]
        for is_word, group in groupby(set_line(line, setting), key=lambda item: isinstance(item.part, Word)):
            if is_word:
                self._tagger.text(canvas)
                self._set_words(canvas, list(group), shapes)
                continue
            for item in group:
                canvas.box(item.x, baseline - 0.95 * item.size, item.x + item.width, baseline + 0.3 * item.size, BOX)
                if item.shaped and isinstance(item.part, Gap):
                    x = item.x + 0.2 * item.size * item.scale
                    with self._tagger.label(canvas, self._labels[item.part.redaction]):
                        canvas.text(x, baseline, item.size, item.shaped, scale=item.scale)

    def _set_words(self, canvas: Canvas, items: Sequence[Set], shapes: Sequence[Shape]) -> None:
        """Kept words that follow each other, as one string where they are of one look."""
        words = [item.part._replace(x=item.x, length=item.width) for item in items if isinstance(item.part, Word)]
        row = row_of(words[0], *_columns(words)) if _is_row(words) and len(set(map(_look, words))) == 1 else None
        if row:
            canvas.row(row, colour=readable_colour(words[0], shapes) if words[0].visible else BLACK)
        else:
            for word, item in zip(words, items, strict=True):
                self._word(canvas, word, shapes, canvas.number + 1, item)
        strike(canvas, words, shapes)

    def _whole_line(self, canvas: Canvas, line: PageLine, shapes: Sequence[Shape]) -> None:
        """Words of one look as one string: half the bytes, and read back as the line it is."""
        for _, group in groupby(line.words, key=_look):
            words = list(group)
            first = words[0]
            if line.ends:
                row = row_of(first, first.text.split(" "), *line.ends)
            else:
                row = row_of(first, *_columns(words)) if len(words) > 1 and _is_row(words) else None
            if row:
                canvas.row(row, colour=readable_colour(first, shapes) if first.visible else BLACK)
                continue
            for word in apart(line) if line.ends else words:
                self._word(canvas, word, shapes, canvas.number + 1)
        strike(canvas, line.words, shapes)

    def _word(
        self,
        canvas: Canvas,
        word: Word,
        shapes: Sequence[Shape],
        page: int,
        place: Set | None = None,
        *,
        shown: bool = False,
    ) -> None:
        """``shown``: the picture below shows the word already."""
        shaped = shape(word.text, word.style)
        self._notes.add("X104", page, shaped.missing)
        natural = shaped.width * word.size / 1000
        x, scale, spacing = word.x, 1.0, 0.0
        if place:
            x, scale = place.x, place.scale
        elif natural and word.visible and word.length > 1.3 * natural and len(word.text) > 1:
            spacing = (word.length - natural) / len(word.text)
        elif natural and word.length > 0:
            scale = min(3.0, max(0.2, word.length / natural))
        colour = readable_colour(word, shapes) if word.visible else BLACK
        place_of_pen = (x, word.y, word.size, shaped)
        canvas.text(
            *place_of_pen, colour=colour, scale=scale, spacing=spacing, direction=word.direction, invisible=shown
        )

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self._plan.analysis.paragraphs)

    @cached_property
    def _hyphenated(self) -> frozenset[str]:
        """The kept words that are written with a hyphen."""
        document = self._plan.analysis.document
        kept = "\n".join(self._maker.kept(document.text, Span(0, len(document.text))))
        return frozenset(re.findall(r"\w+-\w+", kept.casefold()))


def _look(word: Word) -> tuple[Any, ...]:
    return word.y, word.size, word.style, word.colour, word.direction, word.visible, word.struck, word.wide


def _is_row(words: Sequence[Word]) -> bool:
    level = words[0].direction == (1.0, 0.0)
    return level and all(word.spaced for word in words[1:])


def _columns(words: Sequence[Word]) -> tuple[list[str], list[float], list[float]]:
    return [word.text for word in words], [word.x for word in words], [word.x + word.length for word in words]


def _has_text(spans: Sequence[Any]) -> bool:
    return any(span.end > span.start for span in spans)


def _is_cut(offset: int, cuts: Sequence[Cut]) -> bool:
    return any(cut.start <= offset < cut.end for cut in cuts)
