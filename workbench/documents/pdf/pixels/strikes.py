# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words with a line drawn through them, in the picture of a page.

A line that strikes a word out leaves ink in the middle of every column of it, and between letters nothing but that
ink. Underlines leave the middle free, and so do letters: no word has ink there all along, unless a bad copy has run its
letters together. Then nothing is said: a banner taken for struck would open what is still classified.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray


# Shares of the height of a word: where a line through it lies, how much ink it is at most, how far it goes on beyond
# the word on one side at least, how far it may stray from straight, how much other ink lies on both sides of it.
_TOP, _BOTTOM, _THICK, _BEYOND, _STRAY, _BOTH = 0.24, 0.72, 0.36, 0.12, 0.08, 0.15
# Shares of the columns of a word: those with ink in the middle, and those with nothing but the line.
_CROSSED, _BARE = 0.97, 0.06
# Of the gaps between letters; in pixels; in letters; of the words of a page: more are run together by a bad copy.
_GAPS, _LOWEST, _SHORTEST, _MOST = 0.4, 14, 3, (8, 0.03)


class Printed(NamedTuple):
    """A word with its box in pixels of the level picture of its page."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


def struck_through(grey: NDArray[np.uint8], words: Sequence[Printed], ink: int) -> list[int]:
    """Which of ``words`` have a line through all of them.

    ``grey`` is the level picture (rows, columns); what is darker than ``ink`` is ink. None at all on a page where it
    seems to be many: a copy that runs letters together looks like that.
    """
    found = [i for i, word in enumerate(words) if _is_struck(grey, word, ink)]
    return found if len(found) <= max(_MOST[0], _MOST[1] * len(words)) else []


def _is_struck(grey: NDArray[np.uint8], word: Printed, ink: int) -> bool:
    x0, y0, x1, y1 = (max(0, round(v)) for v in word[:4])
    height = y1 - y0
    reach = min(x0, height // 2)
    if len(word.text) < _SHORTEST or height < _LOWEST:
        return False
    dark = np.asarray(grey[y0:y1, x0 - reach : x1 + height // 2] < ink)
    top, bottom = round(_TOP * height), round(_BOTTOM * height)
    middle = np.any(dark[top:bottom], axis=0)
    bare = middle & ~dark[:top].any(axis=0) & ~dark[bottom:].any(axis=0) & (dark.sum(axis=0) <= _THICK * height)
    letters = np.flatnonzero(dark[:, reach : reach + x1 - x0].any(axis=0) & ~bare[reach : reach + x1 - x0]) + reach
    if not len(letters) or not _goes_on(bare, letters[0], letters[-1], _BEYOND * height):
        return False
    inside = slice(letters[0], letters[-1] + 1)
    if float(middle[inside].mean()) < _CROSSED or not _has_gaps(bare[inside], len(word.text)):
        return False
    return _is_line(dark[:, inside], np.flatnonzero(bare[inside]), (top, bottom))


def _goes_on(bare: NDArray[np.bool_], first: int, last: int, least: float) -> bool:
    """Whether the line goes on beyond the first or the last letter, with nothing above or below it."""
    before, behind = bare[:first][::-1], bare[last + 1 :]
    return any(len(side) >= least and bool(side[: max(3, round(least))].all()) for side in (before, behind))


def _has_gaps(bare: NDArray[np.bool_], letters: int) -> bool:
    """Whether the line can be seen between as many letters as a word of ``letters`` has at least."""
    gaps = int((np.diff(bare.astype(np.int8)) == 1).sum())
    return _BARE <= float(bare.mean()) <= 0.8 and gaps >= max(2, round(_GAPS * (letters - 1)))


def _is_line(dark: NDArray[np.bool_], columns: NDArray[np.int64], zone: tuple[int, int]) -> bool:
    """Whether the ink in these ``columns`` lies on one straight line, and letters stand out above and below it."""
    height = dark.shape[0]
    line = dark[zone[0] : zone[1], columns]
    rows = np.arange(height)[:, None]
    centre = (rows[zone[0] : zone[1]] * line).sum(axis=0) / line.sum(axis=0)
    fit = np.polyfit(columns, centre, 1)
    if float(np.sqrt(np.square(centre - np.polyval(fit, columns)).mean())) > _STRAY * height:
        return False
    along = np.polyval(fit, np.arange(dark.shape[1]))
    half = float(line.sum(axis=0).max()) / 2 + 1
    above, below = int((dark & (rows < along - half)).sum()), int((dark & (rows > along + half)).sum())
    return min(above, below) >= _BOTH * (above + below) > 0
