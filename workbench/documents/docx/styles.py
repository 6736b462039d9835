# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a style gives to the paragraphs and runs that name it (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypedDict

from lxml import etree

from workbench.documents.docx.model import Look, Script
from workbench.documents.docx.package import W14, A, W


class RunProperties(TypedDict, total=False):
    """What of a ``w:rPr`` bears on what is seen; a key is missing where the element says nothing."""

    b: bool
    i: bool
    u: bool
    strike: bool
    dstrike: bool
    vanish: bool
    caps: bool
    sz: float
    szCs: float
    complex: bool  # whether szCs is its size, whatever its script (17.3.2.7)
    vertAlign: str
    color: str
    fill: str
    clear: bool
    edged: bool  # whether its letters are seen by their edges, white as they may be
    odd: bool
    tight: bool
    off_web: bool
    fitted: bool
    raised: bool
    font: str
    lang: str


_TOGGLES = ("b", "i", "strike", "dstrike", "vanish", "caps")
_SWITCHES = {
    **{name: name for name in _TOGGLES},
    **dict.fromkeys(("rtl", "cs"), "complex"),
    **dict.fromkeys(("outline", "shadow", "emboss", "imprint"), "edged"),
    **{"webHidden": "off_web", "fitText": "fitted"},
}
_OFF = ("0", "false", "off")
_MAX_CHAIN = 50
_THIN = ("0", "1", "2", "3", "4")  # per cent of a letter's width
_OVERPRINTED = 60  # twentieths of a point: letters so much nearer to each other stand over one another
_FAINT_SIZE = 2.0  # points: nobody sees smaller letters
_PALE = re.compile("(?:[Ff][0-9A-Fa-f]){3}")
_DOUBTS = frozenset(("odd", "tight", "off_web", "fitted", "raised"))
_CLEAR = 90_000  # of 100 000
_MAX_NAME = 64
# What a look is made of.
_LOOKS = ("b", "i", "u", "strike", "dstrike", "sz", "szCs", "complex", "vertAlign", "font", "lang")
_THEME_SIGN = "\0"
"""Before ``minor`` or ``major`` in place of a font's name."""


def is_on(element: etree._Element | None) -> bool | None:
    """The value of an on/off element; None where it is missing."""
    return None if element is None else element.get(W + "val", "1").lower() not in _OFF


def run_properties(element: etree._Element | None) -> RunProperties:
    """What a ``w:rPr`` says of itself."""
    found: RunProperties = {}
    for child in element if element is not None else ():
        name = str(child.tag).removeprefix(W)
        if switch := _SWITCHES.get(name):
            found[switch] = found.get(switch, False) or bool(is_on(child))  # type: ignore[literal-required]
        elif name in _READ:
            found.update(_READ[name](child, child.get(W + "val", "")))
    return found


def is_doubtful(properties: RunProperties) -> bool:
    """Whether a reader may read over it: nearly white, raised, letters over others, hidden on a page of the web.

    Programs differ in which letters have the size of complex scripts.
    """
    pale = _PALE.fullmatch(properties.get("color", ""))
    small = min(properties.get("sz", _FAINT_SIZE), properties.get("szCs", _FAINT_SIZE)) < _FAINT_SIZE
    raised = properties.get("vertAlign", "baseline") != "baseline"
    return bool(pale) or small or raised or any(value for name, value in properties.items() if name in _DOUBTS)


def is_unseen(properties: RunProperties) -> bool:
    """Whether it is too small for every reader, or clear."""
    size = _size_of(properties)
    return (size is not None and size < _FAINT_SIZE) or properties.get("clear", False)


def _size_of(properties: RunProperties) -> float | None:
    return properties.get("szCs") if properties.get("complex") else properties.get("sz")


def shade(shading: etree._Element | None) -> str:
    """The colour of a ``w:shd``, in capitals; empty where it has none of its own."""
    told = {} if shading is None else {str(key).rpartition("}")[2]: str(value) for key, value in shading.items()}
    colour = told.get("color" if told.get("val") == "solid" else "fill", "").upper()
    return "" if colour == "AUTO" else colour


