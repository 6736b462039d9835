# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one run of text holds several portions: behind marks between its sentences, and before items that run in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from workbench.documents import Span
from workbench.marks.late import late
from workbench.marks.model import Mark
from workbench.structure.candidates import Candidates, ends_paragraph, ends_text, headed_by, is_label, leads_paragraph
from workbench.structure.model import Placement
from workbench.structure.portions import heads_line, marking_of
from workbench.structure.starts import Enumerator, enumerator, is_terminal


_NEXT = late(r"\s+(?:[\"“‘']?[A-Z0-9]|[(\[]\w)")
_GOES_ON = late(r"[ \t\u00a0]{1,3}\S")
_LONGEST_TITLE = 60
_FIRST_ITEM = late(r"[.?!][\"”’)]?\s+\(?[a1][.)]\s")
_ITEM = late(r"[.?!;][\"”’)]?\s+(?=\(?(?:[a-z]|\d{1,2})[.)]\s+[\"“(]?\w)")
_LEFT, _BEHIND = 80, 12  # characters before a place, and those that an item's number and its mark take


def _leaning(text: str, spans: list[Span], inside: list[Mark], habit: Placement | None) -> Placement | None:
    """Where the marks of one run of text stand: at the end of it that has one, else as the document's do.

    With a mark at both of its ends it cannot be told which words those between them mark: None.
    """
    leads = leads_paragraph(headed_by(text, spans[0].start, inside[0]))
    trails = ends_paragraph(text[inside[-1].end : spans[-1].end])
    if leads and trails:
        return None
    return Placement.LEADING if leads else Placement.TRAILING if trails else habit


def cuts(text: str, spans: list[Span], inside: list[Mark], candidates: Candidates) -> list[int]:
    """Offsets at which another portion begins in a run of text; ``inside`` are its marks."""
    marked = _marked(text, spans, inside, candidates)
    items = list(_items(text, spans, inside[0]))
    return sorted([*items, *(at for at in marked if not any(item <= at < item + _BEHIND for item in items))])


def _items(text: str, spans: list[Span], lead: Mark) -> Iterator[int]:
    """Where items begin behind a stop of an unclassified portion: ``4. (U) It is old. a. The lamp`` stands unmarked.

    As on lines of their own its mark would cover them only behind a colon.
    """
    if marking_of(lead).is_classified or not leads_paragraph(headed_by(text, spans[0].start, lead)):
        return
    above: Enumerator | None = None
    for start, end in spans if any(_FIRST_ITEM.search(text, *span) for span in spans) else ():
        for stop in _ITEM.finditer(text, max(start, lead.end), end):
            item = enumerator(text[stop.end() : stop.end() + _BEHIND])
            first = (
                item is not None
                and item.value == 1
                and is_terminal(text[max(start, stop.end() - _LEFT) : stop.end()].rstrip())
            )
            follows = (
                item is not None and above is not None and (item.style, item.value) == (above.style, above.value + 1)
            )
            if first or follows:
                above = item
                yield stop.end()


def _marked(text: str, spans: list[Span], inside: list[Mark], candidates: Candidates) -> list[int]:
    """Where a second marked portion begins, as in ``(U) One. (S) Another``.

    Between sentences, and beside another mark of the same placement; where the second mark is the higher one, wherever
    a capital follows it, for a lower mark must not reach what stands behind a higher one (fail closed). Where no mark
    ends a paragraph, a first one that is unclassified marks what follows it; what stands before it is unmarked.
    """
    habit = candidates.habit
    if len(inside) == 1:
        if (habit is not Placement.TRAILING and not candidates.strict) or is_label(
            text[spans[0].start : inside[0].start]
        ):
            return []  # nothing stands beside it; Figure 7. (U) The pier
    elif (habit := _leaning(text, spans, inside, habit)) is None:
        return []
    found = list[int]()
    led = leads_paragraph(headed_by(text, spans[0].start, inside[0]))
    for before, mark in zip([None, *inside], inside, strict=False):
        end = _span_at(spans, mark.start).end
        if not (_NEXT.match(text, mark.end, end) or heads_line(text, mark)):
            continue
        if habit is Placement.TRAILING:
            head = _head(text, spans, mark)
            if ends_text(head) and not head.endswith(":"):  # SUBJECT: (U) The pier
                found.append(mark.end)
        elif before is None:
            opens = candidates.strict and not led and not marking_of(mark).is_classified
            if opens and _stands_between(text, mark) and ends_text(_head(text, spans, mark)):
                found.append(mark.start)
        elif led or found:
            higher = marking_of(mark).level.rank > marking_of(before).level.rank
            if higher and (title := _title_before(text, mark)):
                found += [title, mark.start]
            elif higher or (text[before.end : mark.start].strip() and ends_text(_head(text, spans, mark))):
                found.append(mark.start)
    return found


def _stands_between(text: str, mark: Mark) -> bool:
    """Whether text stands on its line before it and behind it: at an end it may be the mark of what stands there."""
    return not heads_line(text, mark) and _GOES_ON.match(text, mark.end) is not None


def _title_before(text: str, mark: Mark) -> int:
    """Where the short sentence begins that stands below another and before ``mark`` on its line; 0 if none does.

    It may be the title of what the mark leads.
    """
    start = text.rfind("\n", 0, mark.start) + 1
    head = text[start : mark.start].strip()
    if not head or len(head) > _LONGEST_TITLE or not ends_text(head) or ends_text(head[:-1]):
        return 0
    return text.index(head, start) if ends_text(text[max(0, start - _LEFT) : start]) else 0


def _head(text: str, spans: list[Span], mark: Mark) -> str:
    return text[max(_span_at(spans, mark.start).start, mark.start - _LEFT) : mark.start].rstrip()


def _span_at(spans: list[Span], offset: int) -> Span:
    """The one of the ordered ``spans`` that holds the character at ``offset``."""
    return spans[bisect_right(spans, offset, key=attrgetter("start")) - 1]
