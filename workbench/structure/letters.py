# SPDX-License-Identifier: AGPL-3.0-or-later
"""(A) (B) (C): letters of a list that look like portion marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import is_terminal


_LETTER = late(r"\(([A-Z])\)")
_NUMBERED = late(r"\W{0,3}\(?(?:\d{1,3}[.),;]+|[A-Za-z][.)]+)\s*\(?")
_MARK_LIKE = frozenset("CSU")
_REACH = 120  # lines; a list that takes longer to come to its next letter is two lists


@dataclass(slots=True)
class _Letter:
    letter: str
    offset: int
    line: int
    head: bool


def list_letters(text: str, lines: list[TextLine], roles: list[Role | None]) -> set[int]:
    """The offsets at which a parenthesised capital is a letter of a list.

    A letter belongs to a list if it follows its predecessor: at the head of a line a predecessor that stands at the
    head of one too, or a sentence that has not ended; inside a line any. ``4. (C)`` is never a letter, nor is one
    with nothing behind it in its paragraph. A lone (S) or (U) after (R) or (T) is no list: it has to run from (A).
    """
    found: set[int] = set()
    present = set(_LETTER.findall(text))
    if not any(chr(ord(letter) + 1) in present for letter in present):
        return found
    run: list[_Letter] = []
    for position, line in enumerate(lines):
        if not line.look.letters or roles[position] is not None:
            continue
        for match in _LETTER.finditer(line.text):
            letter = _letter(lines, position, match)
            if letter is None:
                continue
            if run and position - run[-1].line > _REACH:
                run = []
            if run and _follows(letter, run[-1], lines, roles):
                run.append(letter)
                if run[0].letter == "A" or letter.letter in "CD":
                    found.update(one.offset for one in run)
            elif letter.letter not in _MARK_LIKE or not run:
                run = [letter]
    return found


def _letter(lines: list[TextLine], position: int, match: re.Match[str]) -> _Letter | None:
    line = lines[position]
    before, after = line.text[: match.start()], line.text[match.end() :]
    head = not any(c.isalnum() for c in before)
    if _NUMBERED.fullmatch(before):
        return None
    last = position + 1 == len(lines) or lines[position + 1].gap is not Gap.NONE
    if last and not head and not any(c.isalnum() for c in after):
        return None
    return _Letter(match.group(1), line.start + match.start(), position, head)


def _follows(letter: _Letter, previous: _Letter, lines: list[TextLine], roles: list[Role | None]) -> bool:
    if ord(letter.letter) != ord(previous.letter) + 1:
        return False
    if previous.line == letter.line:
        return True
    if previous.head and not letter.head:
        return previous.letter not in _MARK_LIKE  # (C) The boats are late, and far below it: Director (D)
    if not letter.head or previous.head:
        return True
    above = next(at for at in range(letter.line - 1, -1, -1) if roles[at] is None)  # at the latest its predecessor's
    return not is_terminal(lines[above].text)
