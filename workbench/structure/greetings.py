# SPDX-License-Identifier: AGPL-3.0-or-later
"""``Tom,`` above the text of a mail and ``Regards, Ann`` below it: lines that say no more than its addresses do."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.marks.late import late
from workbench.structure.beside import isolated
from workbench.structure.lines import TextLine
from workbench.structure.model import Role
from workbench.structure.starts import is_terminal
from workbench.structure.wordings import words


_WORD = late(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST = 40
_MOST = 5  # words
_SENDERS, _ADDRESSEES = ("from",), ("to", "cc")


def greetings(lines: list[TextLine], roles: list[Role | None]) -> None:
    """Mark the greeting and the closing of each message.

    Only the first line of its text, which names addressees, and its last two, below a sentence, which name its sender:
    names elsewhere may be whom the text is about.
    """
    for head, text in list(_messages(lines, roles)):
        first, last = text[0], text[-1]
        if isolated(lines, roles, first) and _greets(lines[first], _names(lines, head, _ADDRESSEES)):
            roles[first] = Role.SIGNATURE
        senders = _names(lines, head, _SENDERS)
        closing = [p for p in text[-2:] if p > first and _greets(lines[p], senders)]
        above = text[-len(closing) - 1]
        ended = is_terminal(lines[above].text) and not lines[above].text.endswith(":")
        if closing and closing[-1] == last and ended and isolated(lines, roles, closing[0]):
            for position in closing:
                roles[position] = Role.SIGNATURE


def _messages(lines: list[TextLine], roles: list[Role | None]) -> Iterator[tuple[list[int], list[int]]]:
    """The address lines of each message and the lines of its text, of which there is one at least."""
    head, text = list[int](), list[int]()
    for position, role in enumerate(roles):
        if role is Role.ADDRESSING:
            if head and text:
                yield head, text
            head, text = ([], []) if text else (head, [])
            head.append(position)
        elif role is None and head and lines[position].look.label not in words("title_labels"):
            text.append(position)
    if head and text:
        yield head, text


def _names(lines: list[TextLine], head: list[int], labels: tuple[str, ...]) -> set[str]:
    return {w for p in head if lines[p].look.label in labels for w in _words(lines[p].text.partition(":")[2])}


def _greets(line: TextLine, names: set[str]) -> bool:
    found = _words(line.text) if len(line.text) <= _LONGEST else []
    return 0 < len(found) <= _MOST and all(word in names or word in words("courtesies") for word in found)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
