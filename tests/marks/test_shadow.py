# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.marks.authority import _label_phrases, _statement_phrases
from workbench.marks.shadow import Phrase, Shadow
from workbench.marks.stamps import _openings


MARKS = (" ", "\n", "\t", ", ", "/", "(", ")", "0", "x", "\u017f", "\u212a", "\u2014")
STAMPS = (
    "Approved",
    "RELEASE",
    "Release in Part",
    "Declassified",
    "declassified/released",
    "D0S",
    "review",
    "C0mpleted",
)
LINES = ("classified by:", "Clas\u017fified By", "Reason(s)", "For Reasons", "Decl On", "ClBy", "for", "completed")
LONG = ("Not automatically declassified", "automatically", "Downgraded at 3 year intervals", "US Department of State")
PIECES = st.sampled_from(MARKS + STAMPS + LINES + LONG)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def spans(phrase: Phrase, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in phrase.matches(Shadow(text, digits=phrase in LABELS))]


LABELS = [phrase for _, phrase in (*_label_phrases(), *_statement_phrases())]
PHRASES = LABELS + [opening.phrase for opening in _openings()]


@settings(max_examples=60)
@given(TEXTS)
def test_a_phrase_is_found_wherever_its_pattern_is(text: str) -> None:
    for phrase in PHRASES:
        assert spans(phrase, text) == [match.span() for match in phrase._pattern.finditer(text)]


@settings(max_examples=60)
@given(TEXTS)
def test_with_a_capital_only_those_that_begin_with_one(text: str) -> None:
    for phrase in PHRASES:
        shadow = Shadow(text, digits=phrase in LABELS)
        assert all(match.group()[0].isupper() for match in phrase.matches(shadow, capital=True))
