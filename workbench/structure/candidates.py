# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which of the tokens that look like portion marks can be one, and where in its line each stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from workbench.markings.model import Marking
from workbench.marks.dates import DATED
from workbench.marks.late import ending, late
from workbench.marks.model import Mark, MarkType
from workbench.marks.portion_context import without_codes, without_markup
from workbench.structure.entries import MESSAGE_SET, SPEAKER, begins_annexed
from workbench.structure.letters import list_letters
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Placement, Role
from workbench.structure.starts import Start, enumerator, is_terminal


# What may stand before a leading mark: bullets, a number or letter, a note's number in brackets, a label of up to five
# words with its colon, a title in capitalised words with its stop.
_LABEL = r"(?:Figure|FIGURE|Fig\.|Table|TABLE|Chart|Map|Photo|Annex|Appendix|Tab|Exhibit) [\w.-]{1,8}[:.—–-]?"
_FIELD = (
    r"(?:(?:sub)?title|subject|summary|abstract|description|caption|author|keywords?)\s*[:=]\s*[\"']?"  # front matter
)
_LABELS = late(rf"\W{{0,3}}{_LABEL}\s*")
_BEFORE = late(
    r"[\W_]{0,6}"
    r"(?:(?:\d{4,6}\. (?=Subj)|\(?(?:\d{1,3}[a-z]?|[A-Za-z]|[ivxIVX]{2,5})[.)\]]+|¶ ?\d{1,3}\.?|\d{1,2}(?:/| ?[.,;]) ?"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?\.? |o "
    r"|(?:PARA|Para)(?:graph)? \d{1,3}[.:]?)\s*){0,2}"
    r"[\W_]{0,4}"
    r"(?:(?:[A-Z][\w/&'’-]*(?:\s+[A-Za-z#][\w/&'’-]*){0,4}\s*[:—–-]+"
    r"|[A-Z][\w/&'’-]*(?:\s+[A-Za-z][\w/&'’-]*)?\s*\.+"
    r"|[A-Z][\w/&'’-]*[a-z](?:\s+(?:[A-Z][\w/&'’-]*|of|the|and|for|in|on|to|a|an|with|or|by|at|from))+\s*\.+"
    rf"|{_FIELD}|{MESSAGE_SET}|{SPEAKER}\s*[:.–—-]+|{DATED}\s*[:.–—-]*|{_LABEL})\s*)?"
    r"(?:(?:RE|Re|FW|Fw|FWD|Fwd)\s*:\s*){0,6}"
    r"(?:\(?(?:\d{1,3}|[A-Za-z])[.)]+\s*)?"
)
# A value of a row that commas part, or of a key in JSON and YAML: 4,"(S) The pier"; "text": "(S) The pier".
_VALUE = ending(r"\S[,;]\"?|[\"'][\w -]{1,30}[\"']\s*:\s*[\"']|^\s*[a-z]\w{1,20}: [\"']?")
_LONGEST_BEFORE = 60
# Behind a trailing mark: punctuation and the specks of a scanner.
_AFTER = late(r"[^\w(]{0,4}(?:\w{1,2}\W?)?")
_LONGEST_AFTER = 7


@dataclass(slots=True)
class Candidates:
    """The candidates left, by the line they lead, end or fill.

    ``leads`` and ``trails`` are by position of the line; one that fills its line is in ``alone`` and in neither.
    ``ends`` are all lines that end in one, also those where no sentence stops before it, as in titles.
    ``habit`` is where this document's marks stand, None where there are none; ``alone_habit`` those alone on a line.
    ``strict``: marks lead and none ends a paragraph. ``mixed``: two do at least, and one in four.
    ``untold`` are where marks alone on a line begin that stand as close to the text above as to that below.
    ``listed`` are where the marks begin that end the items of a list of which each ends in one, one of them classified.
    """

    leads: dict[int, Mark] = field(default_factory=dict)
    trails: dict[int, Mark] = field(default_factory=dict)
    alone: dict[int, Mark] = field(default_factory=dict)
    ends: dict[int, Mark] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    habit: Placement | None = None
    alone_habit: Placement | None = None
    strict: bool = False
    mixed: bool = False
    untold: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)


def place_candidates(text: str, lines: list[TextLine], roles: list[Role | None], marks: Iterable[Mark]) -> Candidates:
    """Sort the portion candidates among ``marks`` by where in their lines they stand; those in furniture are none."""
    marks = sorted((m for m in marks if m.type is MarkType.PORTION and m.end > m.start), key=lambda m: m.start)
    letters = list_letters(text, lines, roles)
    found = Candidates()
    starts = [line.start for line in lines]
    for mark in marks:
        position = bisect_left(starts, mark.start + 1) - 1
        if position < 0 or roles[position] is not None or mark.start in letters or _glued(text, mark):
            continue
        found.marks.append(mark)
        _place(found, text, lines, position, mark)
    if found.leads or found.trails:
        # The subject's mark stands behind its label, wherever others stand.
        leading = sum(lines[position].look.start is not Start.LABEL for position in found.leads)
        closing = sum(_closes(found, lines, position) for position in found.trails)
        found.habit = Placement.TRAILING if len(found.trails) > leading else Placement.LEADING
        found.strict, found.mixed = leading > 0 == closing, closing > 1 and 3 * closing >= leading
    found.listed = _listed(found, lines)
    if found.alone:
        placed = _alone_habit(found, lines)
        found.alone_habit = placed if found.habit in (placed, None) else None  # else they stand both ways
        found.untold = {mark.start for position, mark in found.alone.items() if set_close(lines, position) is None}
    return found


