# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a frame in a page picture: where they end, whether they are broken, print or margins beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray


# In points: no line is thicker; a side runs so close to the ends of the lines above and below.
THICKEST, NEAR = 4.0, 2.0
# Per cent of a line that is there; of one of dashes, or that a fax has left; of a word.
LINE_INK, DASHED_INK, WORD_INK = 92, 40, 70
# So far aside of a line of dashes there is as little ink; inside of a frame there is a margin, in low ones at one line.
CLEAN, CLEAN_INK = 1.5, 0.15
_MARGIN, _MARGIN_INK, _LOW = 1.2, 0.2, 9.0
# A thick line, and how unlike its columns may be.
_THICK, _UNEVEN = 1.95, 0.1
_FRAYED = 0.1  # the ink of the last row of a line that leans
_STRAIGHT = 40.0  # a side that leans is straight so far


def side_width(strip: NDArray[np.bool_], scale: float, *, dashes: bool) -> int:
    """How many columns of a strip, from the outside, a line takes up that runs down all of it; 0: there is none.

    It may be broken (``dashes``) where there is next to no ink beside it.
    """
    deepest = 0
    for part in np.array_split(strip, max(1, round(len(strip) / _STRAIGHT / scale))):
        ink = (part[:, 1:] | part[:, :-1]).mean(axis=0)
        at = int(ink.argmax())
        beside = at + round(CLEAN * scale)
        clean = part[:, beside : beside + round(NEAR / 2 * scale)]
        broken = dashes and clean.size > 0 and float(clean.mean(axis=0).min()) <= CLEAN_INK
        if 100 * ink[at] < (DASHED_INK if broken else WORD_INK):
            return 0
        deepest = max(deepest, at + 1 + line_end(part.mean(axis=0)[at + 1 :], scale))
    return deepest


def line_end(ink: NDArray[Any], scale: float) -> int:
    """How many of the first rows or columns, given the ink in each, a line takes up with those that it fringes."""
    last = _line(ink, scale)
    while last < min(len(ink), THICKEST * scale) and _FRAYED < ink[last] < ink[last - 1]:
        last += 1
    return last


def _line(ink: NDArray[Any], scale: float) -> int:
    """Where the first line among rows or columns ends, given the ink in each."""
    near = ink[: round(THICKEST * scale)] > DASHED_INK / 100
    first = int(near.argmax())
    gaps = np.flatnonzero(~near[first:])
    return first + int(gaps[0]) if len(gaps) else len(near)


def is_dashed(dark: NDArray[np.bool_], scale: float) -> bool:
    """Whether the lines above and below are broken: then those down the sides may be; blots of print are not."""
    if dark.size == 0:
        return False
    thick = max(1, round(THICKEST * scale))
    most = max(int(rows.sum(axis=1).max()) for rows in (dark[:thick], dark[-thick:]))
    return bool(100 * most < LINE_INK * dark.shape[1])


def has_margins(ink: NDArray[Any], scale: float) -> bool:
    """Whether paper lies between the lines of a frame and the print in it: above and below, in low ones at one.

    The tops and the feet of letters are no lines: their stems go on from there.
    """
    edge = max(1, round(_MARGIN * scale)) + 1
    clear = sorted(
        float(rows[end : end + edge].min(initial=1.0)) for rows in (ink, ink[::-1]) for end in (_line(rows, scale),)
    )
    return clear[1] <= (_MARGIN_INK if len(ink) > _LOW * scale else 2 * _MARGIN_INK) and clear[0] <= _MARGIN_INK


def is_print(rows: NDArray[np.bool_], scale: float) -> bool:
    """Whether what looks like a thick line, the first of ``rows``, is heavy print: not as thick in all columns."""
    thick = rows[: _line(rows.mean(axis=1), scale)].sum(axis=0)
    thick = thick[thick > 0]
    return thick.size > 0 and bool(thick.mean() > _THICK * scale and thick.std() > _UNEVEN * thick.mean())
