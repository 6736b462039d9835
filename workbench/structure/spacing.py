# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a text is set double-spaced: an empty row after every line, as drafts are typed and as OCR often writes.

There a single empty row parts nothing. Texts with one paragraph a line have empty rows between all lines too; what
tells the two apart is that sentences run on across the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from workbench.structure.starts import continues, stops


_FEWEST = 6  # lines with an empty row before them
_CLOSE = 0.25  # of as many lines without one, at most: a heading of two lines, an address
_RUN_ON = 0.2  # of the rows, a sentence goes on with a small letter behind them
_CAPITALS, _FULL = 0.25, 40  # the same of telegrams, which have no small letters: full lines that no stop ends


def is_double_spaced(texts: Sequence[str], steps: Sequence[int]) -> bool:
    """Whether most empty rows stand inside paragraphs.

    ``texts`` are the lines that hold something, ``steps`` the rows from the one before to each of them.
    """
    between = list(dropwhile(lambda step: step == 1, steps[1:]))  # the fields of an e-mail, an address
    double = between.count(2)
    if double < _FEWEST or between.count(1) > _CLOSE * double:
        return False
    pairs = [(texts[i - 1], texts[i]) for i in range(1, len(texts)) if steps[i] == 2]
    small = sum(continues(lower) and not stops(upper) for upper, lower in pairs)
    if small >= _RUN_ON * double:
        return True
    loud = (upper for upper, lower in pairs if upper.isupper() and lower.isupper())
    full = sum(len(upper) >= _FULL and not stops(upper) for upper in loud)
    return full >= _CAPITALS * double
