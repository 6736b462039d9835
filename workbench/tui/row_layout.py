# SPDX-License-Identifier: AGPL-3.0-or-later
"""One row of the view as it lies on the screen: shown text, its lines, its words, and the way back to the document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rich.cells import cell_len, get_character_cell_size

from workbench.documents import Span
from workbench.tui.rows import Piece
from workbench.tui.safe_text import collapse_indexed
from workbench.tui.wrapping import UNSPACED, Stretch, wrap


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
