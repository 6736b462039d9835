# SPDX-License-Identifier: AGPL-3.0-or-later
"""An RTF document as a printed page shows it: what is hidden, deleted or no text is counted and left out.

Written here because the libraries there are (striprtf 0.0.35 was tried) read hidden and deleted text as if it were
shown and lose headers and notes: docs/decisions/0007.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import replace

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.documents.fields import Field
from workbench.documents.limits import Limits
from workbench.documents.model import Document, Place
from workbench.documents.rtf.state import State, findings
from workbench.documents.rtf.tables import TABLE_WORDS, TABLES, Tables
from workbench.documents.rtf.text import Seen, Story, written
from workbench.documents.rtf.tokens import Token, tokens
from workbench.documents.rtf.words import CHARACTERS, DEFINES_ROW, ENDS_PARAGRAPH, HIDDEN, MACHINERY, SHOWN


_WHITE = 0xF0
_LIKE = 0x30  # of 255, per channel: colours closer than this are one for a reader
_FRAMES = frozenset(
    "posx posy posnegx posnegy posxl posxr posxc posxi posxo posyt posyb posyc posyil absw absh phmrg phpg phcol pvmrg"
    " pvpg pvpara dropcapli dxfrtext".split()
)
_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), Place.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), Place.FOOTER),
    "footnote": Place.FOOTNOTE,
    "shptxt": Place.TEXT_BOX,
    "dptxbxtext": Place.TEXT_BOX,
}


def read_rtf(data: bytes, path: str, sha256: str, limits: Limits) -> Document:
    """The text with a line for each paragraph: headers, then the body with its notes and text boxes, then footers.

    Raises:
        DamagedDocumentError: nothing in it is a group.
        TooLargeDocumentError: groups nested deeper than ``limits`` allow.

    """
    reader = _Reader(path, limits)
    reader.read(data)
    return replace(written(reader.story, path, sha256, limits), findings=tuple(findings(reader.counts)))


class _Reader:
    def __init__(self, path: str, limits: Limits) -> None:
        self.story = Story()
        self._path, self._limits = path, limits
        self._state = State()
        self._stack: list[State] = []
        self.counts: Counter[str] = Counter()
        self._tables = Tables()
        self._bytes = bytearray()
        self._code, self._property = "", b""
        self._to_skip = 0
        self._high = 0
        self._starred = self._opened = self._ended = False

    def read(self, data: bytes) -> None:
        """Takes in the whole file."""
        for token in tokens(data):
            if self._bytes and (not token.text or self._to_skip):
                self._flush()
            if token.brace == "{":
                self._open()
            elif token.brace == "}" and self._close():
                self.counts["behind"] = len(data[token.stop :].strip(b" \t\r\n\0{}"))
                break
            elif token.word:
                self._word(token)
            elif token.text:
                self._take(token)
            self._opened = token.brace == "{" or (self._opened and token.word == "*")
        self._flush()
        if not self._ended and not self._stack and not self.counts:
            raise DamagedDocumentError(self._path, "is damaged: no RTF can be read from it")
        self.counts["cut off"] = len(self._stack)
        self.story.end_all()

    def _open(self) -> None:
        self._to_skip = 0
        if len(self._stack) >= self._limits.max_depth:
            raise TooLargeDocumentError(self._path, "is nested too deep")
        self._stack.append(self._state)
        self._state = copy(self._state)  # dataclasses.replace takes four times as long
        self._state.destination, self._state.entered = "", False
        self._starred = False

    def _close(self) -> bool:
        self._to_skip = 0
        if not self._stack:
            return True
        inner, self._state = self._state, self._stack.pop()
        if inner.entered:
            self.story.leave()
        if inner.destination == "fldinst" and not self._state.skipped:
            field, self._code = Field(self._code), ""
            self.story.hide("".join(field.told({})[:1]))
            if field.name == "ADVANCE":
                self.story.part()
        if not self._stack:
            self._ended = True
        return not self._stack

    def _word(self, token: Token) -> None:
        word, number = token.word, token.number
        if word == "*":
            self._starred = True
            return
        if self._to_skip and word in CHARACTERS:
            self._to_skip -= 1
            return
        self._to_skip = 0  # any other word may hide what follows: none is taken for a character to pass over
        if self._opened:
            self._enter(word)
        self._starred = False
        self._upkeep(word, number)
        if self._state.skipped:
            return
        if word in CHARACTERS:
            self._show(CHARACTERS[word])
        elif word in ENDS_PARAGRAPH:
            self._end_paragraph(word)
        elif word == "u" and number is not None:
            self._unicode(number)
        else:
            self._format(word, number)

    def _enter(self, word: str) -> None:
        """The first control word of a group may name a destination."""
        state = self._state
        state.destination = word
        if word in HIDDEN or word in MACHINERY or (self._starred and word not in SHOWN):
            if not state.skipped:
                named = HIDDEN.get(word, "" if word in MACHINERY else "unknown parts")
                self.counts[named] += bool(named)
            state.skipped = True
        elif word == "object" and not state.skipped:
            self.counts["embedded objects"] += 1
        elif word in _PLACES and not state.skipped:
            state.place, state.entered = _PLACES[word], True
            self.story.enter(state.place)
        elif word == "upr":
            state.skipped = True  # what it shows stands in its "ud"
        elif word == "ud":
            state.skipped = self._stack[-2].skipped if len(self._stack) > 1 else False

    def _upkeep(self, word: str, number: int | None) -> None:
        if word in TABLE_WORDS:
            self._tables.word(word, number, self._state.font, self._table())
        elif word == "uc" and number is not None:
            self._state.unicode_skip = min(max(number, 0), 100)
        elif word == "f" and number is not None:
            self._state.font = number

    def _table(self) -> str:
        near = [state.destination for state in (self._state, *self._stack[-3:])]
        return next((table for table in TABLES if table in near), "")

    def _format(self, word: str, number: int | None) -> None:
        if self._state.take(word, number):
            return
        if word == "revised" and number != 0:
            self.counts["insertions"] += 1
        elif word == "chftn":
            self._show(f"[{self.story.note_number(self._state.place)}]")
        else:
            self._paragraph_format(word, number)

    def _paragraph_format(self, word: str, number: int | None) -> None:
        if word == "pard":
            self.story.plain()
        elif word in _FRAMES:
            self.story.frame()
        elif word == "intbl":
            self.story.style(Place.TABLE_CELL)
        elif word in DEFINES_ROW:
            self.story.define(word, number)
        elif (word == "outlinelevel" and (number or 0) < 9) or (word == "s" and number in self._tables.headings):
            self.story.style(Place.HEADING)
        elif word in ("listtext", "pntext", "ls"):
            self.story.style(Place.LIST_ITEM)

    def _end_paragraph(self, word: str) -> None:
        if word == "row":
            self.story.end_row()
        if word in ("row", "nestrow"):
            return  # a table in a cell is part of that
        if word in ("par", "\n", "\r") and (self._state.hidden or self._state.veiled):
            return  # a hidden mark joins its paragraph to the next one
        self.story.end(cell=word.endswith("cell"), page=word in ("page", "sect") and self._state.place is None)

    def _take(self, token: Token) -> None:
        text = token.text
        if self._to_skip:
            taken = min(self._to_skip, len(text))
            self._to_skip -= taken
            text = text[taken:]
        if self._state.skipped:
            self._tables.text(text, self._state.font, self._table())
            if any(state.destination == "fldinst" for state in (self._state, *self._stack[-3:])):
                self._code += text.decode("latin-1")
            elif self._state.destination == "sn":
                self._property = text.strip()
            elif self._state.destination == "sv" and self._property == b"fHidden":
                self._stack[-2:][0].veiled = text.strip() != b"0"
            elif self._state.destination == "sv" and self._property == b"gtextUNICODE":
                self.story.enter(Place.TEXT_BOX)  # a word that is drawn
                self.story.add(text.decode("latin-1"), Seen())
                self.story.leave()
            elif self._state.destination in ("pntxtb", "pntxta"):  # what Word writes before and behind a number
                self.story.hide(text.decode("latin-1"))
        elif text:
            self._bytes += text

    def _flush(self) -> None:
        """The bytes collected so far as characters: a character of several bytes comes in several tokens."""
        if not self._bytes:
            return
        text = self._tables.decoded(bytes(self._bytes), self._state.font)
        self._bytes.clear()
        if not self._tables.is_symbolic(self._state.font):
            self.counts["undecoded"] += text.count("\ufffd")
        self._show(text)

    def _unicode(self, number: int) -> None:
        """A UTF-16 unit as a signed number; the ``uc`` characters behind it are for readers that know no Unicode."""
        unit = number % 0x10000
        self._to_skip = self._state.unicode_skip
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (unit - 0xDC00) if self._high else 0xFFFD
        else:
            code = unit
        self._high = 0
        symbolic = self._tables.is_symbolic(self._state.font) or 0xF000 <= code <= 0xF0FF
        self._show(self._tables.symbol(code, self._state.font) if symbolic else chr(code))

    def _show(self, text: str) -> None:
        state = self._state
        if not text:
            return
        unseen = "hidden" if state.hidden or state.veiled else "deleted" if state.deleted else ""
        if unseen or self._is_covered():
            self.counts[unseen or "covered"] += len(text)
            self.story.hide(text)
            return
        faint = state.small or state.flat or min(self._tables.rgb(state.ink) or (0,)) >= _WHITE
        self.counts["hard to see"] += len(text) if faint and text.strip() else 0
        self.story.add(
            text.upper() if state.caps else text, Seen(state.struck, faint or state.doubtful or state.raised)
        )

    def _is_covered(self) -> bool:
        """Whether letters have the colour of what is behind them: blacked out, as people do in a word processor.

        A program's own colour turns white on a black ground, and stays black below a black marker.
        """
        state = self._state
        behind = self._tables.rgb(state.behind or self.story.cell_ground)
        ink = self._tables.rgb(state.ink) or ((0, 0, 0) if state.marker else None)
        return bool(behind and ink) and all(abs(a - b) < _LIKE for a, b in zip(ink or (), behind or (), strict=True))
