# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a font of a PDF says that its codes mean: the table ``ToUnicode``."""

from __future__ import annotations

import re


_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
# What is none of these is passed over: one wrong entry, put there on purpose, must not speak for the others.
_CODE, _SAID = rb"<([0-9a-fA-F]{1,8})>", rb"<((?:[0-9a-fA-F]{2})*)>"
_CHAR = re.compile(_CODE + rb"()\s*" + _SAID + rb"()")
_RANGE = re.compile(_CODE + rb"\s*" + _CODE + rb"\s*(?:" + _SAID + rb"|\[([^\]]*)\])")
_LAST, _MOST_CODES = 0x10FFFF, 1 << 16


def said_by(table: bytes) -> dict[int, str]:
    """The texts of the codes by a CMap (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(table):
        for first, last, text, texts in (_CHAR if kind == b"char" else _RANGE).findall(block):
            codes = range(int(first, 16), min(int(last or first, 16), int(first, 16) + _MOST_CODES) + 1)
            if texts:
                found.update(zip(codes, map(_text, re.findall(_SAID, texts)), strict=False))
            elif said := _text(text):
                letters = (min(ord(said[-1]) + code - codes[0], _LAST) for code in codes)
                found.update((code, said[:-1] + chr(letter)) for code, letter in zip(codes, letters, strict=True))
    return found


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "ignore")
