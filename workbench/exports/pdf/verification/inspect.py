# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stranger's PDF: redactions that only cover, and everything a file carries beside what its pages show.

Findings give the place, the kind and the amount; never the text, which may be what somebody meant to withhold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf
import pymupdf
import pypdfium2

from workbench.core.counted import counted
from workbench.core.findings import Finding, Severity
from workbench.documents.pdf.page import read_words
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.reading import open_pdf as open_pages
from workbench.documents.pdf.run import turning
from workbench.documents.pdf.visible import Cause, Unseen
from workbench.exports.left_behind import left_behind
from workbench.exports.model import Check
from workbench.exports.pdf.regions import Rect
from workbench.exports.pdf.texts import page_texts
from workbench.exports.pdf.title import is_read, told_title
from workbench.exports.pdf.verification.carried import carried
from workbench.exports.pdf.verification.cover import covered_places
from workbench.exports.pdf.verification.cut_pictures import cut_pictures
from workbench.exports.pdf.verification.gap_boxes import also_not_asked, told_by_boxes
from workbench.exports.pdf.verification.parts import open_pdf, revisions, strays


_TEXT = {
    "V111": (Severity.ERROR, "under a box that covers and removes nothing"),
    "V112": (Severity.ERROR, "under a picture"),
    "V113": (Severity.WARNING, "not painted (render mode 3 or fully transparent)"),
    "V114": (Severity.WARNING, "in the colour of what lies behind"),
    "V115": (Severity.WARNING, "outside the page, or cut off by a clip"),
    "V146": (Severity.WARNING, "too small, or squeezed too much, to be read"),
}
_CODES = {Cause.CLIPPED: "V115", Cause.OUTSIDE: "V115", Cause.INVISIBLE: "V113", Cause.PALE: "V114", Cause.TINY: "V146"}
_OF_SCANS = ("V112", "V113")  # how the text layer of a scan is hidden
_WHOLE_PAGE = 0.95  # of the page: nothing beside the picture is seen


def inspect(data: bytes, name: str) -> tuple[list[Check], list[Finding]]:
    """Look through the PDF ``data``; ``name`` is what findings call it.

    Raises:
        DocumentError: cannot be opened, or needs a password.

    """
    findings: list[Finding] = []
    characters = marks = pages = 0
    with open_pages(data, name) as pdf:
        for page in pdf:
            pages += 1
            hidden = _hidden_text(page)
            characters += _inspect_text(page, hidden, findings) + _inspect_layer(page, hidden, findings)
            marks += _inspect_annotations(page, findings) + _inspect_pictures(page, findings)
    checks = [Check("hidden and covered text", pages, characters), Check("redaction marks", pages, marks)]
    for title, look in (
        ("widths of boxes", _inspect_gaps),
        ("pictures cut off", _inspect_cut),
        ("parts of the file", _inspect_file),
    ):
        try:
            checks.append(Check(title, *look(data, findings)))
        except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError) as error:
            why = f"the parts of the file cannot be taken apart ({type(error).__name__})"
            findings.append(Finding("V110", Severity.WARNING, why))
            checks.append(Check(title, 0, 1, why))
    return checks, [finding.at(name) for finding in findings]


def _hidden_text(page: Any) -> dict[str, list[Unseen]]:
    """Every stretch of text on the page that is in the file and not seen, by the codes of findings."""
    found: dict[str, list[Unseen]] = {code: [] for code in _TEXT}
    for unseen in (*read_words(page).hidden, *_sizeless(page)):
        covered = "V112" if unseen.picture or unseen.cause is Cause.OCR else "V111"
        found[_CODES.get(unseen.cause, covered) if unseen.painted else "V113"].append(unseen)
    return found


def _sizeless(page: Any) -> Iterator[Unseen]:
    """Letters set as wide or as high as nothing, of which no word is read."""
    turn = turning(page)
    for span in page.get_texttrace():
        if not span["size"] and (count := sum(chr(code).isalnum() for code, *_ in span["chars"])):
            yield Unseen(Cause.TINY, tuple(pymupdf.Rect(span["bbox"]) * turn), count)


def _inspect_text(page: Any, hidden: Mapping[str, Sequence[Unseen]], findings: list[Finding]) -> int:
    layer = _is_text_layer(page, hidden)
    telling = 0
    for code, stretches in hidden.items():
        count = sum(each.characters for each in stretches)
        if layer and count and code in _OF_SCANS:
            message = f"{counted(count, 'character')} of the text layer of a scan: was it redacted as the picture was?"
            findings.append(Finding("V116", Severity.INFO, message, page=page.number + 1))
        elif count:
            telling += len(stretches)
            severity, words = _TEXT[code]
            message = f"{counted(count, 'character')} {words}, {_listed([each.box for each in stretches])}"
            findings.append(Finding(code, severity, message, page=page.number + 1))
    return telling


