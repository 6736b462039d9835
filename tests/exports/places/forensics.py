# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search of a copy for one word, by other code than the product's, in its bytes, strings, streams and texts."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any

import pikepdf
import pypdfium2
from lxml import etree

from tests.exports.hiding import gives_away


def found(data: bytes, word: str) -> set[str]:
    """Where in ``data`` (a PDF, a DOCX or a text) ``word`` can be read, forwards or backwards, plain or encoded."""
    if zipfile.is_zipfile(io.BytesIO(data)) and b"%PDF-" not in data[:1024]:
        return set(_in_zip(data, word))
    if b"%PDF-" in data[:1024]:
        return set(_in_pdf(data, word))
    return {"text"} if gives_away(data, word) else set()


def _in_bytes(data: bytes, word: str) -> bool:
    """In the bytes as they stand, in UTF-16, hexadecimal or base64, whatever the case."""
    lowered, small = data.lower(), word.lower()
    plain = [small.encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be")]
    if any(each in lowered or each[::-1] in lowered or each.hex().encode() in lowered for each in plain):
        return True
    runs = re.findall(rb"[A-Za-z0-9+/]{12,}", data) if len(data) < 1_000_000 else []
    return any(plain[0] in base64.b64decode(run[: len(run) // 4 * 4]).lower() for run in runs)


def _in_text(text: str, word: str) -> bool:
    squeezed, wanted = "".join(filter(str.isalnum, text.lower())), word.lower()
    return any(each in squeezed for each in (wanted, wanted[::-1], wanted.encode().hex(), word.encode().hex()))


def _in_zip(data: bytes, word: str) -> Iterator[str]:
    if _in_bytes(data, word):
        yield "zip bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            content = archive.read(info)
            if _in_text(info.filename, word) or _in_bytes(content, word) or info.comment:
                yield info.filename
            elif content.startswith((b"PK", b"%PDF-")):
                yield from (f"{info.filename}: {where}" for where in found(content, word))
            elif _in_xml(content, word):
                yield f"{info.filename} as XML"


def _in_xml(content: bytes, word: str) -> bool:
    """In the texts of a part one after the other, tags and references undone, and in each attribute."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return False
    values = [str(value) for element in root.iter() for value in element.attrib.values()]
    symbols = "".join(chr(int(str(value), 16)) for value in root.xpath("//@*[local-name()='char']"))
    return any(_in_text(text, word) for text in ("".join(map(str, root.itertext())), symbols, *values))


def _in_pdf(data: bytes, word: str) -> Iterator[str]:
    if _in_bytes(data, word):
        yield "raw bytes"
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            inflated = zlib.decompressobj().decompress(data[match.end() :])
        except zlib.error:
            continue
        if _in_bytes(inflated, word):
            yield "an inflated stream"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in [pdf.trailer, *pdf.objects]:
            yield from _in_object(obj, word, 0)
    yield from _in_pages(data, word)


def _columns(page: Any) -> str:
    """The letters of a page from top to bottom, column by column."""
    text = page.get_textpage()
    boxes = [(text.get_charbox(i), text.get_text_range(i, 1)) for i in range(text.count_chars())]
    return "".join(char for _, char in sorted(((round(x0), -top), char) for (x0, _, _, top), char in boxes))


def _in_object(obj: Any, word: str, depth: int) -> Iterator[str]:
    if isinstance(obj, pikepdf.Stream):
        yield from _in_stream(obj, word)
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in obj.items():
            if _in_text(key, word):
                yield "a key"
            if depth < 40 and isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _in_object(value, word, depth + 1)
    elif isinstance(obj, pikepdf.Array):
        for value in obj:
            if depth < 40 and isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _in_object(value, word, depth + 1)
    elif isinstance(obj, pikepdf.Name) and _in_text(str(obj), word):
        yield "a name"
    elif isinstance(obj, pikepdf.String) and (_in_text(str(obj), word) or _in_bytes(bytes(obj), word)):
        yield "a string"


def _in_stream(stream: pikepdf.Stream, word: str) -> Iterator[str]:
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:
        content = stream.read_raw_bytes()
    if _in_bytes(content, word):
        yield "a stream"
    elif content.startswith((b"PK", b"%PDF-")) and found(content, word):
        yield "a file in the file"
    elif re.search(rb"T[jJ]\b", content) and any(_in_text(text, word) for text in _operands(stream)):
        yield "the strings of a stream"
    elif stream.get("/Subtype") == "/XML" and _in_text(unescape(content.decode("utf-8", "ignore")), word):
        yield "XMP"


def _operands(stream: pikepdf.Stream) -> Iterator[str]:
    """The strings that a content stream shows, in its order: as they are, and as texts of two bytes a character."""
    try:
        shown = b"".join(_strings(list(pikepdf.parse_content_stream(stream))))
    except pikepdf.PdfError:
        return
    yield shown.decode("latin-1")


def _strings(instructions: list[Any]) -> Iterator[bytes]:
    for operands, _ in instructions:
        for operand in operands:
            for value in operand if isinstance(operand, pikepdf.Array) else [operand]:
                if isinstance(value, pikepdf.String):
                    yield bytes(value)


def _in_pages(data: bytes, word: str) -> Iterator[str]:
    from pdfminer.high_level import extract_text

    pdf = pypdfium2.PdfDocument(data)
    shown = [text for page in pdf for text in (page.get_textpage().get_text_range(), _columns(page))]
    pdf.close()
    if any(_in_text(text, word) for text in shown):
        yield "the text that PDFium reads"
    if _in_text(extract_text(io.BytesIO(data)), word):
        yield "the text that pdfminer reads"
