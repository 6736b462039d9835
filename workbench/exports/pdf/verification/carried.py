# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a PDF carries beside its pages: counted by walking every object, wherever it hangs."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import pikepdf

from workbench.core.findings import Severity
from workbench.documents.pdf.means import with_names
from workbench.exports.pdf.verification.font_names import lying_fonts
from workbench.exports.pdf.verification.parts import from_hex, inside, reachable


class Trace(NamedTuple):
    """A kind of thing a PDF carries, as a finding tells it; ``what`` is what is counted."""

    code: str
    severity: Severity
    what: str


class Carried(Enum):
    """The kinds."""

    REVISION = Trace("V120", Severity.ERROR, "earlier revisions of the file that are still in it")
    METADATA = Trace("V121", Severity.WARNING, "entries of metadata (title, author, program, dates, XMP)")
    ATTACHMENT = Trace("V122", Severity.ERROR, "attached files")
    SCRIPT = Trace("V123", Severity.ERROR, "scripts or automatic actions")
    FIELD = Trace("V124", Severity.WARNING, "form fields, whose values need not be what is shown")
    COMMENT = Trace("V125", Severity.WARNING, "comments and other annotations")
    LINK = Trace("V126", Severity.INFO, "links")
    LAYER = Trace("V127", Severity.WARNING, "layers, which may be off and hide what they hold")
    DESCRIPTION = Trace("V128", Severity.WARNING, "alternate or replacement texts of tagged content")
    OUTLINE = Trace("V129", Severity.WARNING, "bookmarks")
    NAME = Trace("V130", Severity.INFO, "named destinations, page labels or threads")
    PRIVATE = Trace("V131", Severity.WARNING, "private data of programs")
    THUMBNAIL = Trace("V132", Severity.WARNING, "preview pictures of pages")
    SIGNATURE = Trace("V133", Severity.INFO, "signatures, with the names of who signed")
    ORPHAN = Trace("V134", Severity.WARNING, "objects that nothing refers to, leftovers of an earlier state")
    ALTERNATE = Trace("V135", Severity.WARNING, "pictures with alternates, metadata or profiles of their own")
    UNUSUAL = Trace("V144", Severity.WARNING, "entries of the file or its pages that no page shows and few files have")

    LYING = Trace("V145", Severity.WARNING, "fonts whose text reads otherwise than the glyphs they draw are called")


_SILENT = frozenset(("/Link", "/Widget", "/Popup", "/Redact", "/PrinterMark", "/TrapNet"))
_DEPTH = 100
_TELLING = frozenset((0xFE, 0xE1, 0xED))
"""Segments of a JPEG: a comment; EXIF or XMP; what Photoshop and agencies write (IPTC)."""
# What the specification names and files of everyday programs have (ISO 32000-1, 7.7.2, 7.7.3.3, 7.5.5).
_NAMED = re.compile(
    r"/(?:Type|Version|Pages|PageLabels|Names|Dests|ViewerPreferences|PageLayout|PageMode|Outlines|Threads|OpenAction|AA"
    r"|AcroForm|Metadata|StructTreeRoot|MarkInfo|Lang|OutputIntents|PieceInfo|OCProperties|Perms|NeedsRendering|DSS|AF"
    r"|Parent|LastModified|Resources|(?:Media|Crop|Bleed|Trim|Art)Box|BoxColorInfo|Contents|Rotate|Group|Thumb|B|Dur|Info"
    r"|Trans|Annots|StructParents|ID|PZ|Tabs|UserUnit|Size|Prev|Root|Encrypt|XRefStm|W|Index|Length|Filter|DecodeParms)"
)
# The keys of a stream of hints; it has at least the place of its second table.
_HINTS = frozenset(("/Length", "/Filter", "/DecodeParms", *(f"/{letter}" for letter in "SPOATEVICLRB")))
_REPLACED = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:\(((?:\\.|[^\\()])*)\)|<([0-9a-fA-F\s]*)>)", re.DOTALL)
_LIGATURE = 3
"""Letters up to which a replacement text is a ligature, a hyphen or a tab, which everyday programs spell so."""
_SUM = re.compile(r"/?[0-9A-F]{32}")
_SPOKEN = re.compile(r"(?:[\d.]+ )?(?:text|paragraph|page|picture|lines?) withheld(?:, (?:\([\w.]{1,5}\)){1,4})?")


def carried(pdf: pikepdf.Pdf) -> Counter[Carried]:
    """How many there are of each kind."""
    counts: Counter[Carried] = Counter()
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        counts[Carried.METADATA] += len(info.keys())
    counts[Carried.SIGNATURE] += "/Perms" in pdf.Root
    counts[Carried.NAME] += sum(key in pdf.Root for key in ("/PageLabels", "/Threads", "/Dests"))
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        counts[Carried.NAME] += len(names.keys() - {"/EmbeddedFiles", "/JavaScript"})
    parts = (pdf.Root, pdf.trailer, *(page.obj for page in pdf.pages))
    counts[Carried.UNUSUAL] += sum(not _is_usual(key, value) for part in parts for key, value in part.items())
    counts[Carried.DESCRIPTION] += sum(map(_replaced, _contents(pdf)))
    counts[Carried.LYING] += lying_fonts(pdf)
    live = reachable(pdf)
    for obj in pdf.objects:
        number = obj.objgen[0] if isinstance(obj, pikepdf.Object) and obj.is_indirect else 0
        if number and number not in live and isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
            counts[Carried.ORPHAN] += _is_left_over(obj)
        counts.update(_kinds(obj, 0))
    return counts


