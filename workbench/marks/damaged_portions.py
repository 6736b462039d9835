# SPDX-License-Identifier: AGPL-3.0-or-later
"""Portion marks that a scanner, or the line with which a releaser struck their controls, left in pieces.

``(CffSI)`` and ``(SIISI)`` lost their slashes, ``(U/41.41,14)`` its control, ``4. C)`` and ``5. (C THE`` a parenthesis.
They are taken where a paragraph begins; what could be a word too only beside three marks that are whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from workbench.markings import Form, Marking, parse
from workbench.marks.late import late
from workbench.marks.lines import Lines
from workbench.marks.model import Mark
from workbench.marks.shadow import matches_at


_CONTROL = r"(?:SI|TK|HCS|NF|REL|FOU[OQ0]|AIUO|OC|RD|FRD|NOFORN|SBU)"
_GLUED = late(rf"\((?:TS|[SCU])[A-Za-z1|!/\\]{{1,3}} ?{_CONTROL}(?:[^()\n]{{0,40}})\)")
# The level, what may be left of two slashes, and what is no word behind them.
_RUINED = late(
    r"\((?P<level>TS|[SCU])(?P<rest>(?:/|[lI1|!]{2}|ff|[lIft]/|/[lIft]|h|H)"
    r"(?=[^()\n]{0,14}[\d.,:;'\"^*•§]|[^()\n]{0,14}[a-z][A-Z]|(?<=[lI1|!]{2})\w)[^()\n]{2,16})\)"
)
_LEVEL = "SBU|LOU|TS|[SCU]"
_NUMBER = r"(?:^|\n)[ \t]{0,40}\d{1,2}\.[ \t]{0,4}"
# The parenthesis that is left comes first in both: a pattern that begins with one literal is many times faster.
_UNOPENED = late(rf"\)(?=\s+[A-Z\"“])(?<={_NUMBER}(?P<level>{_LEVEL})\))")
_UNCLOSED = late(rf"\((?P<level>{_LEVEL})(?=\s+[A-Z][A-Za-z]+\s+[A-Za-z])(?<={_NUMBER}\((?:{_LEVEL}))")
_HEAD = late(r"[ \t]{0,80}(?:\(?(?:\d{1,3}|[a-z])[.)][ \t]{0,8})?")
_STOPPED = late(r"[.?!:\"”’)\]]\s*$")
_HABIT = 3  # whole marks beside which pieces are believed


def damaged_portions(lines: Lines, whole: Sequence[Mark]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what is left of its meaning; ``whole`` are the marks found undamaged."""
    text = lines.text
    taken = {mark.start for mark in whole}
    opened = [place for place in lines.shadow.places("(") if place not in taken]
    for match in matches_at(_GLUED, text, opened):
        marking = parse(match.group(), Form.PORTION).marking
        stands = _heads(lines, match.start()) or _ends(lines, *match.span())
        if marking and not marking.unknown and stands:
            taken.add(match.start())
            yield *match.span(), marking
    if not whole:
        return
    for match in _UNOPENED.finditer(text):
        if match.start("level") not in taken:
            yield match.start("level"), match.end(), _level(match["level"])
    for match in matches_at(_UNCLOSED, text, opened):
        if match.start() not in taken:
            yield *match.span(), _level(match["level"])
    heads = (start for start in taken if _heads(lines, start))
    if sum(1 for _ in islice(heads, _HABIT)) == _HABIT:
        for match in matches_at(_RUINED, text, opened):
            if match.start() not in taken and _heads(lines, match.start()):
                yield *match.span(), _unread(_level(match["level"]), match["rest"])


def _heads(lines: Lines, offset: int) -> bool:
    return _HEAD.fullmatch(lines.left(offset)) is not None


def _ends(lines: Lines, start: int, end: int) -> bool:
    """Whether a sentence stops before it and its line behind it."""
    return not lines.right(end).strip(" \t.,;*_~") and _STOPPED.search(lines.left(start)) is not None


def _level(level: str) -> Marking:
    marking = parse(f"({level})", Form.PORTION).marking
    assert marking, level
    return marking


def _unread(marking: Marking, rest: str) -> Marking:
    """The level with something behind it that nobody can read: a control that keeps the portion from being open."""
    return replace(marking, unknown=(rest.strip("/"),), portion=None, banner=None)
