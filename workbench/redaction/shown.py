# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks above U in text that would stay, however they are spelled: `%28S%2F%2FNF%29`, `【S//NF】`, across a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from workbench.core.lookalikes import LOOKALIKES
from workbench.documents import Span
from workbench.redaction.folding import is_invisible
from workbench.redaction.readings import Reading, readings, undone
from workbench.structure.unread import shows_classified


# Without any of these a text has one reading.
_SPELLED = re.compile(r"[^ -~\n]|[%&\\=<^*_`~{]|[Uu]\+|\+A|:[a-z]")
_ODD = re.compile(r"[^ -~\n]")
_LINE_END = re.compile(r"(?<!\s)\s*[\n\r\f\v\x85\u2028\u2029]\s*")
# A line with half of a mark above a paragraph, as which a typist's line break leaves it.
_OPENED = re.compile(r"(?:\A|\n)([(\[][^()\[\]\n]{1,20}\n)\Z")
_LIKE = {"Ps": "(", "Pe": ")"}
_SIGNS = {"\ufd3e": "(", "\ufd3f": ")", "\u2afd": "//", **dict.fromkeys("\u2044\u2215\u29f8\u2571\u27cb", "/")}


def shown(shows: Callable[[str, Sequence[Span]], bool], text: str, spans: Sequence[Span]) -> bool:
    """Whether ``spans`` show a mark, by ``shows``, as they stand or read as a person or a program may read them."""
    if shows(text, spans):
        return True
    first, *others = spans
    opened = _OPENED.search(text[max(0, first.start - 24) : first.start])
    source = Reading.joined(text, [Span(first.start - (len(opened[1]) if opened else 0), first.end), *others])
    ways = dict.fromkeys(_ways(source))
    if any(shows(way, _all_of(way)) for way in ways if way):
        return True
    return ")" in source.text and shows_classified(source.text[::-1], _all_of(source.text))


def _all_of(text: str) -> list[Span]:
    return [Span(0, len(text))]


def _ways(source: Reading) -> Iterator[str]:
    seen = source.text
    if _SPELLED.search(seen):
        yield from (reading.text for reading in (*readings(source), undone(source)))
        yield (seen := _ODD.sub(_as_seen, seen))
    yield _LINE_END.sub("", seen)


def _as_seen(character: re.Match[str]) -> str:
    """The plain character that it looks like, its case and all."""
    sign = character.group()
    if is_invisible(sign):
        return ""
    like = _SIGNS.get(sign) or _LIKE.get(unicodedata.category(sign))
    return like or unicodedata.normalize("NFKC", sign.translate(LOOKALIKES))
