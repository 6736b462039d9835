# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from workbench.documents.pdf.reading import read_pdf


CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpora are not part of the project")

Rectangle = tuple[float, ...]
_PAGE_WIDTH = 595.0


def pictures() -> Iterator[tuple[str, bytes, list[Rectangle]]]:
    """Page images as scans: one picture filling a page of A4 width."""
    folder = CORPUS / "woo_pages"
    for entry in json.loads((folder / "gold_boxes.json").read_text("utf-8")):
        image = folder / entry["image"]
        pixmap = pymupdf.Pixmap(str(image))
        scale = _PAGE_WIDTH / pixmap.width
        pdf = pymupdf.open()
        page = pdf.new_page(width=_PAGE_WIDTH, height=pixmap.height * scale)
        page.insert_image(page.rect, filename=str(image))
        yield entry["style"], pdf.tobytes(), [tuple(v * scale for v in box) for box in entry["boxes_px"]]


def pages() -> Iterator[tuple[str, bytes, list[Rectangle]]]:
    for entry in json.loads((CORPUS / "gold_boxes.json").read_text("utf-8")):
        pdf = pymupdf.open()
        source = pymupdf.open(CORPUS / "pdfs" / entry["pdf"])
        pdf.insert_pdf(source, from_page=entry["page"] - 1, to_page=entry["page"] - 1)
        boxes = [box["box_pt"] for box in entry["redactions"]]
        yield entry["redactions"][0]["style"], pdf.tobytes(), [tuple(box) for box in boxes]


def overlap(a: Rectangle, b: Rectangle) -> float:
    """Intersection over union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


@cache
def measured() -> tuple[int, int, int]:
    """Boxes hit (IoU 0.5), invented, missed."""
    hit = invented = missed = 0
    for style, data, gold in [*pictures(), *pages()]:
        found = [tuple(visual.box[1:]) for visual in read_pdf(data, "page.pdf", "").visual]
        matched = 0
        for box in gold:
            best = max(found, key=lambda f: overlap(f, box), default=None)
            if best is not None and overlap(best, box) >= 0.5:
                found.remove(best)
                matched += 1
        print(f"{style[:30]:30} hit {matched} invented {len(found)} missed {len(gold) - matched}")
        hit, invented, missed = hit + matched, invented + len(found), missed + len(gold) - matched
    return hit, invented, missed


def test_boxes_are_found() -> None:
    hit, invented, missed = measured()
    assert hit / (hit + missed) >= 0.96
    assert hit / (hit + invented) >= 0.96
    assert 2 * hit / (2 * hit + invented + missed) >= 0.96
