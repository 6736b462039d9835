# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs of a text that are another text in base64, base32, base85 or hexadecimal.

Nobody reads them, and every tool decodes them.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:[ \t]*\r?\n[ \t]*[A-Za-z0-9+/_-]{8,})*={0,2}")
_HEX = re.compile(r"(?:(?:0x|\\x|%|=)?[0-9a-fA-F]{2}[ :,;-]?(?:\r?\n)?){4,}")
_BASE32 = re.compile(r"[A-Z2-7]{8,}={0,6}")
_BASE85 = re.compile(r"[!-~]{8,}(?:\r?\n[!-~]{12,})*")
_WORDS = re.compile(r"[(\"'\[]*[A-Za-z]*[a-z]+(?:[-/'.,][A-Za-z]?[a-z]*)*[.,;:!?)\"'\]]*|[A-Z]+[.,;:!?)]*|[0-9.,:/-]+")
_MIXED_CASE = re.compile(r".[A-Z]")
_NOT_HEX = re.compile(r"0x|[^0-9a-fA-F]")
_MAX_DEPTH = 3
_MAX_DECODED = 1 << 22


@dataclass(frozen=True, slots=True)
class Encoded:
    """``source[start:end]`` decodes to ``text``."""

    start: int
    end: int
    text: str


def encoded_runs(text: str, depth: int = 1) -> Iterator[Encoded]:
    """Every run of ``text`` that decodes to text, with what it decodes to; runs inside decoded text count as theirs."""
    for pattern, decode in _CODES:
        for match in pattern.finditer(text):
            for inner in (inner for data in decode(match.group()) for inner in _texts(data)):
                yield Encoded(match.start(), match.end(), inner)
                deeper = encoded_runs(inner, depth + 1) if depth < _MAX_DEPTH else ()
                yield from (Encoded(match.start(), match.end(), run.text) for run in deeper)


def _texts(data: bytes) -> Iterator[str]:
    """The texts that ``data`` may be; a run that decodes to noise is none."""
    for raw in (data, *_inflated(data)):
        codecs = ("utf-16-le", "utf-16-be") if raw.count(0) * 3 > len(raw) else ("utf-8", "latin-1")
        for codec in codecs:
            text = raw.decode(codec, "ignore")
            if _looks_like_text(text):
                yield text
                break


def _looks_like_text(text: str) -> bool:
    # Ordinary words decode as base64 too, to noise: without this every long word would be searched as four texts.
    printable = sum(c.isascii() and (c.isprintable() or c in "\r\n\t") for c in text)
    return len(text) >= 2 and printable >= 0.7 * len(text)


def _inflated(data: bytes) -> Iterator[bytes]:
    for magic, window in ((b"\x1f\x8b", 31), (b"\x78", 15)):
        if data.startswith(magic):
            try:
                yield zlib.decompressobj(window).decompress(data, _MAX_DECODED)
            except zlib.error:
                continue


def _decode_base64(run: str) -> Iterator[bytes]:
    if len(run) < 24 and not (_MIXED_CASE.search(run) and any(c.islower() for c in run)):
        return  # an ordinary word: what encodes readable text has both cases inside
    code = re.sub(r"[\s=]", "", run).translate({ord("-"): "+", ord("_"): "/"})
    # A run may be glued to letters before it, so every phase is tried.
    for phase in range(min(4, max(1, len(code) - 5))):
        part = code[phase:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            yield base64.b64decode(part + "=" * (-len(part) % 4))
        except binascii.Error:
            continue


def _decode_hex(run: str) -> Iterator[bytes]:
    digits = _NOT_HEX.sub("", run)
    for phase in (0, 1):
        part = digits[phase:]
        yield bytes.fromhex(part[: len(part) // 2 * 2])


def _decode_base32(run: str) -> Iterator[bytes]:
    code = run.rstrip("=")
    try:
        yield base64.b32decode(code + "=" * (-len(code) % 8))
    except binascii.Error:
        return


def _decode_base85(run: str) -> Iterator[bytes]:
    """As Python and git write it, and as PDF and PostScript do (Ascii85)."""
    if _WORDS.fullmatch(run):
        return
    code = re.sub(r"\s", "", run)
    for decode, part in ((base64.b85decode, code), (base64.a85decode, code.removeprefix("<~").removesuffix("~>"))):
        try:
            data = decode(part)
        except (ValueError, binascii.Error):
            continue
        # Most runs are no code at all and decode to noise.
        if sum(32 <= byte < 127 for byte in data) >= 0.8 * len(data):
            yield data


_CODES = (
    (_BASE64, _decode_base64),
    (_HEX, _decode_hex),
    (_BASE32, _decode_base32),
    (_BASE85, _decode_base85),
)
