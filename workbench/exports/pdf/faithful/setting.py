# SPDX-License-Identifier: AGPL-3.0-or-later
"""Setting a line again of which something is withheld.

Left in its place, the text around a gap measures the gap to a hundredth of a point, and a name's width tells the name
(Bland et al., PoPETs 2023). So such a line is set anew: kept words at their natural width with plain spaces, each
label as wide as its own words. What is left to see is which words shared a line. A line that was centred, or pushed to
the right, would tell the width of the whole: it is centred or pushed again, as it now is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workbench.exports.pdf.faithful.kept import Gap, PageLine, Part, Word
from workbench.exports.pdf.fonts import Shaped, shape
from workbench.exports.pdf.regions import Column
from workbench.exports.pdf.typesetting import LABEL_STYLE


LABEL_SIZE = 0.8  # of the text around it
_SPACE = 0.27  # of the font size, between a serif's and a sans serif's
_BLANK = 2.0  # of the font size: the width of a box without a label
SAME = 0.75  # points by which places that are meant to be one may differ
_TIGHTEST = 0.35


class Set(NamedTuple):
    """A part in its new place: ``x`` and ``width`` in points along the line, ``scale`` of its glyphs."""

    part: Part
    shaped: Shaped | None
    x: float
    width: float
    size: float
    scale: float


class Setting(NamedTuple):
    """What a line needs to know of its page.

    ``starts``: how far along its direction whole lines start (``lines.along``); ``widths`` tells for a font of the
    original how much wider than ours it runs, as the whole lines show.
    """

    column: Column
    starts: Sequence[float]
    widths: dict[str, float]
    label: Callable[[int], str]


def set_line(line: PageLine, setting: Setting) -> list[Set]:
    """The parts of a line that runs to the right, set anew."""
    size = line.size
    done: list[Set] = []
    segments = list(_segments(line.parts))
    for number, segment in enumerate(segments):
        after = segments[number + 1][0] if segment is not segments[-1] else None
        right = after.x - 4 if isinstance(after, Word) else setting.column.x1
        items, white, natural = _measured(segment, size, setting)
        left = _start(segment, line, natural, right, done, setting)
        scale = min(1.0, max(_TIGHTEST, (right - left) / natural)) if natural > 0 else 1.0
        x = left
        for (part, shaped, _, width, own, stretch), lead in zip(items, white, strict=True):
            x += lead * scale
            done.append(Set(part, shaped, x, width * scale, own, stretch * scale))
            x += width * scale
        if isinstance(segment[-1], Gap) and x < right:
            done[-1] = done[-1]._replace(width=right - done[-1].x)
    return done


def natural_end(line: PageLine, setting: Setting) -> float:
    """How far to the right a line would reach if nothing were made narrower, in points.

    Where it begins counts only if others begin there: a line in the middle begins by how wide it was.
    """
    segments = list(_segments(line.parts))
    first, start = segments[-1][0], setting.column.x0
    if isinstance(first, Word) and (len(segments) > 1 or any(abs(first.x - each) < SAME for each in setting.starts)):
        start = first.x
    return start + _measured(segments[-1], line.size, setting)[2]


def _measured(segment: Sequence[Part], size: float, setting: Setting) -> tuple[list[Set], list[float], float]:
    """The parts as they are set by themselves, the white before each, and how wide all of it is."""
    items, white = [measure(part, size, setting) for part in segment], list(leads(segment, size))
    return items, white, sum(item.width for item in items) + sum(white)


def _segments(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts that are set one after the other; a kept word behind wide white begins a new stretch in its old place."""
    segment: list[Part] = []
    for part in parts:
        if segment and part.wide and isinstance(part, Word):
            yield segment
            segment = []
        segment.append(part)
    if segment:
        yield segment


def _start(
    segment: Sequence[Part], line: PageLine, natural: float, right: float, done: Sequence[Set], setting: Setting
) -> float:
    first, column = segment[0], setting.column
    if done and isinstance(first, Word):
        return first.x
    if not isinstance(first, Word):
        return max(column.x0, done[-1].x + done[-1].width + 6) if done else column.x0
    starts = (column.x0, *setting.starts)
    if any(abs(first.x - start) < SAME for start in starts):
        return first.x
    last = line.words[-1]
    slack = column.x1 - (last.x + last.length)
    if isinstance(segment[-1], Word) and abs(slack - (first.x - column.x0)) < 4:
        return max(column.x0, column.x0 + (right - column.x0 - natural) / 2)
    if isinstance(segment[-1], Word) and abs(slack) < 2:
        return max(column.x0, right - natural)
    return shared(first.x, starts)


def shared(x: float, starts: Sequence[float]) -> float:
    """The nearest of ``starts`` to the left of ``x``, the first where there is none or it lies further left.

    Where a line begins that no other begins with may tell how wide it was.
    """
    return max([starts[0], *(start for start in starts if start < x + SAME)])


def leads(segment: Sequence[Part], size: float) -> Iterator[float]:
    """The white before each part. Beside a gap it follows from the kept text alone."""
    for number, part in enumerate(segment):
        before = segment[number - 1] if number else None
        if before is None:
            yield 0.0
        elif isinstance(part, Gap) or isinstance(before, Gap):
            tight = isinstance(part, Word) and part.text[0] in ".,;:!?)]}”’"
            yield 0.08 * size if tight else _SPACE * size
        else:
            yield _SPACE * size if part.spaced else 0.0


def measure(part: Part, size: float, setting: Setting) -> Set:
    """A part in a line of ``size``, as wide as it is set by itself."""
    if isinstance(part, Word):
        shaped, scale = shape(part.text, part.style), setting.widths.get(part.font, 1.0)
        return Set(part, shaped, 0.0, shaped.width * part.size * scale / 1000, part.size, scale)
    label = setting.label(part.redaction)
    shaped = shape(label, LABEL_STYLE)
    small = LABEL_SIZE * size
    width = shaped.width * small / 1000 + 0.4 * small if label else _BLANK * size
    return Set(part, shaped if label else None, 0.0, width, small, 1.0)
