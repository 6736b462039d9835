# SPDX-License-Identifier: AGPL-3.0-or-later
"""Equations of a DOCX: their characters in a row (ISO/IEC 29500-1, 22.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from workbench.documents.docx.package import M, W
from workbench.documents.docx.state import State
from workbench.documents.docx.unseen import Unseen


if TYPE_CHECKING:
    from workbench.documents.docx.inline import Inline


_OFF = ("0", "false", "off")
_PARTS = frozenset(("deg", "sub", "sup"))
"""Parts of an equation of which that around may say that they are not shown."""


def read_equation(element: etree._Element, inline: Inline, state: State) -> None:
    """Read what is below ``element`` into ``inline``; what stands in it as in any paragraph is read as there."""
    for child in element:
        if child.tag == M + "d":
            _bracketed(child, inline, state)
        elif _is_hidden(element, child):
            state.count(Unseen.HIDDEN, child)
        elif child.tag == M + "r" or str(child.tag).startswith(W):
            inline.read_one(child)
        else:
            signs = (sign.get(M + "val", "")[:2] for sign in child.iterfind(f"{{*}}*/{M}chr"))
            inline.write("".join(filter(str.isalnum, "".join(signs))))
            read_equation(child, inline, state)


def _is_hidden(element: etree._Element, child: etree._Element) -> bool:
    name = str(child.tag).removeprefix(M)
    show, hide = child.find(f"{M}phantPr/{M}show"), element.find(f"*/{M}{name}Hide") if name in _PARTS else None
    gone = show is not None and show.get(M + "val", "1") in _OFF
    return gone or (hide is not None and hide.get(M + "val", "1") not in _OFF)


def _bracketed(delimited: etree._Element, inline: Inline, state: State) -> None:
    """What stands between brackets, which are told by name unless they are round."""
    told = {each.tag: each.get(M + "val", "")[:2] for each in delimited.iterfind(f"{M}dPr/*")}
    inline.write(told.get(M + "begChr", "("))
    for number, part in enumerate(delimited.iterfind(M + "e")):
        inline.write(told.get(M + "sepChr", "|") if number else "")
        read_equation(part, inline, state)
    inline.write(told.get(M + "endChr", ")"))
