# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.redaction import encoded
from workbench.redaction.encoded import encoded_runs
from workbench.redaction.searching import Codes, Searcher


_SAID = b"the lantern bridge"
_CODES: tuple[Callable[[bytes], str], ...] = (
    lambda said: base64.b64encode(said).decode(),
    lambda said: said.hex(),
    lambda said: said.hex(" "),
    lambda said: ", ".join(f"0x{byte:02X}" for byte in said),
    lambda said: base64.b32encode(said).decode(),
    lambda said: base64.b32encode(said).decode().lower(),
    lambda said: base64.b85encode(said).decode(),
    lambda said: f"00000000: {said[:16].hex(' ')} |{said[:16].decode()}|\n00000010: {said[16:].hex(' ')}",
    lambda said: " ".join(map(str, said)),
    lambda said: " ".join(f"{byte:08b}" for byte in said),
    lambda said: f"\nbegin 644 f\n{binascii.b2a_uu(said).decode()}`\nend\n",
)
_PIECES = st.one_of(
    st.sampled_from([code(_SAID) for code in _CODES]),
    st.sampled_from(("a decade", "faced 25 beads", "Tide", "begin 7", "(S)", "10:45", "0x1F")),
    st.text("aceh FXx04721=%\\:,;->\t\r\n", max_size=30),
)


@pytest.mark.parametrize("code", _CODES)
def test_codes_are_undone(code: Callable[[bytes], str]) -> None:
    found = [run.text for run in encoded_runs(f"A note: {code(_SAID)} of Tuesday")]
    assert any(_SAID.decode() in text for text in found)


@settings(max_examples=60)
@given(st.lists(st.tuples(_PIECES, st.sampled_from((" ", "", "\n", " \r\n> ", "; "))), max_size=12))
def test_codes_are_found_wherever_they_stand(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + blank for piece, blank in pieces)
    everywhere = [(pattern, decode, encoded._Source.everywhere) for pattern, decode, _ in encoded._CODES]
    found = list(encoded_runs(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoded, "_CODES", everywhere)
        assert list(encoded_runs(text)) == found


@settings(max_examples=60)
@given(st.lists(st.lists(_PIECES, max_size=6).map(" ".join), min_size=2, max_size=3))
def test_what_codes_say_is_told_once_for_several_texts(texts: list[str]) -> None:
    codes = Codes()
    for text in texts:
        assert Searcher(text, None, codes).find("lantern bridge") == Searcher(text).find("lantern bridge")
