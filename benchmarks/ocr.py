# SPDX-License-Identifier: AGPL-3.0-or-later
"""What reading a scanned page costs: ``python -m benchmarks.ocr FILE...``.

Wall time, since engines use several threads; the floor is drawing the pages of the same file at the same resolution.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pymupdf

from workbench.documents import OcrMode, ocr
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.reading import read_pdf


_ROUNDS = 3


def drawn(data: bytes) -> float:
    begin = time.perf_counter()
    for page in pymupdf.open(stream=data, filetype="pdf"):
        _ = PagePicture(page, ocr.RESOLUTION).grey
    return time.perf_counter() - begin


def read(data: bytes) -> float:
    ocr.forget()
    begin = time.perf_counter()
    read_pdf(data, "file.pdf", "", ocr=OcrMode.ALWAYS)
    return time.perf_counter() - begin


def main(paths: list[str]) -> None:
    for path in paths:
        data = Path(path).read_bytes()
        pages = pymupdf.open(stream=data, filetype="pdf").page_count
        first = read(data)  # loads the models
        base, cost = min(drawn(data) for _ in range(_ROUNDS)), min(read(data) for _ in range(_ROUNDS))
        print(
            f"{Path(path).name}: {pages} pages, {ocr.engine_name()}, {cost / pages:.2f} s/page (first {first:.2f} s), "
            f"drawing {base / pages:.3f} s/page, ratio {cost / base:.0f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
