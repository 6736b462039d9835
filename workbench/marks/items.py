# SPDX-License-Identifier: AGPL-3.0-or-later
"""Levels that are items of a list, as a program's document names its values: ``- CONFIDENTIAL`` below ``- PUBLIC``.

Only what is plainly a list counts: bullets of one kind next to each other, names with underscores, a fenced block of
Markdown or what brackets of a program hold, in which nothing but words stands; and what a shell printed. Words below
each other alone may be left of columns or of an address.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from workbench.documents import Span
from workbench.markings import Form, parse
from workbench.marks.late import late
from workbench.marks.lines import Lines


_ITEM = late(
    r"(?P<bullet>[ \t]*(?:[-*+•] )?)(?P<words>[\w/()-]+(?: [\w/()-]+){0,2})(?: ?= ?\w+)?(?P<end>[,;]?)[ \t]*(?://.*)?"
)
_FENCES = ("```", "~~~")
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")  # enum Level {
_PROMPT = late(r"[ \t]*(?:[\w.-]+@[\w.:~/-]+)?\$ [a-z]")
_LEVELS = frozenset({"UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "CUI"})
_FARTHEST = 40  # lines
_FEW = 2  # values beside the levels


def is_item(lines: Lines, start: int, end: int) -> bool:
    """Whether the level at ``start`` to ``end`` is an item of a list of other words, or all that a command printed."""
    line = lines.at(start)
    own = _ITEM.fullmatch(_said(lines, line))
    if own is None or own["words"] != lines.text[start:end]:
        return False
    above, below = (_said(lines, at) if at else "" for at in (lines.before(line), lines.after(line)))
    if own["bullet"].strip():
        beside = [item for said in (above, below) if (item := _ITEM.fullmatch(said))]
        return any(item["bullet"] == own["bullet"] and not _is_control(item["words"]) for item in beside)
    return _PROMPT.match(above) is not None or _are_names((above, below)) or is_enclosed(lines, line, line)


def _are_names(beside: Iterable[str]) -> bool:
    return any("_" in said and _ITEM.fullmatch(said) and said.strip("_ ").replace("_", "").isalpha() for said in beside)


def is_enclosed(lines: Lines, first: Span, last: Span) -> bool:
    """Whether the lines stand in a block of words, some of which are no levels, and none a control."""
    if not lines.have_blocks:
        return False
    above = _enclosed(lines, first, "before")
    below = _enclosed(lines, last, "after") if above else None
    if above is None or below is None or above[0] != below[0]:
        return False
    others = [words for words in (*above[1:], *below[1:]) if words not in _LEVELS]
    fenced = above[0] == "fence"
    if fenced and bisect_left(lines.fences, first.start) % 2 == 0:
        return False  # between two blocks
    return len(others) >= (_FEW if fenced and first == last else 1) and not any(map(_is_control, others))


def _enclosed(lines: Lines, line: Span, step: str) -> list[str] | None:
    """What encloses them and the items from ``line`` to it, None where something else stands between."""
    found: list[str] = []
    at = getattr(lines, step)(line)
    for _ in range(_FARTHEST):
        if at is None:
            break
        said = _said(lines, at).strip()
        if said[:3] in _FENCES:
            return ["fence", *found]
        if (said[-1:] in _OPENING) if step == "before" else (said[:1] in _CLOSING):
            return ["bracket", *found]
        if item := _ITEM.fullmatch(said):
            found.append(item["words"])
        elif any(map(str.isalnum, said)):
            break
        at = getattr(lines, step)(at)
    return None


def _is_control(words: str) -> bool:
    """Whether the register knows ``words`` for what stands behind a level."""
    return words.isupper() and parse(f"SECRET//{words}", Form.BANNER).valid


def _said(lines: Lines, line: Span) -> str:
    return lines.text[line.start : min(line.end, line.start + 200)]
