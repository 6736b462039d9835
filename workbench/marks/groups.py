# SPDX-License-Identifier: AGPL-3.0-or-later
"""``GROUP 1`` to ``GROUP 4``: when a document of 1961 to 1972 was to be downgraded and declassified.

E.O. 10501 as amended by E.O. 10964; DoD 5200.10. The line stands below the classification, with or without a sentence
that says what the group means. Where a document has several groups, they are those of a list unless that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workbench.documents import Span
from workbench.marks.late import Match, Pattern, late
from workbench.marks.lines import Lines
from workbench.marks.shipped import rule_data


_SCHEDULE = late(r"GENERAL\s+DECLASSIFICATION\s+SCHEDULE|DOWNGRADED\s+AT\b|GROUP[ -]?[34]\b", re.IGNORECASE)
_REACH = 220  # characters of a block
_AROUND = " \t*_~|.,;-–—"
_MEANT = late(
    r"\W*(?:excluded from|exempted? from|downgraded at|downgraded to|declassified after|not automatically|automatic"
    r"|subject to)",
    re.IGNORECASE,
)
_MARKED = late(
    r"(?:\W|(?:NATO|COSMIC|TOP)\b)*(?:SECRET|CONFIDENTIAL|RESTRICTED|S E C R E T|C O N F I D E N T I A L)\b[^a-z]*"
)
_BANNER = late(
    r"^[ \t]*(?:TOP SECRET|SECRET|CONFIDENTIAL|S E C R E T|C O N F I D E N T I A L)\b[^a-z\n]{0,40}$", re.MULTILINE
)
_NEAR = 3  # lines looked at to either side


def is_scheduled(lines: Lines, start: int) -> bool:
    """Whether what begins at ``start`` goes on a block that says when to declassify: no release, but an order."""
    before = lines.text[max(0, start - _REACH) : start]
    block = before[before.rfind("\n\n") + 1 :]
    return _SCHEDULE.search(block) is not None


def groups(lines: Lines) -> Iterator[Span]:
    """Where each stands."""
    places = (place for prefix in ("group", "gp") for place in lines.shadow.heads(prefix))
    found = [match for place in places if (match := _pattern().match(lines.text, place))]
    only = len({match.group()[-1] for match in found}) == 1
    classified = only and _BANNER.search(lines.text) is not None
    for match in found:
        told = (
            _is_meant(lines, match)
            or classified
            or (only and any(map(_MARKED.fullmatch, _beside(lines, match.start()))))
        )
        if told and _stands_apart(lines, *match.span()):
            yield Span(*match.span())


def _stands_apart(lines: Lines, start: int, end: int) -> bool:
    """Alone, behind a wide gap, or behind the classification."""
    left, right = lines.left(start), lines.right(end)
    return (_is_apart(right[::-1]) or bool(_MEANT.match(right))) and (
        _is_apart(left) or _MARKED.fullmatch(left) is not None
    )


def _is_meant(lines: Lines, match: Match) -> bool:
    right = lines.right(match.end())
    return any(_MEANT.match(words) for words in (right, *_beside(lines, match.start())))


def _is_apart(side: str) -> bool:
    return not side.strip(_AROUND) or side.endswith(("   ", "\t"))


def _beside(lines: Lines, start: int) -> Iterator[str]:
    """The line itself and the nearest that are not blank, before and behind it."""
    own = lines.at(start)
    yield lines.text[own.start : start].strip()
    for step in (lines.before, lines.after):
        line = step(own)
        for _ in range(_NEAR):
            if line is None:
                break
            if words := lines.text[line.start : min(line.end, line.start + 200)].strip():
                yield words
                break
            line = step(line)


@cache
def _pattern() -> Pattern:
    wordings = [word for rules in rule_data("authority.yaml") for word in rules["groups"]]
    spelled = "|".join(re.escape(word).replace(r"\{d\}", "[1-4]").replace(r"\ ", r"[ \t]{0,3}") for word in wordings)
    return late(rf"(?:{spelled or '(?!)'})(?![\w-])")
