# SPDX-License-Identifier: AGPL-3.0-or-later
"""Portion marks that a scanner, or the line with which a releaser struck their controls, left in pieces.

``(CffSI)`` and ``(SIISI)`` lost their slashes, ``(U/41.41,14)`` its control, ``4. C)`` and ``5. (C THE`` a parenthesis.
They are taken where a paragraph begins; what could be a word too only beside three marks that are whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import regex

from workbench.markings import Form, Marking, parse
from workbench.marks.lines import Lines
from workbench.marks.model import Mark


_CONTROL = r"(?:SI|TK|HCS|NF|REL|FOU[OQ0]|AIUO|OC|RD|FRD|NOFORN|SBU)"
_GLUED = regex.compile(rf"\((?:TS|[SCU])[A-Za-z1|!/\\]{{1,3}} ?{_CONTROL}(?:[^()\n]{{0,40}})\)")
# The level, what may be left of two slashes, and what is no word behind them.
_RUINED = regex.compile(
    r"\((?P<level>TS|[SCU])(?P<rest>(?:/|[lI1|!]{2}|ff|[lIft]/|/[lIft]|h|H)"
    r"(?=[^()\n]{0,14}[\d.,:;'\"^*•§]|[^()\n]{0,14}[a-z][A-Z]|(?<=[lI1|!]{2})\w)[^()\n]{2,16})\)"
)
_NUMBER = r"(?<=(?:^|\n)[ \t]{0,40}\d{1,2}\.[ \t]{0,4})"
_UNOPENED = regex.compile(rf"{_NUMBER}(?P<level>SBU|LOU|TS|[SCU])\)(?=\s+[A-Z\"“])")
_UNCLOSED = regex.compile(rf"{_NUMBER}\((?P<level>SBU|LOU|TS|[SCU])(?=\s+[A-Z][A-Za-z]+\s+[A-Za-z])")
_HEAD = regex.compile(r"[ \t]{0,80}(?:\(?(?:\d{1,3}|[a-z])[.)][ \t]{0,8})?")
_STOPPED = regex.compile(r"[.?!:\"”’)\]]\s*$")
_HABIT = 3  # whole marks beside which pieces are believed


def damaged_portions(lines: Lines, whole: Sequence[Mark]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what is left of its meaning; ``whole`` are the marks found undamaged."""
    text = lines.text
    taken = {mark.start for mark in whole}
    for match in _GLUED.finditer(text):
        if match.start() in taken:
            continue
        marking = parse(match.group(), Form.PORTION).marking
        stands = _heads(lines, match.start()) or _ends(lines, *match.span())
        if marking and not marking.unknown and stands:
            taken.add(match.start())
            yield *match.span(), marking
    if not whole:
        return
    for pattern in (_UNOPENED, _UNCLOSED):
        for match in pattern.finditer(text):
            if match.start() not in taken:
                yield *match.span(), _level(match["level"])
    heads = (start for start in taken if _heads(lines, start))
    if sum(1 for _ in islice(heads, _HABIT)) == _HABIT:
        for match in _RUINED.finditer(text):
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
