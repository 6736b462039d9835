# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line of a document, whatever its format: where it is, how it is set, what lies before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from workbench.documents import Place
from workbench.structure.looks import Look


class Gap(IntEnum):
    """What lies between a line and the one before it."""

    NONE = 0
    BLANK = 1
    PAGE = 2


@dataclass(slots=True)
class TextLine:
    """A line with something on it: ``text == document.text[start:end]``, without the white space around it.

    ``look`` is what the text alone says of it.
    ``indent`` counts characters (text) or quarter ems (pages with geometry); ``block`` is the number of the
    document's own block it belongs to, -1 where the format has none. ``size`` (points) and ``bold`` as set. ``apart``:
    the page shows that the line above ended its paragraph. ``column``: lines with one number, which others may part,
    follow each other down a column; 0 outside such.
    """

    start: int
    end: int
    text: str
    indent: int
    page: int
    gap: Gap
    look: Look
    block: int = -1
    place: Place = Place.BODY
    size: float = 0.0
    bold: bool = False
    apart: bool = False
    column: int = 0
