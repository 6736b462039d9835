# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small typesetter for the samples: paragraphs onto PDF pages, with strike-outs and boxes where the source says so.

``~~words~~`` are struck through; ``[[words]]`` are printed and then covered by a black box, as bad redaction does;
``[[black CODE]]words[[end]]`` leaves the words out and draws a box of their width (``black``, ``grey`` or ``white``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pymupdf


_TOKEN = re.compile(
    r"~~(?P<strike>.+?)~~|\[\[(?P<box>black|grey|white) (?P<code>[^\]]+)\]\](?P<gone>.+?)\[\[end\]\]"
    r"|\[\[(?P<cover>.+?)\]\]|(?P<plain>(?:(?!~~|\[\[).)+)",
    re.DOTALL,
)
_FILL = {"black": (0, 0, 0), "grey": (0.75, 0.75, 0.75), "white": (1, 1, 1)}


@dataclass
class Word:
    text: str
    style: str = "plain"
    code: str = ""
    glued: bool = False


@dataclass
class Face:
    font: str = "tiro"
    size: float = 11.5
    leading: float = 14.5


@dataclass
class Sheet:
    """A PDF being written from the top of its pages down."""

    face: Face = field(default_factory=Face)
    width: float = 612
    height: float = 792
    margin: float = 72
    pdf: Any = field(default_factory=pymupdf.open)

    def __post_init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        self.page = self.pdf.new_page(width=self.width, height=self.height)
        self.y = self.margin

    def paragraph(self, text: str, x0: float | None = None, x1: float | None = None, center: bool = False) -> None:
        left, right = x0 or self.margin, x1 or self.width - self.margin
        for line in self._lines(parse(text), right - left):
            x = left + (right - left - self._length(line)) / 2 if center else left
            self._print(line, x)
        self.y += self.face.leading * 0.75

    def verbatim(self, line: str) -> None:
        if line.strip():
            self.page.insert_text((self.margin, self.y), line, fontname=self.face.font, fontsize=self.face.size)
        self.y += self.face.leading

    def at_foot(self, lines: list[str]) -> None:
        self.y = self.height - self.margin
        for line in lines:
            self.verbatim(line)

    def data(self) -> bytes:
        for page in self.pdf:
            page.clean_contents()  # one stream a page instead of one a word
        data: bytes = self.pdf.tobytes(garbage=3, deflate=True, no_new_id=True)
        return data

    def _measure(self, text: str) -> float:
        return float(pymupdf.get_text_length(text, fontname=self.face.font, fontsize=self.face.size))

    def _length(self, line: list[Word]) -> float:
        return self._measure("".join(("" if w.glued else " ") + w.text for w in line).strip())

    def _lines(self, words: list[Word], width: float) -> list[list[Word]]:
        lines: list[list[Word]] = [[]]
        for word in words:
            if lines[-1] and not word.glued and self._length([*lines[-1], word]) > width:
                lines.append([])
            lines[-1].append(word)
        return lines

    def _print(self, line: list[Word], x: float) -> None:
        face = self.face
        boxes: list[tuple[str, str, float, float]] = []
        for i, word in enumerate(line):
            if i and not word.glued:
                x += self._measure(" ")
            end = x + self._measure(word.text)
            if word.style not in _FILL:
                self.page.insert_text((x, self.y), word.text, fontname=face.font, fontsize=face.size)
            if word.style == "strike":
                self.page.draw_line((x, self.y - face.size * 0.28), (end, self.y - face.size * 0.28), width=0.8)
            elif word.style != "plain":
                if boxes and i and line[i - 1].style == word.style:
                    boxes[-1] = (word.style, boxes[-1][1], boxes[-1][2], end)
                else:
                    boxes.append((word.style, word.code, x, end))
            x = end
        for style, code, start, end in boxes:
            self._box(style, code, start, end)
        self.y += face.leading

    def _box(self, style: str, code: str, x0: float, x1: float) -> None:
        rect = (x0 - 1, self.y - self.face.size * 0.85, x1 + 1, self.y + self.face.size * 0.25)
        if style == "cover":
            self.page.draw_rect(rect, fill=(0, 0, 0), color=None)
            return
        frame = (0, 0, 0) if style == "white" else None
        self.page.draw_rect(rect, fill=_FILL[style], color=frame, width=0.6)
        color = (1, 1, 1) if style == "black" else (0, 0, 0)
        if code and x1 - x0 > 40:
            self.page.insert_text((x0 + 4, self.y - 1), code, fontname="helv", fontsize=8, color=color)


def parse(text: str) -> list[Word]:
    """The words of a paragraph with what is done to them."""
    words: list[Word] = []
    spaced = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "gone" else match["box"]
        inner = match[match.lastgroup or 0]
        for i, part in enumerate(inner.split()):
            glued = i == 0 and bool(words) and not spaced and not inner[0].isspace()
            code = (match["code"] or "") if i == 0 else ""
            words.append(Word(part, str(kind), code, glued))
        spaced = inner[-1].isspace()
    return words
