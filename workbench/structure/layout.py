# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a document is set: how wide, wrapped or not, and by what it parts its paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from workbench.documents import Place
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import continues, has_columns, is_row, is_terminal, stops


_UNWRAPPED = 160
_LONG = 90
_FEWEST_EMPTY = 6  # lines with an empty row before them
_CLOSE = 0.25  # of as many lines without one, at most: a heading of two lines, an address
_RUN_ON = 0.2  # of the rows, a sentence goes on with a small letter behind them
_CAPITALS, _FULL = 0.25, 40  # the same of telegrams, which have no small letters: full lines that no stop ends


@dataclass(frozen=True, slots=True)
class Layout:
    """``width`` in characters, of a full line.

    ``unwrapped``: each line is a paragraph. ``flush``: no blank lines, a paragraph ends in a short line.
    ``indented``: no blank lines, a paragraph begins indented. ``spaced``: blank lines also inside paragraphs, as OCR
    leaves them. ``cable``: a telegram, all capitals, blank lines only between paragraphs.
    """

    width: int
    unwrapped: bool = False
    flush: bool = False
    indented: bool = False
    spaced: bool = False
    cable: bool = False


def layout(lines: list[TextLine], roles: list[Role | None]) -> Layout:
    """What the lines of text (not the furniture) say of the whole document."""
    texts = [line for line, role in zip(lines, roles, strict=True) if role is None]
    if not texts:
        return Layout(80)
    # The rows of a table say nothing of where lines are broken.
    running = [
        line
        for line in texts
        if line.place is not Place.TABLE_CELL and not is_row(line.text) and not has_columns(line.text)
    ] or texts
    lengths = sorted([len(line.text) for line in running])
    width = max(40, lengths[min(len(lengths) - 1, int(len(lengths) * 0.9))])
    geometry = any(line.size for line in texts)
    unwrapped = sum(lengths[bisect_right(lengths, _UNWRAPPED) :]) * 5 > sum(lengths) * 2 or _ends_its_lines(lines)
    scarce = sum([line.gap is Gap.BLANK for line in texts]) * 20 < len(texts)
    return Layout(
        width=width,
        unwrapped=unwrapped and not geometry,
        flush=scarce and not unwrapped,
        indented=scarce and _is_indented(lines),
        spaced=not unwrapped and _is_spaced(texts, width),
        cable=Role.CABLE_HEADER in roles,
    )


def _ends_its_lines(lines: list[TextLine]) -> bool:
    """Whether long lines end in a stop, as paragraphs do and wrapped lines do not."""
    long = [a for a, b in pairwise(lines) if b.gap is Gap.NONE and len(a.text) > _LONG]
    return len(long) > 1 and sum(is_terminal(line.text) for line in long) * 5 >= len(long) * 4


def _is_indented(lines: list[TextLine]) -> bool:
    """Whether a line set in stands below a stop, in most places and at least three."""
    above = [a for a, b in pairwise(lines) if b.gap is Gap.NONE and 2 <= b.indent - a.indent <= 12]
    ends = sum(is_terminal(line.text) for line in above)
    return ends >= 3 and ends * 3 >= len(above) * 2


def _is_spaced(texts: list[TextLine], width: int) -> bool:
    """Whether blank lines cut sentences in at least three places."""
    cut = (
        not stops(above.text) and continues(below.text)
        for above, below in pairwise(texts)
        if below.gap is Gap.BLANK and len(above.text) * 10 > width * 6
    )
    return sum(cut) >= 3


def is_short(above: TextLine, below: TextLine, width: int) -> bool:
    """Whether the first word of ``below`` would have found room on ``above``: its writer broke the line on purpose."""
    word = below.text.split(maxsplit=1)[0]
    return above.indent + len(above.text) + 1 + len(word) < width * 0.9


def is_double_spaced(texts: Sequence[str], steps: Sequence[int]) -> bool:
    """Whether most empty rows stand inside paragraphs, as drafts are typed and as OCR often writes.

    Texts with one paragraph a line have empty rows between all lines too; sentences that run on tell the two apart.
    ``texts`` are the lines that hold something, ``steps`` the rows from the one before to each of them.
    """
    between = list(dropwhile(lambda step: step == 1, steps[1:]))  # the fields of an e-mail, an address
    double = between.count(2)
    if double < _FEWEST_EMPTY or between.count(1) > _CLOSE * double:
        return False
    pairs = [(texts[i - 1], texts[i]) for i in range(1, len(texts)) if steps[i] == 2]
    small = sum(continues(lower) and not stops(upper) for upper, lower in pairs)
    if small >= _RUN_ON * double:
        return True
    full = sum(_is_full(upper, lower) for upper, lower in pairs)
    return full >= _CAPITALS * double


def runs_on(upper: str, lower: str) -> bool:
    """Whether a sentence seems to go on from one line to the next."""
    return (continues(lower) and not stops(upper)) or _is_full(upper, lower)


def _is_full(upper: str, lower: str) -> bool:
    return len(upper) >= _FULL and upper.isupper() and lower.isupper() and not stops(upper)
