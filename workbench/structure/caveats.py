# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of caveats that belong to the banner beside them: ``NO FOREIGN DISSEM``, ``RESTRICTED DATA`` under ``SECRET``.

Until the register of 1998 caveats were stamped apart from the level: below it at the head of a page, often above it at
the foot. Of the captions of telegrams only NOFORN and SENSITIVE count: paragraphs carry none of the others (EXDIS).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from workbench.markings import Form, Marking, parse
from workbench.markings.register import register
from workbench.marks.banner_words import HEADINGS
from workbench.marks.model import Mark, MarkType
from workbench.structure.cables import is_caption
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role


_LONGEST = 120  # characters
_HEADS = (Role.BANNER, Role.CABLE_HEADER)
_LEVELS = {"TS": "TOP SECRET", "S": "SECRET", "C": "CONFIDENTIAL", "U": "UNCLASSIFIED"}


def caveats(lines: list[TextLine], roles: list[Role | None], marks: Sequence[Mark]) -> dict[int, Marking]:
    """Mark the lines of caveats in ``roles``; what each banner that has some, by its start, says together with them."""
    found: dict[int, Marking] = {}
    starts = [line.start for line in lines]
    banners = [mark.start for mark in marks if mark.type is MarkType.BANNER]
    for mark in marks:
        if mark.start in found:
            continue  # LAW ENFORCEMENT SENSITIVE, below a level
        if mark.type is not MarkType.BANNER or not isinstance(mark.value, Marking) or mark.value.level not in _LEVELS:
            continue
        position = bisect_right(starts, mark.start) - 1
        if position < 0 or roles[position] not in _HEADS:
            continue
        stamped: list[str] = []
        own: list[int] = []
        for beside in _beside(lines, roles, position, _LEVELS[mark.value.level]):
            roles[beside] = roles[beside] or Role.BANNER
            stamped.append(_bare(lines[beside]))
            at = bisect_left(banners, lines[beside].start)
            own += [other for other in banners[at : at + 1] if other < lines[beside].end]
        if stamped:
            found.update(dict.fromkeys((mark.start, *own), _together(mark, stamped)))
    return found


def _beside(lines: list[TextLine], roles: list[Role | None], position: int, level: str) -> Iterator[int]:
    """The lines of caveats below the banner, over other captions, then the one right above it."""
    for below in range(position + 1, len(lines)):
        text = _bare(lines[below])
        # A control that also stands alone, LAW ENFORCEMENT SENSITIVE, is read as a banner of its own.
        free = roles[below] in (None, Role.CABLE_HEADER) or text in register().alone
        if lines[below].gap is Gap.PAGE or not free:
            break
        if _is_caveat(text, level):
            yield below
        elif not is_caption(text):
            break
    above = position - 1
    if not position or lines[position].gap is not Gap.NONE or roles[above] is not None:
        return
    if _is_caveat(_bare(lines[above]), level):
        yield above


def _bare(line: TextLine) -> str:
    return line.text.strip("()*-/ ")


def _is_caveat(text: str, level: str) -> bool:
    """Whether ``text`` is nothing but caveats that the register knows behind the level."""
    if not text or len(text) > _LONGEST or not (text == text.upper() or text.istitle()) or text.upper() in HEADINGS:
        return False
    if is_caption(text) and text != "NOFORN":
        return False
    return _read(level, [text]) is not None


def _together(banner: Mark, stamped: list[str]) -> Marking:
    assert isinstance(banner.value, Marking)
    words = " ".join(banner.raw.split())
    return _read(words, stamped) or _read(_LEVELS[banner.value.level], stamped) or banner.value


def _read(level: str, stamped: list[str]) -> Marking | None:
    said = parse("/".join([level, *stamped]).upper(), Form.BANNER)
    return None if said.marking is None or said.marking.unknown or said.confidence < 1 else said.marking