def _color(color: etree._Element, value: str) -> RunProperties:
    """Programs differ in which of the two they show, where the theme tells another colour than the element."""
    themed = _of_theme(color)
    told = value if value not in ("", "auto") else themed
    return {"color": told, "odd": told != themed != "auto"}


def _of_theme(color: etree._Element) -> str:
    """The colour that an automatic one has by its theme: white, nearly white, or none that is known."""
    name, tint, dark = (color.get(f"{W}theme{key}", "").lower() for key in ("Color", "Tint", "Shade"))
    white = name in ("background1", "light1")
    if tint[:1] == "0" or (white and dark[:1] == "f"):
        return "F5F5F5"
    return "FFFFFF" if white and not dark else "auto"


def _filled(fill: etree._Element) -> RunProperties:
    """How the letters are filled, which outdoes their colour ([MS-DOCX] 2.6.2.17)."""
    told, alpha, scheme = (fill.find(f".//{W14}{name}") for name in ("srgbClr", "alpha", "schemeClr"))
    share = "0" if alpha is None else alpha.get(W14 + "val", "")
    clear = share.isdecimal() and len(share) <= len(str(_CLEAR)) + 1 and int(share) >= _CLEAR
    found: RunProperties = {"clear": clear or fill.find(W14 + "noFill") is not None}
    if scheme is not None and scheme.get(W14 + "val") in ("bg1", "lt1"):
        found["color"] = "FFFFFF"
    return found if told is None else {**found, "color": told.get(W14 + "val", "")}


def _font(element: etree._Element) -> RunProperties:
    """The font of Latin letters: by its name, or as the theme's, which comes first (17.3.2.26)."""
    for name in ("asciiTheme", "hAnsiTheme", "ascii", "hAnsi"):
        value = element.get(W + name, "")
        if value:
            return {"font": _THEME_SIGN + value[:5] if name.endswith("Theme") else value[:_MAX_NAME]}
    return {}


def _size(child: etree._Element, value: str) -> RunProperties:
    try:
        size = min(1638.0, max(0.0, float(value))) / 2
    except ValueError:
        return {"odd": True}
    return {"sz": size} if child.tag == W + "sz" else {"szCs": size}


def _spacing(value: str) -> RunProperties:
    near = value[1:7].isdecimal() and int(value[1:7]) < _OVERPRINTED
    return {"tight": value[:1] == "-" and not near}


def _edged(effect: etree._Element, _: str) -> RunProperties:
    return {"edged": len(effect) > 0 and effect.find(W14 + "noFill") is None}


_READ: dict[str, Callable[[etree._Element, str], RunProperties]] = {
    "u": lambda _, value: {"u": value not in ("none", "")},
    "sz": _size,
    "szCs": _size,
    "vertAlign": lambda _, value: {"vertAlign": value},
    "color": _color,
    "w": lambda _, value: {"clear": value.rstrip("%") in _THIN},
    W14 + "textFill": lambda child, _: _filled(child),
    **dict.fromkeys((W14 + "textOutline", W14 + "glow", W14 + "shadow"), _edged),
    "spacing": lambda _, value: _spacing(value),
    "position": lambda _, value: {"raised": value not in ("", "0")},
    "shd": lambda child, _: {"fill": shade(child)},
    "rFonts": lambda child, _: _font(child),
    "lang": lambda _, value: {"lang": value[:_MAX_NAME]} if value else {},
}


