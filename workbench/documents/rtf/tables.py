# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the head of an RTF file tells: fonts with their character sets, colours, which styles are headings."""

from __future__ import annotations

from workbench.documents.docx.characters import symbol
from workbench.documents.rtf.state import BLACK
from workbench.documents.rtf.words import CHARSETS, SYMBOL_CHARSET, codec_of_page


TABLES = ("colortbl", "fonttbl", "stylesheet")
TABLE_WORDS = frozenset(
    ("ansicpg", "mac", "pc", "pca", "deff", "fcharset", "cpg", "red", "green", "blue", "s")  # what Tables.word takes
)
_CODECS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHANNELS = ("red", "green", "blue")
_SYMBOL = "symbol"


class Tables:
    """Fills as the file is read; a ``font`` is its number there, -1 where none is chosen."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self.headings: set[int] = set()
        """Numbers of styles."""
        self._codecs: dict[int, str] = {}
        self._names: dict[int, bytes] = {}
        self._colors: list[tuple[int, ...] | None] = []
        self._color = [0, 0, 0]
        self._colored = False
        self._default_codec, self._default_font = "cp1252", -1
        self._style = 0

    def word(self, word: str, number: int | None, font: int, table: str) -> None:
        """Take in a control word, one of TABLE_WORDS, inside of ``table``."""
        if word == "ansicpg" or word in _CODECS:
            self._default_codec = _CODECS.get(word) or codec_of_page(number)
        elif word in _CHANNELS:
            if table == "colortbl":
                self._color[_CHANNELS.index(word)] = number or 0
                self._colored = True
        elif number is None:
            return
        elif word == "deff":
            self._default_font = number
        elif word == "s":
            self._style = number
        elif table == "fonttbl":
            symbolic = word == "fcharset" and number == SYMBOL_CHARSET
            codec = CHARSETS.get(number, "") if word == "fcharset" else codec_of_page(number)
            if symbolic or codec:
                self._codecs[font] = _SYMBOL if symbolic else codec

    def text(self, text: bytes, font: int, table: str) -> None:
        """Take in names of fonts and styles, and the semicolons that end colours."""
        if table == "colortbl":
            for _ in range(text.count(b";")):
                self._colors.append(tuple(self._color) if self._colored else None)
                self._color, self._colored = [0, 0, 0], False
        elif table == "fonttbl":
            self._names[font] = self._names.get(font, b"") + text
        elif table == "stylesheet" and text.lower().startswith((b"heading ", b"title")):
            self.headings.add(max(self._style, 0))

    def rgb(self, number: int) -> tuple[int, ...] | None:
        """The colour with that number, each channel to 255; None where it is the program's own."""
        if number == BLACK:
            return 0, 0, 0
        return self._colors[number] if 0 <= number < len(self._colors) else None

    def is_symbolic(self, font: int) -> bool:
        """Whether its bytes are pictures, as those of Wingdings."""
        return self._codecs.get(font) == _SYMBOL

    def symbol(self, code: int, font: int) -> str:
        """The character that looks like the one with that code in a symbolic font."""
        name = self._names.get(font, b"").decode("latin-1").strip(" ;")
        return symbol(name or "Symbol", f"{code:x}")

    def decoded(self, data: bytes, font: int) -> str:
        """The characters of ``data``, U+FFFD for those that its character set does not have."""
        if self.is_symbolic(font):
            return "".join(self.symbol(byte, font) for byte in data)
        codec = self._codecs.get(font if font >= 0 else self._default_font, self._default_codec)
        return data.decode(self._default_codec if codec == _SYMBOL else codec, "replace")