def _listed(found: Candidates, lines: list[TextLine]) -> set[int]:
    """Where the marks begin behind the items, a line each, of lists of references, enclosures or points."""
    listed = set[int]()
    items = [p for p in range(len(lines)) if _is_item(lines[p], found.leads.get(p))] if len(found.ends) > 1 else []
    for _, run in groupby(enumerate(items), key=lambda place: place[1] - place[0]):
        for part in _by_label([p for _, p in run], lines):
            marks = [found.ends[p] for p in part if p in found.ends and p not in found.leads and p not in found.alone]
            if 1 < len(part) == len(marks) and any(map(_is_classified, marks)):
                listed |= {mark.start for mark in marks}
    return listed


def _by_label(items: list[int], lines: list[TextLine]) -> list[list[int]]:
    """``items`` parted where a label heads another list: ``Ref: (a)`` ... ``Encl: (1)``."""
    parts: list[list[int]] = [[]]
    for position in items:
        if lines[position].look.start is Start.PLAIN:
            parts.append([])
        parts[-1].append(position)
    return parts


def _is_item(line: TextLine, lead: Mark | None) -> bool:
    """Whether an item of a list begins there, behind a label at most: ``Encl: (1) The plan``; no (U) is its letter."""
    if lead is not None and lead.start == line.start:
        return False
    if line.look.start in (Start.BULLET, Start.NUMBER) or begins_annexed(line.text):
        return True
    return line.look.label is not None and enumerator(line.text.partition(":")[2].strip() or ".") is not None


def _is_classified(mark: Mark) -> bool:
    return isinstance(mark.value, Marking) and mark.value.is_classified


def _closes(found: Candidates, lines: list[TextLine], position: int) -> bool:
    """Whether a paragraph ends on the line at ``position``, as far as the next one tells."""
    below = position + 1
    return below == len(lines) or lines[below].gap is not Gap.NONE or below in found.leads


def _alone_habit(found: Candidates, lines: list[TextLine]) -> Placement | None:
    """Whether marks alone on a line stand close above their text or below it; None where they stand both ways."""
    marks = [position for position, mark in found.alone.items() if not mark.raw[0].isalpha()]  # C - ENTIRE TEXT
    placements = {placed for position in marks if (placed := set_close(lines, position))}
    return placements.pop() if len(placements) == 1 else None


def set_close(lines: list[TextLine], position: int) -> Placement | None:
    """Where a mark alone on its line stands by the blank lines around it, or set in as the one above; None: untold."""
    mark = lines[position]
    parted = position + 1 == len(lines) or lines[position + 1].gap is not Gap.NONE
    if mark.gap is Gap.BLANK:
        return None if parted else Placement.LEADING
    set_in = not parted and lines[position - 1].indent == mark.indent > lines[position + 1].indent
    return Placement.TRAILING if mark.gap is Gap.NONE and (parted or set_in) else None


def _place(found: Candidates, text: str, lines: list[TextLine], position: int, mark: Mark) -> None:
    last = position  # a list of countries may run over the end of a line
    while last + 1 < len(lines) and lines[last + 1].start < mark.end:
        last += 1
    before, after = headed_by(text, lines[position].start, mark), text[mark.end : lines[last].end]
    ends = ends_paragraph(after)
    if ends:
        found.ends[last] = mark
    if ends and not any(c.isalnum() for c in before):
        found.alone[position] = mark
    elif ends:
        if ends_text(before) or (after[:1] == "." and "/" in mark.raw):  # The pier is shut (S//NF).
            found.trails[last] = mark
    elif position not in found.leads and leads_paragraph(before):
        found.leads[position] = mark


def headed_by(text: str, start: int, mark: Mark) -> str:
    """What stands before ``mark`` from ``start`` on, the colon behind it included: ``Summary (C):`` is a label."""
    before = text[start : mark.start]
    return before.rstrip() + ":" if text.startswith(":", mark.end) else before


def leads_paragraph(before: str) -> bool:
    """Whether ``before`` is nothing but what may stand before a leading mark."""
    before = without_codes(without_markup(before)) if before else before
    return not before or (len(before) <= _LONGEST_BEFORE and bool(_BEFORE.fullmatch(before) or _VALUE.match(before)))


def is_label(before: str) -> bool:
    """Whether ``before`` is what a figure, a table or an annex is called by."""
    return _LABELS.fullmatch(before) is not None


def ends_paragraph(after: str) -> bool:
    """Whether ``after`` is nothing but what may stand behind a trailing mark."""
    left = after.strip()
    return len(left) <= _LONGEST_AFTER and bool(_AFTER.fullmatch(left))


def ends_text(before: str) -> bool:
    """Whether a sentence ends before a trailing mark; titles end in a word and are told by their kind."""
    return is_terminal(before.rstrip()) or before.rstrip().endswith(")")


def _glued(text: str, mark: Mark) -> bool:
    """``D(S)``, ``501(c)``: part of a word. A full stop or quote directly before is a typist's missing space."""
    return mark.start > 0 and mark.raw[:1] == "(" and text[mark.start - 1].isalnum()
