# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redaction boxes on the pages of a scan, from their pixels."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf

from workbench.documents.pdf.box_codes import is_text
from workbench.documents.pdf.picture import safe_scale
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.pixel_boxes import find_pixel_boxes
from workbench.documents.pdf.pixel_page import PixelBox
from workbench.documents.pdf.word_index import WordIndex


# Finer than the picture that tells hidden text: the frames of redaction software are a third of a point wide.
_DPI = 150


def scanned_shapes(page: pymupdf.Page, visible: Sequence[RawWord]) -> list[PixelBox]:
    """The redaction boxes in the pixels of ``page``; ``visible`` words, if OCR has left some, tell text in frames.

    What engines read in tints, and where codes are small, is nothing to go by: the pixels have told text there.
    """
    import numpy as np

    from workbench.documents.pdf.level import level

    scale = safe_scale(page, _DPI)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    rows = np.frombuffer(pixmap.samples_mv, dtype=np.uint8).reshape(pixmap.h, pixmap.stride)
    flat = level(rows[:, : 3 * pixmap.w].reshape(pixmap.h, pixmap.w, 3))
    seen = WordIndex(visible)
    boxes = [flat.to_page(box, scale) for box in find_pixel_boxes(flat.picture, scale)]
    return [box for box in boxes if box.style != "frame" or not is_text([w[4] for w in seen.within(*box[:4])])]
