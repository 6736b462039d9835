# SPDX-License-Identifier: AGPL-3.0-or-later
"""The objects of a file, of every revision, as a program takes them apart: strings, names, and streams unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from workbench.exports.needles import Hit, Needles
from workbench.exports.passages import SHINGLE
from workbench.exports.pdf.grammar import without_syntax
from workbench.exports.pdf.verification.parts import from_hex, literals, parts, unescaped
from workbench.exports.unpacking import inner_files


# In an array of TJ: a number above 500 (thousandths of the font size) goes back by that much.
_BACK = re.compile(rb"[>)]\s*(?:[5-9]\d{2}|\d{4,})(?:\.\d*)?\s*[<(]")
_UNSEEN = bytes((*range(9), *range(14, 28), 127))
"""Halves of numbers of glyphs, mostly, and as letters nothing: to fold them takes as long as all else."""
_PLAIN = bytes((*b"\t\n\r", *range(32, 127)))
_BEGINS, _SHOWS = re.compile(r"\bBT\b"), re.compile(r"T[jJ]\b")
_HEXADECIMAL = re.compile(r"<([0-9A-Fa-f\s]+)>")
# Operators are shorter; these, and the names of fonts, are what contents of a copy have.
_WORD = re.compile(r"(?<![A-Za-z])(?!(?:MCID|Artifact)\b)[A-Za-z]{4,}")
_STRINGS = re.compile(r"%[^\r\n]*|\((?:[^()\\]|\\.)*\)")  # and comments
_WIDE = re.compile(rb"\0[ -~](?:\0{1,3}[ -~]){%d,}" % (SHINGLE - 2))
_FONT_CHOSEN = re.compile(r"/F(?:[a-z]{4}|noto\d+) [\d.]+ Tf\b")


class Streams:
    """Searches the bytes and strings of a file, each once however often it comes."""

    def __init__(self, needles: Needles) -> None:
        self._needles = needles
        self._known: dict[bytes | str, list[Hit]] = {}
        self.inside: list[tuple[None, list[Hit]]] = []
        self.unread: set[str] = set()

    def search(self, data: bytes | str) -> list[Hit]:
        """What is in ``data``; what files in it hold goes to ``inside``, what cannot be read of those to ``unread``."""
        if data not in self._known:
            self._known[data] = _search_part(data, self._needles)
            for inner in inner_files(data) if isinstance(data, bytes) else ():
                self.inside.append((None, _search_part(inner.data, self._needles)))
                self.unread.update({inner.unread} - {""})
        return self._known[data]


class Objects:
    """What is in the objects of every revision, which are walked and unpacked once.

    ``moves_back``: in the newest, some text goes back to the left by more than half a letter inside one string. Told
    where there are terms, which are what is searched by position.
    """

    def __init__(self, states: list[pikepdf.Pdf], needles: Needles) -> None:
        self.streams = Streams(needles)
        self.found: dict[bool, list[tuple[None, list[Hit]]]] = {True: [], False: []}
        self.moves_back = False
        for number, state in enumerate(states):
            for kind, data in parts(state):
                self.found[kind == "stream"].append((None, self.streams.search(data)))
                if needles.terms and not (number or self.moves_back) and isinstance(data, bytes) and b"TJ" in data:
                    self.moves_back = bool(_BACK.search(data))


def _search_part(data: bytes | str, needles: Needles) -> list[Hit]:
    hits = _hits(data, needles)
    # A term may be a word of every copy's syntax. Its words are taken out only where something was found.
    return _hits(without_syntax(data), needles) if hits else []


def _hits(data: bytes | str, needles: Needles) -> list[Hit]:
    if isinstance(data, str):
        return needles.search(data) if _may_tell(data) else []
    hits = needles.search_bytes(data)
    text = _decoded(data)
    if (begun := _BEGINS.search(text)) and _SHOWS.search(text, begun.end()):
        outside, hexadecimal = _apart(text)
        hits += [hit for drawn in _operands(outside, hexadecimal) for hit in needles.search_drawn(drawn)]
        words = _WORD.findall(_FONT_CHOSEN.sub("", outside))
        # A note that begins like a page's contents is no page, but contents may have a word or two between operators.
        if len(words) < len(text) / 200:
            return hits + needles.search_drawn(_STRINGS.sub(" ", outside)) if words else hits
    text = text or printed(data)  # what is no text as a whole may hold one
    return hits + needles.search(text) if _may_tell(text) else hits


def _may_tell(text: str) -> bool:
    """Whether it is long enough for a name: three letters, or one of a script that writes a word with it."""
    return len(text.lstrip("/")) > 2 or not text.isascii()


def _apart(text: str) -> tuple[str, bytes]:
    """A content stream without its hexadecimal strings, and their bytes."""
    parts = _HEXADECIMAL.split(text)
    digits = parts[1::2]
    if not "".join(digits).isalnum() or any(length % 2 for length in set(map(len, digits))):
        return "".join(parts[0::2]), b"".join(map(from_hex, digits))
    return "".join(parts[0::2]), bytes.fromhex("".join(digits))


def _operands(outside: str, hexadecimal: bytes) -> Iterator[str]:
    """The texts in a content stream. One full of glyph numbers holds none but its literals, comments and odd names."""
    yield " ".join(re.findall(r"%[^\r\n]*", outside))
    yield unescaped("".join(literals(outside))).translate(dict.fromkeys(_UNSEEN))
    yield unescaped(outside) if "#" in outside else ""
    yield hexadecimal.translate(None, _UNSEEN).decode("latin-1")


def _decoded(data: bytes) -> str:
    """Bytes as the text they are, by their mark, their zeros or their first characters; empty where they are none."""
    sample = data[:2000]
    zeros = sample.count(0)
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return data.decode("utf-16", "ignore")
    if 0.3 * len(sample) < zeros < 0.6 * len(sample):
        return data.decode("utf-16-le" if sample[1:2] == b"\0" else "utf-16-be", "ignore")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        strange = len(sample.translate(None, _PLAIN))
        return data.decode("utf-8", "replace") if len(sample) - strange >= 0.85 * len(sample) else ""
    return text if zeros == 0 else ""


def printed(data: bytes) -> str:
    """The runs of letters in the bytes of a file, in whichever width they are written."""
    runs = re.findall(rb"[ -~\t\r\n]{%d,}" % SHINGLE, data)
    # Of either order of the two halves: what begins with a zero is found several times as fast.
    wide = (data[max(0, run.start() - 1) : run.end()] for run in _WIDE.finditer(data))
    return "\ufffc".join(run.replace(b"\0", b"").decode("ascii", "ignore") for run in (*runs, *wide))
