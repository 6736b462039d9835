# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which picture of a page may be kept while something is withheld: one in which OCR was given every chance to read it.

What is judged is what would go out: the pixels rendered anew, with few tones and as JPEG, so that nothing finer than
that comes along. They are read plainly, larger with their contrast drawn out, inverted, without specks,
lying on each side, and together with what is beside them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageFilter, ImageOps

from workbench.documents import ocr
from workbench.exports.needles import Needles
from workbench.exports.pdf.canvas import Picture
from workbench.exports.pdf.faithful.kept import Word
from workbench.exports.pdf.faithful.scan import encoded
from workbench.exports.pdf.pictures import rendered
from workbench.exports.pdf.regions import Rect, touches
from workbench.redaction.misread import may_show
from workbench.redaction.model import Plan


if TYPE_CHECKING:
    from workbench.documents.ocr import OcrWord


_DPI = 150
_MOST = 3  # pictures on a page: letters can be cut over many
_NEAR = 12.0  # points: pictures this close may show one thing together
_TONES = 5  # bits that are left of eight
_LARGE = 900  # pixels: smaller pictures are read larger
_LETTERHEAD = 0.2  # of the page's height from the top


class Figures:
    """Judges the pictures of a document of which something is withheld."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._needles = Needles(plan)
        # A picture carries no mark that is read here: it may be kept in the letterhead only.
        self._marked = plan.closed

    def kept(
        self, source: Any, places: Sequence[Rect], taken: Sequence[Rect], words: Sequence[Word]
    ) -> dict[Rect, Picture]:
        """Those of ``places`` that may be kept, and their pixels. ``taken`` are text and places of what is withheld.

        ``words`` are the kept ones of the page: half of a name may be printed and half of it a picture.

        Where there is no engine to read them, none: nobody has searched them then.
        """
        if ocr.engine_name() is None or len(places) > _MOST or not _is_apart(places):
            return {}
        found: dict[Rect, Picture] = {}
        read: dict[Rect, list[str]] = {}
        for place in places:
            if any(touches(place, rect, 2.0) for rect in taken):
                continue
            if self._marked and place[3] > _LETTERHEAD * source.rect.height:
                continue
            picture = _rendered(source, place)
            pixels = Image.open(io.BytesIO(picture.data)).convert("L")
            if self._is_open(pixels):
                found[place], read[place] = picture, [word.text for word in _read(pixels)]
        together = any(self._shows(row) for row in _rows(read, words))
        return {} if together else found

    def _is_open(self, picture: Image.Image) -> bool:
        plain = _read(picture)
        written = [word for word in plain if any(map(str.isalnum, word.text))]
        # Patterns are not looked for in what OCR reads, and of an unsure word nobody knows which it is.
        if written and (self._marked or self._plan.patterns or min(word.confidence for word in written) < ocr.UNSURE):
            return False
        views = (plain, *map(_read, _seen(picture)))
        return not any(self._shows([word.text for word in words]) for words in views)

    def _shows(self, texts: Sequence[str]) -> bool:
        return bool(self._needles.search_page(" ".join(texts))) or may_show(texts, self._plan.terms)


def _rows(read: Mapping[Rect, Sequence[str]], words: Sequence[Word]) -> Iterator[list[str]]:
    """What pictures say one after the other along a row, and down the page, with the words printed beside them."""
    for each in read:
        row = [(place[0], texts) for place, texts in read.items() if place[1] < each[3] and place[3] > each[1]]
        row += [(word.x, [word.text]) for word in words if each[1] < word.y <= each[3] + word.size / 2]
        if len(row) > 1 and any(read.values()):
            yield [text for _, texts in sorted(row) for text in texts]
    yield [text for _, texts in sorted(read.items(), key=lambda item: (item[0][1], item[0][0])) for text in texts]


def _is_apart(places: Sequence[Rect]) -> bool:
    return not any(touches(a, b, _NEAR) for n, a in enumerate(places) for b in places[n + 1 :])


def _rendered(source: Any, place: Rect) -> Picture:
    import numpy as np

    return encoded(np.array(ImageOps.posterize(rendered(source, place, _DPI).pil_image(), _TONES)))


def _read(picture: Image.Image) -> list[OcrWord]:
    return ocr.recognise(_larger(picture))


def _larger(picture: Image.Image) -> Image.Image:
    """The picture with a white margin, and so large that an engine reads small print in it."""
    times = max(1, min(4, _LARGE // max(picture.size)))
    larger = picture.resize((picture.width * times, picture.height * times), Image.Resampling.BICUBIC)
    return ImageOps.expand(larger, 20, 255)


def _seen(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture as somebody would look at it who searches it."""
    clear = ImageOps.autocontrast(picture, cutoff=1)
    # Specks hide words from an engine and not from a person.
    yield picture.filter(ImageFilter.MedianFilter(3))
    yield _larger(picture).filter(ImageFilter.MedianFilter(5))
    even = ImageOps.equalize(picture)
    yield from (clear, even, ImageOps.invert(clear), ImageOps.invert(even))
    yield from (clear.rotate(angle, expand=True, fillcolor=255) for angle in (90, 180, 270))
