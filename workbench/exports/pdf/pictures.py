# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of a page. What a picture shows was searched by nobody, so it is kept only where nothing is withheld.

A kept picture is what the reader sees of it, rendered anew: parts outside its clip, pixels under other pictures, EXIF,
profiles, previews and alternates stay behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pymupdf

from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.run import turning
from workbench.exports.notes import Notes
from workbench.exports.pdf.canvas import Picture
from workbench.exports.pdf.painted import GRADIENT, Painted
from workbench.exports.pdf.regions import Rect
from workbench.redaction.model import Plan, Unit


PICTURE_LABEL = "[picture withheld]"
_KINDS = ("fill-image", "fill-imgmask", GRADIENT, "clip-imgmask")
_LEAST = 6.0  # points: smaller ones are dots and dashes
_MANY = 40
_DPI, _MOST_PIXELS = 200, 40_000_000
_LOSSLESS = 300_000  # bytes of pixels up to which a picture is not worth a lossy format


def picture_places(page: Any, things: Iterable[Painted]) -> list[Rect]:
    """Where the page shows pictures, as the reader sees it; overlapping ones as one, tiny ones left out.

    ``things`` is all that is painted on it.
    """
    found = [pymupdf.Rect(each.rect) for each in things if each.kind in _KINDS]
    turn, whole = (turning(page), page.rect) if found else (None, None)
    turned = [(rect * turn).normalize() & whole for rect in found]
    places: list[Any] = []
    for rect in (r for r in turned if r.width >= _LEAST and r.height >= _LEAST):
        overlapping = [other for other in places if other.intersects(rect)]
        places = [other for other in places if other not in overlapping]
        for other in overlapping:
            rect |= other
        places.append(rect)
    if len(places) > _MANY:  # the letters of a scan, each a picture
        around = places[0]
        for rect in places[1:]:
            around |= rect
        places = [around]
    return [tuple(rect) for rect in places]


def left_out(plan: Plan, pdf: Any, notes: Notes) -> int:
    """How many pictures of the original ``pdf`` a copy of its text alone leaves out; ``notes`` are added to.

    One that stands on several pages counts once: how often it does tells how many pages there were.
    """
    document, known = plan.analysis.document, set[bytes]()
    gone = {redaction.page for redaction in plan.redactions if redaction.unit is Unit.PAGE}
    for page in (each for each in document.pages if each.number not in gone):
        source = pdf[page.number - 1]
        means = read_means(source)
        places = [rect for _, rect in _shown(source)] if means.pictures or means.fills else []
        is_scan = bool(document.text[page.span.start : page.span.end].strip()) and is_page_of(places, source)
        if places and not is_scan:
            found = {digest for digest, _ in _shown(source, hashes=True)} - known
            notes.add("X101", page.number, len(found))
            known |= found
    return len(known)


def is_page_of(places: Sequence[Rect], page: Any) -> bool:
    """Whether pictures make up most of the page: the scan of a page rather than a figure."""
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in places)
    return bool(area >= 0.25 * page.rect.width * page.rect.height)


def pixels(page: Any, place: Rect | None = None, dpi: int = _DPI) -> Picture:
    """What the reader sees in ``place`` (all of the page without one), as pixels; without comments and fields."""
    pixmap = rendered(page, place or page.rect, dpi)
    if pixmap.is_monochrome or _is_grey(pixmap):
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)
    if pixmap.width * pixmap.height * pixmap.n > _LOSSLESS and place:
        return Picture(pixmap.width, pixmap.height, pixmap.n, pixmap.tobytes("jpeg", jpg_quality=85), jpeg=True)
    return Picture(pixmap.width, pixmap.height, pixmap.n, bytes(pixmap.samples))


def rendered(page: Any, place: Rect, dpi: int) -> Any:
    """What the reader sees in ``place``, in fewer pixels where a made-up size would fill memory."""
    clip = pymupdf.Rect(place)
    scale = min(dpi / 72, (_MOST_PIXELS / max(1.0, clip.width * clip.height)) ** 0.5)
    return page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, alpha=False, annots=False)


def _is_grey(pixmap: Any) -> bool:
    samples = pixmap.samples_mv
    return bool(samples[0::3] == samples[1::3] and samples[0::3] == samples[2::3])


def _shown(page: Any, *, hashes: bool = False) -> list[tuple[bytes, Rect]]:
    """The pictures on the page, by what they show if ``hashes``, and where, tiny ones left out."""
    told = ((each.get("digest", b""), pymupdf.Rect(each["bbox"])) for each in page.get_image_info(hashes=hashes))
    return [(digest, tuple(rect)) for digest, rect in told if rect.width >= _LEAST and rect.height >= _LEAST]
