# SPDX-License-Identifier: AGPL-3.0-or-later
"""Placeholders with a bracket misread or lost: ``{2 lines not declassified]``, ``2 lines not declassified]``."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.documents import Span
from workbench.marks.late import Match, ending, late, sought
from workbench.marks.lines import within
from workbench.marks.model import Placeholder
from workbench.marks.placeholder_reading import read_common
from workbench.marks.shadow import matches_around, matches_at


# OCR reads one bracket as another, or loses it: "not declassified" before the one that is left says enough, with an
# amount also before none at all.
_SAID = r"n[oae0][tf]?[ \n]{1,2}d(?:eclassified){e<=1}\.?"
SAID_BEGINS = late(r"n[oae0][tf]?[ \n]{1,2}d")
_CLOSED = sought(rf"{_SAID}(?P<close>[\]}})])")
_OPENED = ending(r"(?<![\w\[({])(?P<open>[\[{(])(?:[^\[\](){}\n]|\n(?![ \t]*\n)|\([^()\[\]\n]{1,40}\)){1,150}")
_LONGEST = 200
_AMOUNT = r"(?:\d|[Ll]ess th[ae]n|½|[Rr]emainder of)"
_AMOUNT_BEGINS = late(rf"(?<!\w){_AMOUNT}")
_BARE = sought(
    rf"(?P<open>[\[{{(]?)(?P<inner>{_AMOUNT}"
    r"(?:[^\[\](){}\n]|\n(?![ \t]*\n)|\([^()\[\]\n]{1,40}\)){1,90}?"
    rf"[ \n]{_SAID})(?P<close>[\]}})]?)"
)
_BEFORE_SAID, _BEHIND_SAID = 110, 40  # characters of _BARE before and behind what is said
_PAIRS = frozenset({"[]", "()", "{}"})
_OPENING = {"]": "[", ")": "(", "}": "{"}
_ALL_BRACKETS = frozenset("[](){}")


def mismatched(text: str, said: list[int]) -> Iterator[tuple[int, int, Placeholder]]:
    """Placeholders in brackets that do not fit each other."""
    for match in matches_at(_CLOSED, text, said):
        since = max(0, match.start() - _LONGEST)
        if _is_closed(text[since : match.start()], match["close"]):
            continue
        opened = _OPENED.match(text, since, match.start())
        if opened is None or _is_framed(text, since, opened, match):
            continue
        start, end = opened.start(), match.end()
        value = read_common(text[start + 1 : end - 1], square=text[start] + text[end - 1] != "()")
        if value:
            yield start, end, value


def _is_closed(before: str, close: str) -> bool:
    """Whether the last bracket of any kind in ``before`` is the one that ``close`` closes, as nearly everywhere."""
    opened = before.rfind(_OPENING[close])
    return opened >= 0 and _ALL_BRACKETS.isdisjoint(before[opened + 1 :])


def _is_framed(text: str, since: int, opened: Match, closed: Match) -> bool:
    """Whether the brackets fit: these two, with none between them, or an earlier one that a lost ``)`` hides."""
    pair = opened["open"] + closed["close"]
    if pair in _PAIRS:
        return pair != "()" or "(" not in text[opened.end("open") : closed.start()]
    before = text[since : opened.start()]
    return closed["close"] == "]" and before.rfind("[") > before.rfind("]")


def half_open(text: str, taken: list[Span], said: list[int]) -> Iterator[tuple[int, int, Placeholder]]:
    """Amounts that are not declassified, with a bracket on one side only."""
    bare = [place for place in said if not within(place, taken)]
    for match in matches_around(_BARE, text, bare, _BEFORE_SAID, _BEHIND_SAID):
        if match["open"] + match["close"] and not within(match.start("inner"), taken):
            # The day of a date before it is no amount: the first that reads as one is.
            inner, start = match["inner"], match.start("inner")
            places = [0] if match["open"] else [amount.start() for amount in _AMOUNT_BEGINS.finditer(inner)]
            values = ((place, read_common(inner[place:], square=False)) for place in places)
            place, value = next(((place, value) for place, value in values if value and value.unit), (0, None))
            if value:
                yield start + place if place else match.start(), match.end(), value
