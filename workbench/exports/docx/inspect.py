# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger's DOCX holds beside what it shows: counted, part by part, with zipfile and lxml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum

from lxml import etree

from workbench.core.errors import DocumentError
from workbench.core.findings import Finding, Severity, told
from workbench.documents import read_document
from workbench.documents.docx.grounds import attribute_of, is_covered, is_dark_shape, is_hidden, local, value_of
from workbench.exports.docx.parts import PackageError, Part, around, open_parts, parse, stray_bytes
from workbench.exports.model import Check


class Trace(Enum):
    """A kind of thing that stays behind in a DOCX: the finding's code, its severity, and its words for a count."""

    DELETED = ("V311", Severity.ERROR, "{} deleted or moved passages are still in the file (tracked changes)")
    INSERTED = ("V312", Severity.WARNING, "{} insertions and changes of format are tracked, with their authors")
    COMMENT = ("V313", Severity.ERROR, "{} comments")
    HIDDEN = ("V314", Severity.ERROR, "{} runs, rows or drawings of hidden text")
    COVERED = ("V315", Severity.ERROR, "{} runs are set in black on black or in white: covered, not removed")
    PROPERTY = ("V316", Severity.WARNING, "{} document properties are filled (title, author, company, template...)")
    CUSTOM = ("V317", Severity.WARNING, "{} parts or properties with custom data")
    EMBEDDED = ("V318", Severity.ERROR, "{} embedded files or objects")
    MACRO = ("V319", Severity.ERROR, "{} parts with macros")
    EDITING = ("V320", Severity.INFO, "{} marks of editing sessions (rsid), which link documents to each other")
    FIELD = ("V321", Severity.WARNING, "{} field codes, form fields or mail merge settings")
    BOOKMARK = ("V322", Severity.INFO, "{} bookmarks with names of their own")
    DESCRIPTION = (
        "V323",
        Severity.WARNING,
        "{} alternative texts, captions or titles of pictures, tables and controls",
    )
    CHART = ("V324", Severity.WARNING, "{} charts or diagrams with their data")
    PICTURE = ("V325", Severity.INFO, "{} pictures: what they show and say of themselves was not looked at")
    OUTSIDE = ("V326", Severity.WARNING, "{} references to files or addresses outside")
    VARIABLE = ("V327", Severity.WARNING, "{} document variables")
    PEOPLE = ("V328", Severity.WARNING, "{} names of people who worked on it")
    XML_COMMENT = ("V329", Severity.WARNING, "{} comments or instructions in the XML")
    STRAY = ("V330", Severity.WARNING, "{} bytes in the zip that belong to no part")
    THUMBNAIL = ("V331", Severity.WARNING, "{} preview pictures")
    SIGNATURE = ("V332", Severity.INFO, "{} parts of digital signatures or certificates")
    SHAPE = ("V334", Severity.WARNING, "{} dark shapes float over the text and may cover some of it")
    UNREAD = ("V333", Severity.WARNING, "{} parts that are neither XML nor known, not looked at")


