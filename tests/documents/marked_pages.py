# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import random
from itertools import count

import pymupdf


MARKS = {"(U)": "U", "(U//FOUO)": "U", "(C)": "C", "(S//NF)": "S", "(TS//SI//NF)": "TS"}
LEVELS = ("U", "C", "S", "TS")
_SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "da", "fe", "go", "hi", "ju", "pa", "ro"]
_TOP, _BOTTOM, _LEFT, _WIDTH = 80.0, 700.0, 72.0, 468.0


class MarkedPage:
    """A page of marked text in columns or tables without rules, every word of it unique.

    ``truth`` is the mark of each word, None where its paragraph has none; ``lines`` are x, y and text, in the order of
    a file that goes down each column and cell.
    """

    def __init__(self, seed: int, *, columns: int, tables: bool, trailing: bool) -> None:
        self._random = random.Random(seed)
        self._trailing, self._numbers = trailing, count()
        self.size, self.leading = self._random.choice([(8, 10.0), (10, 12.5)])
        self.truth: dict[str, str | None] = {}
        self.lines: list[tuple[float, float, str]] = []
        width = (_WIDTH - 20 * (columns - 1)) / columns
        for number in range(columns):
            self._column(_LEFT + number * (width + 20), width, tables=tables)
        placed = {word for _, _, text in self.lines for word in text.split()}
        self.truth = {word: mark for word, mark in self.truth.items() if word in placed}

    def drawn(self, *, across: bool) -> bytes:
        """The page; ``across``: its file goes from line to line instead."""
        pdf = pymupdf.open()
        page = pdf.new_page(width=612, height=792)
        for x, y, text in sorted(self.lines, key=lambda line: (line[1], line[0])) if across else self.lines:
            page.insert_text((x, y), text, fontsize=self.size)
        data: bytes = pdf.tobytes(no_new_id=True)
        return data

    def _column(self, x: float, width: float, *, tables: bool) -> None:
        y = _TOP
        while y < _BOTTOM:
            if tables and self._random.random() < 0.5:
                y = self._table(x, y, width) + 8
            else:
                y = self._put(x, y, self._paragraph(width, 40)) + 8

    def _table(self, x: float, y: float, width: float) -> float:
        cells = self._random.randint(2, 2 + (width > 300))
        step = width / cells
        for _ in range(self._random.randint(2, 4)):
            row = [self._paragraph(step - 14, self._random.choice([3, 15])) for _ in range(cells)]
            if y + self.leading * max(map(len, row)) > _BOTTOM:
                break
            ends = [self._put(x + i * step, y, cell) for i, cell in enumerate(row)]
            y = max(ends) + self._random.choice([0, 4])
        return y

    def _put(self, x: float, y: float, lines: list[str]) -> float:
        if y + len(lines) * self.leading > _BOTTOM:
            return _BOTTOM
        for i, line in enumerate(lines):
            self.lines.append((x, y + i * self.leading, line))
        return y + len(lines) * self.leading

    def _paragraph(self, width: float, most: int) -> list[str]:
        mark = self._random.choice([*MARKS, None]) if most > 3 else self._random.choice(list(MARKS))
        words = [self._word(mark) for _ in range(self._random.randint(2, most))]
        words[0], words[-1] = self._renamed(words[0], words[0].capitalize()), self._renamed(words[-1], f"{words[-1]}.")
        if mark:
            words = [*words, mark] if self._trailing else [mark, *words]
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} {word}".lstrip()
            if pymupdf.get_text_length(longer, fontsize=self.size) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _word(self, mark: str | None) -> str:
        number = next(self._numbers) * 7919 % 4096
        word = "".join(_SYLLABLES[number >> shift & 15] for shift in (0, 4, 8))
        self.truth[word] = mark
        return word

    def _renamed(self, old: str, new: str) -> str:
        self.truth[new] = self.truth.pop(old)
        return new
