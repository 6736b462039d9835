# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from workbench.documents.ocr import RESOLUTION, OcrWord


MEMO = (
    "SECRET",
    "",
    "MEMORANDUM FOR THE HARBOR BOARD",
    "",
    "1. (C) The pilot boats were counted twice on the",
    "evening of the regatta, once from the north pier",
    "and once from the old lighthouse.",
    "",
    "2. (S) The second count was taken by the customs",
    "launch, whose log has been kept by the district.",
    "",
    "3. (U) The regatta was won by the ferry crew.",
    "",
    "SECRET",
)


def page(rows: Sequence[str] = MEMO, skew: float = 0, turn: int = 0, specks: int = 0) -> Image.Image:
    """A letter page at 200 dpi with ``rows`` of print, tilted clockwise by ``skew`` and turned by ``turn`` degrees."""
    picture = Image.new("L", (1700, 2200), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(36)
    for i, row in enumerate(rows):
        draw.text((220, 240 + 56 * i), row, fill=25, font=font)
    picture = picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    for i in range(specks):
        picture.putpixel((i * 7919 % 1700, i * 104729 % 2200), 0)
    return picture.rotate(-turn, expand=True)


def on_page(picture: Image.Image) -> Callable[[Any], None]:
    data = io.BytesIO()
    picture.save(data, "PNG")

    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=data.getvalue())

    return draw


def size_of(picture: Image.Image) -> tuple[float, float]:
    return picture.width * 72 / RESOLUTION, picture.height * 72 / RESOLUTION


def words_at(*rows: tuple[float, float, str], confidence: float = 0.9, height: float = 30) -> list[OcrWord]:
    """Words of 20 pixels a letter, for an engine that reads nothing."""
    found = []
    for line, (x, y, text) in enumerate(rows):
        for word in text.split():
            found.append(OcrWord(word, x, y, x + 20 * len(word), y + height, confidence, line))
            x += 20 * len(word) + 20
    return found
