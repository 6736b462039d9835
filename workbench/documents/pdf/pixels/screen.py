# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of dots, as scanners and fax machines of two tones make them, made grey again: dots are smoothed, lines stay.

Only pages full of dots are changed: the noise in a frame and slanting lines are dots to those who look at a few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.documents.pdf.pixels.runs import calmed


if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.documents.pdf.pixels.runs import Pixels


# Tones by which a dot is darker than all around it; of the pixels of a page are such dots; one row of so many is asked.
_DOT, _DOTTED, _ROWS = 25, 0.004, 3
_LINE = 4  # pixels: shorter runs of ink are dots
_SMOOTH = 2  # times: a dot in ten is then a tint


def without_screen(picture: Pixels) -> Pixels:
    """``picture`` (rows, columns, RGB), in grey and without its dots if it has many."""
    grey = picture[:, :, 1]
    if not _is_dotted(grey):
        return picture
    tint = grey
    for _ in range(_SMOOTH):
        tint = calmed(tint)
    plain = np.minimum(tint, np.minimum(_closed(grey), _closed(grey.T).T))
    return np.repeat(plain[:, :, None], 3, axis=2)


def _is_dotted(grey: Pixels) -> bool:
    """Whether many pixels are darker than all around them: print has next to none."""
    rows = grey.astype(np.int16)
    above, at, below = (rows[first : len(rows) - 2 + first : _ROWS] for first in range(3))
    around = np.minimum(np.minimum(above, below)[:, 1:-1], np.minimum(at[:, :-2], at[:, 2:]))
    for side in (above, below):
        around = np.minimum(around, np.minimum(side[:, :-2], side[:, 2:]))
    return around.size > 0 and float((around - at[:, 1:-1] > _DOT).mean()) > _DOTTED


def _closed(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the ink that is shorter along a row than a line."""
    shifts = range(-(_LINE - 1), _LINE)
    padded = np.pad(grey, ((0, 0), (_LINE - 1, _LINE - 1)), mode="edge")
    columns = grey.shape[1]
    runs = [padded[:, shift + _LINE - 1 : shift + _LINE - 1 + columns] for shift in shifts]
    windows = [np.maximum.reduce(runs[first : first + _LINE]) for first in range(_LINE)]
    return np.asarray(np.minimum.reduce(windows), dtype=np.uint8)
