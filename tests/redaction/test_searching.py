# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.lookalikes import LOOKALIKES
from workbench.redaction import find_term, fold


CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "terms.yaml").read_text("utf-8"))
FOUND = [(case["term"], text) for case in CASES for text in case["found"]]
ABSENT = [(case["term"], text) for case in CASES for text in case["absent"]]


@pytest.mark.parametrize(("term", "text"), FOUND)
def test_a_term_is_found_however_it_is_broken(term: str, text: str) -> None:
    spans = find_term(text, term)
    assert spans
    left = "".join(text[: spans[0].start]) + " / " + text[spans[-1].end :]
    assert not find_term(left, term)


@pytest.mark.parametrize(("term", "text"), FOUND)
def test_nothing_but_the_term_is_taken(term: str, text: str) -> None:
    for start, end in find_term(text, term):
        assert not {"codename", "here", "then", "met", "noon"} & set(text[start:end].split())


@pytest.mark.parametrize(("term", "text"), ABSENT)
def test_a_term_is_not_found_where_no_reader_would(term: str, text: str) -> None:
    assert find_term(text, term) == []


def test_a_term_shows_where_it_stands() -> None:
    text = "meet Osprey Lan-\ntern and osprey lantern"
    assert [text[a:b] for a, b in find_term(text, "Osprey Lantern")] == ["Osprey Lan-\ntern", "osprey lantern"]


def test_leaders_and_joined_letters_do_not_keep_the_search_for_ever() -> None:
    # The dots of a table of contents decode to such a run as base85. Trying every parting of it never ends.
    for text in ("h-" * 60 + "=+", "a." * 60 + "=", "A/" * 60 + "~", "('" * 60 + "=", "a" * 4000 + "="):
        assert find_term(text, "Kestrel") == []


def test_a_part_of_a_word_far_from_a_figure_is_no_word() -> None:
    # Around a figure a text is read again without it, a hundred characters to either side.
    for far in range(60, 120):
        assert find_term("met him1 " + "." * far + " ANNEX-00", "Ann") == []
        assert find_term("SUSANN " + "." * far + " met him1 there", "Ann") == []


def test_the_blob_of_a_multiline_encoding_is_taken_whole() -> None:
    text = "data:\n" + "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIE9zcHJl\neSBMYW50ZXJuLCBjb25zZWN0ZXR1cg==" + "\nend"
    [(start, end)] = find_term(text, "Osprey Lantern")
    assert text[:start] == "data:\n"
    assert text[end:] == "\nend"


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=120))
def test_fold_is_total_and_points_into_the_source(text: str) -> None:
    folded, offsets = fold(text)
    assert len(folded) == len(offsets)
    assert all(a <= b for a, b in pairwise(offsets))
    assert all(0 <= offset < len(text) for offset in offsets)


@settings(max_examples=80)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80), st.text(max_size=12))
def test_search_is_total_and_its_spans_lie_in_order_in_the_text(text: str, term: str) -> None:
    spans = find_term(text, term)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=14)
BREAKS = st.sampled_from(["", "\u200b", "\u00ad", "-\n", "\n", "\u0301", "\ufeff", "\u2060"])


@settings(max_examples=80)
@given(WORDS, st.data())
def test_any_mixture_of_breaks_is_seen_through(word: str, data: st.DataObject) -> None:
    broken = "".join(c + data.draw(BREAKS) for c in word[:-1]) + word[-1]
    text = f"((( {broken} )))"
    spans = find_term(text, word)
    assert any(start <= 4 and end >= 4 + len(broken) for start, end in spans)


def test_every_lookalike_stands_for_one_ascii_letter() -> None:
    assert all(len(letter) == 1 and letter.isascii() and letter.isalpha() for letter in LOOKALIKES.values())


def test_what_shows_nothing_behind_a_term_goes_with_it() -> None:
    text = "met Kestrel\u0301\u200b at noon"
    (span,) = find_term(text, "Kestrel")
    assert text[span.end :] == " at noon"


@pytest.mark.parametrize(("gap", "found"), [(40, True), (190, True), (400, False)])
def test_letters_may_stand_far_apart_if_each_is_near_the_next(gap: int, found: bool) -> None:
    assert bool(find_term((" " * gap + ".").join("OspreyLantern"), "Osprey Lantern")) is found
