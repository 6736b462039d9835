# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text broken into lines, and a row of the view as it lies on them: its words, and the way back to the document."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size

from workbench.documents import Span
from workbench.tui.rows import Piece
from workbench.tui.safe_text import collapse_indexed


Stretch = tuple[int, int]
"""Start and end of a line in the text that was broken."""

UNSPACED = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""For a class of a pattern: Han characters and kana, which are written without spaces between words."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
# Marks and closing signs do not begin a line, opening ones do not end it (categories of Unicode).
_NOT_FIRST = frozenset({"Mn", "Mc", "Me", "Pe", "Pf", "Po"})
_NOT_LAST = frozenset({"Ps", "Pi"})

# Characters known to take one cell each; anything else is measured.
_NARROW = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2500-\u25fc\ufffd\n]*")


def is_narrow(text: str) -> bool:
    """Whether every character of ``text`` takes one cell, so that counting characters is counting cells."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def wrap(text: str, width: int) -> list[Stretch]:
    """The lines of ``text`` at ``width`` cells (at least 2), broken at spaces, or inside a word longer than a line.

    Text written without spaces is broken between its characters.

    ``text`` is as ``collapse`` gives it: single spaces, a line feed only where a line must end.
    """
    width = max(2, width)
    if len(text) <= width and "\n" not in text and is_narrow(text):
        return [(0, len(text))]
    cells = None if is_narrow(text) else [0, *accumulate(0 if c == "\n" else get_character_cell_size(c) for c in text)]
    lines: list[Stretch] = []
    start = 0
    for end in [*(match.start() for match in re.finditer("\n", text)), len(text)]:
        _wrap_line(text, start, end, width, cells, lines)
        start = end + 1
    return lines


def _wrap_line(text: str, start: int, end: int, width: int, cells: list[int] | None, lines: list[Stretch]) -> None:
    while True:
        fits = _fitting(start, end, width, cells)
        if fits >= end:
            lines.append((start, end))
            return
        stop = text.rfind(" ", start + 1, fits + 1)
        if cells is not None:
            stop = next((at for at in range(fits, max(start, stop), -1) if may_break(text, at)), stop)
        stop = stop if stop > 0 else fits
        lines.append((start, stop))
        start = stop + 1 if text[stop] == " " else stop


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at ``at`` although no space stands there."""
    before, behind = text[at - 1], text[at]
    if before == " " or not (_UNSPACED.match(before) or _UNSPACED.match(behind)):
        return False
    return unicodedata.category(behind) not in _NOT_FIRST and unicodedata.category(before) not in _NOT_LAST


def _fitting(start: int, end: int, width: int, cells: list[int] | None) -> int:
    """How far a line from ``start`` reaches when spaces do not matter; at least one character."""
    if cells is None:
        return min(end, start + width)
    return min(end, max(start + 1, bisect_right(cells, cells[start] + width) - 1))


# A name without its comma: what is selected is what is withheld, so punctuation is a word of its own. So is each
# character of what is written without spaces: a name there is some of them.
_LETTER = rf"[^\W{UNSPACED}]"
_WORD = re.compile(rf"[{UNSPACED}]|{_LETTER}+(?:['’.\-/@&]{_LETTER}+)*|[^\w\s]+")


class RowLayout:
    """``text`` is what is shown, ``lines`` its stretches, ``words`` what a selection is made of."""

    def __init__(self, pieces: Sequence[Piece], width: int, *, keep_lines: bool, marks: Sequence[Span] = ()) -> None:
        """``pieces`` as ``rows`` gives them, ``width`` in cells. Each of ``marks`` is one word, never a part of one."""
        raw = "".join(piece.text for piece in pieces)
        self.text, origin = collapse_indexed(raw, keep_lines=keep_lines)
        self.lines = wrap(self.text, width)
        self.words: list[Stretch] = [match.span() for match in _WORD.finditer(self.text)]
        self.labels: list[Stretch] = []
        self._offsets: list[int] = []
        self._shown: list[int] = []
        self._trace(pieces, origin)
        for stretch in filter(None, map(self.shown, marks)):
            self._join(stretch)

    def _join(self, stretch: Stretch) -> None:
        """Make one word of all words that ``stretch`` touches."""
        first = bisect_right(self.words, stretch[0], key=lambda word: word[1])
        last = bisect_left(self.words, stretch[1], key=lambda word: word[0])
        if first < last:
            whole = min(stretch[0], self.words[first][0]), max(stretch[1], self.words[last - 1][1])
            self.words[first:last] = [whole]

    def _trace(self, pieces: Sequence[Piece], origin: list[int]) -> None:
        """Which shown characters come from the document, and from where; which are a label."""
        end = 0
        for piece in pieces:
            start, end = end, end + len(piece.text)
            first, last = bisect_left(origin, start), bisect_left(origin, end)
            if piece.start is not None:
                self._offsets += [piece.start + index - start for index in origin[first:last]]
                self._shown += range(first, last)
            elif first < last and piece.text.strip():
                self.labels.append((first, last))

    # --- between the document and the screen -----------------------------------------------------------------------

    def shown(self, span: Span) -> Stretch | None:
        """Where ``span`` of the document is shown; None where none of it is."""
        first, last = bisect_left(self._offsets, span.start), bisect_left(self._offsets, span.end)
        return (self._shown[first], self._shown[last - 1] + 1) if first < last else None

    def offset(self, index: int) -> int | None:
        """Where the shown character at ``index`` stands in the document; None for a label."""
        at = bisect_left(self._shown, index)
        return self._offsets[at] if at < len(self._shown) and self._shown[at] == index else None

    def span_of_words(self, first: int, last: int) -> Span | None:
        """The stretch of the document from one word to another, both included; None where a label is touched."""
        start, end = self.offset(self.words[first][0]), self.offset(self.words[last][1] - 1)
        return None if start is None or end is None else Span(start, end + 1)

    def word_after(self, offset: int) -> int:
        """The first word that begins at or after ``offset`` of the document; the last where there is none."""
        at = bisect_left(self._offsets, offset)
        shown = self._shown[at] if at < len(self._shown) else len(self.text)
        return max(0, min(bisect_left(self.words, shown, key=lambda word: word[0]), len(self.words) - 1))

    def is_spoken(self, word: int) -> bool:
        """Whether a word has letters or digits."""
        start, end = self.words[word]
        return any(map(str.isalnum, self.text[start:end]))

    # --- between words and cells -----------------------------------------------------------------------------------

    def line_of(self, index: int) -> int:
        """The line on which the shown character at ``index`` stands."""
        return max(0, bisect_right(self.lines, index, key=lambda line: line[0]) - 1)

    def word_at_cell(self, line: int, cell: int) -> int | None:
        """The word under a cell of a line, else the last before it, else the first after; None in an empty row."""
        if not self.words or not 0 <= line < len(self.lines):
            return None
        index, end = self.lines[line]
        while index < end and cell >= (width := get_character_cell_size(self.text[index])):
            cell -= width
            index += 1
        return max(0, bisect_right(self.words, index, key=lambda word: word[0]) - 1)

    def word_on_line(self, word: int, by: int) -> int:
        """The word ``by`` lines below ``word`` (above where negative), in about the same column."""
        line = self.line_of(self.words[word][0])
        target = min(max(line + by, 0), len(self.lines) - 1)
        if target == line:
            return len(self.words) - 1 if by > 0 else 0
        cell = cell_len(self.text[self.lines[line][0] : self.words[word][0]])
        found = self.word_at_cell(target, cell)
        return word if found is None else found
