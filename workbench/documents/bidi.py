# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text from right to left: from the order in which it is read to that in which it stands in its line, and back.

After the bidirectional algorithm of Unicode (UAX 9), without embeddings: where a line runs to is what most of its
letters do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence


_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_BETWEEN_FIGURES = re.compile(r"[.,:/+-]")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_MARKS = re.compile(r"([\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0300-\u036f]+)([^\W\d_])")


def has_rtl(text: str) -> bool:
    """Whether a letter of ``text`` belongs to a script that is written from right to left."""
    return not text.isascii() and bool(_RTL.search(text))


def runs_left(items: Sequence[str]) -> bool:
    """Whether most letters of ``items`` run from right to left."""
    text = "".join(items)
    return 2 * len(_RTL.findall(text)) >= sum(map(str.isalpha, text)) and has_rtl(text)


def order(items: Sequence[str], *, leftwards: bool | None = None) -> list[int]:
    """The places from left to right of ``items`` (letters or words) that are given as they are read; or the reverse.

    ``leftwards``: which way the line runs that they are of; where it is not told, as most of their letters do.
    """
    told = levels(items, leftwards=runs_left(items) if leftwards is None else leftwards)
    places = list(range(len(items)))
    for level in range(max(told, default=0), 0, -1):
        start = 0
        while start < len(places):
            end = start
            while end < len(places) and told[places[end]] >= level:
                end += 1
            places[start:end] = places[start:end][::-1]
            start = end + 1
    return places


def levels(items: Sequence[str], *, leftwards: bool) -> list[int]:
    """How deep each is embedded: an odd number runs to the left."""
    kinds = [_kind(item) for item in items]
    for at in range(1, len(kinds) - 1):
        if kinds[at - 1] == kinds[at + 1] == "number" and _BETWEEN_FIGURES.fullmatch(items[at]):
            kinds[at] = "number"
    found: list[int | None] = []
    strong = "left" if leftwards else "right"
    for kind in kinds:
        strong = kind if kind in ("left", "right") else strong
        found.append(_level(kind, strong, leftwards=leftwards))
    counting = ["left" if kind == "number" else kind for kind in kinds]
    return [_neutral(counting, at, leftwards=leftwards) if level is None else level for at, level in enumerate(found)]


def visual(text: str) -> str:
    """The letters of ``text`` as they stand from left to right, brackets turned, marks behind their letter."""
    told = levels(text, leftwards=runs_left(text))
    shown = "".join(mirrored(text[at], told[at]) for at in order(text))
    return _MARKS.sub(r"\2\1", shown)


def mirrored(text: str, level: int) -> str:
    """A bracket as it is drawn at an embedding level."""
    return text.translate(_MIRRORED) if level % 2 else text


def _kind(item: str) -> str:
    if has_rtl(item):
        return "left"
    if any(char.isalpha() for char in item):
        return "right"
    return "number" if any(unicodedata.bidirectional(char) in ("EN", "AN") for char in item) else ""


def _level(kind: str, strong: str, *, leftwards: bool) -> int | None:
    if kind == "left":
        return 1
    if kind == "right":
        return 2 if leftwards else 0
    if kind == "number":
        return 2 if leftwards or strong == "left" else 0
    return None


def _neutral(kinds: Sequence[str], at: int, *, leftwards: bool) -> int:
    """What stands between two of one direction has theirs, else that of the line. Numbers count as what runs left."""
    before = next(filter(None, reversed(kinds[:at])), "")
    after = next(filter(None, kinds[at + 1 :]), "")
    if leftwards:
        return 2 if before == after == "right" else 1
    return 1 if before == after == "left" else 0
