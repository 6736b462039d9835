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


_PHANTOM = f"{M}phantPr/{M}show[@{M}val='0']"


def read_equation(element: etree._Element, inline: Inline, state: State) -> None:
    """Read what is below ``element`` into ``inline``; what stands in it as in any paragraph is read as there."""
    for child in element:
        if child.tag == M + "d":
            _bracketed(child, inline, state)
        elif child.find(_PHANTOM) is not None:
            state.count(Unseen.HIDDEN, child)
        elif child.tag == M + "r" or str(child.tag).startswith(W):
            inline.read_one(child)
        else:
            signs = (sign.get(M + "val", "")[:2] for sign in child.iterfind(f"{{*}}*/{M}chr"))
            inline.write("".join(filter(str.isalnum, "".join(signs))))
            read_equation(child, inline, state)


def _bracketed(delimited: etree._Element, inline: Inline, state: State) -> None:
    """What stands between brackets, which are told by name unless they are round."""
    told = {each.tag: each.get(M + "val", "")[:2] for each in delimited.iterfind(f"{M}dPr/*")}
    inline.write(told.get(M + "begChr", "("))
    for number, part in enumerate(delimited.iterfind(M + "e")):
        inline.write(told.get(M + "sepChr", "|") if number else "")
        read_equation(part, inline, state)
    inline.write(told.get(M + "endChr", ")"))
