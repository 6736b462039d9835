# SPDX-License-Identifier: AGPL-3.0-or-later
"""What finding redaction boxes in a scan costs beside rendering it: ``python -m benchmarks.pdf_boxes FILE...``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pymupdf

from workbench.documents.pdf.pixels.boxes import find_pixel_boxes


_DPI = 150


def main(paths: list[str]) -> None:
    for path in paths:
        render = find = 0.0
        pdf = pymupdf.open(path)
        for page in pdf:
            begin = time.perf_counter()
            pixmap = page.get_pixmap(dpi=_DPI, colorspace=pymupdf.csRGB, alpha=False)
            rows = np.frombuffer(pixmap.samples_mv, dtype=np.uint8).reshape(pixmap.h, pixmap.stride)
            between = time.perf_counter()
            find_pixel_boxes(rows[:, : 3 * pixmap.w].reshape(pixmap.h, pixmap.w, 3), _DPI / 72)
            render, find = render + between - begin, find + time.perf_counter() - between
        pages = len(pdf)
        print(f"{Path(path).name}: render {render / pages:.3f} s/page, find {find / pages:.3f} s/page")


if __name__ == "__main__":
    main(sys.argv[1:])
