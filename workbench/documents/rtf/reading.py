# SPDX-License-Identifier: AGPL-3.0-or-later
"""An RTF document as a printed page shows it: what is hidden, deleted or no text is counted and left out.

Written here because the libraries there are (striprtf 0.0.35 was tried) read hidden and deleted text as if it were
shown and lose headers and notes: docs/decisions/0007.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.core.findings import Finding, Severity
from workbench.documents.docx.symbols import symbol
from workbench.documents.limits import Limits
from workbench.documents.model import Document, Format, Place
from workbench.documents.rtf.text import Story, written
from workbench.documents.rtf.tokens import Token, tokens
from workbench.documents.rtf.words import (
    CHARACTERS,
    CHARSETS,
    ENDS_PARAGRAPH,
    HIDDEN,
    MACHINERY,
    SHOWN,
    SYMBOL_CHARSET,
    codec_of_page,
)


_SMALLEST = 4
"""Half points: text of 2 points or less is shown and nobody sees it."""
_WHITE = 0xF0
_LIKE = 0x30  # of 255, per channel: colours closer than this are one for a reader
_COLORS = {"cf": "ink", "highlight": "marker", "cb": "ground", "chcbpat": "ground"}
_SWITCHES = {"v": "hidden", "webhidden": "hidden", "deleted": "deleted", "mvf": "deleted", "caps": "caps"}
_STRIKES = frozenset(("strike", "striked"))
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
    text, pages, blocks, struck = written(reader.story, path, limits)
    findings = tuple(reader.findings())
    return Document(path, sha256, Format.RTF, text, pages, blocks, struck, findings=findings)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    caps: bool = False
    struck: bool = False
    small: bool = False
    ink: int = 0
    """Number of the colour of letters, and of what is behind them; 0 is the program's own."""
    marker: int = 0
    ground: int = 0
    unicode_skip: int = 1
    font: int = -1
    place: Place | None = None
    """Where the text goes; None for the body, whose paragraphs say it themselves."""
    destination: str = ""
    entered: bool = False
    """Whether this group is a story of its own: a header, a note."""


