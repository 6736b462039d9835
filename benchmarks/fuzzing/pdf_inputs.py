# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDFs with everything the reader looks at, uncompressed so that changes reach what is inside, and their breaking."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pymupdf

from benchmarks.fuzzing import Target


_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_REFERENCE = re.compile(rb"\d+ 0 R")
_BOX = re.compile(rb"/(?:MediaBox|CropBox|Rect|BBox)\s*\[[^\]]*\]")
_BOXES = (
    b"[0 0 1e9 1e9]",
    b"[0 0 14400 14400]",
    b"[0 0 0 0]",
    b"[600 800 0 0]",
    b"[-1e38 -1e38 1e38 1e38]",
    b"[0 0 0.001 9999]",
    b"[null 1]",
)
_TOKENS = (
    b"/Rotate 45",
    b"/UserUnit 1e6",
    b" q " * 500,
    b" BT ET ",
    b" 3 Tr ",
    b" 0 0 0 0 0 0 cm ",
    b" 1e30 0 0 1e30 0 0 cm ",
    b" /Fm0 Do ",
    b" W n ",
    b"/Type /Pages",
    b"/Filter /FlateDecode",
    b"/Length 0",
    b"/Length 99999999",
    b"<< " * 400,
    b"[ " * 400,
    b"endstream endobj",
    b"trailer << /Root 1 0 R >> startxref 0 %%EOF",
    b"/Encrypt 3 0 R",
)


def seeds() -> list[bytes]:
    return [*(_file(draw) for draw in (_memo, _columns, _boxes, _scan, _turned, _annotated)), _file(*[_memo] * 3)]


def _file(*draws: Callable[[Any], None]) -> bytes:
    pdf = pymupdf.open()
    for draw in draws:
        draw(pdf.new_page(width=300, height=400))
    data: bytes = pdf.tobytes(no_new_id=True, deflate=False)
    return data


def _memo(page: Any) -> None:
    page.insert_text((40, 30), "SECRET", fontsize=14)
    page.draw_line((38, 26), (95, 26), width=1)
    for i in range(12):
        page.insert_text((40, 60 + 14 * i), f"{i}. (U) The ferry Aster sailed at {i}.", fontsize=10)


def _columns(page: Any) -> None:
    for i in range(14):
        page.insert_text((20, 40 + 12 * i), "left column runs on", fontsize=9)
        page.insert_text((160, 40 + 12 * i), "right column runs on", fontsize=9)


def _boxes(page: Any) -> None:
    _memo(page)
    page.draw_rect((80, 80, 180, 95), fill=(0, 0, 0))
    page.draw_rect((80, 110, 180, 125), fill=(1, 1, 1), color=(0, 0, 0))
    page.insert_text((90, 121), "(b)(3)", fontsize=8)
    page.insert_text((40, 300), "white on white", color=(1, 1, 1))


def _scan(page: Any) -> None:
    source = pymupdf.open()
    _boxes(source.new_page(width=300, height=400))
    picture = source[0].get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    page.insert_image(page.rect, stream=picture.tobytes("png"))
    page.insert_text((40, 60), "a layer of an OCR", render_mode=3)


def _turned(page: Any) -> None:
    _memo(page)
    page.set_rotation(90)
    page.set_cropbox((20, 20, 280, 380))
    page.insert_text((200, 300), "UPWARD", rotate=90)


def _annotated(page: Any) -> None:
    _memo(page)
    page.add_strikeout_annot(pymupdf.Rect(40, 60, 120, 75))
    page.add_freetext_annot(pymupdf.Rect(40, 250, 200, 280), "a note")
    field = pymupdf.Widget()
    field.field_name, field.field_type, field.field_value = "name", pymupdf.PDF_WIDGET_TYPE_TEXT, "filled in"
    field.rect = pymupdf.Rect(40, 300, 200, 320)
    page.add_widget(field)


def swap_objects(data: bytes, rng: random.Random) -> bytes:
    """One object gets the body of another: pages that are fonts, fonts that are pages."""
    found = list(_OBJECT.finditer(data))
    if len(found) < 2:
        return data
    to, source = rng.choice(found), rng.choice(found)
    return data[: to.start(2)] + source[2] + data[to.end(2) :]


def turn_reference(data: bytes, rng: random.Random) -> bytes:
    """A reference to another object: cycles among pages, forms that paint themselves."""
    found = list(_REFERENCE.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    return data[: at.start()] + rng.choice(found)[0] + data[at.end() :]


def odd_box(data: bytes, rng: random.Random) -> bytes:
    found = list(_BOX.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    name = at[0].split(b"[")[0]
    return data[: at.start()] + name + rng.choice(_BOXES) + data[at.end() :]


def nest(data: bytes, rng: random.Random) -> bytes:
    """The body of an object inside arrays or dictionaries, up to 100,000 deep."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    at, depth = rng.choice(found), rng.choice((10, 1000, 100_000))
    opened, closed = rng.choice(((b"[", b"]"), (b"<</A ", b">>")))
    return data[: at.start(2)] + opened * depth + at[2] + closed * depth + data[at.end(2) :]


def many_kids(data: bytes, rng: random.Random) -> bytes:
    """A page tree with its children many times over."""
    at = re.search(rb"/Kids\s*\[([^\]]*)\]", data)
    if not at:
        return data
    times = rng.choice((2, 50, 400))
    counted = re.sub(rb"/Count \d+", b"/Count %d" % rng.choice((times, 10**6, -1)), data[at.end() :])
    return data[: at.start(1)] + at[1] * times + b"]" + counted


TARGET = Target("file.pdf", seeds, changes=(swap_objects, turn_reference, odd_box, nest, many_kids), tokens=_TOKENS)
