# SPDX-License-Identifier: AGPL-3.0-or-later
"""One form of each sign: word processors, web pages and mail put spaces of many widths where a typist puts one.

Bullets of symbol fonts come out of a PDF as characters of no meaning, and stand for bullets here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from workbench.documents import Document
from workbench.markings.alphabets import as_latin, may_disguise


_WIDE: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"  # all isspace()
)
_UNSEEN: Final = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    "\u034f\u0305\u0332\u0333\u0335\u0336\u0337\u0338"  # lines over, under and through the letter before
)
_CONTROLS: Final = tuple(map(chr, (*range(9), *range(14, 27), *range(28, 32), 127)))
_FORMS: Final = {"/": "\u2044\u2215", "-": "\u2010\u2011\u2212", "•": "◦‣∙➢➤"}
_SYMBOLS: Final = re.compile("[\uf000-\uf0ff]")


def plain(document: Document, *, unseen: bool) -> Document:
    """``document`` with one blank, slash, hyphen, bullet and letter for all; ``unseen``: a blank for no width too.

    Character for character, so that offsets stay. The same document where nothing changes.
    """
    text = document.text.replace("TOP\tSECRET", "TOP SECRET")
    for sign in _CONTROLS if unseen else ():  # each looked for in no time, where they all are not
        text = text.replace(sign, " ")
    if not text.isascii():
        for form, signs in {" ": _WIDE + (_UNSEEN if unseen else ""), **_FORMS}.items():
            for sign in signs:
                text = text.replace(sign, form)
        if may_disguise(text):
            text = as_latin(_SYMBOLS.sub("•", text))
    return document if text == document.text else replace(document, text=text)
