# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of few lines is what would be found if all were asked."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.structure.making import document
from workbench.structure import lines, starts, unread
from workbench.structure.letters import list_letters
from workbench.structure.line_reading import read_lines
from workbench.structure.lines import Gap, look_at
from workbench.structure.model import Role
from workbench.structure.wordings import any_shape, label, unquoted


LETTERS = ("(A) ", "(B) ", "(C) ", "(R) ", "(S) ", "(T) ", "(U) ", "the pier", ". ", "\n", "\n\n", "4. ")
BREAKS = ("\n", "\n", "\n\n", "\r\n", "\r", "\x0c", "\x0b", "\x1c", "\x85", "\u2028")
WORDS = (" ", "   ", "\t", "a", "The bridge", ".", "1.", "\xa0", "\x1f", "é")
TEXTS = st.lists(st.sampled_from(BREAKS + WORDS), max_size=14).map("".join)

HEADS = (
    "(a)",
    "[1]",
    "iv.",
    "x)",
    "A.",
    "o  ",
    "- ",
    "* ",
    "•",
    "—",
    "# ",
    "|",
    "\uf0b7",
    "12.) ",
    "٣. ",
    "é. ",
    "(A) ",
)
TAILS = (
    "INFO L-03",
    "FM KAM",
    "Page 3",
    "Subject:",
    "RE: x",
    "Name .... 4",
    "item . . . . . iv",
    "April 3, 1998",
    "|",
    " 1",
)
LINES = st.lists(st.sampled_from(HEADS + TAILS), min_size=1, max_size=4).map("".join).map(str.strip).filter(bool)


@settings(max_examples=300)
@given(TEXTS)
def test_lines_are_those_of_splitlines_with_their_places(text: str) -> None:
    lines = read_lines(document(text))
    assert [line.text for line in lines] == [line.strip() for line in text.splitlines() if line.strip()]
    assert all(text[line.start : line.end] == line.text for line in lines)
    for above, below in pairwise(lines):
        between = text[above.end : below.start]
        assert (below.gap is Gap.PAGE) is ("\x0c" in between)
        assert below.page == above.page + between.count("\x0c")
        if not {"\r", "\x0b", "\x1c", "\x85", "\u2028", "\x0c"} & set(between):
            assert (below.gap is Gap.BLANK) is (between.count("\n") > 1)


@settings(max_examples=300)
@given(LINES)
def test_a_look_is_what_every_pattern_says(text: str) -> None:
    look = look_at(text)
    assert look.shaped is (any_shape().fullmatch(text) is not None)
    assert look.contents is (lines._CONTENTS.fullmatch(text[:400]) is not None)
    assert look.opens is (lines._OPENS.fullmatch(text) is not None)
    assert look.letters is (lines._LETTER.search(text) is not None)
    assert look.label == label(unquoted(text))
    assert look.start is starts.begins(text, look.label)
    assert look.titles is lines.is_lone_title_label(text)
    assert look.dated is (lines._DATE.fullmatch(text.strip(lines.BESIDE_DATE)) is not None)
    bullet = starts._BULLET.match(text)
    assert starts.bullet(text) == (bullet.end() if bullet else 0)
    found = starts._ENUMERATOR.match(text)
    if found and len(found[2]) == 1 and found[1] + found[3] in {".", ")", ".)", "()", "[]"}:
        assert starts.enumerator(text) is not None
    assert look.notable or look == lines.Look(look.start)
    assert not (starts.begins_with_word(text) and (bullet or found))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(LETTERS), max_size=9).map("".join))
def test_letters_are_looked_for_wherever_there_is_a_list_of_them(text: str) -> None:
    lines = read_lines(document(text))
    roles: list[Role | None] = [None] * len(lines)
    assert list_letters(text, lines, roles) == list_letters("(A) (B)", lines, roles)


_EVERYWHERE = re.compile(
    r"(?<![\w)])[(\[{](?:TS|S|C|TOP SECRET|SECRET|CONFIDENTIAL)(?:(?://?|-)[A-Z][A-Z0-9 ,/-]*)?[)\]}]"
    r"(?=\s|[|.:;,\"”]|$)(?!\s*(?:19|20)\d\d)"
    r"|(?<![\w)])[(\[{](?:TS|[SC])//[A-Z]|(?<![^\s\"“|])//(?:TS|[SC])//(?=[\s\"”])"
)


@settings(max_examples=500)
@given(st.lists(st.sampled_from([*'([{)]}/|.,-x SCAU\n"“”', "TS", "//", "NF", "1987", "(S)", "//S//", "(C//"])))
def test_marks_above_u_are_found_wherever_they_stand(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [match.span() for match in unread._CLASSIFIED.finditer(text)]
    assert found == [match.span() for match in _EVERYWHERE.finditer(text)]
