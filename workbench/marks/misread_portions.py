# SPDX-License-Identifier: AGPL-3.0-or-later
"""Portion marks with a wrong parenthesis or a misread letter: ``[C)``, ``(U]``, ``(8BU)``, ``(T8)``, ``(5)``.

Scanning makes them, and typing in a hurry. The grammar reads most of them where nothing stands around them; in a text
they are taken only at the head or the end of a portion, and only in a document that has marks which are whole. What
could as well be the number or letter of a list has to be alone of its kind. What has double slashes and a control is
never chance: ``tS//SI//NF)``, ``-{TS#SI//NF)-`` and ``S//NF)`` are taken wherever a line begins with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from workbench.markings import Form, Marking, parse
from workbench.marks.late import late
from workbench.marks.lines import Lines
from workbench.marks.model import Mark
from workbench.marks.shadow import matches_at


_FRAMED = tuple(
    (sign, late(rf"{opening}(?<![\w)\]].) ?(?P<core>[A-Za-z0-9]{{1,5}}(?:/{{1,2}}[A-Z]{{2,6}})?) ?[)\]}}>](?!\w)"))
    for sign, opening in (("(", r"\("), ("[", r"\["), ("{", r"\{"), ("<", "<"))
)
_HEAD = late(r"[ \t]{0,80}(?:(?:\(?(?:\d{1,3}|[a-z])[.)]|[-–—•*·▪►])[ \t]{0,8}){0,2}")
_AFTER = late(r"[\s.,]{0,4}$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_MISREAD = {"8": "S", "5": "S", "s": "S", "T8": "TS", "T5": "TS", "Ts": "TS"}
_BEGUN = late(r"(?P<pen>[-–—~*_ ]{0,3})(?P<opening>[({\[<]|[fIlrtJ1|!/\\])??(?P<level>[TI1]?[S58$]|[CGEUDO0])")
_GOES_ON = late(r"(?://|#)(?P<rest>[A-Za-z0-9$~^'’/#, .|\-]{2,60}?)(?:[)}\]>]|(?<=[A-Z0-9])[jJltI1](?=[ \t]+[A-Z\"“]))")
_LEVEL_ENDS = frozenset("S58$CGEUDO0")  # what the level of _BEGUN ends with
_LONGEST_LEVEL = 2
_LONGEST_HEAD = 100
_SURE = 0.5  # of a reading in pieces
_HABIT = 3  # marks at the heads of lines beside which a digit is believed to be a letter


def misread_portions(lines: Lines, whole: Sequence[Mark]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what it was; ``whole`` are the marks found undamaged."""
    taken = {mark.start for mark in whole}
    yield from _modern(lines, taken)
    if not whole:
        return
    heads = (start for start in taken if _heads(lines, start))
    habit = sum(1 for _ in islice(heads, _HABIT)) == _HABIT
    found = (
        matches_at(pattern, lines.text, (place for place in lines.shadow.places(sign) if place not in taken))
        for sign, pattern in _FRAMED
    )
    for match in chain.from_iterable(found):
        start, end = match.span()
        core, head = match["core"], _heads(lines, start)
        if core in _MISREAD:
            plausible = head and habit and _is_alone(lines.text, core)
        else:
            plausible = _is_odd(core, lines.text[start], lines.text[end - 1]) and (head or _ends(lines, end))
        marking = _meaning(core) if plausible else None
        if marking:
            yield start, end, marking


def _modern(lines: Lines, taken: set[int]) -> Iterator[tuple[int, int, Marking]]:
    """Marks with double slashes whose parentheses, level or slashes were misread, at the heads of lines."""
    text = lines.text
    for sign in ("//", "#"):
        for place in lines.shadow.places(sign):
            if text[place - 1] not in _LEVEL_ENDS or _is_read(text, place, taken):
                continue
            left = lines.left(place)
            head = _HEAD.match(left)
            begun = _BEGUN.fullmatch(left, head.end()) if head and len(left) < _LONGEST_HEAD else None
            goes_on = _GOES_ON.match(text, place) if begun else None
            if not begun or not goes_on:
                continue
            start = place - len(left) + begun.end("pen")
            if start in taken or (sign == "#" and not begun["opening"]):
                continue
            read = parse(f"({begun['level']}//{goes_on['rest'].replace('#', '//')})", Form.PORTION)
            if read.marking and not read.marking.unknown and read.confidence >= _SURE:
                taken.add(start)
                yield start, goes_on.end(), read.marking


def _is_read(text: str, place: int, taken: set[int]) -> bool:
    """Whether the level before ``place`` stands in a mark that was found: nearly every ``//`` of a text does."""
    return text.rfind("(", max(0, place - _LONGEST_LEVEL - 1), place) in taken


def _is_odd(core: str, opening: str, closing: str) -> bool:
    """Whether something is wrong that scanning does: a right word in a wrong frame, or a digit or small letter in it.

    A word of other capitals is an acronym: (SBA) is not (SBU) misread.
    """
    if _PAIRS[opening] != closing and parse(f"({core})", Form.PORTION).confidence == 1:
        return True
    capitals = sum(char.isupper() for char in core)
    return 2 <= capitals < len(core) and core[0] not in "abc" and not core.endswith("s")


def _meaning(core: str) -> Marking | None:
    marking = parse(f"({_MISREAD.get(core, core)})", Form.PORTION).marking
    return None if marking is None or marking.unknown else marking


def _heads(lines: Lines, offset: int) -> bool:
    return _HEAD.fullmatch(lines.left(offset)) is not None


def _ends(lines: Lines, end: int) -> bool:
    return _AFTER.match(lines.right(end)) is not None


def _is_alone(text: str, core: str) -> bool:
    """No neighbour in a list: (4), (6), (r) or (t) would make (5) and (s) its numbers."""
    if len(core) > 1:
        return True
    return not any(f"({chr(ord(core) + step)})" in text for step in (-1, 1))
