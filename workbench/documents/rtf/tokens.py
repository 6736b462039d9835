# SPDX-License-Identifier: AGPL-3.0-or-later
"""RTF as its tokens (RTF specification 1.9.1, "RTF Syntax"). Bytes in, nothing decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,9})?\d*[ ]?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\0]+)"
    rb"|[\r\n\0]+|\\'|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """One of: ``{`` or ``}``; a control ``word`` with its ``number``; a control ``sign``; bytes of text.

    ``text`` is a byte written in hexadecimal or a run of plain bytes. ``stop`` is where a brace ends.
    """

    brace: str = ""
    word: str = ""
    number: int | None = None
    text: bytes = b""
    stop: int = 0


def tokens(data: bytes) -> Iterator[Token]:
    """All tokens of ``data``; the raw bytes behind a ``bin`` word are passed over."""
    place = 0
    while match := _TOKEN.match(data, place):
        place = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token(text=match["text"])
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            word = match["word"].decode("ascii")
            if word == "bin":
                place += max(0, number or 0)
            yield Token(word=word, number=number)
        elif kind == "hex":
            yield Token(text=bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "brace":
            yield Token(brace=match["brace"].decode("ascii"), stop=place)
        elif kind == "sign":
            yield Token(word=match["sign"].decode("latin-1"))
