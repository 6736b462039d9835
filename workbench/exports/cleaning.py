# SPDX-License-Identifier: AGPL-3.0-or-later
"""Only what a reader sees goes into a text copy: no invisible characters, no control sequences, no odd spaces.

A message fits into zero-width characters, tag characters, the kinds of spaces or the blanks at the ends of lines as
well as into words. Joiners that shape Persian or Hindi are lost with them: a copy that is a little harder to read was
preferred to one that carries what nobody checked.
"""

from __future__ import annotations

import re
import unicodedata

from workbench.redaction.folding import is_invisible
from workbench.redaction.readings import Reading, visible


_PLAIN = re.compile(r"[\n\t\f -~]+")
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029\v]")
_BLANKS_AT_END = re.compile(r"(?<![ \t])[ \t]++(?=\n|\f|\Z)")
# Accents belong to letters a reader sees; variation selectors, joiners and enclosing marks of nothing do not.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652\u0900-\u0dff\u0e31-\u0ecd]")


def clean(text: str) -> str:
    """``text`` as a terminal would show it, without what shows nothing; lines end in LF."""
    shown = visible(Reading.plain(text)).text
    shown = _LINE_END.sub("\n", shown)
    if not _PLAIN.fullmatch(shown):
        shown = unicodedata.normalize("NFC", "".join(map(_seen, shown)))
    return shown


def strip_line_ends(text: str) -> str:
    """Without blanks at the ends of lines."""
    return _BLANKS_AT_END.sub("", text)


def invisible_characters(text: str) -> list[int]:
    """Where ``text`` has a character that ``clean`` would drop or replace."""
    if _PLAIN.fullmatch(text):
        return []
    return [i for i, character in enumerate(text) if _seen(character) != character]


def _seen(character: str) -> str:
    if character in "\n\t\f" or " " <= character <= "~":
        return character
    if character.isspace():
        return " "
    if is_invisible(character) and not _ACCENTS.match(character):
        return ""
    return character
