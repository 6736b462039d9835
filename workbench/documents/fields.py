# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of a Word document: what their code says, and what one without a result will show once Word fills it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


# Fields whose result tells how long the document is, or where in it something stands.
_COUNTING = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "NUMWORDS", "NUMCHARS", "FILESIZE", "SECTION"))
_NAMED = frozenset(("DOCPROPERTY", "DOCVARIABLE", "REF", "STYLEREF", "CITATION"))
# Core and extended properties by the field that shows them.
_SHOWS = {"author": "creator", "comments": "description", "lastsavedby": "lastModifiedBy"}
_SAME = {"=": True, "<>": False}
_BRANCHES = 3
"""Words of the code of ``IF`` before what it shows."""
_NAME = re.compile(r"[^\s\"\\]*")
_WORD = re.compile(
    r'\\\*\s*[^\s"\\]*|"((?:[^"\\]|\\.)*)"?|((?:[^"\s\\]|\\(?![a-z*@#]))+)|\\[a-z*@#]+\s*', re.IGNORECASE
)
"""A word of a code; switches, and with that of the format (``\\*``) its word, have no group."""
_SIGNS = re.compile(r'\\[a-z]+(?=[\W\d_])|[\s"(),;\\]', re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field that has begun: its code so far, whether its result has begun, and where in the text."""

    code: str = ""
    shown: bool = False
    start: int = -1
    entry: str = ""
    """What a form field shows by itself."""

    @property
    def name(self) -> str:
        """What kind of field it is."""
        return self._parts[0].upper()

    @property
    def _parts(self) -> tuple[str, str]:
        code = self.code.strip()
        end = len(_NAME.match(code)[0])  # type: ignore[index]
        return code[:end], code[end:]

    @property
    def counts(self) -> str:
        """The field's name where its result counts pages or words, else nothing."""
        return self.name if self.name in _COUNTING else ""

    def named(self) -> tuple[str, str]:
        """The bookmark that it sets, and its words."""
        words = _words(self._parts[1])
        return "".join(words[:1]), " ".join(words[1:])

    def told(self, properties: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """What it may show that has no result: its words, or those of ``properties`` (names in small letters)."""
        if self.name.startswith("FORM"):
            return (self.entry,)
        rest = self._parts[1]
        if self.name == "EQ":
            return (_SIGNS.sub("", rest),)
        words = [word.strip("'") for word in _words(rest)]
        if self.name == "SYMBOL" and words and words[0].isdecimal():
            return (chr(int(words[0][:6])),)
        if self.name == "IF" and len(words) > _BRANCHES and words[1] in _SAME:
            same = words[0].casefold() == words[2].casefold()
            both = "".join(words[_BRANCHES : _BRANCHES + 1]), "".join(words[_BRANCHES + 1 :])
            return both if same == _SAME[words[1]] else both[::-1]
        if self.name in ("MACROBUTTON", "GOTOBUTTON", "FILLIN"):
            return (" ".join(words[1:]),)
        name = (words[0] if words else "") if self.name in _NAMED else self.name
        return properties.get(_SHOWS.get(name.lower(), name).lower()) or (" ".join(words), *words)


def _words(code: str) -> list[str]:
    return [word for found in _WORD.finditer(code) if (word := "".join(filter(None, found.groups())))]
