# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walking a PDF as pikepdf sees it: every object, every string, every stream, every revision, and raw leftovers.

The writer of a copy is PyMuPDF; what checks the copy is another library, so that a blind spot of the one is not shared.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from workbench.documents.pdf.means import with_names
from workbench.exports.unpacking import poured


class Part(NamedTuple):
    """A string, a name, a key or the decoded bytes of a stream."""

    kind: str
    data: bytes | str


# Strings of every composite font, each below its key (ISO 32000-1, 9.7.3): no text of anybody.
_SYSTEM = {"/Registry": "Adobe", "/Ordering": "Identity"}
_DEPTH = 100  # nesting of direct objects; the specification has no bound, a made-up file has
_CODED = re.compile(
    rb"<([0-9A-Fa-f\s]{6,})>"
    rb"|\((?:(?<!\\\()|(?<=\\\\\())((?:[^()\\]|\\[^0-7])*\\[0-7](?:[^()\\]|\\.)*)\)"
    rb"|/([!-.0-;=?-Z^-z|~]*#[0-9A-Fa-f]{2}[!-.0-;=?-Z^-z|~]*)"
    rb"|(?<![A-Za-z0-9+/])([A-Za-z0-9+][A-Za-z0-9+/]{23,})",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([0-7]{1,3})|#([0-9A-Fa-f]{2})|\\\r?\n")
_BRACKET = re.compile(r"\\.|[()]", re.DOTALL)
_NUMBERS = re.compile(rb"(?: -?[0-9.]+(?: [0-9]+ R)?)+(?= )")


def revisions(data: bytes) -> list[bytes]:
    """The file, and each earlier state it still carries (every ``%%EOF`` closes one), the newest first.

    The first part of a file made for the network has no table of its own: its place is 0 (ISO 32000-1, annex F).
    """
    ends = [match.end() for match in re.finditer(rb"startxref\s+0*[1-9]\d*\s+%%EOF[\r\n]*", data)]
    return [data, *(data[:end] for end in reversed(ends[:-1]))]


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """The file, read without repair where it can be. Raises pikepdf.PdfError."""
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)


def parts(pdf: pikepdf.Pdf) -> Iterator[Part]:
    """Every string, name, key and stream of every object, reachable or not; ValueError where they nest too deep.

    A file has thousands of objects that say the same of other numbers: pages, elements of its structure. Only one of
    them is walked.
    """
    yield from _walk(pdf.trailer, 0)
    walked: dict[bytes, list[Part]] = {}
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream):
            yield from _walk(obj, 0)
        elif isinstance(obj, pikepdf.Object):  # a number or a truth value comes as Python's own
            words = _without_numbers(obj.unparse(resolved=True))
            if words not in walked:
                walked[words] = list(_walk(obj, 0))
            yield from walked[words]


def _without_numbers(written: bytes) -> bytes:
    """An object without its numbers and references, which stand between spaces; all of it where a string may too."""
    return written if b"(" in written else _NUMBERS.sub(b"", written)


def _walk(obj: Any, depth: int) -> Iterator[Part]:
    if depth > _DEPTH:
        raise ValueError("nested too deep to be searched")
    if isinstance(obj, pikepdf.Stream):
        yield _stream(obj)
    if isinstance(obj, pikepdf.Stream | pikepdf.Dictionary):
        for key, value in obj.items():
            yield Part("key", key)
            if key in _SYSTEM and _SYSTEM[key] == value:
                continue
            if not value.is_indirect if isinstance(value, pikepdf.Object) else True:
                yield from _walk(value, depth + 1)
    elif isinstance(obj, pikepdf.Array):
        letters = [str(value) for value in obj if isinstance(value, pikepdf.String | pikepdf.Name)]
        if len(letters) > 2:  # a word can be written as an array of its letters
            yield Part("string", "".join(letter.removeprefix("/") for letter in letters))
        for value in obj:
            if not isinstance(value, pikepdf.Object) or not value.is_indirect:
                yield from _walk(value, depth + 1)
    elif isinstance(obj, pikepdf.String):
        yield Part("string", str(obj))
        yield Part("string", bytes(obj))
    elif isinstance(obj, pikepdf.Name):
        yield Part("name", str(obj))


