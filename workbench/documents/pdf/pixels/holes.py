# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places whited out on a page with a grain: pure white put on its scan, or correction tape, lighter than its paper."""

from __future__ import annotations

import numpy as np

from workbench.documents.pdf.pixels.page import PixelBox, PixelPage
from workbench.documents.pdf.pixels.runs import Bar, bars_of, calmed, mask_runs, solid


# Tones: what a scanner has as paper is darker than white, and no neighbours of it are quite alike.
_PAPER, _WHITE = (170, 250), 252
# Tones by which a tape is lighter than the paper, at least, and in times of its grain.
_LIGHTER, _GRAINS = 5, 5
# Of the page is such paper; of its pixels differ from the next.
_MOSTLY, _GRAIN = 0.5, 0.08
# In points: no smaller place is looked for; none lies so near the rim of the page.
_LOWEST, _NARROWEST, _RIM = 7.0, 14.0, 6.0
_FULL = 0.94  # of a place between the outer ends of its rows


def holes(page: PixelPage) -> list[PixelBox]:
    """The blank places in the grain of a page picture that something white was put on."""
    if not _is_grainy(page):
        return []
    scale = page.scale
    tones = calmed(page.picture.min(axis=2))
    light = tones[::5, ::5]
    light = light[light >= _PAPER[0]]
    paper = float(np.median(light))
    grain = float(np.median(np.abs(light - paper)))
    white = tones >= min(_WHITE, paper + max(_LIGHTER, _GRAINS * grain))
    white = solid(white, round(_LOWEST * scale * 0.9), round(_NARROWEST * scale * 0.9))
    bars = bars_of(mask_runs(white, scale), scale)
    return [_as_box(bar, scale) for bar in bars if _is_place(bar, tones.shape, scale)]


def _is_place(bar: Bar, shape: tuple[int, ...], scale: float) -> bool:
    """Whether a bar is as large and as full as a box, and not at the rim of the page."""
    width, height = bar.right - bar.left, bar.bottom - bar.top
    inside = min(bar.left, bar.top, shape[1] - bar.right, shape[0] - bar.bottom) >= _RIM * scale
    large = width >= _NARROWEST * scale and height >= _LOWEST * scale
    return inside and large and bar.area >= _FULL * width * height


def _as_box(bar: Bar, scale: float) -> PixelBox:
    """The mean of its neighbours leaves out the outermost pixel of a white place."""
    left, top, right, bottom = bar.left - 1, bar.top - 1, bar.right + 1, bar.bottom + 1
    return PixelBox(left / scale, top / scale, right / scale, bottom / scale, "frame")


def _is_grainy(page: PixelPage) -> bool:
    """Whether most of the page is paper as scanners have it: grey, and uneven."""
    tones = page.picture[::7, :, 1].astype(np.int16)
    is_paper = (tones >= _PAPER[0]) & (tones <= _PAPER[1])
    uneven = np.diff(tones, axis=1)[is_paper[:, 1:]] != 0
    return float(is_paper.mean()) >= _MOSTLY and float(uneven.mean()) >= _GRAIN
