# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text of a document made safe to draw in a terminal, with a way back to where each character stands.

Control characters could move the cursor, bidirectional ones could show a release as a withholding, zero-width ones
could hide a letter. Each is replaced by U+FFFD, one for one, so that a reviewer sees that something is there.
"""

from __future__ import annotations

import re
import unicodedata

from textual.markup import escape


REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile("[^ ]+")
# Anything that is not plainly printable or white space. Most paragraphs have none, and are spared the table.
_DOUBTFUL = re.compile(
    "[^\t-\r\x1c-\x20\x21-\x7e\x85\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u2030-\u205e]"
)


class _Table(dict[int, str]):
    """What is shown for each character, filled as they turn up: Unicode is large and documents are not."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(chr(code))
        return shown


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    # Variation selectors change the width of what stands before them, in some terminals and not in others.
    if unicodedata.category(character) in _HIDDEN or 0xFE00 <= ord(character) <= 0xFE0F:
        return REPLACEMENT
    return character


_TABLE = _Table()


def safe(text: str) -> str:
    """``text`` with white space as spaces and what cannot be seen as U+FFFD; the same length."""
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """``text`` safe to draw, runs of white space as one space: for names, reasons and messages."""
    return " ".join((safe(text) if _DOUBTFUL.search(text) else text).split())


def as_title(text: str) -> str:
    """The same for the border of a pane or a dialog, where Textual takes ``[...]`` for a style."""
    return escape(one_line(text))


def collapse(text: str, *, keep_lines: bool = False) -> str:
    """``text`` safe to draw, runs of white space as one space; its line breaks kept if ``keep_lines``."""
    if not keep_lines:
        return one_line(text)
    return "\n".join(line for line in map(one_line, _LINE_BREAK.split(text)) if line)


def collapse_indexed(text: str, *, keep_lines: bool = False) -> tuple[str, list[int]]:
    """The same as ``collapse``, and for each character of it the index in ``text`` it comes from.

    A space or line break comes from the first character of the white space that it stands for.
    """
    shown: list[str] = []
    origin: list[int] = []
    end = 0
    for word in _WORD.finditer(safe(text)):
        if shown:
            breaks = keep_lines and _LINE_BREAK.search(text, end, word.start())
            shown.append("\n" if breaks else " ")
            origin.append(end)
        shown.append(word.group())
        origin.extend(range(word.start(), word.end()))
        end = word.end()
    return "".join(shown), origin
