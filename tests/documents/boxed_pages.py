# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

from tests.documents.pdf_making import column, lines, pdf_of
from workbench.documents import Document
from workbench.documents.ocr import OcrMode
from workbench.documents.pdf.reading import read_pdf


BODY = column(72, 100, [f"line {i} of the harbour report goes on for some way" for i in range(12)], step=16)
BOX = (200.0, 138.0, 290.0, 151.0)
BLACK, GREY, WHITE, BLUE = (0, 0, 0), (0.7, 0.7, 0.7), (1, 1, 1), (0.1, 0.3, 0.8)


def boxed(fill: tuple[float, ...], frame: tuple[float, ...] | None = None, code: str = "") -> Callable[[Any], None]:
    def draw(page: Any) -> None:
        lines(*[row for i, row in enumerate(BODY) if i != 3])(page)
        lines((72, 148, "line 3 of the harbour"), (296, 148, "goes on"))(page)
        page.draw_rect(BOX, fill=fill, color=frame, width=0.6)
        if code:
            color = WHITE if fill == BLACK else BLACK
            page.insert_text((BOX[0] + 4, BOX[3] - 3), code, fontsize=8, color=color)

    return draw


def as_scan(draw: Callable[[Any], None], dpi: int = 200, noise: float = 0) -> Callable[[Any], None]:
    """A page that is the picture of another, with the grain of a scanner of that deviation (of 255 tones)."""

    def picture(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(draw), filetype="pdf") as source:
            pixmap = source[0].get_pixmap(dpi=dpi)
        if noise:
            pixels = np.frombuffer(pixmap.samples, dtype=np.uint8).astype(np.float64)
            grain = np.random.default_rng(1).normal(0, noise, pixels.size // 3).repeat(3)
            samples = np.clip(pixels + grain, 0, 255).astype(np.uint8).tobytes()
            pixmap = pymupdf.Pixmap(pymupdf.csRGB, pixmap.width, pixmap.height, samples, False)
        page.insert_image(page.rect, pixmap=pixmap)  # as PNG, grain takes seconds to pack

    return picture


def assert_at_box(document: Document, style: str) -> None:
    (visual,) = document.visual
    assert visual.style == style
    assert all(abs(a - b) <= 2.5 for a, b in zip(visual.box[1:], BOX, strict=True))


STYLES = [
    pytest.param(BLACK, None, "(b)(1)", "black", id="black"),
    pytest.param(BLACK, None, "", "black", id="black without code"),
    pytest.param(GREY, None, "5.1.2e", "grey", id="grey"),
    pytest.param(BLUE, None, "", "color", id="coloured"),
    pytest.param(WHITE, BLACK, "(b)(3)", "frame", id="white with a frame"),
]


def as_copied(draw: Callable[[Any], None], tilt: float = 0, paper: int = 255, specks: float = 0) -> Any:
    """As a scan of a page that lay ``tilt`` degrees anticlockwise, on grey paper, with white specks in its ink."""

    def picture(page: Any) -> None:
        pixmap = pymupdf.open(stream=pdf_of(draw), filetype="pdf")[0].get_pixmap(dpi=200)
        image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
        turned = image.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        pixels = np.asarray(turned).astype(np.float64) * paper / 255
        pixels[np.random.default_rng(1).random(pixels.shape[:2]) < specks] = paper
        data = io.BytesIO()
        Image.fromarray(pixels.astype(np.uint8)).save(data, "JPEG", quality=80)
        page.insert_image(page.rect, stream=data.getvalue())

    return picture


def find_boxes(picture: Callable[[Any], None]) -> list[tuple[str, tuple[float, ...]]]:
    """What is found in the pixels alone: no engine reads the page."""
    visual = read_pdf(pdf_of(picture), "page.pdf", "", ocr=OcrMode.NEVER).visual
    return [(found.style, found.box[1:]) for found in visual]
