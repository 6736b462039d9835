# SPDX-License-Identifier: AGPL-3.0-or-later
"""The portion mark of a paragraph, chosen among the candidates in it."""

from __future__ import annotations

from typing import NamedTuple

from workbench.core.findings import Finding, Severity
from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.marks.late import late
from workbench.marks.model import Mark
from workbench.structure.candidates import Candidates, ends_paragraph, ends_text, headed_by, leads_paragraph
from workbench.structure.model import Kind, Placement, Portion
from workbench.structure.unread import debris


_ENDS = late(r":?(?:[ \t]*[\r\n]|\s+(?:'?[A-Z0-9]|[\"“‘(\[]))")
_WORD = late(r"[A-Za-z]{3}")
_ENTIRE = late(
    r"(?i)entire (?:text|message|e-?mail|document|memo|letter|report)|in its entirety|this \S+ is classified"
    r"|all (?:portions|paragraphs)"
)
_LEVELED = late(r"\W{1,3}(?:T?[S58]|C)(?![A-Za-z0-9])")
_SHORTEST_ENTIRE = 11
_DASHED = late(r"\s*[-–—]{1,2}\s")  # SUBJECT: Survey of the pier (S) -- second report
_CLOSED, _TAIL = late(r"\bEND(?: OF)?\s+([A-Z]+)\.$"), 40
_NAMES = {Kind.TITLE, Kind.HEADING, Kind.CAPTION, Kind.TABLE_CELL}


class Choice(NamedTuple):
    """The portion taken and its mark, both None where the paragraph is unmarked, and what is to be said of it."""

    portion: Portion | None
    mark: Mark | None
    findings: tuple[Finding, ...] = ()


def choose(text: str, spans: list[Span], inside: list[Mark], kind: Kind, candidates: Candidates) -> Choice:
    """The mark of the paragraph at ``spans`` among the candidates ``inside`` it (in order).

    A leading and a trailing mark that disagree: the higher one holds, whatever the document's habit, for a paragraph
    may be withheld too far but never too little.
    """
    if not inside:
        return Choice(None, None)
    lead = inside[0] if leads_paragraph(headed_by(text, spans[0].start, inside[0])) else None
    behind = text[inside[-1].end : spans[-1].end]
    trail = inside[-1] if ends_paragraph(behind) or (kind in _NAMES and _DASHED.match(behind)) else None
    if trail is lead and lead is not None:
        # A short sentence looks like the label before a leading mark: (U) behind it ends it all the same.
        if _WORD.search(text, spans[0].start, lead.start):
            lead = None
        else:
            trail = None
    if trail is not None and not _trails(text, spans, trail, kind, candidates):
        if lead is None:
            why = "ends a paragraph but is not taken for its mark"
            return Choice(None, None, (_finding("mark-not-placed", trail, why),))
        trail = None
    if lead is not None and trail is not None:
        return _held(text, inside, _both(lead, trail, candidates.habit))
    mark = lead or trail
    return Choice(None, None) if mark is None else _held(text, inside, _chosen(mark, lead))


def _held(text: str, inside: list[Mark], choice: Choice) -> Choice:
    """``choice``, raised to the highest mark that stands apart among those ``inside`` the paragraph.

    Lines of two columns read as one: which words it marks cannot be told. Before a small letter it is a name's.
    """
    portion, mark, findings = choice
    assert portion is not None and mark is not None  # a paragraph without either is not handed on
    if len(inside) == 1:
        return choice
    apart = (other for other in inside if other is mark or heads_line(text, other) or _ENDS.match(text, other.end))
    highest = max(apart, key=lambda other: marking_of(other).level.rank)
    if marking_of(highest).level.rank <= marking_of(mark).level.rank:
        return choice
    finding = _finding("two-marks", highest, "stands inside a paragraph marked lower, which is held at it")
    return Choice(_portion(highest, portion.placement), highest, (*findings, finding))


def _trails(text: str, spans: list[Span], trail: Mark, kind: Kind, candidates: Candidates) -> bool:
    """Whether the last candidate is the paragraph's mark: after a stop, or anywhere in a title or heading.

    Where hardly any mark ends a paragraph, an (U) at the end of one without another is more likely a reference than a
    mark: the paragraph stays unmarked, which withholds it.
    """
    before, habit = text[spans[-1].start : trail.start], candidates.habit
    headed = habit is Placement.LEADING and not marking_of(trail).is_classified and debris(text, spans[0])
    if headed and _LEVELED.match(text, spans[0].start):
        return False  # (S/RL) The pier (U): what stands at its head may have been the higher mark
    if kind in _NAMES or habit is Placement.TRAILING or trail.start in candidates.listed:
        return True
    mixed = candidates.mixed and trail.start not in candidates.untold
    told = habit is None or mixed or marking_of(trail).is_classified or _closes(text[spans[0].start : trail.start])
    return ends_text(before) and told


def _closes(portion: str) -> bool:
    """Whether ``portion`` says that what it is called at its head ends (``COMMENT: ... END COMMENT.``)."""
    closed = _CLOSED.search(portion[-_TAIL:].rstrip().upper())
    return closed is not None and f"{closed[1]}:" in portion[:_TAIL].upper()


def _both(lead: Mark, trail: Mark, habit: Placement | None) -> Choice:
    preferred, other = (trail, lead) if habit is Placement.TRAILING else (lead, trail)
    if marking_of(lead) == marking_of(trail):
        return _chosen(preferred, lead)
    if marking_of(other).level.rank > marking_of(preferred).level.rank:
        preferred, other = other, preferred
    return _chosen(preferred, lead, _finding("two-marks", other, "contradicts the paragraph's other mark"))


def _chosen(mark: Mark, lead: Mark | None, *findings: Finding) -> Choice:
    return Choice(_portion(mark, Placement.LEADING if mark is lead else Placement.TRAILING), mark, findings)


def _portion(mark: Mark, placement: Placement) -> Portion:
    return Portion(mark.raw, mark.start, mark.end, placement, marking_of(mark), mark.struck)


def marking_of(mark: Mark) -> Marking:
    """What a portion candidate or a banner says: none without a marking is handed on."""
    assert isinstance(mark.value, Marking)
    return mark.value


def _finding(code: str, mark: Mark, why: str) -> Finding:
    message = f"a portion mark of {len(mark.raw)} characters {why}"
    return Finding(code, Severity.WARNING, message, page=mark.page, start=mark.start, end=mark.end)


def heads_line(text: str, mark: Mark) -> bool:
    """Whether nothing but blanks and bars stands on its line before ``mark``."""
    return text[max(0, mark.start - 8) : mark.start].rstrip(" \t|>")[-1:] in ("\n", "\r")


def is_entire_text(portion: Portion) -> bool:
    """Whether the mark stands for the whole text or message (``C - ENTIRE TEXT``)."""
    return len(portion.raw) >= _SHORTEST_ENTIRE and bool(_ENTIRE.search(portion.raw))