_OF_ELEMENT = {
    **dict.fromkeys(("del", "delText", "moveFrom", "delInstrText", "cellDel"), Trace.DELETED),
    **dict.fromkeys(("ins", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange"), Trace.INSERTED),
    **dict.fromkeys(("trPrChange", "tcPrChange", "numberingChange", "cellIns"), Trace.INSERTED),
    **dict.fromkeys(("smartTag", "customXml"), Trace.CUSTOM),
    "comment": Trace.COMMENT,
    **dict.fromkeys(("instrText", "fldSimple", "ffData", "mailMerge"), Trace.FIELD),
    **dict.fromkeys(("tblCaption", "tblDescription", "alias", "textpath", "tag"), Trace.DESCRIPTION),
    **dict.fromkeys(("listItem", "dataBinding", "documentProtection"), Trace.FIELD),
    **dict.fromkeys(("docVar",), Trace.VARIABLE),
    **dict.fromkeys(("person",), Trace.PEOPLE),
    **dict.fromkeys(("altChunk", "subDoc"), Trace.OUTSIDE),
    **dict.fromkeys(("strCache", "numCache", "relIds"), Trace.CHART),
}
_OF_PART = (
    (re.compile(r"vbaProject|vbaData|\.bin\.rels", re.I), Trace.MACRO),
    (re.compile(r"thumbnail", re.I), Trace.THUMBNAIL),
    (re.compile(r"_xmlsignatures|\.sigs$|certs", re.I), Trace.SIGNATURE),
    (
        re.compile(r"customXml/item\d*\.xml$|docProps/custom\.xml$|/glossary/document\.xml$|docMetadata/", re.I),
        Trace.CUSTOM,
    ),
    (re.compile(r"/(?:embeddings|activeX|ink)/|\.(?:bin|ole)$", re.I), Trace.EMBEDDED),
    (re.compile(r"/media/", re.I), Trace.PICTURE),
    (re.compile(r"/(?:charts|diagrams)/[^/]*\.xml$", re.I), Trace.CHART),
)
_PROPERTIES = re.compile(r"docProps/(?:core|app)\.xml$")
_EMPTY_PROPERTIES = frozenset(("", "0", "1", "false", "true"))
# Faint, in a header or note that nothing shows, of no known element, in a branch for others, in a merged cell.
_OF_READING = frozenset(("R108", "R109", "R112", "R113", "R116"))
_OFFICE = re.compile(r"\{(?:http://(?:schemas\.(?:openxml|micro)|purl\.|www\.w3\.)|urn:schemas-)")
_PLACED = frozenset((Trace.DELETED, Trace.HIDDEN, Trace.COVERED, Trace.SHAPE))
_SHOWN = 5
_OFF = frozenset(("0", "false", "off"))


def inspect(data: bytes, name: str) -> tuple[list[Check], list[Finding]]:
    """What the DOCX ``data`` holds that its pages do not show. Findings say how much of what, never what it says.

    ``name`` is the file's name for the findings. A file that cannot be taken apart is a finding too.
    """
    counts: Counter[Trace] = Counter()
    places: dict[Trace, list[str]] = {}
    searched = 0
    try:
        counts[Trace.STRAY] += max(0, stray_bytes(data))
        for part in open_parts(data):
            searched += 1
            for trace, place in _traces(part):
                counts[trace] += 1
                if place and place not in places.setdefault(trace, []):
                    places[trace].append(place)
    except PackageError as error:
        return [Check("opening", 0, 1, str(error))], [Finding("V300", Severity.ERROR, str(error), name)]
    kinds = ((trace, (*trace.value[:2], trace.value[2] + _where(places.get(trace, [])))) for trace in Trace)
    unseen, unread = _unseen(data, name)
    found = [*told(kinds, counts, name), *unseen]
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


def _traces(part: Part) -> Iterator[tuple[Trace, str]]:
    """What stays behind in a part; of words that are there and not shown, the paragraph of the text or the part."""
    paragraphs = 0
    for trace, element in _elements(part):
        if trace:
            is_text = part.name == "word/document.xml"
            yield trace, (f"paragraph {paragraphs}" if is_text else part.name) if trace in _PLACED else ""
        elif element is not None and local(str(element.tag)) == "p":
            paragraphs += 1


def _elements(part: Part) -> Iterator[tuple[Trace | None, etree._Element | None]]:
    """The traces of a part; and each element, before its traces, with none."""
    if part.name.endswith("/"):
        return
    of_part = next((trace for pattern, trace in _OF_PART if pattern.search(part.name)), None)
    if of_part:
        yield of_part, None
    root = parse(part.data)
    if root is None:
        if of_part is None and not part.data.startswith(b"PK\x03\x04"):
            yield Trace.UNREAD, None
        return
    yield from ((Trace.XML_COMMENT, None) for _ in around(root))
    if _PROPERTIES.search(part.name):
        yield from (
            (Trace.PROPERTY, None)
            for element in root.iter("*")
            if (element.text or "").strip() not in _EMPTY_PROPERTIES
        )
        return
    for element in root.iter():
        yield None, element
        yield from ((trace, element) for trace in _of_element(element))
        if part.name.startswith("word/") and str(element.tag).startswith("{") and not _OFFICE.match(str(element.tag)):
            yield Trace.CUSTOM, None


def _of_element(element: etree._Element) -> Iterator[Trace]:
    if not isinstance(element.tag, str):
        yield Trace.XML_COMMENT
        return
    tag = local(element.tag)
    if tag in ("delText", "delInstrText") and any(local(str(each.tag)) == "del" for each in element.iterancestors()):
        return  # counted with the deletion that it is in
    if tag in _OF_ELEMENT:
        yield _OF_ELEMENT[tag]
    elif (tag in ("vanish", "hidden", "specVanish") and value_of(element) not in _OFF) or is_hidden(element):
        yield Trace.HIDDEN
    elif tag == "bookmarkStart" and not attribute_of(element, "name").startswith("_GoBack"):
        yield Trace.BOOKMARK
    elif tag == "Relationship" and element.get("TargetMode") == "External":
        yield Trace.OUTSIDE
    elif tag in ("rect", "roundrect", "shape", "wsp") and is_dark_shape(element):
        yield Trace.SHAPE
    elif tag == "r" and is_covered(element):
        yield Trace.COVERED
    if any(
        local(str(name)) in ("descr", "alt", "title", "tooltip") and value for name, value in element.attrib.items()
    ):
        yield Trace.DESCRIPTION
    if any(local(str(name)).startswith("rsid") for name in element.attrib) or tag == "rsid":
        yield Trace.EDITING
