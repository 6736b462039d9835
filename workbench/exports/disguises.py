# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts in disguise: codes that a program undoes, and what a word looks like in them as bytes.

A copy of ours holds none. Somebody who changes a copy, or a writer of ours that is wrong, may put a word anywhere in
any of them; ciphers with a key are beyond any search.
"""

from __future__ import annotations

import base64
import codecs
import re
import string
from collections.abc import Iterator, Sequence
from itertools import chain

from workbench.redaction.encoded import encoded_runs
from workbench.redaction.numerals import LETTERS, NUMBERS
from workbench.redaction.readings import Reading, readings


_ESCAPES = re.compile(r"%[0-9a-fA-F]{2}|&#?\w|\\[xuU0-3{]|=[0-9A-F]{2}|<[A-Za-z!/?]|[\x1b\x08\x9b]")
# Runs too long for a word, and hexadecimal digits set apart.
_CODED = re.compile(r"[!-~]{12,}(?:\r?\n[!-~]{12,})*|(?:[0-9a-fA-F]{2}[ :,;-]){7,}[0-9a-fA-F]{2}")
_WORD = re.compile(r"[A-Za-z]?[a-z]+[.,;:!?)]*|[A-Z]+[.,;:!?)]*")


def undone(text: str) -> Iterator[str]:
    """Every text that a program would make of ``text`` or of a run in it: escapes, base64, base85, hexadecimal."""
    if _ESCAPES.search(text):
        yield from (reading.text for reading in readings(Reading.plain(text)) if reading.text != text)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in (_CODED, NUMBERS, LETTERS)):
        run = match.group()
        if not _WORD.fullmatch(run):
            yield from (inner.text for inner in encoded_runs(run))


ROT13 = {ord(plain): codecs.encode(plain, "rot13") for plain in string.ascii_letters}


def ciphered(words: Sequence[str]) -> Iterator[list[str]]:
    """The words backwards, and by ROT13: what everybody tries first."""
    yield [word[::-1] for word in reversed(words)]
    yield [word.translate(ROT13) for word in words]


def as_bytes(term: str) -> Iterator[bytes]:
    """A term, whatever its case, in base64 wherever it begins in the encoded text."""
    for spelling in dict.fromkeys((term, term.lower(), term.upper(), term.title())):
        for codec in ("utf-8", "utf-16-le", "utf-16-be"):
            data = spelling.encode(codec, "ignore")
            for before, whole in ((0, 0), (1, 2), (2, 3)):
                code = base64.b64encode(b"\0" * before + data)
                yield code[whole : (before + len(data)) * 8 // 6]
