# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of two tones, of which scanners and fax machines make tints of dots."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

from tests.documents.boxed_pages import BLACK, BODY, BOX, GREY, WHITE, boxed, find_boxes
from tests.documents.pdf_making import lines, pdf_of


# Ordered dots (Bayer), as devices make them.
_ORDER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) * 16 + 8


def dotted(draw: Callable[[Any], None], dpi: int, *, scattered: bool, paper: float) -> Callable[[Any], None]:
    """The picture of a page in black and white; its ``paper`` (1 is white) is a tint, too."""

    def picture(page: Any) -> None:
        with pymupdf.open(stream=pdf_of(draw), filetype="pdf") as source:
            pixmap = source[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        grey = np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.h, pixmap.w) * paper
        if scattered:
            image = Image.fromarray(grey.astype(np.uint8)).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
        else:
            tiles = np.tile(_ORDER, (pixmap.h // 4 + 1, pixmap.w // 4 + 1))[: pixmap.h, : pixmap.w]
            image = Image.fromarray(np.where(grey > tiles, 255, 0).astype(np.uint8)).convert("1")
        data = io.BytesIO()
        image.save(data, "PNG")
        page.insert_image(page.rect, stream=data.getvalue())

    return picture


@pytest.mark.parametrize("scattered", [True, False], ids=["scattered", "ordered"])
@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize(
    ("fill", "frame", "code", "style"),
    [
        (GREY, None, "", "grey"),
        (GREY, None, "5.1.2e", "grey"),
        (WHITE, BLACK, "(b)(6)", "frame"),
        (BLACK, None, "", "black"),
    ],
)
def test_a_box_is_found_where_tints_are_dots(
    fill: Any, frame: Any, code: str, style: str, dpi: int, scattered: bool
) -> None:
    ((found, box),) = find_boxes(dotted(boxed(fill, frame, code), dpi, scattered=scattered, paper=0.96))
    assert found == style and all(abs(a - b) <= 2.5 for a, b in zip(box, BOX, strict=True))


@pytest.mark.parametrize("scattered", [True, False], ids=["scattered", "ordered"])
def test_fields_on_dotted_paper_are_no_boxes(scattered: bool) -> None:
    def form(page: Any) -> None:
        lines(*BODY)(page)
        for row in range(12):
            top = 320 + 24 * row
            lines((72, top + 12, "Name of the berth"), (204, top + 12, "harbour seven"))(page)
            page.draw_rect((200, top, 480, top + 16), color=BLACK, width=0.6)

    assert find_boxes(dotted(form, 150, scattered=scattered, paper=0.95)) == []