class Styles:
    """The styles of a document, resolved through what they are based on."""

    def __init__(self, root: etree._Element | None, theme: etree._Element | None = None) -> None:
        """``root`` is the ``w:styles`` element, ``theme`` the ``a:theme``; None where the document has none."""
        self._theme = {} if theme is None else _theme_fonts(theme)
        self._paragraph_defaults: etree._Element | None = None
        self._by_id: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: RunProperties = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._resolved: dict[tuple[str, str, str], RunProperties] = {}
        if root is None:
            return
        self._paragraph_defaults = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._defaults = run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterfind(W + "style"):
            name = style.get(W + "styleId", "")
            self._by_id[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default", "0") not in _OFF:
                self._default = name

    def chain(self, style: str | None) -> list[etree._Element]:
        """The style named, or the default one, and those it is based on, nearest first."""
        found: list[etree._Element] = []
        name: str | None = self._default if style is None else style
        while name in self._by_id and len(found) < _MAX_CHAIN:
            element = self._by_id[name]
            if element in found:
                break
            found.append(element)
            based = element.find(W + "basedOn")
            name = based.get(W + "val") if based is not None else None
        return found

    def names(self, style: str | None) -> list[str]:
        """The names of the style and of those it is based on, lower case. Word's own names are English everywhere."""
        found = (element.find(W + "name") for element in self.chain(style))
        return [element.get(W + "val", "").lower() for element in found if element is not None]

    def paragraph_property(self, style: str | None, path: str) -> etree._Element | None:
        """The nearest ``w:pPr`` child at ``path`` in the chain of a paragraph style."""
        found = (element.find(f"{W}pPr/{path}") for element in self.chain(style))
        return next((each for each in found if each is not None), None)

    def paragraph_sources(self, style: str | None, table: str | None = None) -> list[etree._Element]:
        """Each ``w:pPr`` that holds for a paragraph style, in a table of style ``table``, the nearest first."""
        chains = [*self.chain(style), *(self.chain(table) if table else ())]
        found = [element.find(W + "pPr") for element in chains]
        return [element for element in (*found, self._paragraph_defaults) if element is not None]

    def _font(self, properties: RunProperties) -> str:
        """The name of the font; that of the theme where it is named so."""
        name = properties.get("font", "")
        return self._theme.get(name.removeprefix(_THEME_SIGN), "") if name.startswith(_THEME_SIGN) else name

    def look(self, effective: RunProperties) -> Look:
        """The look that ``effective`` properties of a run come to."""
        key = tuple(map(effective.get, _LOOKS))
        if key not in self._looks:
            self._looks[key] = self._look(effective)
        return self._looks[key]

    def _look(self, effective: RunProperties) -> Look:
        script = effective.get("vertAlign", "")
        return Look(
            bold=effective.get("b", False),
            italic=effective.get("i", False),
            underline=effective.get("u", False),
            strike=effective.get("strike", False) or effective.get("dstrike", False),
            size=_size_of(effective) or None,
            script=Script(script) if script in ("superscript", "subscript") else Script.NORMAL,
            font=self._font(effective),
            language=effective.get("lang", ""),
        )

    def effective(
        self, paragraph: str | None, character: str | None, direct: RunProperties, table: str | None = None
    ) -> RunProperties:
        """What holds for a run: its own word, its character style's, its paragraph's, then its table's (17.7.2)."""
        key = (paragraph or "", character or "", table or "")
        if key not in self._resolved:
            of_table = self._merged(table) if table else RunProperties()
            self._resolved[key] = {**self._defaults, **of_table, **self._styled(paragraph, character)}
        return {**self._resolved[key], **direct}

    def _styled(self, paragraph: str | None, character: str | None) -> RunProperties:
        of_paragraph = self._merged(paragraph)
        of_character = self._merged(character) if character else RunProperties()
        found: RunProperties = {**of_paragraph, **of_character}
        for name in _TOGGLES:
            # A toggle set by both styles cancels itself (17.7.3).
            if name in of_paragraph and name in of_character:
                found[name] = of_paragraph[name] != of_character[name]  # type: ignore[literal-required]
        return found

    def _merged(self, style: str | None) -> RunProperties:
        found: RunProperties = {}
        for element in reversed(self.chain(style)):
            found.update(run_properties(element.find(W + "rPr")))
        return found


def _theme_fonts(theme: etree._Element) -> dict[str, str]:
    named = ((kind, theme.find(f".//{A}{kind}Font/{A}latin")) for kind in ("minor", "major"))
    return {kind: latin.get("typeface", "")[:_MAX_NAME] for kind, latin in named if latin is not None}