def _is_left_over(obj: Any) -> bool:
    """Whether an object that nothing refers to holds something: a string, a stream, or the dictionary of such a thing.

    Programs leave descriptions of fonts and resources behind, all names and numbers; and nothing refers to the
    streams of objects and references, nor to the hints for those who read a file over a network (ISO 32000-1, annex F).
    """
    if not isinstance(obj, pikepdf.Stream):
        return _has_string(obj, 0)
    return obj.get("/Type") not in ("/ObjStm", "/XRef") and not ("/S" in obj and _HINTS.issuperset(obj.keys()))


def _has_string(obj: Any, depth: int) -> bool:
    if isinstance(obj, pikepdf.String) or depth > _DEPTH:
        return True
    direct = (each for each in inside(obj) if isinstance(each, pikepdf.Object) and not each.is_indirect)
    return any(_has_string(each, depth + 1) for each in direct)


def _replaced(stream: pikepdf.Stream) -> int:
    """How often the operators of a page or form say that something reads otherwise than it is drawn."""
    try:
        found = _REPLACED.findall(with_names(stream.read_bytes()))
    except pikepdf.PdfError:
        return 0
    texts = [plain or from_hex(code.decode()) for plain, code in found]
    return sum(sum(map(str.isalnum, _decoded(text))) > _LIGATURE for text in texts)


def _decoded(text: bytes) -> str:
    return text.decode("utf-16-be", "ignore") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def _contents(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        yield from (part for part in parts if isinstance(part, pikepdf.Stream))
    yield from (obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Form")


def _is_usual(key: str, value: Any) -> bool:
    # LibreOffice writes a sum of the file's parts into the trailer, Aspose how the table of objects is written.
    return (
        bool(_NAMED.fullmatch(key))
        or (key == "/DocChecksum" and bool(_SUM.fullmatch(str(value))))
        or (key == "/XRef" and str(value) == "stream")
    )


def _acts(opening: Any) -> bool:
    """Whether a file does more on opening than to go to a page of it, as most programs let it."""
    return isinstance(opening, pikepdf.Dictionary) and (opening.get("/S") != "/GoTo" or "/Next" in opening)


def _kinds(obj: Any, depth: int) -> Iterator[Carried]:
    """The kinds of a dictionary, a stream, and what is written inside them."""
    if depth > _DEPTH:
        return
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        yield from _of_dictionary(obj)
    for value in inside(obj):
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _kinds(value, depth + 1)


def _of_dictionary(obj: Any) -> Iterator[Carried]:
    keys = set(obj.keys())
    kind, subtype = str(obj.get("/Type", "")), str(obj.get("/Subtype", ""))
    if "/EF" in keys:
        yield Carried.ATTACHMENT
    if "/JS" in keys or obj.get("/S") == "/JavaScript" or "/AA" in keys or _acts(obj.get("/OpenAction")):
        yield Carried.SCRIPT
    if subtype == "/Widget" or ("/FT" in keys and "/T" in keys) or "/XFA" in keys:
        yield Carried.FIELD
    elif kind == "/Annot" or ("/Rect" in keys and subtype):
        if subtype == "/Link":
            yield Carried.LINK
        elif subtype not in _SILENT:
            yield Carried.COMMENT
    if kind == "/OCG":
        yield Carried.LAYER
    yield from _of_content(obj, keys, kind, subtype)


def _of_content(obj: Any, keys: set[str], kind: str, subtype: str) -> Iterator[Carried]:
    if (
        keys & {"/ActualText", "/Alt", "/E"}
        and ("/S" in keys or kind == "/StructElem" or "/ActualText" in keys)
        and not _says_withheld(obj, keys)
    ):
        yield Carried.DESCRIPTION
    if "/Title" in keys and keys & {"/Dest", "/A", "/Next", "/Prev", "/First"}:
        yield Carried.OUTLINE
    if "/Names" in keys and "/Limits" in keys and "/Kids" not in keys:
        yield Carried.NAME
    if "/PieceInfo" in keys:
        yield Carried.PRIVATE
    if "/Thumb" in keys:
        yield Carried.THUMBNAIL
    if kind == "/Sig" or ("/ByteRange" in keys and "/Contents" in keys):
        yield Carried.SIGNATURE
    if kind == "/Metadata" and subtype == "/XML":
        yield Carried.METADATA
    if subtype == "/Image" and (keys & {"/Alternates", "/Metadata", "/OPI"} or _says_more(obj)):
        yield Carried.ALTERNATE


def _says_more(picture: Any) -> bool:
    """Whether a JPEG says something beside what it shows: a comment, a caption, where and with what it was taken."""
    filters = picture.get("/Filter")
    filters = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if filters[-1:] != ["/DCTDecode"]:
        return False
    data = picture.read_raw_bytes()
    try:
        data = zlib.decompressobj().decompress(data) if filters[0] == "/FlateDecode" else data
    except zlib.error:
        return False
    return not _TELLING.isdisjoint(_segments(data))


def _segments(jpeg: bytes) -> Iterator[int]:
    """The markers of the segments before the pixels of a JPEG (ITU T.81, B.1.1)."""
    place = 2
    while len(jpeg) > place + 3 and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        yield jpeg[place + 1]
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")


def _says_withheld(obj: Any, keys: set[str]) -> bool:
    """Whether all that an element says is what a screen reader says of a label of ours."""
    return not keys & {"/ActualText", "/E"} and bool(_SPOKEN.fullmatch(str(obj.get("/Alt", ""))))
