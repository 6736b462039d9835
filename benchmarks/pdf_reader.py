# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much more than PyMuPDF's own ``get_text`` reading a PDF costs: ``python -m benchmarks.pdf_reader FILE...``.

Both sides open the file anew and start from empty caches; processor time, the best of several alternating rounds.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from workbench.documents.pdf.reading import read_pdf


_ROUNDS = 5


def floor(data: bytes) -> int:
    pdf = pymupdf.open(stream=data, filetype="pdf")
    return sum(len(page.get_text()) for page in pdf)


def ours(data: bytes) -> int:
    return len(read_pdf(data, "file.pdf", "").text)


def seconds(run: Callable[[bytes], int], data: bytes) -> float:
    pymupdf.TOOLS.store_shrink(100)
    begin = time.process_time()
    run(data)
    return time.process_time() - begin


def main(paths: list[str]) -> None:
    for path in paths:
        data = Path(path).read_bytes()
        pages = pymupdf.open(stream=data, filetype="pdf").page_count
        rounds = [(seconds(floor, data), seconds(ours, data)) for _ in range(_ROUNDS)]
        base, cost = min(a for a, _ in rounds), min(b for _, b in rounds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{Path(path).name}: {pages} pages, get_text {1000 * base / pages:.2f} ms/page, "
            f"read_pdf {1000 * cost / pages:.2f} ms/page, ratio {cost / base:.2f}, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
