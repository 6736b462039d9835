# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of which the file holds more than a page shows: a frame, the page's edge or its crop box cuts them.

What is cropped in a program for texts or layouts, or of a scan in a viewer, is a clip over a picture that is whole in
the file. Found with PDFium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from workbench.exports.pdf.regions import Rect
from workbench.exports.pdf.verification.cover import is_printed
from workbench.exports.pdf.verification.gap_boxes import as_seen


_THICK = 12.0  # points: a line of print; printers trim less off the edge of a sheet
_MOST = 500  # pixels across and down that are looked at


def cut_pictures(data: bytes) -> Iterator[tuple[int, list[Rect]]]:
    """Each page (from 1) with the boxes around its pictures of which a part with something in it is not shown.

    Points from the top left of the page as it is seen.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened.

    """
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            if cut := list(filter(None, map(_cut, page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])))):
                yield number, as_seen(page, cut)
            page.close()


def _cut(picture: Any) -> Rect | None:
    """The box around a picture of which more than ground is cut off, as thick as a line of print."""
    whole = shown = (0.0, 0.0, 1.0, 1.0)
    holder, upright = picture, True
    while holder:
        matrix = holder.get_matrix()
        a, b, c, d, *_ = matrix.get()
        upright = upright and b == c == 0 and a > 0 and d > 0
        whole, shown = matrix.on_rect(*whole), matrix.on_rect(*shown)
        for x0, y0, x1, y1 in (*_clips(holder), *([] if holder.container else [picture.page.get_bbox()])):
            shown = max(x0, shown[0]), max(y0, shown[1]), min(x1, shown[2]), min(y1, shown[3])
        holder = holder.container
    if max(abs(edge - cut) for edge, cut in zip(whole, shown, strict=True)) < _THICK:
        return None
    return whole if _has_print(picture, whole, shown if upright else None) else None


def _clips(holder: Any) -> Iterator[Rect]:
    """The boxes around the paths that clip a picture or form, in the coordinates of what it is drawn in."""
    paths = pdfium.FPDFPageObj_GetClipPath(holder)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(pdfium.FPDFClipPath_CountPaths(paths) if paths else 0):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(paths, path)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(paths, path, number), x, y)
            points.append((x.value, y.value))
        if points:
            across, down = zip(*points, strict=True)
            yield min(across), min(down), max(across), max(down)


def _has_print(picture: Any, whole: Rect, shown: Rect | None) -> bool:
    """Whether what is not ``shown`` of a picture, all of it if that is not known, is more than ground.

    One that PDFium does not decode may have anything in it.
    """
    import numpy as np

    try:
        decoded = picture.get_bitmap(render=False).to_pil().convert("L")
    except pypdfium2.PdfiumError:
        return True
    pixels = np.asarray(decoded.resize((min(decoded.width, _MOST), min(decoded.height, _MOST))))
    hidden = np.ones(pixels.shape, dtype=bool)
    if shown:
        (left, low, right, high), (rows, columns) = whole, pixels.shape
        first, last = (max(0, round((high - y) / (high - low) * rows)) for y in (shown[3], shown[1]))
        start, end = (max(0, round((x - left) / (right - left) * columns)) for x in (shown[0], shown[2]))
        hidden[first:last, start:end] = False
    return is_printed(pixels[hidden][:, None])
