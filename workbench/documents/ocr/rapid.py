# SPDX-License-Identifier: AGPL-3.0-or-later
"""RapidOCR: the engine of the extra ``ocr``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    return [word for number, line in enumerate(_lines(found)) for word in _words(line, number)]


def _lines(found: Any) -> Sequence[Any]:
    """The words of each line; a line whose words have no places is one word.

    Versions differ in what they say of a picture without text: nothing, or an empty word that is nowhere.
    """
    texts = getattr(found, "txts", None)
    if texts is None or len(texts) == 0:
        return ()
    if all(isinstance(line, tuple | list) for line in found.word_results or (None,)):
        return list(found.word_results)
    return [[line] for line in zip(texts, found.scores, found.boxes, strict=True)]


def _words(line: Any, number: int) -> Iterator[OcrWord]:
    for text, confidence, corners in line:
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        if text.strip():
            yield OcrWord(text.strip(), min(xs), min(ys), max(xs), max(ys), float(confidence), number)
