# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the control words of RTF 1.9.1 mean to a reader of the text: characters, destinations, character sets."""

from __future__ import annotations

import codecs


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\u00a0",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
"""Control words and signs that print a character. ``\\-`` is a hyphen that shows only where a line breaks: none."""

ENDS_PARAGRAPH = frozenset(("par", "sect", "page", "column", "cell", "nestcell", "row", "nestrow", "\n", "\r"))

DEFINES_ROW = _set("trowd cellx clcbpat clcfpat clshdng clmgf clmrg clvmgf clvmrg")
"""Where the cells of a row end and what is behind them; cells over several rows or columns."""

HIDDEN = {
    **dict.fromkeys(
        _set(
            "info userprops docvar private title subject author manager company operator category keywords comment"
            " doccomm hlinkbase"
        ),
        "properties",
    ),
    "annotation": "comments",
    "pict": "pictures",
    **dict.fromkeys(("fldinst", "datafield", "formfield"), "fields"),
    **dict.fromkeys(("tc", "tcn", "xe"), "index entries"),
    "bkmkstart": "bookmarks",
    **dict.fromkeys(("datastore", "xmlopen", "factoidname", "fontemb", "template"), "custom data"),
    "mailmerge": "mail merge",
}
"""Destinations whose text no page shows, by what they are called in a finding."""

MACHINERY = _set(
    "atnid atnauthor atntime atndate atnref atnparent atnicn atrfstart atrfend nonshppict objdata"
    " objclass objname objalias objsect objtime fldtype rxe bkmkend xmlattrname xmlattrvalue revtbl sn"
    " sv sp shprslt mmathPict txe nextfile nonesttables nesttableprops"
    " fonttbl colortbl stylesheet listtable listoverridetable listpicture rsidtbl generator filetbl themedata"
    " colorschememapping latentstyles xmlnstbl mmathPr pgptbl pgdsctbl listlevel lsdlockedexcept wgrffmtfilter ftnsep"
    " ftnsepc ftncn aftnsep aftnsepc aftncn pnseclvl background password passwordhash htmltag mhtmltag oldcprops"
    " oldpprops oldtprops oldsprops protusertbl defchp defpap blipuid blipupi picprop panose falt xform pnfext"
    " pn pntxta pntxtb levelnumbers leveltext listname liststylename writereservhash docfmt ffname"
)
"""Destinations of the file's own upkeep, which nobody wrote to be read, and those that are counted with another."""

SHOWN = _set(
    "shp shpinst shptxt shpgrp shppict ud listtext pntext fldrslt result object field footnote header headerl headerr"
    " headerf footer footerl footerr footerf do dptxbxtext moMath moMathPara mr mt"
    " cs s ds ts plain b i ul ulnone strike caps scaps super sub f fs cf cb highlight lang par pard tab line"
)
"""Destinations whose text a page shows, and words that are none: a star before them hides nothing."""

CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""``\\fcharsetN`` to a codec; 2 is a symbol font."""
SYMBOL_CHARSET = 2


def codec_of_page(number: int | None) -> str:
    r"""The codec of an ``\ansicpgN`` or ``\cpgN``; Windows-1252 where Python has none."""
    known = {65001: "utf-8", 10000: "mac_roman", 1361: "johab", 42: "cp1252", 0: "cp1252"}
    name = known.get(number or 0) or f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
