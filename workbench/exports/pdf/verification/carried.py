# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a PDF carries beside its pages: counted by walking every object, wherever it hangs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf

from workbench.exports.left_behind import left_behind
from workbench.exports.pdf.verification.font_names import lying_fonts
from workbench.exports.pdf.verification.parts import at, contents_of, from_hex, inside, reachable
from workbench.exports.pdf.verification.unpainted import unpainted


_SILENT = frozenset(("/Link", "/Widget", "/Popup", "/Redact", "/PrinterMark", "/TrapNet"))
_FILES = frozenset(("/EmbeddedFiles", "/JavaScript"))  # names that are counted with what they name
_DEPTH = 100
_TELLING = frozenset((0xFE, 0xE1, 0xED))
"""Segments of a JPEG: a comment; EXIF or XMP; what Photoshop and agencies write (IPTC)."""
# The keys of a stream of hints; it has at least the place of its second table.
_HINTS = frozenset(("/Length", "/Filter", "/DecodeParms", *(f"/{letter}" for letter in "SPOATEVICLRB")))
_REPLACED = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:\(((?:\\.|[^\\()])*)\)|<([0-9a-fA-F\s]*)>)", re.DOTALL)
_LIGATURE = 3
"""Letters up to which a replacement text is a ligature, a hyphen or a tab, which everyday programs spell so."""
_SUM = re.compile(r"/?[0-9A-F]{32}")
_SPOKEN = re.compile(r"(?:[\d.]+ )?(?:text|paragraph|page|picture|lines?) withheld(?:, (?:\([\w.]{1,5}\)){1,4})?")


def carried(pdf: pikepdf.Pdf) -> dict[str, list[int]]:
    """Those of each kind, by the numbers of their pages; 0 for what is of no page, or of no one page."""
    found: dict[str, list[int]] = {kind: [] for kind in left_behind("pdf")}
    info = pdf.trailer.get("/Info")
    names = pdf.Root.get("/Names")
    parts = (pdf.Root, pdf.trailer, *(page.obj for page in pdf.pages))
    for kind, count in (
        ("metadata", len(info.keys()) if isinstance(info, pikepdf.Dictionary) else 0),
        ("signature", "/Perms" in pdf.Root),
        ("name", sum(key in pdf.Root for key in ("/PageLabels", "/Threads", "/Dests"))),
        ("name", len(set(names.keys()) - _FILES) if isinstance(names, pikepdf.Dictionary) else 0),
        ("unusual", sum(not _is_usual(key, value) for part in parts for key, value in part.items())),
        ("lying", lying_fonts(pdf)),
    ):
        found[kind] += [0] * count
    pages = _pages(pdf)
    found["description"] += [n for n, page in enumerate(pdf.pages, 1) for _ in range(_replaced(contents_of(page.obj)))]
    found["unpainted"] += [pages.get(number, 0) for number in unpainted(pdf)]
    live = reachable(pdf)
    for obj in pdf.objects:
        number = obj.objgen[0] if isinstance(obj, pikepdf.Object) and obj.is_indirect else 0
        if number and number not in live and isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
            found["orphan"] += [0] * _is_left_over(obj)
        for kind in _kinds(obj, 0):
            found[kind].append(pages.get(number, 0))
        if at(obj, "/Subtype") == "/Form":
            found["description"] += [pages.get(number, 0)] * _replaced(contents_of(obj))
    return found


def _pages(pdf: pikepdf.Pdf) -> dict[int, int]:
    """By the number of an object the first page that it is of: the page itself, its annotations and pictures."""
    found: dict[int, int] = {}
    for number, page in enumerate(pdf.pages, start=1):
        notes, shown = page.obj.get("/Annots"), at(page.resources, "/XObject")
        for each in (page.obj, notes, *inside(notes), *inside(shown)):
            if isinstance(each, pikepdf.Object) and each.is_indirect:
                found.setdefault(each.objgen[0], number)
    return found


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


def _replaced(contents: bytes) -> int:
    """How often the operators of a page or form say that something reads otherwise than it is drawn."""
    texts = [plain or from_hex(code.decode()) for plain, code in _REPLACED.findall(contents)]
    return sum(sum(map(str.isalnum, _decoded(text))) > _LIGATURE for text in texts)


def _decoded(text: bytes) -> str:
    return text.decode("utf-16-be", "ignore") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def is_named(key: str) -> bool:
    """Whether it is a key that files of everyday programs have."""
    return re.fullmatch(left_behind("pdf")["unusual"].pattern, key) is not None


def _is_usual(key: str, value: Any) -> bool:
    # LibreOffice writes a sum of the file's parts into the trailer, Aspose how the table of objects is written.
    return (
        is_named(key)
        or (key == "/DocChecksum" and bool(_SUM.fullmatch(str(value))))
        or (key == "/XRef" and str(value) == "stream")
    )


def _acts(opening: Any) -> bool:
    """Whether a file does more on opening than to go to a page of it, as most programs let it."""
    return isinstance(opening, pikepdf.Dictionary) and (opening.get("/S") != "/GoTo" or "/Next" in opening)


def _kinds(obj: Any, depth: int) -> Iterator[str]:
    """The kinds of a dictionary, a stream, and what is written inside them."""
    if depth > _DEPTH:
        return
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        yield from _of_dictionary(obj)
    for value in inside(obj):
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _kinds(value, depth + 1)


def _of_dictionary(obj: Any) -> Iterator[str]:
    keys, subtype = set(obj.keys()), str(obj.get("/Subtype", ""))
    told = {kind for kind, has, values in _known() if has <= keys and all(obj[k] == v for k, v in values.items())}
    told |= {"script"} if _acts(obj.get("/OpenAction")) else set()
    if (obj.get("/Type") == "/Annot" or ("/Rect" in keys and subtype)) and subtype not in _SILENT:
        told.add("comment")
    if subtype == "/Image" and _says_more(obj):
        told.add("alternate")
    yield from told - ({"description"} if _says_withheld(obj, keys) else set())


@cache
def _known() -> list[tuple[str, frozenset[str], dict[str, str]]]:
    """The kinds by the keys, and the values of some, of the objects that they are."""
    found = []
    for name, kind in left_behind("pdf").items():
        for each in filter(None, kind.objects.split(" | ")):
            pairs = {f"/{key}": f"/{value}" for key, _, value in (word.partition("=") for word in each.split())}
            found.append((name, frozenset(pairs), {key: value for key, value in pairs.items() if value != "/"}))
    return found


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
