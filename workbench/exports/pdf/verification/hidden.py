# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text on a page that its reader does not see, as the reader of documents tells it, by the kinds that findings tell."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from workbench.documents.pdf.page import read_words
from workbench.documents.pdf.visible import Cause, Unseen
from workbench.exports.pdf.regions import Rect


class Hiding(StrEnum):
    """How a stretch of text is hidden."""

    BOX = "box"
    PICTURE = "picture"
    INVISIBLE = "invisible"
    PALE = "pale"
    OUTSIDE = "outside"
    TINY = "tiny"


class Hidden(NamedTuple):
    """Characters of a word that are hidden the same way; ``rect`` is around them, as the page is seen."""

    hiding: Hiding
    characters: int
    rect: Rect


_HIDINGS = {
    Cause.CLIPPED: Hiding.OUTSIDE,
    Cause.INVISIBLE: Hiding.INVISIBLE,
    Cause.OUTSIDE: Hiding.OUTSIDE,
    Cause.PALE: Hiding.PALE,
    Cause.TINY: Hiding.TINY,
}


def hidden_text(page: Any) -> list[Hidden]:
    """Every stretch of text on the page that is in the file and not seen: what is painted over, or never was."""
    return [Hidden(_hiding(each), each.characters, each.box) for each in read_words(page).hidden]


def _hiding(unseen: Unseen) -> Hiding:
    if not unseen.painted:
        return Hiding.INVISIBLE
    covered = Hiding.PICTURE if unseen.picture or unseen.cause is Cause.OCR else Hiding.BOX
    return _HIDINGS.get(unseen.cause, covered)
