# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.redaction import Searcher
from workbench.redaction.folding import fold, folded
from workbench.redaction.needles import TermIndex
from workbench.redaction.wordlist import Wordlist


LETTERS = "aabn\u0431\u00e9\U0001d51e\ud800"
words = st.lists(st.text(LETTERS, max_size=4), max_size=40)


@given(words, st.text(LETTERS, max_size=60))
def test_a_long_list_is_found_as_if_each_word_were_asked_for(listed: list[str], text: str) -> None:
    assert Wordlist(listed).within(text) == [word for word in dict.fromkeys(listed) if word and word in text]


def test_half_of_a_surrogate_pair_hides_no_other_word() -> None:
    listed = [*map(str, range(20)), "a\ud800", "n"]
    assert Wordlist(listed).within("n 7") == ["7", "n"]


@given(st.lists(st.binary(max_size=2), max_size=40), st.binary(max_size=60))
def test_so_are_runs_of_bytes(listed: list[bytes], data: bytes) -> None:
    assert Wordlist(listed).within(data) == [run for run in dict.fromkeys(listed) if run and run in data]


TERMS = ["Ilse Brandt", "Grey Island", "anna", "K-7", "\u2620", "4417 9921", *(f"Harbour {n}" for n in range(20))]
PIECES = [
    "Ilse",
    "Brandt",
    "Grey",
    "Island",
    "ANNA",
    "K-7",
    "\u2620",
    "44",
    "17",
    "9921",
    "Harbour",
    "3",
    "SWxzZSBCcmFuZHQ=",
]
SPACES = ["", " ", "\n", "-\n", "\u00ad", "<b>", "%20"]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SPACES)), max_size=8))
def test_a_list_of_terms_finds_what_each_of_them_finds(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + space for piece, space in parts)
    each = [(term, spans) for term in TERMS if (spans := Searcher(text).find(term))]
    assert list(Searcher(text).find_each(TermIndex(TERMS))) == each


@given(
    st.text(
        st.sampled_from("ab -\n\r\x00\x07\u00ad\u2010\u00a0\u00a8\ufdfa\ufb01\u0410\u200b\u3164\ud800")
        | st.characters()
    )
)
def test_folding_without_indices_folds_the_same(text: str) -> None:
    assert folded(text) == fold(text)[0]
