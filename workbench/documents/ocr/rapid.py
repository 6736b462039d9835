# SPDX-License-Identifier: AGPL-3.0-or-later
"""RapidOCR: the engine of the extra ``ocr``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from workbench.documents.ocr import OcrWord


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # use_cls=False: its line-direction classifier turns upright lines of clean pages round and loses their marks.
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})


def read(page: Image.Image) -> list[OcrWord]:
    """The words of a grey ``page``."""
    pixels = np.repeat(np.asarray(page)[:, :, None], 3, axis=2)
    found = _engine()(pixels, use_cls=False, return_word_box=True)
    lines = found.word_results or ()
    return [word for number, line in enumerate(lines) for word in _words(line, number)]


def _words(line: Any, number: int) -> Iterator[OcrWord]:
    for text, confidence, corners in line:
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        if text.strip():
            yield OcrWord(text.strip(), min(xs), min(ys), max(xs), max(ys), float(confidence), number)
