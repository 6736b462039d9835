# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text set in two columns side by side, as layouts copied from a page are: each column is read down.

Read across, the mark of a paragraph in one column would reach over the words beside it. Columns differ from the rows of
a table in that sentences run on down both of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine, look_at
from workbench.structure.starts import continues, stops


_WIDE = late(r"\S {3,}(?=\S)")
_FEWEST = 3  # lines whose right parts begin in one column
_MOST = 4  # gutters of a text
_RUN_ON = 2  # lines of each side that go on with the sentence above
_BLANK = 2  # columns left free before the right part
_GAP = " " * _BLANK
_SET_IN, _MOST_SET_IN = 2, 10


def in_columns(lines: list[TextLine]) -> list[TextLine]:
    """The lines, those that stand in two columns parted there; ``TextLine.column`` tells what goes on with what."""
    for gutter in _gutters(lines):
        lines = list(_parted(lines, gutter))
    return lines


def _gutters(lines: list[TextLine]) -> list[int]:
    """The columns at which right parts of lines begin, down which sentences run on as they do on the left."""
    often = Counter(
        line.indent + match.end()
        for line in lines
        if "   " in line.text and "\t" not in line.text
        for match in _WIDE.finditer(line.text)
    )
    for line in lines if often else ():
        if line.indent in often:
            often[line.indent] += 1  # the column beside runs longer, or a blank line stands there
    columns = [column for column, count in often.most_common(_MOST) if count >= _FEWEST]
    wide = _wide(lines) if columns else []
    found = (_leftmost(lines, column, wide) for column in columns if _runs_on(lines, column, wide))
    return list(dict.fromkeys(found))


def _leftmost(lines: list[TextLine], gutter: int, wide: Sequence[int]) -> int:
    """Where titles and stems of the right column begin, whose items are set in to ``gutter``; left of it is blank."""
    near = [lines[position] for position in _beside_columns(lines, gutter, wide)]
    starts = {line.indent + match.end() for line in near for match in _WIDE.finditer(line.text)}
    starts |= {line.indent for line in near}
    texts = [" " * line.indent + line.text for line in near]
    free = (at for at in sorted(starts) if gutter - _MOST_SET_IN <= at < gutter)
    return next((at for at in free if not any(text[at - _BLANK : at].strip() for text in texts)), gutter)


def _runs_on(lines: list[TextLine], gutter: int, wide: Sequence[int]) -> bool:
    """Whether sentences go on from line to line on both sides, broken where the next word had no room."""
    near = _beside_columns(lines, gutter, wide)
    parts = {position: _halves(lines[position], gutter) for position in sorted(near)}
    for side in (0, 1):
        pairs = [
            (upper, lower)
            for position, part in parts.items()
            if lines[position].gap is Gap.NONE and position - 1 in parts
            if (upper := parts[position - 1][side]).strip() and (lower := part[side]).strip()
        ]
        lengths = sorted(len(upper) for upper, _ in pairs) or [0]
        width = lengths[len(lengths) * 9 // 10]  # a signature may stand farther to the right
        if sum(_wraps(upper, lower.strip(), width) for upper, lower in pairs) < _RUN_ON:
            return False
    return True


def _halves(line: TextLine, gutter: int) -> tuple[str, str]:
    """What stands left and right of the gutter, as far in as it stands; empty where nothing does."""
    text = " " * line.indent + line.text
    if line.indent >= gutter:
        return "", text
    if len(text) <= gutter - _BLANK:
        return text, ""
    parts = _cut(line, gutter)
    return (" " * line.indent + parts[0], parts[1].rjust(len(text))) if parts else ("", "")


def _wraps(upper: str, lower: str, width: int) -> bool:
    full = len(upper) + 1 + len(lower.split(maxsplit=1)[0]) > width
    return full and continues(lower) and not stops(upper)


def _cut(line: TextLine, gutter: int) -> tuple[str, ...]:
    """The parts of ``line`` left and right of the gutter; none where it has not both."""
    at = gutter - line.indent
    left, right = line.text[: max(0, at)], line.text[max(0, at) :]
    if at <= _BLANK or not right or left[-_BLANK:].strip():
        return ()
    return left.rstrip(), right.lstrip()


@dataclass(slots=True)
class _Run:
    """The lines of one side that follow each other: the number of the run, its last line, how far in it stands."""

    number: int
    last: str
    indent: int


def _parted(lines: list[TextLine], gutter: int) -> Iterator[TextLine]:
    """The lines in the order of the text; where nothing is beside a line, it is of the side it stands on."""
    runs: list[_Run | None] = [None, None]
    number = max(line.column for line in lines)
    beside = _beside_columns(lines, gutter, _wide(lines))
    for position, line in enumerate(lines):
        parts = _sides(line, gutter) if position in beside and not line.column else []
        if line.gap is not Gap.NONE or not parts:
            runs = [None, None]
        held, runs = runs, [None, None]
        for side, part in parts:
            run = held[side]
            if run is None or (stops(run.last) and part.indent >= run.indent + _SET_IN):
                number += 1
                run = _Run(number, part.text, part.indent)
            runs[side] = _Run(run.number, part.text, min(run.indent, part.indent))
            yield replace(part, column=run.number)
        if not parts:
            yield line


def _beside_columns(lines: list[TextLine], gutter: int, wide: Iterable[int]) -> set[int]:
    """The positions of lines that no blank line parts from one with text on both sides of the gutter.

    ``wide`` are the positions of those with room for a gutter.
    """
    found = set[int]()
    for position in wide:
        if position not in found and _cut(lines[position], gutter):
            first = last = position
            while first and lines[first].gap is Gap.NONE:
                first -= 1
            while last + 1 < len(lines) and lines[last + 1].gap is Gap.NONE:
                last += 1
            found.update(range(first, last + 1))
    return found


def _wide(lines: list[TextLine]) -> list[int]:
    return [position for position, line in enumerate(lines) if _GAP in line.text]


def _sides(line: TextLine, gutter: int) -> list[tuple[int, TextLine]]:
    """The parts of ``line`` with the side each is on; none where its text crosses the gutter."""
    if line.indent >= gutter:
        return [(1, line)]
    if line.indent + len(line.text) <= gutter - _BLANK:
        return [(0, line)]
    parts = _cut(line, gutter)
    if not parts:
        return []
    left, right = parts
    start = line.end - len(right)
    upper = replace(line, end=line.start + len(left), text=left, look=look_at(left), behind=0)
    indent = line.indent + start - line.start
    lower = replace(line, start=start, text=right, indent=indent, gap=Gap.BLANK, look=look_at(right), ahead=0)
    return [(0, upper), (1, lower)]
