# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page looks like: a grey picture of it, made when first asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np


if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.documents.pdf.shapes import Rectangle


_DPI = 100
_MOST_PIXELS = 12_000_000
# Less between the darkest and the lightest pixel than this cannot be read: noise of a scan, near white on white.
READABLE = 28
_DARK = 128
# Points around what stands out that must be of one tone.
_AROUND = 1.0
# A pixel a point: the tiles of most patterns are whole pixels then and leave no seam between them. Where two covers
# meet text shows through in so much of a place.
_COARSE, _SEAM = 72, 0.01
# How much lighter one of two tones is, as WCAG 2 has it (3 is the least for large print): what looks the same, and what
# is lost on a photocopy.
_SAME, _FAINT = 1.25, 1.5


def safe_scale(page: Any, dpi: float) -> float:
    """Pixels a point for a picture of ``page``: those of ``dpi``, fewer where a made-up page size would fill memory."""
    area = max(1.0, float(page.rect.width * page.rect.height))
    return min(dpi / 72, math.sqrt(_MOST_PIXELS / area))


def drawn(
    page: Any, scale: float, *, grey: bool = False, region: Rectangle | None = None
) -> tuple[NDArray[np.uint8], int, int]:
    """``page`` (rows, columns, and RGB if it is not ``grey``), and the column and row at which its ``region`` begins.

    ``scale`` is pixels a point; the region is in points, all of the page without one.
    """
    import pymupdf

    space = pymupdf.csGRAY if grey else pymupdf.csRGB
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=space, alpha=False, clip=region)
    return _pixels(pixmap), pixmap.x, pixmap.y


def _pixels(pixmap: Any) -> NDArray[np.uint8]:
    """Rows and columns of ``pixmap``, and its colours if they are more than one: copied, its memory goes with it."""
    rows = np.frombuffer(pixmap.samples_mv, dtype=np.uint8).reshape(pixmap.h, pixmap.stride)[:, : pixmap.w * pixmap.n]
    return (rows if pixmap.n == 1 else rows.reshape(pixmap.h, pixmap.w, pixmap.n)).copy()


def pixels_without(
    page: Any, scale: float, kinds: Sequence[str] = ("text",), place: tuple[int, int, int, int] | None = None
) -> NDArray[np.uint8]:
    """The pixels ``place`` of ``page``, or all, as they were if it had no text (or nothing of other ``kinds``).

    Painted as PyMuPDF paints pages: lines come out paler on a pixmap made otherwise.
    """
    import pymupdf

    mupdf = pymupdf.mupdf
    place = place or (0, 0, round(page.rect.width * scale), round(page.rect.height * scale))
    frame, everywhere = mupdf.FzIrect(*place), mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    pixmap = mupdf.fz_new_pixmap_with_bbox(pymupdf.csRGB.this, frame, mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(pixmap, 0xFF)
    device = mupdf.fz_new_draw_device_with_bbox(mupdf.FzMatrix(scale, 0, 0, scale, 0, 0), pixmap, frame)
    for kind in kinds:
        setattr(device.m_internal, f"fill_{kind}", None)  # what a device cannot do is left out
        if kind != "image_mask":
            setattr(device.m_internal, f"stroke_{kind}", None)
    mupdf.fz_run_display_list(page.get_displaylist().this, device, mupdf.FzMatrix(), everywhere, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return _pixels(pymupdf.Pixmap("raw", pixmap))


class PagePicture:
    """Pixels of ``page`` (a ``pymupdf.Page``) as the reader sees it, addressed in points.

    ``region`` (x0, y0, x1, y1 in points) is the part that will be asked about; all of the page without one.
    """

    def __init__(self, page: Any, dpi: int = _DPI, region: Rectangle | None = None) -> None:
        self._page, self._region = page, region
        self.scale, self._coarse = safe_scale(page, dpi), safe_scale(page, _COARSE)

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """The region in grey, shape (rows, columns), 0 is black."""
        return self._drawn[0]

    @cached_property
    def _drawn(self) -> tuple[NDArray[np.uint8], int, int]:
        return drawn(self._page, self.scale, grey=True, region=self._region)

    @cached_property
    def _text(self) -> tuple[NDArray[np.float64], int, int]:
        """The contrast of text against what is seen without it, and the column and row at which that begins."""
        seen, x, y = drawn(self._page, self._coarse, region=self._region)
        place = x, y, x + seen.shape[1], y + seen.shape[0]
        bare = pixels_without(self._page, self._coarse, place=place)
        changed = (seen != bare).any(axis=2)
        contrast = np.ones(changed.shape)
        contrast[changed] = _contrast(seen[changed], bare[changed])
        return contrast, x, y

    def is_blank(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether nothing can be read inside this rectangle (points): it is all of one tone."""
        part = _part(self._drawn, self.scale, (x0, y0, x1, y1))
        return part.size == 0 or int(part.max()) - int(part.min()) < READABLE

    def stands_out(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether something can be read inside this rectangle (points) that does not go on around it."""
        left, top, right, bottom = x0 - _AROUND, y0 - _AROUND, x1 + _AROUND, y1 + _AROUND
        pixel = 1 / self.scale  # letters run over their edge by a part of one
        sides = (left, top, right, y0), (left, y1, right, bottom), (left, y0, x0, y1), (x1 + pixel, y0, right, y1)
        ring = [_part(self._drawn, self.scale, (x - pixel, y - pixel, far, low)) for x, y, far, low in sides]
        told = [int(tone) for part in ring if part.size for tone in (part.min(), part.max())]
        return not self.is_blank(x0, y0, x1, y1) and (not told or max(told) - min(told) < READABLE)

    def is_textless(self, x0: float, y0: float, x1: float, y1: float, *, faint: bool = False) -> bool:
        """Whether this rectangle (points) would look the same if the page had no text, but for a seam.

        ``faint``: or nearly so.
        """
        part = _part(self._text, self._coarse, (x0, y0, x1, y1))
        return part.size == 0 or float((part >= (_FAINT if faint else _SAME)).mean()) < _SEAM

    def is_dark(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether most of this rectangle (points) is dark."""
        part = _part(self._drawn, self.scale, (x0, y0, x1, y1))
        return part.size > 0 and float(np.median(part)) < _DARK


def _contrast(tones: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much lighter the lighter one is of two lists of tones (sRGB), as WCAG 2.2 counts it: 1 to 21."""
    part = np.arange(256) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    first, second = (linear[each] @ (0.2126, 0.7152, 0.0722) + 0.05 for each in (tones, others))
    return np.maximum(first, second) / np.minimum(first, second)


def _part(seen: tuple[NDArray[Any], int, int], scale: float, box: Rectangle) -> NDArray[Any]:
    """The pixels in ``box`` (points), given those that are ``seen``, from which column and row on."""
    pixels, column, row = seen
    # One pixel in on each side: the edge of what covers it is not part of what is covered.
    left, top = int(box[0] * scale) + 1 - column, int(box[1] * scale) + 1 - row
    right, bottom = max(left + 1, int(box[2] * scale) - column), max(top + 1, int(box[3] * scale) - row)
    return pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
