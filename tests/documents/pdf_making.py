# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pymupdf

from workbench.documents import Document
from workbench.documents.pdf.reading import read_pdf


A4 = (595.0, 842.0)
Draw = Callable[[Any], object]


def pdf_of(*pages: Draw, size: tuple[float, float] = A4, rotation: int = 0) -> bytes:
    pdf = pymupdf.open()
    for draw in pages:
        page = pdf.new_page(width=size[0], height=size[1])
        draw(page)
        page.set_rotation(rotation)
    data: bytes = pdf.tobytes(no_new_id=True)
    return data


def read(data: bytes) -> Document:
    return read_pdf(data, "memo.pdf", hashlib.sha256(data).hexdigest())


def lines(*rows: tuple[float, float, str], size: float = 11, **options: Any) -> Draw:
    def draw(page: Any) -> None:
        for x, y, text in rows:
            page.insert_text((x, y), text, fontsize=size, **options)

    return draw


def column(x: float, y: float, texts: list[str], step: float = 13) -> list[tuple[float, float, str]]:
    return [(x, y + step * i, text) for i, text in enumerate(texts)]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def picture(width: int = 300, height: int = 400) -> bytes:
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, width, height))
    pixmap.clear_with(255)
    for row in range(20, height - 20, 20):
        pixmap.set_rect(pymupdf.IRect(30, row, width - 30, row + 8), (40,))
    data: bytes = pixmap.tobytes("png")
    return data
