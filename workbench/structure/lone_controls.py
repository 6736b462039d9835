# SPDX-License-Identifier: AGPL-3.0-or-later
"""Controls, warnings and stray marks where no level is in force: a scanner lost it, or the part that had it.

Only classified documents carry them (EO 13526 s.1.6; Atomic Energy Act s.142; DCID 1/7), so the document counts as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from workbench.core.findings import Finding, Severity
from workbench.markings.model import Marking
from workbench.marks.level_signs import is_level, shows_level
from workbench.marks.model import Mark, MarkType
from workbench.structure.lines import Gap, TextLine
from workbench.structure.wordings import initials, words


_EDGE = 6  # lines at the head and at the foot of a page, where stamps are
_LONGEST = 200  # characters of a line that are looked at
_LEVEL = re.compile(r"^(?:SECRET|CONFIDENTIAL)\b(?! SERVICE)|\b(?:SECRET|CONFIDENTIAL)$|\bTOP SECRET\b")
# (S) at the head of a line, one bracket lost, and an item of a list with such letters.
_CONTROLS = r"(?:/{1,2}[A-Z]{2}[A-Z/,-]{0,40})?"
# Or one in a column of its own.
_HALF = re.compile(
    rf"(?:(TS|[SC]){_CONTROLS}[)\]}}>]|[(\[{{<](TS|[SC]){_CONTROLS}) +[\"“']?[A-Z]"
    r"|\|? ?(TS|S)(?: ?\||\t| {3}) *[\"“']?[A-Z][\w'’]* \w"
)
_LISTED = re.compile(r"\(?[ABDRT][.)\]]|\|? ?[ABD-QRTV-Z](?: ?\||\t| {3})")
_TYPE = re.compile(r"\(([A-Z][A-Za-z]+)\) \w")  # (Secret) The answer. (Project) The project.
_TYPES = 2
_PARTS = re.compile(r"[/,;*]|\s-\s")
_APART = re.compile(r"\s(?:[|•·–—-]|//?)\s")


def lone_sign(lines: Sequence[TextLine], marks: Sequence[Mark]) -> Finding | None:
    """A finding at a portion mark that no paragraph has but nobody writes by chance, else at a lone control."""
    for mark in marks:
        sure = mark.type is MarkType.PORTION and "//" in mark.raw and not mark.struck
        if sure and isinstance(mark.value, Marking) and mark.value.is_classified:
            return _not_placed(mark)
    types = {match[1] for line in lines if (match := _TYPE.match(line.text))}
    told = (line for line in lines if len(types) < _TYPES or not _TYPE.match(line.text))
    bare = next((line for line in told if shows_level(line.text)), None) or _half_marked(lines)
    return _not_placed(bare) if bare else _lone_control(lines)


def _half_marked(lines: Sequence[TextLine]) -> TextLine | None:
    """The first line with half a mark that another line has too: no list has one letter twice, and no other."""
    found = [(line, match) for line in lines if (match := _HALF.match(line.text))]
    times = Counter(match[match.lastindex or 0] for _, match in found)
    if not found or any(_LISTED.match(line.text) for line in lines):
        return None
    return next((line for line, match in found if times[match[match.lastindex or 0]] > 1), None)


def _not_placed(place: Mark | TextLine) -> Finding:
    message = "a portion mark that no paragraph has for its own: the document counts as classified"
    return Finding("mark-not-placed", Severity.WARNING, message, page=place.page, start=place.start, end=place.end)


def _lone_control(lines: Sequence[TextLine]) -> Finding | None:
    """A finding at the first line that is a control of its own at a page's edge, or begins as a warning does."""
    edges = _edges(lines)
    found = next((line for line in edges if _is_control(line.text)), None) or _stamped(edges)
    found = found or next((line for n, line in enumerate(lines) if _is_warning(lines, n)), None)
    if found is None:
        return None
    message = "a control or warning of classified documents, and no level to it: the document counts as classified"
    return Finding("no-level", Severity.WARNING, message, page=found.page, start=found.start, end=found.end)


def _stamped(edges: Sequence[TextLine]) -> TextLine | None:
    """The first line that is a level, or comes twice as one with other words: SECRET BY AUTHORITY OF THE SURVEY."""
    short = [line for line in edges if len(line.text) < _LONGEST]
    times = Counter(line.text for line in short)
    for line in short:
        twice, stamp = times[line.text] > 1, _LEVEL.search(line.text)
        # Of a running head, Harbor Survey - SECRET - Annex B; not of a row of a table.
        parts = [part for part in _APART.split(line.text) if part.isupper() and line.text[0] != "|"]
        if any(is_level(part, repeated=twice) for part in (line.text, *parts)) or (
            stamp and line.text.isupper() and (twice or "TOP SECRET" in line.text)
        ):
            return line
    return None


def _edges(lines: Sequence[TextLine]) -> list[TextLine]:
    breaks = [n for n, line in enumerate(lines) if line.gap is Gap.PAGE and n]
    near = {n for at in (0, *breaks) for n in range(at, at + _EDGE)}
    near |= {n for at in (*breaks, len(lines)) for n in range(at - _EDGE, at)}
    return [lines[n] for n in sorted(near) if 0 <= n < len(lines)]


def _is_control(text: str) -> bool:
    if not text.isupper():
        return False
    parts = _PARTS.split(text.strip("()*-/ .").casefold())
    return all(part.strip() in words("lone_controls") for part in parts)


def _is_warning(lines: Sequence[TextLine], number: int) -> bool:
    """Whether the line and the one below it begin as a warning does."""
    if lines[number].text[:1].casefold() not in initials("lone_warnings"):
        return False
    head = " ".join(line.text[:_LONGEST] for line in lines[number : number + 2])
    return " ".join(head.casefold().split()).startswith(tuple(words("lone_warnings")))
