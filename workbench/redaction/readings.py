# SPDX-License-Identifier: AGPL-3.0-or-later
"""The readings of a text: as it stands, and as a terminal, a browser or a parser would show it.

A term can be spelled in character references, percent signs, escapes or with tags inside the word. Each reading undoes
one such spelling and keeps, for each of its characters, the stretch of the source it was made from.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Reading:
    """``text[i]`` was made from the source's characters ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def plain(cls, text: str, base: int = 0) -> Reading:
        """The text as it stands; ``base`` is the offset of its first character in the source."""
        return cls(text, range(base, base + len(text)), range(base + 1, base + len(text) + 1))

    @classmethod
    def joined(cls, text: str, spans: Sequence[tuple[int, int]]) -> Reading:
        """The stretches of ``text`` one after the other, a space between: a paragraph that a page break cuts."""
        characters: list[str] = []
        starts: list[int] = []
        for start, end in spans:
            if characters:
                characters.append("\n")
                starts.append(start)
            characters.append(text[start:end])
            starts.extend(range(start, end))
        return cls("".join(characters), starts, [start + 1 for start in starts])

    def rewrite(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Reading:
        """Another reading, with each match of ``pattern`` replaced; what replaces it comes from all of the match."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for match in pattern.finditer(self.text):
            if match.start() == match.end():
                continue
            pieces.append(self.text[place : match.start()])
            starts.extend(self.starts[place : match.start()])
            ends.extend(self.ends[place : match.start()])
            replaced = replace(match)
            pieces.append(replaced)
            starts.extend([self.starts[match.start()]] * len(replaced))
            ends.extend([self.ends[match.end() - 1]] * len(replaced))
            place = match.end()
        if place == 0:
            return self
        pieces.append(self.text[place:])
        starts.extend(self.starts[place:])
        ends.extend(self.ends[place:])
        return Reading("".join(pieces), starts, ends)


_ANSI = re.compile(r"\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x9b[0-9;?]*[@-~]")
_STEPS_BACK = re.compile(r"\x1b\[([0-9]{0,2})D")
_OVERSTRUCK = re.compile(r"[^\x08]\x08")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z!?][^<>]*>", re.DOTALL)
_EMPHASIS = re.compile(r"\*+|_{1,3}(?=\w)|(?<=\w)_{1,3}|~~|`+|\\(?=[!-/:-@\[-`{-~])")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|u\{(?P<b>[0-9a-fA-F]{1,6})\}|U(?P<l>[0-9a-fA-F]{8})|(?P<o>[0-3][0-7]{2})"
    r"|(?P<c>[0-9a-fA-F]{6}))"
)
_QUOTED_PRINTABLE = re.compile(r"=\r?\n|(?:=[0-9A-F]{2})+")
# Words and groups of TeX and RTF, and what a pen struck out: a reader reads on behind both.
_COMMAND = re.compile(r"\\[A-Za-z]{1,24}(?:-?[0-9]{1,6})?\*? ?|[{}$]")
_STRUCK = re.compile(r"~~(?=\S).{1,200}?~~|<(del|s|strike)\b[^<>]*>.{0,200}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile("[\U000e0020-\U000e007e]")


def readings(source: Reading) -> Iterator[Reading]:
    """The source as it stands, then each other reading that differs from it."""
    seen = {source.text}
    for reading in (source, *_others(source)):
        if reading is source or reading.text not in seen:
            seen.add(reading.text)
            yield reading


def visible(source: Reading) -> Reading:
    """What a terminal shows: escape sequences carried out, overstruck characters replaced by those over them."""
    shown = source.rewrite(_STEPS_BACK, lambda m: "\b" * int(m[1] or 1)).rewrite(_ANSI, lambda _: "")
    while "\b" in shown.text:
        shorter = shown.rewrite(_OVERSTRUCK, lambda _: "")
        if shorter is shown:
            break
        shown = shorter
    return shown


def _others(source: Reading) -> Iterator[Reading]:
    text = source.text
    if "\x1b" in text or "\b" in text or "\x9b" in text:
        yield visible(source)
    untagged = source.rewrite(_MARKUP, lambda _: "") if "<" in text else source
    yield untagged
    if "&" in text:
        yield source.rewrite(_REFERENCE, lambda m: html.unescape(m.group()))
        yield untagged.rewrite(_REFERENCE, lambda m: html.unescape(m.group()))
    if "%" in text:
        yield source.rewrite(_PERCENT, lambda m: unquote(m.group(), errors="replace"))
    if "\\" in text:
        yield source.rewrite(_ESCAPE, _unescape)
        yield source.rewrite(_COMMAND, lambda _: "")
    if "=" in text:
        yield source.rewrite(_QUOTED_PRINTABLE, _unquote_printable)
    unstruck = source.rewrite(_STRUCK, lambda _: "") if "~~" in text or "</" in text else source
    if unstruck is not source:
        yield unstruck.rewrite(_MARKUP, lambda _: "")
    if any(mark in text for mark in "*_`~"):
        yield untagged.rewrite(_EMPHASIS, lambda _: "")
    if _TAGS.search(text):
        yield source.rewrite(_TAGS, lambda m: chr(ord(m.group()) - 0xE0000))


def _unescape(match: re.Match[str]) -> str:
    digits = match.group("x") or match.group("u") or match.group("b") or match.group("l") or match.group("c")
    code = int(digits, 16) if digits else int(match.group("o"), 8)
    return chr(code) if code < 0x110000 else ""


def _unquote_printable(match: re.Match[str]) -> str:
    code = match.group()
    return "" if code[1] in "\r\n" else bytes.fromhex(code.replace("=", "")).decode("utf-8", "replace")
