# SPDX-License-Identifier: AGPL-3.0-or-later
"""Setting a paragraph again of which something is withheld, all its lines, so that none of its line ends is told.

A line that was full tells how wide a name in it may be: the next word did not fit any more. So the kept words of the
whole paragraph run on from line to line as they fit beside labels of their own width. Hyphens at the ends of lines go
with the line ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.documents import Span
from workbench.documents.bidi import order, runs_left
from workbench.exports.pdf.faithful.kept import Gap, PageLine, Part, Word
from workbench.exports.pdf.faithful.lines import apart
from workbench.exports.pdf.faithful.setting import Setting, leads, measure
from workbench.exports.pdf.regions import Column
from workbench.exports.pdf.typesetting import broken


LEADING = 1.2  # of the font size, where a page does not show its own
_HYPHEN = re.compile(r"\w[-\u2010]$")
_LEVEL = (1.0, 0.0)
_OPENING = tuple("([{“‘/")


class Room(NamedTuple):
    """Where a paragraph is set: the x of its first line and of the others, the right edge, in points.

    ``y`` is its first baseline, ``leading`` the way from one to the next; ``centred``: lines stand in the middle.
    """

    first: float
    left: float
    right: float
    y: float
    leading: float
    centred: bool = False


class FlowedLine(NamedTuple):
    """A line, and what it is set by where it is set anew."""

    line: PageLine
    setting: Setting | None


def parts_of(lines: Iterable[PageLine], hyphenated: frozenset[str] = frozenset()) -> list[Part]:
    """The parts of a paragraph's ``lines`` as one run of text; neighbouring gaps of one redaction are one.

    A hyphen that ends a line goes, unless the two halves are a word that is written with it elsewhere
    (``hyphenated``, in lower case) or a capital follows. The ``y`` of a word counts from the baseline of its line.
    """
    run: list[Part] = []
    told = list(lines)
    leftwards = run_left(told)
    for line in told:
        for number, part in enumerate(_turned(list(_apart(line))) if leftwards else _apart(line)):
            last = run[-1] if run else None
            if isinstance(part, Gap):
                if not (isinstance(last, Gap) and last.redaction == part.redaction):
                    run.append(part._replace(spaced=True, wide=False))
                continue
            joined = (
                number == 0 and isinstance(last, Word) and bool(_HYPHEN.search(last.text)) and part.text[0].isalnum()
            )
            if joined and isinstance(last, Word):
                run[-1] = last._replace(text=_joined(last.text, part.text, hyphenated))
            spaced = part.spaced or (number == 0 and not joined)
            raised = part.y - line.words[0].y if line.direction[0] > 0.9 else 0.0
            run.append(part._replace(spaced=spaced, wide=False, y=raised, direction=_LEVEL))
    return run


def run_left(lines: Iterable[PageLine]) -> bool:
    """Whether a paragraph of ``lines`` is read from right to left."""
    return runs_left([word.text for line in lines for word in line.words])


def _turned(parts: Sequence[Part]) -> list[Part]:
    """The parts of a line from right to left as they are read, of those as they stand; or the reverse."""
    places = order([part.text if isinstance(part, Word) else "" for part in parts], leftwards=True)
    turned = [parts[places[0]]._replace(spaced=False)] if places else []
    for before, place in pairwise(places):
        spaced = parts[max(before, place)].spaced if abs(place - before) == 1 else True
        turned.append(parts[place]._replace(spaced=spaced))
    return turned


def _apart(line: PageLine) -> Iterable[Part]:
    return apart(line) if line.ends else line.parts


def _joined(first: str, second: str, hyphenated: frozenset[str]) -> str:
    """The first half of a broken word, with its hyphen or without."""
    halves = re.findall(r"\w+", first)[-1], re.findall(r"\w+", second)[0]
    whole = "-".join(halves).casefold()
    return first if whole in hyphenated or not second[0].islower() else first[:-1]


class Labels(NamedTuple):
    """What stands at a gap, by its redaction: ``ahead`` is asked once for each gap before ``label`` is, in order."""

    ahead: Callable[[int], str]
    label: Callable[[int], str]


def flow(
    parts: Sequence[Part], room: Room, span: Span, widths: Mapping[str, float], labels: Labels
) -> list[FlowedLine]:
    """The lines of a paragraph of ``parts`` (at least one) in ``room``.

    ``widths`` tells how much wider than ours a font of the original runs; ``span`` is what the lines say they are of.
    """
    size = max((part.size for part in parts if isinstance(part, Word)), default=room.leading / LEADING)
    setting = Setting(Column(room.left, room.right), (), dict(widths), labels.label)
    items = [measure(part, size, setting._replace(label=labels.ahead)).width for part in parts]
    leftwards = runs_left([part.text for part in parts if isinstance(part, Word)])
    made: list[FlowedLine] = []
    white = list(leads(parts, size))
    new = [True, *(_may_break(*pair) for pair in pairwise(parts))]
    lines = broken(items, white, new, room.right - room.first, room.right - room.left)
    for number, (start, end) in enumerate(lines):
        x, y = room.first if number == 0 else room.left, room.y + number * room.leading
        width = sum(items[start:end]) + sum(white[start + 1 : end])
        if room.centred:
            x = max(room.left, (room.left + room.right - width) / 2)
        elif leftwards:
            x = max(room.left, room.right - width)
        told = _turned(parts[start:end]) if leftwards else parts[start:end]
        placed = [part._replace(x=x, y=y + part.y) if isinstance(part, Word) else part for part in told]
        page_line = PageLine(placed, (x, y, size), _LEVEL, span)
        made.append(FlowedLine(page_line, setting._replace(column=Column(x, room.right))))
    return made


def _may_break(before: Part, part: Part) -> bool:
    if isinstance(part, Gap):
        return not (isinstance(before, Word) and before.text.endswith(_OPENING))
    if isinstance(before, Gap):
        return part.text[0] not in ".,;:!?)]}”’"
    return part.spaced
