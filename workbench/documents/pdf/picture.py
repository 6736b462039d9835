# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page looks like: a grey picture of it, made when first asked for."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.documents.pdf.shapes import Rectangle


_DPI = 100
_MOST_PIXELS = 12_000_000
# Less between the darkest and the lightest pixel than this cannot be read: noise of a scan, near white on white.
_READABLE = 28
_DARK = 128


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
    import numpy as np
    import pymupdf

    space = pymupdf.csGRAY if grey else pymupdf.csRGB
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=space, alpha=False, clip=region)
    rows = np.frombuffer(pixmap.samples_mv, dtype=np.uint8).reshape(pixmap.h, pixmap.stride)
    rows = rows[:, : pixmap.w * pixmap.n]
    # A copy: the memory of a pixmap goes with it.
    return (rows if grey else rows.reshape(pixmap.h, pixmap.w, 3)).copy(), pixmap.x, pixmap.y


class PagePicture:
    """Pixels of ``page`` (a ``pymupdf.Page``) as the reader sees it, addressed in points.

    ``region`` (x0, y0, x1, y1 in points) is the part that will be asked about; all of the page without one.
    """

    def __init__(self, page: Any, dpi: int = _DPI, region: Rectangle | None = None) -> None:
        self._page, self._region = page, region
        self.scale = safe_scale(page, dpi)

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """The region in grey, shape (rows, columns), 0 is black."""
        return self._drawn[0]

    @cached_property
    def _drawn(self) -> tuple[NDArray[np.uint8], int, int]:
        return drawn(self._page, self.scale, grey=True, region=self._region)

    def is_blank(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether nothing can be read inside this rectangle (points): it is all of one tone."""
        part = self._part(x0, y0, x1, y1)
        return part.size == 0 or int(part.max()) - int(part.min()) < _READABLE

    def is_dark(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether most of this rectangle (points) is dark."""
        import numpy as np

        part = self._part(x0, y0, x1, y1)
        return part.size > 0 and float(np.median(part)) < _DARK

    def _part(self, x0: float, y0: float, x1: float, y1: float) -> NDArray[np.uint8]:
        grey, column, row = self._drawn
        # One pixel in on each side: the edge of what covers it is not part of what is covered.
        left, top = int(x0 * self.scale) + 1 - column, int(y0 * self.scale) + 1 - row
        right, bottom = max(left + 1, int(x1 * self.scale) - column), max(top + 1, int(y1 * self.scale) - row)
        return grey[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
