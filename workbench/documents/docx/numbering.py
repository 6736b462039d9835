# SPDX-License-Identifier: AGPL-3.0-or-later
"""The labels of list items, which Word counts when it shows them and stores nowhere (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from workbench.documents.docx.elements import number_in, value_of
from workbench.documents.docx.package import W
from workbench.documents.docx.styles import is_on


_NUMERALS = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = tuple(zip(_NUMERALS, "m cm d cd c xc l xl x ix v iv i".split(), strict=True))
_MOST = 1_000_000
_SUFFIX = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``%1`` in ``text`` stands for the number of the first level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    setting: etree._Element | None = None
    """The ``w:pPr``: how far it is indented; and the ``w:rPr``: how its labels look."""
    mark: etree._Element | None = None


class Numbering:
    """Counts the lists of a document; ask for the labels in the order of the text."""

    def __init__(self, root: etree._Element | None) -> None:
        """``root`` is the ``w:numbering`` element, None where the document has none."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            self._levels[name] = {
                number_in(lvl.get(W + "ilvl", ""), _MOST): _level(lvl) for lvl in element.iterfind(W + "lvl")
            }
            linked[_value(element, "styleLink")] = name
        for element in root.iterfind(W + "abstractNum"):
            link = _value(element, "numStyleLink")
            if link and link in linked:
                self._levels[element.get(W + "abstractNumId", "")] = self._levels[linked[link]]
        for element in root.iterfind(W + "num"):
            self._read_list(element)

    def _read_list(self, element: etree._Element) -> None:
        number, abstract = element.get(W + "numId", ""), _value(element, "abstractNumId")
        starts: dict[int, int] = {}
        own: dict[int, Level] = {}
        for override in element.iterfind(W + "lvlOverride"):
            level = number_in(override.get(W + "ilvl", ""), _MOST)
            if override.find(W + "startOverride") is not None:
                starts[level] = number_in(_value(override, "startOverride"), _MOST)
            replaced = override.find(W + "lvl")
            if replaced is not None:
                own[level] = _level(replaced)
        if own:
            self._levels[f"num {number}"] = {**self._levels.get(abstract, {}), **own}
            abstract = f"num {number}"
        self._lists[number] = abstract
        self._overrides[number] = starts

    def level_of_style(self, number: str, style: str | None) -> int:
        """The level that a paragraph style stands for in a list, 0 where none says so."""
        levels = self._levels.get(self._lists.get(number, ""), {})
        return next((i for i, level in levels.items() if style and level.style == style), 0)

    def level(self, number: str, depth: int) -> Level:
        """A level of a list."""
        return self._levels.get(self._lists.get(number, ""), {}).get(depth, Level())

    def label(self, number: str, depth: int) -> str | None:
        """The label of the next item of list ``number`` on level ``depth`` (from 0); None where it is no list."""
        abstract = self._lists.get(number)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or depth not in levels:
            return None
        counts = self._counts.setdefault(abstract, {})
        override = self._overrides[number].pop(depth, None)
        if override is not None:
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for deeper in [d for d in counts if d > depth and levels.get(d, Level()).restart != 0]:
            del counts[deeper]
        return self._shown(levels, counts, depth)

    def _shown(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels[depth]
        if level.form == "bullet":
            return _bullet(level.text) + level.suffix

        def number(match: re.Match[str]) -> str:
            other = levels.get(int(match[1]) - 1, Level())
            count = counts.get(int(match[1]) - 1, other.start)
            return format_number(count, "decimal" if level.legal else other.form)

        text = re.sub("%([1-9])", number, level.text)
        return text + level.suffix if text else ""


def format_number(number: int, form: str) -> str:
    """``number`` as a list shows it; a form that is not known here is shown as decimal."""
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        # a to z, then aa, bb: not aa, ab.
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return text.upper() if form == "upperLetter" else text
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _bullet(text: str) -> str:
    """The sign of a bullet: those of symbol fonts have no meaning outside of their font."""
    if text == "o":
        return "◦"
    return "".join("•" if "\ue000" <= c <= "\uf8ff" else c for c in text)


def _level(element: etree._Element) -> Level:
    restart = element.find(W + "lvlRestart")
    return Level(
        start=number_in(_value(element, "start") or "1", _MOST),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        suffix=_SUFFIX.get(_value(element, "suff"), "\t"),
        restart=None if restart is None else number_in(restart.get(W + "val", ""), _MOST),
        legal=bool(is_on(element.find(W + "isLgl"))),
        style=_value(element, "pStyle"),
        setting=element.find(W + "pPr"),
        mark=element.find(W + "rPr"),
    )


def _value(element: etree._Element, name: str) -> str:
    return value_of(element, W + name) or ""
