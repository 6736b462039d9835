# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must be read on a copy: labels in their boxes, and words on the ground they now stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from workbench.exports.cells import NOWHERE, cells_of
from workbench.exports.kinds import Kinds
from workbench.exports.pdf.canvas import BLACK, WHITE, Canvas
from workbench.exports.pdf.faithful.drawings import Shape
from workbench.exports.pdf.faithful.groups import Owners
from workbench.exports.pdf.faithful.kept import PageLine, Word
from workbench.exports.pdf.fonts import shape
from workbench.exports.pdf.regions import Colour, Rect
from workbench.exports.pdf.tag_tree import Mark, Tag, tag_of
from workbench.exports.pdf.typesetting import LABEL_STYLE, LEGIBLE, code_of
from workbench.exports.pdf.writing import Writer
from workbench.redaction.labels import Speaker
from workbench.redaction.model import Plan, Unit


BOX: Colour = (0.85, 0.85, 0.85)
TEXT_LABEL = "[text withheld]"
_SMALLEST = 4.0  # points


class Tagger:
    """Says which paragraph what is drawn belongs to, so that a screen reader reads the page as it is read by eye."""

    def __init__(self, writer: Writer, plan: Plan) -> None:
        self._writer = writer
        paragraphs = plan.analysis.paragraphs
        self._speaker = Speaker(term.text for term in plan.terms)
        self._open: Canvas | None = None
        self._owners = Owners(plan)
        cells = cells_of(plan)
        kinds = Kinds(plan)
        self._tags = [(tag_of(kinds.of(p)), cells.get(p.spans[0].start, NOWHERE)) for p in paragraphs]
        self._last: int | None = None

    def turn_to(self, offset: int | None) -> None:
        """What follows belongs to the paragraph at ``offset`` of the text; to one of its own without any."""
        owner = self._owners.at(offset) if offset is not None else None
        if owner is None or owner != self._last:
            self.close()
            kind, cell = self._tags[owner] if owner is not None else ("P", NOWHERE)
            self._writer.tags.append(Tag(kind, [], cell))
        self._last = owner

    def text(self, canvas: Canvas) -> None:
        """What is drawn next are kept words, until a label, another paragraph or the end of the page."""
        if self._open is None:
            self._begin(canvas, "")
            self._open = canvas

    def close(self) -> None:
        """End what ``text`` began."""
        if self._open:
            self._open.end()
        self._open = None

    @contextmanager
    def label(self, canvas: Canvas, label: str) -> Iterator[None]:
        """Around what draws a label: a screen reader says it without brackets."""
        self.close()
        self._begin(canvas, self._speaker.say(label))
        yield
        canvas.end()

    def _begin(self, canvas: Canvas, said: str) -> None:
        self._writer.tags[-1].parts.append(Mark(canvas.number, canvas.begin("P"), said))


class OncePerPage:
    """The labels of a plan's redactions, each given once on a page. ``gate`` is the number of what the gate finds."""

    def __init__(self, plan: Plan) -> None:
        self.gate = len(plan.redactions)
        late = next((r.label for r in plan.redactions if r.unit is Unit.TEXT), TEXT_LABEL)
        self.all = [*(redaction.label for redaction in plan.redactions), late]
        self._said: set[int] = set()

    def turn_page(self) -> None:
        """A new page begins."""
        self._said = set()

    def label(self, redaction: int, said: set[int] | None = None) -> str:
        """The label of a redaction the first time that it is asked for; ``said`` are those that were."""
        said = self._said if said is None else said
        if redaction < 0 or redaction in said:
            return ""
        if redaction != self.gate:
            said.add(redaction)
        return self.all[redaction]


def label_size(lines: Iterable[PageLine]) -> float:
    """The size of labels beside kept ``lines``: on a slide they are read from as far as its words are."""
    sizes = sorted(word.size for line in lines for word in line.words)
    return min(18.0, max(9.0, 0.6 * sizes[len(sizes) // 2])) if sizes else 9.0


def draw_labels(canvas: Canvas, rect: Rect, labels: Sequence[str], tagger: Tagger, starts: Sequence[int] = ()) -> None:
    """Labels below one another in a box, smaller where there are many; their codes where they would be too small.

    ``starts``: where in the text the line begins that each stands for, if paragraphs of their own are to have them.
    """
    if not labels:
        return
    x0, y0, _, y1 = rect
    shown, size = labels, _fitting(rect, labels, canvas.label_size)
    if size < LEGIBLE:
        shown = [code_of(label) for label in labels]
        size = max(_SMALLEST, _fitting(rect, shown, canvas.label_size))
    y = y0 + max(0.0, min((y1 - y0 - 1.25 * size * len(labels)) / 2, 4.0))
    for number, (label, text) in enumerate(zip(labels, shown, strict=True)):
        if starts:
            tagger.turn_to(starts[number])
        y += 1.25 * size
        with tagger.label(canvas, label):
            canvas.text(x0 + 0.25 * size, y - 0.35 * size, size, shape(text, LABEL_STYLE))


def draw_apart(canvas: Canvas, rect: Rect, labels: Sequence[str], tagger: Tagger) -> None:
    """A box with labels that stand for no paragraph: of pictures, pages, and what nobody read."""
    canvas.box(*rect, BOX)
    tagger.turn_to(None)
    draw_labels(canvas, rect, labels, tagger)


def _fitting(rect: Rect, labels: Sequence[str], most: float) -> float:
    """The size (points, at most ``most``) in which the labels fit into the box."""
    x0, y0, x1, y1 = rect
    across = (0.96 * (x1 - x0) * 1000 / shape(label, LABEL_STYLE).width for label in labels)
    return min(most, (y1 - y0) / (1.25 * len(labels)), *across)


def readable_colour(word: Word, grounds: Sequence[Shape]) -> Colour:
    """The word's colour, or black or white where it would not be seen on the one of ``grounds`` it now has."""
    colour = ((word.colour >> 16 & 255) / 255, (word.colour >> 8 & 255) / 255, (word.colour & 255) / 255)
    x, y = word.x + word.direction[0] * word.length / 2, word.y - word.direction[0] * 0.3 * word.size
    under = [s for s in grounds if s.rect[0] <= x <= s.rect[2] and s.rect[1] <= y <= s.rect[3]]
    ground = _luminance(under[-1].colour) if under else 1.0
    if abs(_luminance(colour) - ground) >= 0.3:
        return colour
    return BLACK if ground > 0.5 else WHITE


def _luminance(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
