# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the picture of a page: words with their place and how sure the engine is of them.

Two engines: RapidOCR (the extra ``ocr``), whose models lie in its wheel, and Tesseract where it is installed. Neither
opens a connection. A page recognised once is remembered for the life of the process, by the hash of its pixels; nothing
is cached on disk, because that would be one more copy of a classified page.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.errors import UsageError


if TYPE_CHECKING:
    from PIL import Image


ADVICE = 'pip install "declassification-workbench[ocr]"'
"""The command that adds an engine, for the finding about a page that could not be read."""

RESOLUTION = 200
"""Dots per inch at which pages are drawn for an engine: RapidOCR found every marking from 150 to 300."""

UNSURE = 0.6
"""Confidence below which a word counts as unreviewed."""

_REMEMBERED = 64


class OcrMode(StrEnum):
    """When pages are read by optical character recognition."""

    AUTO = "auto"
    """Pages without text, where an engine is installed."""
    ALWAYS = "always"
    """Every page that is a picture, even one with a text layer: a scanner's own layer may be wrong."""
    NEVER = "never"


class OcrWord(NamedTuple):
    """A word as recognised: its box in pixels of the picture, the engine's confidence (0 to 1), its line's number."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int


Engine = Callable[["Image.Image"], list[OcrWord]]


@cache
def engine_name() -> str | None:
    """``rapidocr``, ``tesseract``, or None where neither is installed."""
    if find_spec("rapidocr") and find_spec("onnxruntime"):
        return "rapidocr"
    return "tesseract" if shutil.which("tesseract") else None


PageProgress = Callable[[int, int], None]
"""Told the number of a page that OCR is about to read, and how many pages the document has."""


def silent(page: int, pages: int) -> None:
    """A ``PageProgress`` that tells nobody."""


def require_engine(mode: OcrMode) -> None:
    """Refuse ``always`` where nothing can read a picture: silence would pass for pages that were read.

    Raises:
        UsageError: no engine is installed.

    """
    if mode is OcrMode.ALWAYS and engine_name() is None:
        raise UsageError(f"--ocr always: no OCR engine is installed: {ADVICE}")


def recognise(page: Image.Image) -> list[OcrWord]:
    """The words on the picture of a page, line by line; none where no engine is installed.

    ``page`` is made grey here; its pixels decide the answer, so the same page gives the same words.
    """
    name = engine_name()
    if name is None:
        return []
    grey = page.convert("L")
    key = hashlib.sha256(repr((name, grey.size)).encode() + grey.tobytes()).hexdigest()
    if key not in _known:
        while len(_known) >= _REMEMBERED:
            del _known[next(iter(_known))]
        _known[key] = tuple(_engine(name)(grey))
    return list(_known[key])


def forget() -> None:
    """Drop every page remembered."""
    _known.clear()


_known: dict[str, tuple[OcrWord, ...]] = {}


def _engine(name: str) -> Engine:
    if name == "rapidocr":
        from workbench.documents.ocr.rapid import read

        return read
    from workbench.documents.ocr.tesseract import read as read_by_tesseract

    return read_by_tesseract
