# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the withheld text that the kept text does not have, alone and three in a row.

Beside the stretches of letters that ``exports.needles`` looks for, this finds what is shorter: a name left in a cell.
It asks nothing of the place: a copy is made of kept text, so a word from nowhere but the withheld is a leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.exports.needles import label_pattern
from workbench.redaction import Plan
from workbench.redaction.folding import folded


_IN_A_ROW = 3
_SHORTEST = 4
# What the writer says by itself beside the labels of the plan.
_OWN_WORDS = "picture chart diagram embedded object withheld"


class Words:
    """The telling words of a plan, prepared once for searching many texts."""

    def __init__(self, plan: Plan) -> None:
        """``plan`` says what is withheld; whatever of it is kept elsewhere tells nothing."""
        text = plan.analysis.document.text
        withheld = {group for start, end in plan.withheld() for group in _groups(_words(text[start:end]))}
        # What whoever releases the copy has it say of itself is no word of the document, be it "office" or "authority".
        # As one text: in a copy the ends of what was taken out may meet.
        kept = "\n".join((_OWN_WORDS, *plan.notices.said(1), *plan.kept()))
        self.groups = frozenset(withheld.difference(_groups(_words(kept))))
        self._labels = label_pattern(plan)

    def count(self, text: str) -> int:
        """How many telling words and groups of words are in ``text``; those of labels do not count."""
        bare = self._labels.sub("\n\ufffc\n", text)
        return len({group for line in bare.split("\ufffc") for group in _groups(_words(line))} & self.groups)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _groups(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from zip(*(words[i:] for i in range(_IN_A_ROW)), strict=False)
    yield from ((word,) for word in words if len(word) >= _SHORTEST)
