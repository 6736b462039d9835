# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carrying decisions over from another version of a document: a corrected file, a new OCR, the same memo as a DOCX.

Both texts are compared, character by character, white space aside, so the earlier version has to be open too. A case
holds no hash of a paragraph by which this could be told without: who has the case could try out what was withheld.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.redaction.model import Action, Decision
from workbench.tui.review import Review
from workbench.tui.rows import text_of
from workbench.tui.target import Target


CHANGED = "on text or a mark that is not the same here"
TWICE = "on text that stands in one of them more than once"
NO_TEXT = "about a page or a box"
DECIDED = "on text that is decided about here"
WHY = "a release that has to give its reason"


@dataclass(frozen=True, slots=True)
class Carried:
    """What of the decisions about ``source`` can be carried over: ``decisions`` about the other document.

    ``left`` counts those that cannot be, by why.
    """

    source: Review
    decisions: tuple[Decision, ...]
    left: Counter[str]

    @property
    def amounts(self) -> str:
        """How many are carried over, in words."""
        count = Counter(decision.action for decision in self.decisions)
        return f"{count[Action.WITHHOLD]} withheld, {count[Action.RELEASE]} released"


def carry_over(old: Review, new: Review, reviewer: str, asked_why: Callable[[Target], str]) -> Carried:
    """The decisions about ``old`` that hold for the same text in ``new``, as decisions of ``reviewer``.

    Only where a paragraph's text and mark are the same, and stand once in either document; never where ``new`` has a
    decision. ``asked_why`` is what a release in ``new`` has to give a reason for.
    """
    carried: list[Decision] = []
    left: Counter[str] = Counter()
    for decision in old.decisions:
        target, why = _target(decision, old, new)
        if target and decision.action is Action.RELEASE and not decision.reason and asked_why(target):
            target, why = None, WHY
        if target is None:
            left[why] += 1
        else:
            said = decision.action, decision.code, decision.reason, reviewer
            carried += target.decisions(new, *said, carried=old.document.sha256)
    return Carried(old, tuple(carried), left)


def _target(decision: Decision, old: Review, new: Review) -> tuple[Target | None, str]:
    """What a decision about ``old`` is about in ``new``: all of a row, or the same letters of it; or None and why."""
    row, why = _row_for(decision, old, new)
    if row is None:
        return None, why
    there = old.row_at(decision.spans[0].start)
    if decision.spans == old.rows[there].spans:
        return Target((row,)), ""
    theirs, ours = _letters(old, there), _letters(new, row)
    parts = (ours[bisect_left(theirs, start) : bisect_left(theirs, end)] for start, end in decision.spans)
    words = tuple(word for letters in parts for word in _stretches(letters, new.rows[row].spans))
    return (Target((row,), words), "") if words else (None, CHANGED)


def _row_for(decision: Decision, old: Review, new: Review) -> tuple[int | None, str]:
    """The row of ``new`` to which a decision about ``old`` can be carried; or None and why not."""
    if not decision.spans:
        return None, NO_TEXT
    row = old.row_at(decision.spans[0].start)
    inside = old.rows[row].spans
    if not all(any(s <= span.start and span.end <= e for s, e in inside) for span in decision.spans):
        return None, CHANGED
    key = _key(old, row)
    found = _rows(new).get(key, ())
    if len(found) == 1 == len(_rows(old)[key]):
        return (None, DECIDED) if new.whole(found[0]) or new.words(found[0]) else (found[0], "")
    return None, TWICE if found else CHANGED


def _key(review: Review, row: int) -> tuple[str, Marking | None]:
    """What has to be the same: the text, its line breaks and blanks aside, and the mark that governs it."""
    shown = review.rows[row]
    marking = shown.paragraph.governing if shown.paragraph else None
    return " ".join(text_of(review.document.text, shown).split()), marking


@lru_cache(maxsize=64)
def _rows(review: Review) -> dict[tuple[str, Marking | None], tuple[int, ...]]:
    found: dict[tuple[str, Marking | None], tuple[int, ...]] = {}
    for row, shown in enumerate(review.rows):
        if not shown.caption:
            key = _key(review, row)
            found[key] = (*found.get(key, ()), row)
    return found


def _letters(review: Review, row: int) -> list[int]:
    """Where each character of a row stands that is no white space."""
    text = review.document.text
    return [at for start, end in review.rows[row].spans for at in range(start, end) if not text[at].isspace()]


def _stretches(letters: list[int], spans: tuple[Span, ...]) -> list[Span]:
    """From the first of ``letters`` to the last, cut where a page break cuts the paragraph."""
    if not letters:
        return []
    parts = (Span(max(letters[0], s), min(letters[-1] + 1, e)) for s, e in spans)
    return [part for part in parts if part.start < part.end]
