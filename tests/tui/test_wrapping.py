# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.row_layout import RowLayout, is_narrow, may_break, wrap
from workbench.tui.rows import Piece
from workbench.tui.safe_text import collapse, collapse_indexed, one_line, safe
from workbench.tui.shown_rows import LineIndex


# Words as documents have them, with wide, combining, zero-width and control characters among them.
CHARACTERS = st.sampled_from("abcdefgh  .\n\r\t\v\x1b\x00\u200b\u202e\u00ad\u0301é—’漢字😀\ufe0f\u2028\xa0")
TEXTS = st.text(CHARACTERS, max_size=160)
WIDTHS = st.integers(2, 24)


def words_of(part: str) -> list[str]:
    """Cut at every place where a line may end; a space goes with what follows it."""
    places = [at for at in range(1, len(part)) if part[at] == " " or may_break(part, at)]
    return [part[start:end] for start, end in pairwise([0, *places, len(part)])]


def naive(text: str, width: int) -> list[str]:
    """Word by word: a word goes on the line if it fits, else on the next; one longer than a line is cut by cells.

    Of Chinese and Japanese each character is a word, with the signs that cling to it.
    """
    lines = []
    for part in text.split("\n"):
        line = ""
        for word in words_of(part):
            if line.strip() and cell_len(line + word) <= width:
                line += word
                continue
            if line:
                lines.append(line)
            line = ""
            for character in word.removeprefix(" "):
                if line and cell_len(line + character) > width:
                    lines.append(line)
                    line = ""
                line += character
        lines.append(line)
    return lines


@settings(max_examples=300)
@given(TEXTS, WIDTHS, st.booleans())
def test_lines_are_those_of_naive_wrapping(raw: str, width: int, keep: bool) -> None:
    text = collapse(raw, keep_lines=keep)
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert lines == naive(text, width)
    assert all(cell_len(line) <= width for line in lines)


@settings(max_examples=100)
@given(st.lists(TEXTS, max_size=12), WIDTHS)
def test_the_index_finds_the_line_that_naive_stacking_puts_there(raws: list[str], width: int) -> None:
    texts = [collapse(raw) for raw in raws]
    stacked = [(row, line) for row, text in enumerate(texts) for line in range(len(naive(text, width)))]
    index = LineIndex(len(wrap(text, width)) for text in texts)
    assert index.lines == len(stacked)
    assert [index.at(line) for line in range(index.lines)] == stacked
    assert index.at(index.lines) is None
    assert index.at(-1) is None
    assert [index.start(row) for row in range(len(index))] == [stacked.index((row, 0)) for row in range(len(index))]


@settings(max_examples=300)
@given(TEXTS, st.booleans())
def test_every_shown_character_leads_back_to_its_origin(raw: str, keep: bool) -> None:
    shown, origin = collapse_indexed(raw, keep_lines=keep)
    assert shown == collapse(raw, keep_lines=keep)
    assert len(origin) == len(shown)
    assert origin == sorted(set(origin))
    for character, index in zip(shown, origin, strict=True):
        assert raw[index].isspace() if character in " \n" else safe(raw[index]) == character


@given(st.text(max_size=60))
def test_nothing_drawn_can_steer_a_terminal(raw: str) -> None:
    for shown in (one_line(raw), collapse(raw, keep_lines=True).replace("\n", "")):
        assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\u202e", "\u200b", "\x7f", "\x9b", "\ud800", "\ufeff", "\U000e0041"])
def test_what_is_replaced_stays_visible_and_keeps_its_length(hidden: str) -> None:
    assert len(safe(hidden)) == len(hidden)
    assert safe(hidden)[0] == "\N{REPLACEMENT CHARACTER}"


def test_what_counts_as_narrow_takes_one_cell() -> None:
    narrow = [c for code in range(0x20, sys.maxunicode) if is_narrow(c := chr(code)) and c != "\x7f"]
    assert len(narrow) > 800
    assert [c for c in narrow if cell_len(c) != 1] == []


def test_chinese_is_broken_between_its_characters_and_not_before_a_full_stop() -> None:
    text = "(S) 部长说渔船已经离开。他不会等待“选举”。"
    assert [text[a:b] for a, b in wrap(text, 12)] == ["(S) 部长说渔", "船已经离开。", "他不会等待", "“选举”。"]


def test_a_name_in_chinese_is_some_of_its_characters() -> None:
    text = "(S) 部长 Lindt说。"
    layout = RowLayout([Piece(text, 0)], 40, keep_lines=False)
    assert [text[a:b] for a, b in layout.words] == ["(", "S", ")", "部", "长", "Lindt", "说", "。"]
