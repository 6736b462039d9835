from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.redaction import decoding
from workbench.redaction.encoded import Encoded, coded_words, encoded_runs
from workbench.redaction.readings import Reading


RUNS = st.builds(lambda start, length: Encoded(start, start + length, "x"), st.integers(0, 60), st.integers(1, 30))


@given(st.lists(RUNS, max_size=60))
def test_layers_hold_every_run_once_and_none_over_another(runs: list[Encoded]) -> None:
    layers = decoding._layers(runs)
    assert sorted((run.start, run.end) for layer in layers for run in layer) == sorted((r.start, r.end) for r in runs)
    assert all(before.end <= after.start for layer in layers for before, after in pairwise(layer))


@given(st.lists(RUNS, max_size=60))
def test_layers_are_as_few_as_runs_that_share_a_character(runs: list[Encoded]) -> None:
    most = max((sum(run.start <= at < run.end for run in runs) for at in range(91)), default=0)
    assert len(decoding._layers(runs)) == most


@pytest.mark.parametrize("longest_first", [0, 1, 24])
@pytest.mark.parametrize(
    "code", [lambda word: word.encode().hex(), lambda word: "".join(f"\\x{b:02x}" for b in word.encode())]
)
def test_a_word_half_in_one_code_and_half_in_the_next_is_read_however_the_runs_are_laid(
    code: Callable[[str], str], longest_first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_LONGEST_FIRST", longest_first)
    source = f"before {code('TESS')}{code('ANO')} {code('harbor')} {code('quay')} after"
    read = [reading.text for reading in decoding.decoded(Reading.plain(source), encoded_runs(source))]
    assert any("TESSANO" in text for text in read)
    assert any("harbor quay" in text or "harborquay" in text for text in read)


def test_every_coded_word_is_in_some_reading() -> None:
    words = [f"{first}{second}".encode().hex() for first in ("Kestrel", "Dunmore", "Oxbow") for second in range(40)]
    source = " ".join(words)
    runs = [*encoded_runs(source)]
    read = "\n".join(reading.text for reading in decoding.decoded(Reading.plain(source), runs))
    assert coded_words(source, runs)
    assert all(run.text in read for run in coded_words(source, runs))
