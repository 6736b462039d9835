# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is looked up in a shadow of the text is what the patterns find on their own."""

from __future__ import annotations

from typing import Any

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.marks import broken_brackets, exemptions, placeholder_reading, stamp_tail
from workbench.marks.authority_words import label_phrases, statement_phrases
from workbench.marks.phrases import Phrase, Phrasebook
from workbench.marks.placeholder_words import wordings
from workbench.marks.shadow import Shadow, matches_around
from workbench.marks.stamps import openings


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
LONG = (
    "Not automatically declassified",
    "automatically",
    "Downgraded at 3 year intervals",
    "US Department of State",
    "U.S. Department  of\n State Case No",
    "State Dept. review",
)
TEXTS = st.lists(st.sampled_from(MARKS + STAMPS + LINES + LONG), max_size=12).map("".join)
BOOKS: tuple[Phrasebook[Any], ...] = (label_phrases(), statement_phrases(), openings())

CODES = (
    "(b)",
    "( b )",
    "[B]",
    "{7}",
    "b7",
    "(A)",
    "(3)",
    "b6",
    "bl",
    "(k)(2)",
    "j",
    "1.4",
    "3.3.4",
    "(d)",
    "E.O. 12958",
)
MORE = (
    "25X1",
    "E2 IMPDET",
    "JFK Act",
    "ARCA, 6",
    "44 U.S.C. 2107(6)",
    "(1)(A)",
    "STATINTL",
    "SG1A",
    "7(A)",
    "B 1",
    "l .4 (d",
    "E 4, (1), IMP DET",
    "imp det",
    " ",
    "\n",
    "a",
    "9",
    ",",
)
CODED = st.lists(st.sampled_from(CODES + MORE), max_size=10).map("".join)

BEHIND = (
    " ",
    "\n",
    ":",
    "(",
    ", ",
    "= 12",
    "~ 3",
    "2031-01-02",
    "Date",
    "ON",
    "JUN",
    "CIA-RDP00-00000R0",
    "Case No. F-2031",
)
ITEMS = (
    "F-2031-00001",
    "Doc No. 12345",
    "C00000001",
    "NND 123456",
    "E.O. 13526",
    "Authority",
    "by",
    "NARA",
    "@ 30-Yrs",
    "K",
)
TAILS = st.lists(st.sampled_from(BEHIND + ITEMS), max_size=8).map("".join)


def spans(book: Phrasebook[Any], text: str, *, capital: bool = False) -> list[tuple[object, int, int]]:
    return [(meaning, *match.span()) for meaning, match in book.matches(Shadow(text), capital=capital)]


def alone(book: Phrasebook[Any], text: str) -> list[tuple[object, int, int]]:
    return [(meaning, *match.span()) for meaning, phrase in book.entries for match in phrase.pattern.finditer(text)]


@settings(max_examples=150)
@given(TEXTS)
def test_a_phrase_is_found_wherever_its_pattern_is(text: str) -> None:
    for book in BOOKS:
        assert spans(book, text) == alone(book, text)


@settings(max_examples=60)
@given(TEXTS)
def test_with_a_capital_only_those_that_begin_with_one(text: str) -> None:
    for book in BOOKS:
        found = spans(book, text, capital=True)
        assert all(text[start].isupper() for _, start, _ in found)
        assert {one for one in spans(book, text) if text[one[1]].isupper()} <= set(found)


def test_a_wording_without_a_letter_is_found_by_its_pattern() -> None:
    book = Phrasebook([("number", Phrase(regex.compile(r"\u2116 5"), "\u2116 5", 3))])
    assert spans(book, "Order \u2116 5, \u2116 5") == [("number", 6, 9), ("number", 11, 14)]


@settings(max_examples=150)
@given(CODED)
def test_codes_are_looked_for_wherever_their_patterns_find_them(text: str) -> None:
    for shadow in (Shadow(text), Shadow(text + " " * 100_000)):  # a long text has no list of its words
        for family in exemptions.FAMILIES:
            wanted = {match.span() for match in family.pattern.finditer(text)}
            found = {match.span() for match in family.matches(text, family.where(shadow))}
            alike = [f for f in exemptions.FAMILIES if f.pattern is family.pattern]
            together = {m.span() for f in alike for m in f.matches(text, f.where(shadow))}
            assert found <= wanted == together


@settings(max_examples=150)
@given(TAILS)
def test_the_items_of_a_stamp_are_asked_wherever_they_match(text: str) -> None:
    for _, pattern in stamp_tail.ITEMS:
        match = pattern.match(text)
        assert match is None or match.end() == 0 or pattern in stamp_tail.items_at(text, 0, len(text))


@settings(max_examples=200)
@given(st.text(alphabet="aX b\n", max_size=40))
def test_matches_around_their_places_are_all_there_are(text: str) -> None:
    pattern = regex.compile(r"a[^\nX]{0,3}X[^\n]{0,4}")
    places = [place for place, sign in enumerate(text) if sign == "X"]
    found = [match.span() for match in matches_around(pattern, text, places, 4, 6)]
    assert found == [match.span() for match in pattern.finditer(text)]


@settings(max_examples=200)
@given(TEXTS)
def test_letters_stand_where_the_shadow_holds_them(text: str) -> None:
    shadow = Shadow(text)
    for part in ("approved", "class", "dos", "release", "k", "xx"):
        read = text.lower().replace("0", "o").replace("\u017f", "s").replace("\u212a", "k")
        assert shadow.holds(part) is (part in read)
        assert bool(shadow.places(part)) is (part in read)


BRACKETS = (
    *"[](){}",
    "not declassified",
    "n0t dec1assified",
    "2 lines ",
    "less than 1 page ",
    "\n\n",
    " ",
    "word ",
    "(b)",
)
BRACKETED = st.lists(st.sampled_from(BRACKETS), max_size=14).map("".join)


@settings(max_examples=300)
@given(BRACKETED)
def test_brackets_that_fit_are_told_without_the_pattern(text: str) -> None:
    said = [match.start() for match in broken_brackets.SAID_BEGINS.finditer(text)]
    for match in matches_around(broken_brackets._CLOSED, text, said, 0, 60):
        since = max(0, match.start() - broken_brackets._LONGEST)
        opened = broken_brackets._OPENED.match(text, since, match.start())
        if broken_brackets._is_closed(text[since : match.start()], match["close"]):
            assert opened is None or broken_brackets._is_framed(text, since, opened, match)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(("declassified", "classified", "withheld", "redacted", "x", "s", " ", "d", "fie", "Omitted"))
    )
)
def test_a_bracket_that_says_nothing_of_it_says_nothing(parts: list[str]) -> None:
    phrase, words = "".join(parts), wordings()
    if not words.may_say(phrase):
        assert placeholder_reading._DECLASSIFIED.search(phrase) is None and words.withheld.search(phrase) is None
