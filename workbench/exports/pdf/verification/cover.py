# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page draws over a picture, which is still whole below it: a scan redacted by drawing.

The page is painted with all that it draws and with its pictures alone. Where the first is dark and the other is not so,
over more than a line is thick, something is hidden, whatever it was drawn with; and where a shape shows one tone and
the scan below it does not. Coordinates are points of the page as it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pymupdf

from workbench.documents.pdf.covers import VEILS
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.painted import whole_shapes
from workbench.documents.pdf.picture import READABLE, pixels_without, safe_scale
from workbench.documents.pdf.pieces import has_middle_in, lies_in
from workbench.documents.pdf.pixels.runs import all_of, solid
from workbench.documents.pdf.run import PageRun, turning
from workbench.documents.pdf.shapes import is_thin, read_shapes
from workbench.exports.pdf.painted import GRADIENT, may_draw, painted
from workbench.exports.pdf.regions import Rect


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_DPI = 144
_DARK = 89  # of 255, in each of red, green and blue
_THICK = 3.5  # points: a line this thick is drawn to cover something
_NEAR = 6.0  # points: between the letters of what is covered, which may be as dark as the cover
_CHANGED = 0.12  # of a dark place is otherwise without what is drawn: a thin rule in the dark changes less
_PRINTED = 0.01  # of what is covered is no ground
_LEAST = 60.0  # square points: over a word or more
_MOST = 0.9  # of the page: no redaction of it
_SCAN = 0.95  # of the page is a picture, or the strips of one; on an illustration a box is a part of it, mostly


def covered_places(page: Any) -> list[Rect]:
    """The places where what is drawn hides a part of a picture."""
    means, turn = read_means(page), turning(page)
    things = painted(page, means)
    shown = [each.rect for each in things if each.kind in ("fill-image", GRADIENT)]
    stencils = any(each.kind == "fill-imgmask" for each in things)
    if len(shown) < 2 and not (shown and (stencils or may_draw(things, means))):
        return []
    pictures = [tuple((pymupdf.Rect(rect) * turn).normalize() & page.rect) for rect in shown]
    pixels = _Pixels(page)
    found = [*pixels.dark_places(pictures), *pixels.dark_pictures(pictures)]
    is_scan = sum(map(_area, pictures)) >= _SCAN * _area(page.rect)
    shapes = whole_shapes(read_shapes(PageRun(page, means).painted))
    areas = (shape[:4] for shape in shapes if shape.alpha >= VEILS and not is_thin(shape[:4]))
    boxes = (area for area in areas if _is_box(area, page) and not any(has_middle_in(area, other) for other in found))
    over = (box for box in boxes if is_scan or any(lies_in(box, other) for other in pictures))
    return [*found, *(box for box in over if pixels.hides(box, whatever=is_scan))]


def _is_box(rect: Rect, page: Any) -> bool:
    return _LEAST < _area(rect) <= _MOST * _area(page.rect)


class _Pixels:
    """The pixels of a page with what it draws, and of its pictures alone."""

    def __init__(self, page: Any) -> None:
        self._page, self._scale = page, safe_scale(page, _DPI)
        self._drawn = pixels_without(page, self._scale)
        self._bare = pixels_without(page, self._scale, ("text", "path", "image_mask"))

    def dark_places(self, pictures: list[Rect]) -> Iterator[Rect]:
        """The boxes around what is dark in front of ``pictures`` that are not."""
        import numpy as np

        changed = np.zeros(self._drawn.shape[:2], dtype=bool)
        for picture in pictures:
            place = self._slices(picture)
            changed[place] = _differ(self._drawn[place], self._bare[place])
        near, thick = round(_NEAR * self._scale), round(_THICK * self._scale)
        dark = (self._drawn.max(axis=2) < _DARK) & _grown(changed, near) if changed.any() else changed
        dark = solid(dark, thick, thick)
        for x0, y0, x1, y1 in _places(dark):
            box = x0 / self._scale, y0 / self._scale, x1 / self._scale, y1 / self._scale
            inside = changed[y0:y1, x0:x1][dark[y0:y1, x0:x1]]
            if _is_box(box, self._page) and float(inside.mean()) > _CHANGED:
                yield box

    def dark_pictures(self, pictures: list[Rect]) -> Iterator[Rect]:
        """Those that show nothing but black on one painted before."""
        for number, box in enumerate(pictures):
            inside = self._drawn[self._slices(box, inset=2)]
            on_others = any(lies_in(box, other) and _area(box) < _MOST * _area(other) for other in pictures[:number])
            if on_others and _is_box(box, self._page) and inside.size and int(inside.max()) < _DARK:
                yield box

    def hides(self, box: Rect, *, whatever: bool) -> bool:
        """Whether a box shows one tone, ``whatever`` it is or else that of the ground, where the picture does not."""
        import numpy as np

        place = self._slices(box, inset=2)
        above, below = self._drawn[place], self._bare[place]
        if not above.size or int(np.ptp(above, axis=(0, 1)).max()) >= READABLE:
            return False
        return is_printed(below) and (whatever or not _differ(above, _ground(below)).any())

    def _slices(self, box: Rect, inset: int = 0) -> tuple[slice, slice]:
        x0, y0, x1, y1 = (max(0, round(edge * self._scale)) for edge in box)
        return slice(y0 + inset, max(y0 + inset, y1 - inset)), slice(x0 + inset, max(x0 + inset, x1 - inset))


def is_printed(pixels: NDArray[np.uint8]) -> bool:
    """Whether more of the ``pixels`` than specks is of another tone than most of them."""
    return float(_differ(pixels, _ground(pixels)).mean()) > _PRINTED


def _ground(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import numpy as np

    return np.asarray(np.median(pixels, axis=tuple(range(pixels.ndim - 1))), dtype=np.uint8)


def _differ(pixels: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray(np.abs(pixels.astype(np.int16) - others).max(axis=-1) >= READABLE)


def _grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """``mask`` and what is so many pixels beside it."""
    import numpy as np

    mask = np.pad(mask, by)
    for axis in (0, 1):
        mask = ~all_of(~mask, 2 * by + 1, axis)
    return mask


def _places(mask: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """The boxes around the pieces of a mask that hang together."""
    import numpy as np

    found: list[tuple[int, int, int, int]] = []
    columns = mask.shape[1]
    change = np.flatnonzero(np.diff(np.pad(mask, ((0, 0), (0, 1))).ravel().astype(np.int8), prepend=0))
    growing: list[tuple[int, int, int, int]] = []
    for start, end in zip(change[::2].tolist(), change[1::2].tolist(), strict=True):
        row, left = divmod(start, columns + 1)
        run = left, row, end - row * (columns + 1), row + 1
        found += [piece for piece in growing if piece[3] < row]
        met = [piece for piece in growing if piece[3] >= row and piece[0] <= run[2] and run[0] <= piece[2]]
        growing = [piece for piece in growing if piece[3] >= row and piece not in met]
        lefts, tops, rights, bottoms = zip(run, *met, strict=True)
        growing.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return [*found, *growing]


def _area(rect: Any) -> float:
    x0, y0, x1, y1 = rect
    return float(max(0.0, x1 - x0) * max(0.0, y1 - y0))
