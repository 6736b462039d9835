# SPDX-License-Identifier: AGPL-3.0-or-later
"""The labels and statements of rules/authority.yaml, ready to be looked up."""

from __future__ import annotations

import re
from functools import cache

from workbench.marks.late import late
from workbench.marks.phrases import Phrase, Phrasebook
from workbench.marks.shipped import rule_data


_WIDEST_GAP = 3  # between two words of a label or statement
# A statement runs over the ends of lines, between which OCR leaves blank ones.
_OVER_LINES = r"(?:[ \t]{1,3}|[ \t]{0,40}(?:\r?\n[ \t]{0,40}){1,2})"
_WIDEST_BREAK = 124
# A set of the U.S. Message Text Format parts its fields by strokes and ends with two: DECL/OADR//
_COLON = r"(?:(?P<slash>/)(?=\S[^\n/]{0,80}//)|[ \t]{0,20}(?P<colon>[:;]?)[ \t]*)"


def _spelled(words: str, between: str = r"[ \t]{1,3}") -> str:
    return between.join(re.escape(word) for word in words.split())


def _phrase(words: str, pattern: str, gap: int = _WIDEST_GAP) -> Phrase:
    return Phrase(late(pattern, re.IGNORECASE), " ".join(words.split()), gap)


@cache
def label_phrases() -> Phrasebook[str]:
    """The labels of rules/authority.yaml, each with its field."""
    return Phrasebook(
        (field, _phrase(label, rf"(?<!\w){_spelled(label)}(?!\w){_COLON}"))
        for rules in rule_data("authority.yaml")
        for field, labels in rules["labels"].items()
        for label in labels
    )


@cache
def statement_phrases() -> Phrasebook[str]:
    """The statements of rules/authority.yaml, each with its field."""
    return Phrasebook(
        (field, _phrase(words, rf"\b{_spelled(words, _OVER_LINES)}\b", _WIDEST_BREAK))
        for rules in rule_data("authority.yaml")
        for field, statements in rules["statements"].items()
        for words in statements
    )
