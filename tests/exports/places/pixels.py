# SPDX-License-Identifier: AGPL-3.0-or-later
"""A word as pixels, and a search for those pixels in every picture of a file and on its rendered pages. No OCR."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
from numpy.typing import NDArray
from PIL import Image


Grey = NDArray[np.floating]
_ALIKE = 0.8


@cache
def drawn(word: str) -> Grey:
    """The word in black on white, 14 pixels high, 0 to 1."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=9 * len(word) + 10, height=14)
        page.insert_text((5, 11), word, fontname="hebo", fontsize=11)
        pixmap = page.get_pixmap(colorspace="gray")
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, -1).astype(np.float32) / 255


def samples(word: str) -> bytes:
    """The rows of ``drawn`` as 8 bit grey."""
    return bytes((drawn(word) * 255).astype(np.uint8).tobytes())


def seen(data: bytes, word: str) -> set[str]:
    """Where the pixels of the word are: ``a picture`` or ``a page``, whose pictures have a point for each pixel."""
    wanted = drawn(word)
    places = {"a picture" for picture in _pictures(data) if _holds(picture, wanted)}
    return places | {"a page" for page in _pages(data) if _holds(page, wanted)}


def shows_word(picture: Image.Image, word: str) -> bool:
    """Whether the pixels of the word, black on white or white on black, are in a picture."""
    return _holds(np.asarray(picture.convert("L"), np.float32) / 255, drawn(word))


def _holds(picture: Grey, wanted: Grey) -> bool:
    """Whether the best place of ``wanted`` in ``picture`` is alike (normalised correlation, computed by FFT)."""
    height, width = wanted.shape
    if picture.shape[0] < height or picture.shape[1] < width:
        return False
    ink, template = 1 - picture, (1 - wanted) - (1 - wanted).mean()
    shape = (picture.shape[0] + height, picture.shape[1] + width)

    def convolved(kernel: Grey, image: Grey) -> Grey:
        product = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(kernel[::-1, ::-1], shape), shape)
        return product[height - 1 : picture.shape[0], width - 1 : picture.shape[1]].astype(np.float32)

    ones = np.ones_like(wanted)
    total, squares = convolved(ones, ink), convolved(ones, ink * ink)
    spread = np.sqrt(np.maximum(squares - total**2 / wanted.size, 1e-6)) * float(np.linalg.norm(template))
    return bool((np.abs(convolved(template.astype(np.float32), ink)) / np.maximum(spread, 1e-3)).max() > _ALIKE)


def _pages(data: bytes) -> Iterator[Grey]:
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        image = page.render(scale=1, grayscale=True).to_numpy()
        yield np.asarray(image, np.float32).reshape(image.shape[0], image.shape[1]) / 255


def _pictures(data: bytes) -> Iterator[Grey]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image":
                yield from _picture(obj)


def _picture(stream: Any) -> Iterator[Grey]:
    image = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    yield np.asarray(image, np.float32) / 255
