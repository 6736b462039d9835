# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger's DOCX holds beside what it shows: counted, part by part, with zipfile and lxml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lxml import etree

from workbench.core.errors import DocumentError
from workbench.core.findings import Finding, Severity, tallied
from workbench.documents import read_document
from workbench.documents.docx.grounds import attribute_of, is_covered, is_dark_shape, is_hidden, local, value_of
from workbench.exports.docx.parts import PackageError, Part, around, open_parts, parse, stray_bytes
from workbench.exports.left_behind import left_behind
from workbench.exports.model import Check


@cache
def _of_elements() -> dict[str, str]:
    return {tag: name for name, kind in left_behind("word").items() for tag in kind.elements.split()}


def _of_part(part: str) -> str:
    named = (
        name for name, kind in left_behind("word").items() if kind.parts and re.search(kind.parts, part, re.IGNORECASE)
    )
    return next(named, "")


_PROPERTIES = re.compile(r"docProps/(?:core|app)\.xml$")
_EMPTY_PROPERTIES = frozenset(("", "0", "1", "false", "true"))
# Faint, in a header or note that nothing shows, of no known element, in a branch for others, in a merged cell.
_OF_READING = frozenset(("R108", "R109", "R112", "R113", "R116"))
_OFFICE = re.compile(r"\{(?:http://(?:schemas\.(?:openxml|micro)|purl\.|www\.w3\.)|urn:schemas-)")
_CROP = re.compile(r"\b(?:[ltrb]|crop(?:left|top|right|bottom))=(?!-)[^ ]*[1-9]")
_SHOWN = 5
_OFF = frozenset(("0", "false", "off"))


def inspect(data: bytes, name: str) -> tuple[list[Check], list[Finding]]:
    """What the DOCX ``data`` holds that its pages do not show. Findings say how much of what, never what it says.

    ``name`` is the file's name for the findings. A file that cannot be taken apart is a finding too.
    """
    counts: Counter[str] = Counter()
    places: dict[str, list[str]] = {}
    searched = 0
    try:
        counts["stray"] += max(0, stray_bytes(data))
        for part in open_parts(data):
            searched += 1
            for trace, place in _traces(part):
                counts[trace] += 1
                if place and place not in places.setdefault(trace, []):
                    places[trace].append(place)
    except PackageError as error:
        return [Check("opening", 0, 1, str(error))], [Finding("V300", Severity.ERROR, str(error), name)]
    kinds = sorted(left_behind("word").items(), key=lambda named: named[1].code)
    told = ((key, (kind.code, kind.severity, kind.words + _where(places.get(key, [])))) for key, kind in kinds)
    unseen, unread = _unseen(data, name)
    found = [*tallied(told, counts, name), *unseen]
    telling = sum(finding.severity is not Severity.INFO for finding in found)
    return [Check("parts of the package", searched, telling, unread)], found


def _unseen(data: bytes, name: str) -> tuple[list[Finding], str]:
    """What takes reading to know: text that no page shows by its size or colour, its story, its branch, its cell.

    And why that could not be told, if the document cannot be read.
    """
    try:
        document = read_document(data, name)
    except DocumentError as error:
        return [], f"text that no page shows: {error.why}"
    return [finding for finding in document.findings if finding.code in _OF_READING], ""


def _where(places: list[str]) -> str:
    more = f" and {len(places) - _SHOWN} more places" if len(places) > _SHOWN else ""
    return f": in {', '.join(places[:_SHOWN])}{more}".replace("{", "{{").replace("}", "}}") if places else ""


def _traces(part: Part) -> Iterator[tuple[str, str]]:
    """What stays behind in a part; of words that are there and not shown, the paragraph of the text or the part."""
    if part.name.endswith("/"):
        return
    root = parse(part.data)
    yield from ((trace, "") for trace in _of_whole(part, root))
    kinds, paragraphs, is_text, in_word = (
        left_behind("word"),
        0,
        part.name == "word/document.xml",
        part.name.startswith("word/"),
    )
    for element in () if root is None or _PROPERTIES.search(part.name) else root.iter():
        paragraphs += local(str(element.tag)) == "p"
        for trace in _of_element(element):
            yield (
                trace,
                (f"paragraph {paragraphs}" if is_text else part.name) if kinds[trace].placed else "",
            )
        if in_word and str(element.tag).startswith("{") and not _OFFICE.match(str(element.tag)):
            yield "custom", ""


def _of_whole(part: Part, root: etree._Element | None) -> Iterator[str]:
    of_part = _of_part(part.name)
    if of_part:
        yield of_part
    elif root is None and not part.data.startswith(b"PK\x03\x04"):
        yield "unread"
    yield from ("xml comment" for _ in (() if root is None else around(root)))
    if root is not None and _PROPERTIES.search(part.name):
        told = ((element.text or "").strip() for element in root.iter("*"))
        yield from ("property" for text in told if text not in _EMPTY_PROPERTIES)


def _of_element(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield "xml comment"
        return
    tag = local(element.tag)
    if tag in ("delText", "delInstrText") and any(local(str(each.tag)) == "del" for each in element.iterancestors()):
        return  # counted with the deletion that it is in
    if kind := _of_elements().get(tag):
        yield kind
    elif (tag in ("vanish", "hidden", "specVanish") and value_of(element) not in _OFF) or is_hidden(element):
        yield "hidden"
    elif tag == "bookmarkStart" and not attribute_of(element, "name").startswith("_GoBack"):
        yield "bookmark"
    elif tag == "Relationship" and element.get("TargetMode") == "External":
        yield "outside"
    elif tag in ("srcRect", "imagedata") and _CROP.search(" ".join(f"{key}={cut}" for key, cut in element.items())):
        yield "cropped"
    elif tag in ("rect", "roundrect", "shape", "wsp") and is_dark_shape(element):
        yield "shape"
    elif tag == "r" and is_covered(element):
        yield "covered"
    if any(
        local(str(name)) in ("descr", "alt", "title", "tooltip") and value for name, value in element.attrib.items()
    ):
        yield "description"
    if any(local(str(name)).startswith("rsid") for name in element.attrib) or tag == "rsid":
        yield "editing"