def _inspect_layer(page: Any, hidden: Mapping[str, Sequence[Unseen]], findings: list[Finding]) -> int:
    """Words that OCR laid behind a scan and that its picture shows no more: the picture was redacted, they were not."""
    unseen = [each for code in _OF_SCANS for each in hidden[code]]
    picture = PagePicture(page)
    if not unseen or not page.get_images() or picture.is_dark(0, 0, page.rect.width, page.rect.height):
        return 0  # a negative, a night: black is no redaction there
    black = [each for each in unseen if picture.is_blank(*each.box) and picture.is_dark(*each.box)]
    if black:
        count, where = sum(each.characters for each in black), _listed([each.box for each in black])
        message = f"{counted(count, 'character')} of a text layer where the picture is black, {where}"
        findings.append(Finding("V139", Severity.ERROR, message, page=page.number + 1))
    return len(black)


def _is_text_layer(page: Any, hidden: Mapping[str, Sequence[Unseen]]) -> bool:
    """Whether the hidden text is what OCR lays over or under the picture of a whole page."""
    unseen = sum(each.characters for code in _OF_SCANS for each in hidden[code])
    area = sum(pymupdf.Rect(info["bbox"]).get_area() for info in page.get_image_info())
    whole = page.rect.width * page.rect.height
    return bool((area > 0.5 * whole and unseen > 40) or area > _WHOLE_PAGE * whole)


def _places(page: Any, rects: list[Rect]) -> str:
    """Where, in points of the page as it is seen; the first three of many."""
    turn = turning(page)
    return _listed([tuple((pymupdf.Rect(rect) * turn).normalize()) for rect in rects])


def _listed(rects: Sequence[Rect]) -> str:
    shown = "; ".join(f"({x0:.0f}, {y0:.0f})-({x1:.0f}, {y1:.0f})" for x0, y0, x1, y1 in rects[:3])
    return f"at {shown}" + (f" and {len(rects) - 3} more places" if len(rects) > 3 else "")


def _inspect_annotations(page: Any, findings: list[Finding]) -> int:
    """Redaction annotations that were never applied; what others cover is told with the text."""
    unapplied: list[Rect] = [tuple(each.rect) for each in page.annots() or () if each.type[1] == "Redact"]
    if unapplied:
        message = f"{counted(len(unapplied), 'redaction annotation')} never applied, {_places(page, unapplied)}"
        findings.append(Finding("V117", Severity.ERROR, message, page=page.number + 1))
    return len(unapplied)


def _inspect_pictures(page: Any, findings: list[Finding]) -> int:
    places = covered_places(page)
    if places:
        message = f"{counted(len(places), 'place')} of a picture that is still whole below what is drawn there"
        message += f", {_listed(places)}"
        findings.append(Finding("V119", Severity.ERROR, message, page=page.number + 1))
    return len(places)


def _inspect_gaps(data: bytes, findings: list[Finding]) -> tuple[int, int, str]:
    """Boxes inside a line from which the text is gone and its width is not.

    For information: nearly every release has them, nothing is hidden in the file, and its receiver cannot mend it.
    """
    pages, found, unasked = told_by_boxes(data)
    for number, places, bits in found:
        message = (
            f"{len(places)} box{'es' * (len(places) != 1)} between words of a line, with no label as wide: measured"
        )
        message += f", each may tell a name about {bits:.1f} bits on a list of common names, {_listed(places)}"
        findings.append(Finding("V141", Severity.INFO, message, page=number))
    why = "boxes at the ends of lines, gaps without a box, pictures of text"
    return pages, 0, also_not_asked(why, unasked)


def _inspect_cut(data: bytes, findings: list[Finding]) -> tuple[int, int]:
    count = 0
    for page, places in cut_pictures(data):
        count += len(places)
        message = (
            f"{counted(len(places), 'picture')} of which the file holds more than the page shows, {_listed(places)}"
        )
        findings.append(Finding("V147", Severity.WARNING, message, page=page))
    return count, count


def _inspect_file(data: bytes, findings: list[Finding]) -> tuple[int, int]:
    states = revisions(data)
    with open_pdf(data) as pdf:
        found = carried(pdf)
        if title := told_title(pdf):
            del found["metadata"][: is_read(title, (page.text for page in page_texts(data, by_position=False)))]
    found["revision"] += [0] * (len(states) - 1)
    around = strays(data)
    for where, stray in around.items():
        findings.append(Finding("V138", Severity.WARNING, f"{len(stray)} bytes stand {where} of the file"))
    kinds = [(kind, found[name]) for name, kind in left_behind("pdf").items() if found[name]]
    for kind, pages in kinds:
        numbers = sorted(set(pages) - {0})
        message = f"{kind.words}: {len(pages)}{_on(numbers)}"
        findings.append(Finding(kind.code, kind.severity, message, page=numbers[0] if numbers else None))
    telling = sum(len(pages) for kind, pages in kinds if kind.severity is not Severity.INFO)
    return sum(map(len, found.values())), telling + len(around)


def _on(pages: Sequence[int]) -> str:
    """On which pages; the first three of many."""
    more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
    return f", on page{'s' * (len(pages) > 1)} {', '.join(map(str, pages[:3]))}{more}" if pages else ""