class _Reader:
    def __init__(self, path: str, limits: Limits) -> None:
        self.story = Story()
        self._path, self._limits = path, limits
        self._state = _State()
        self._stack: list[_State] = []
        self._counts: Counter[str] = Counter()
        self._fonts: dict[int, str] = {}
        self._names: dict[int, bytes] = {}
        self._colors: list[tuple[int, ...] | None] = []
        self._color = [0, 0, 0, 0]
        self._headings: set[int] = set()
        self._default_codec, self._default_font = "cp1252", -1
        self._bytes = bytearray()
        self._to_skip = 0
        self._high = 0
        self._starred = self._opened = self._ended = False
        self._pending_style = -1

    def read(self, data: bytes) -> None:
        """Takes in the whole file."""
        for token in tokens(data):
            if self._bytes and (not token.text or self._to_skip):
                self._flush()
            if token.brace == "{":
                self._open()
            elif token.brace == "}" and self._close():
                self._counts["behind"] = len(data[token.stop :].strip(b" \t\r\n\0{}"))
                break
            elif token.word:
                self._word(token)
            elif token.text:
                self._take(token)
            self._opened = token.brace == "{" or (self._opened and token.word == "*")
        self._flush()
        if not self._ended and not self._stack and not self._counts:
            raise DamagedDocumentError(self._path, "is damaged: no RTF can be read from it")
        self._counts["cut off"] = len(self._stack)
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
        """Ends a group; whether it was the document's own."""
        self._to_skip = 0
        if not self._stack:
            return True
        inner, self._state = self._state, self._stack.pop()
        if inner.entered:
            self.story.leave()
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
                self._counts[named] += bool(named)
            state.skipped = True
        elif word == "object" and not state.skipped:
            self._counts["embedded objects"] += 1
        elif word in _PLACES and not state.skipped:
            state.place, state.entered = _PLACES[word], True
            self.story.enter(state.place)
        elif word == "upr":
            state.skipped = True  # what it shows stands in its "ud"
        elif word == "ud":
            state.skipped = self._stack[-2].skipped if len(self._stack) > 1 else False

    def _upkeep(self, word: str, number: int | None) -> None:
        """Fonts, colours and styles, which are told in groups that are not shown."""
        if word in ("ansicpg", "mac", "pc", "pca"):
            self._default_codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word) or codec_of_page(number)
        elif word == "deff" and number is not None:
            self._default_font = number
        elif word == "uc" and number is not None:
            self._state.unicode_skip = min(max(number, 0), 100)
        elif word == "f" and number is not None:
            self._state.font = number
        elif word in ("fcharset", "cpg") and number is not None and self._within("fonttbl"):
            symbolic = word == "fcharset" and number == SYMBOL_CHARSET
            codec = CHARSETS.get(number, "") if word == "fcharset" else codec_of_page(number)
            if symbolic or codec:
                self._fonts[self._state.font] = "symbol" if symbolic else codec
        elif word in ("red", "green", "blue") and self._within("colortbl"):
            self._color[("red", "green", "blue").index(word)] = number or 0
            self._color[3] = 1
        elif word == "s" and number is not None:
            self._pending_style = number

    def _within(self, destination: str) -> bool:
        return any(state.destination == destination for state in (self._state, *self._stack[-3:]))

    def _format(self, word: str, number: int | None) -> None:
        """What changes how text is shown, or what its paragraph is."""
        state, on = self._state, number != 0
        if word in _SWITCHES:
            setattr(state, _SWITCHES[word], on)
        elif word in _STRIKES:
            state.struck = on
        elif word == "plain":
            state.hidden = state.caps = state.struck = state.small = False
            state.ink = state.marker = state.ground = 0
            state.font = -1
        elif word in _COLORS:
            setattr(state, _COLORS[word], number or 0)
        elif word == "fs" and number is not None:
            state.small = number <= _SMALLEST
        elif word == "revised" and on:
            self._counts["insertions"] += 1
        elif word == "chftn":
            self._show(f"[{self.story.note_number(state.place)}]")
        else:
            self._paragraph_format(word, number)

    def _paragraph_format(self, word: str, number: int | None) -> None:
        if word == "pard":
            self.story.plain()
        elif word == "intbl":
            self.story.style(Place.TABLE_CELL)
        elif (word == "outlinelevel" and (number or 0) < 9) or (word == "s" and number in self._headings):
            self.story.style(Place.HEADING)
        elif word in ("listtext", "pntext", "ls"):
            self.story.style(Place.LIST_ITEM)

    def _end_paragraph(self, word: str) -> None:
        if word in ("row", "nestrow"):
            self.story.end_row()
            return
        self.story.end(cell=word.endswith("cell"), page=word in ("page", "sect") and self._state.place is None)

    def _take(self, token: Token) -> None:
        text = token.text
        if self._to_skip:
            taken = min(self._to_skip, len(text))
            self._to_skip -= taken
            text = text[taken:]
        if self._state.skipped:
            self._read_table(text)
        elif text:
            self._bytes += text

    def _read_table(self, text: bytes) -> None:
        """Names of fonts and styles, and the semicolons that end colours."""
        if self._within("colortbl"):
            for _ in range(text.count(b";")):
                self._colors.append(tuple(self._color[:3]) if self._color[3] else None)
                self._color = [0, 0, 0, 0]
        elif self._within("fonttbl"):
            self._names[self._state.font] = self._names.get(self._state.font, b"") + text
        elif self._within("stylesheet") and text.lower().startswith((b"heading ", b"title")):
            self._headings.add(max(self._pending_style, 0))

    def _symbol_font(self) -> bool:
        return self._fonts.get(self._state.font) == "symbol"

    def _flush(self) -> None:
        """The bytes collected so far as characters: a character of several bytes comes in several tokens."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        if self._symbol_font():
            name = self._names.get(self._state.font, b"").decode("latin-1").strip(" ;")
            self._show("".join(symbol(name or "Symbol", f"{byte:x}") for byte in data))
            return
        font = self._state.font if self._state.font >= 0 else self._default_font
        codec = self._fonts.get(font, self._default_codec)
        text = data.decode(self._default_codec if codec == "symbol" else codec, "replace")
        self._counts["undecoded"] += text.count("\ufffd")
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
        if self._symbol_font() or 0xF000 <= code <= 0xF0FF:
            name = self._names.get(self._state.font, b"").decode("latin-1").strip(" ;")
            self._show(symbol(name or "Symbol", f"{code:x}"))
        else:
            self._show(chr(code))

    def _show(self, text: str) -> None:
        state = self._state
        if not text:
            return
        if state.hidden or state.deleted:
            self._counts["hidden" if state.hidden else "deleted"] += len(text)
            return
        if self._is_covered():
            self._counts["covered"] += len(text)
            return
        if text.strip() and (state.small or min(self._rgb(state.ink) or (0,)) >= _WHITE):
            self._counts["hard to see"] += len(text)
        self.story.add(text.upper() if state.caps else text, struck=state.struck)

    def _rgb(self, number: int) -> tuple[int, ...] | None:
        return self._colors[number] if 0 <= number < len(self._colors) else None

    def _is_covered(self) -> bool:
        """Whether letters have the colour of what is behind them: blacked out, as people do in a word processor.

        A program's own colour turns white on a black ground, and stays black below a black marker.
        """
        state = self._state
        behind = self._rgb(state.marker or state.ground)
        ink = self._rgb(state.ink) or ((0, 0, 0) if state.marker else None)
        return bool(behind and ink) and all(abs(a - b) < _LIKE for a, b in zip(ink or (), behind or (), strict=True))

    def findings(self) -> Iterator[Finding]:
        """What the file holds beside the text, counted."""
        for key, (code, severity, words) in _SAID.items():
            if self._counts[key]:
                yield Finding(code, severity, words.format(self._counts[key]))
        others = sorted(key for key in self._counts if key and key not in _SAID and self._counts[key])
        for key in others:
            yield Finding("R310", Severity.INFO, f"{self._counts[key]} {key} are left out")


_SAID = {
    "hidden": ("R301", Severity.WARNING, "{} characters of hidden text are left out"),
    "deleted": ("R302", Severity.WARNING, "{} characters of deleted text are still in the file and left out"),
    "insertions": ("R303", Severity.INFO, "{} tracked insertions are read as text"),
    "comments": ("R304", Severity.WARNING, "{} comments are left out"),
    "embedded objects": ("R305", Severity.WARNING, "{} embedded objects are not read"),
    "pictures": ("R306", Severity.WARNING, "{} pictures are not read"),
    "properties": ("R307", Severity.INFO, "{} groups of document properties are left out"),
    "hard to see": ("R308", Severity.WARNING, "{} characters are white or too small to be seen; they are read"),
    "covered": ("R312", Severity.WARNING, "{} characters have the colour of their ground and are left out"),
    "behind": ("R309", Severity.WARNING, "{} bytes behind the end of the document are left out"),
    "undecoded": ("R311", Severity.WARNING, "{} characters are not in the character set they declare"),
    "cut off": ("damaged-part", Severity.WARNING, "the file is cut off: {} groups are not closed"),
}