def _stream(stream: pikepdf.Stream) -> Part:
    try:
        return Part("stream", stream.read_bytes())
    except pikepdf.PdfError:
        return Part("stream", stream.read_raw_bytes())


def strays(data: bytes) -> dict[str, bytes]:
    """What stands around the file, which no reader of it needs, by where that is."""
    around = {"behind the end": data.rpartition(b"%%EOF")[2], "before the beginning": data.partition(b"%PDF-")[0]}
    return {where: found for where, each in around.items() if (found := each.strip(b"\0 \t\r\n\xef\xbb\xbf"))}


def leftovers(data: bytes) -> Iterator[bytes]:
    """Every ``stream`` of the raw bytes, inflated where it can be: objects that no table names are here too."""
    for match in re.finditer(rb"(?<!end)stream\r?\n", data):
        yield poured(zlib.decompressobj, data, match.end()).data or _raw(data, match.end())


def _raw(data: bytes, start: int) -> bytes:
    end = data.find(b"endstream", start)
    return data[start : end if end >= 0 else len(data)].removesuffix(b"\n").removesuffix(b"\r")


def coded(data: bytes) -> Iterator[bytes]:
    """What is not written as it reads in the raw bytes, whether an object has it or none.

    Hexadecimal strings, strings and names with codes of letters, and what may be base64.
    """
    for digits, string, name, word in _CODED.findall(data):
        if digits:
            yield from_hex(digits.decode())
        yield word or unescaped((string or name).decode("latin-1")).encode("latin-1")


def from_hex(digits: str) -> bytes:
    """A hexadecimal string (ISO 32000-1, 7.3.4.3): blanks mean nothing, and a last digit may be lacking."""
    bare = "".join(digits.split())
    return bytes.fromhex(bare + "0" * (len(bare) % 2))


def unescaped(written: str) -> str:
    """Strings or names (7.3.4.2, 7.3.5) without the codes of their letters and without escaped line ends."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 8) & 255) if m[1] else chr(int(m[2], 16)) if m[2] else "", written)


def literals(text: str) -> Iterator[str]:
    """The strings in parentheses of a content stream, which may hold others."""
    depth = start = 0
    for match in _BRACKET.finditer(text):
        if match[0] == "(":
            start = start if depth else match.end()
            depth += 1
        elif match[0] == ")" and depth:
            depth -= 1
            if not depth:
                yield text[start : match.start()]
    if depth:
        yield text[start:]


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every font of a file once, also one that is written inside the resources that name it."""
    known: set[tuple[int, int]] = set()
    for obj in pdf.objects:
        named = inside(at(at(obj, "/Resources"), "/Font"))
        for font in (each for each in (*named, obj) if isinstance(each, pikepdf.Dictionary)):
            if (font is not obj or font.get("/Type") == "/Font") and font.objgen not in known:
                known.update({font.objgen} - {(0, 0)})
                yield font


def at(obj: Any, key: str) -> Any:
    """What a dictionary or stream has under a key, if it is one."""
    return obj.get(key) if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream) else None


def contents_of(holder: Any) -> bytes:
    """The operators of a page or form, its names in letters; none of a picture, nor of what cannot be unpacked."""
    try:
        if isinstance(holder, pikepdf.Stream):
            return b"" if holder.get("/Subtype") == "/Image" else with_names(holder.read_bytes())
        parts = (at(holder, "/Contents"), *inside(at(holder, "/Contents")))
        return with_names(b"\n".join(each.read_bytes() for each in parts if isinstance(each, pikepdf.Stream)))
    except pikepdf.PdfError:
        return b""


def reachable(pdf: pikepdf.Pdf) -> set[int]:
    """The numbers of the objects that can be reached from the trailer."""
    seen: set[int] = set()
    queue: list[Any] = [pdf.trailer]
    while queue:
        for value in inside(queue.pop()):
            if isinstance(value, pikepdf.Object):
                if not value.is_indirect or value.objgen[0] not in seen:
                    queue.append(value)
                seen.update((value.objgen[0],) if value.is_indirect else ())
    return seen


def inside(obj: Any) -> list[Any]:
    """What a dictionary, a stream or an array holds."""
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        return [value for _, value in obj.items()]
    return list(obj) if isinstance(obj, pikepdf.Array) else []
