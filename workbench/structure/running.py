# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running headers and footers: short lines that come back at the same edge of several pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import Start, is_terminal


_DEPTH = 6
_LONGEST = 120
_NUMBER = late(r"(?<!\d)\d{1,9}(?!\d)")
# Whatever might be a portion mark: what carries one is text.
_MARKED = late(r"\((?://)?[A-Z]{1,12}\b[^()]{0,60}\)")


def running_lines(lines: list[TextLine], roles: list[Role | None], pages: int) -> None:
    """Mark running headers and footers in ``roles``.

    A line runs if it stands at the same edge of two pages word for word, or of three but for a number that counts the
    pages: sums that differ are text. Only from the edge inwards: behind the first line of text nothing runs, so that a
    phrase that comes back in the text is safe.
    """
    if pages < 2:
        return
    tops, bottoms = Counter[str](), Counter[str]()
    by_page = list(_pages(lines))
    for first, last in by_page:
        tops.update({key for p in _edge(range(first, last), roles) for key in _keys(lines[p])})
        bottoms.update({key for p in _edge(range(last - 1, first - 1, -1), roles) for key in _keys(lines[p])})
    for first, last in by_page:
        _mark(lines, roles, range(first, last), tops, Role.HEADER)
        _mark(lines, roles, range(last - 1, first - 1, -1), bottoms, Role.FOOTER)


def _pages(lines: list[TextLine]) -> Iterator[tuple[int, int]]:
    """First and past-the-last position of each page."""
    for _, page in groupby(range(len(lines)), key=lambda position: lines[position].page):
        first, *others = page
        yield first, first + len(others) + 1


def _edge(positions: range, roles: list[Role | None]) -> list[int]:
    """The first lines from an edge inwards, without those that are furniture already."""
    return [position for position in positions[:_DEPTH] if roles[position] is None]


def _keys(line: TextLine) -> list[str]:
    """The line word for word, and with each number as one that counts pages, which may stand left or right."""
    exact = " ".join(line.text.split())
    found = [exact]
    for number in _NUMBER.finditer(exact):
        before, behind = exact[: number.start()], exact[number.end() :]
        words = (behind.lstrip(), "") if not before else (before.rstrip(), "") if not behind else (before, behind)
        found.append(f"\0{int(number[0]) - line.page}\0".join(words))
    return found


def _mark(lines: list[TextLine], roles: list[Role | None], positions: range, seen: Counter[str], role: Role) -> None:
    run: list[int] = []
    # A page of nothing else may be one of many alike, each with its own figures: then only what is the same word for
    # word runs.
    bare = all(roles[p] is not None or _runs(lines[p], seen) for p in positions)
    for position in positions[:_DEPTH]:
        if roles[position] is None and not _runs(lines[position], seen, exactly=bare):
            break
        run.append(position)
    # The last line of a paragraph that ends alike on two pages is no footer: something has to part it from the text.
    while run and not _is_parted(lines, roles, run[-1], positions):
        run.pop()
    for position in run:
        roles[position] = roles[position] or role


def _is_parted(lines: list[TextLine], roles: list[Role | None], position: int, positions: range) -> bool:
    inner = position + positions.step
    if inner not in positions or roles[inner] is not None or roles[position] is not None:
        return True
    return lines[max(position, inner)].gap is not Gap.NONE


def _runs(line: TextLine, seen: Counter[str], *, exactly: bool = False) -> bool:
    """Whether a line came back often enough; a sentence is never a running line."""
    text = line.text
    if len(text) > _LONGEST or is_terminal(text) or _MARKED.search(text):
        return False
    if line.look.start in (Start.LABEL, Start.BULLET):
        return False
    exact, *counted = _keys(line)
    return seen[exact] > 1 or (not exactly and any(seen[key] > 2 for key in counted))
