# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from benchmarks.fuzzing.worker import input_of, judge, load


@pytest.mark.parametrize(("name", "inputs"), [("text", 300), ("pdf", 80)])
def test_broken_files_give_a_document_or_one_error(name: str, inputs: int) -> None:
    target = load(name)
    seeds = target.seeds()
    broken = {}
    for number in range(inputs):
        outcome = judge(input_of(target, seeds, 20, number), target.file_name)
        if outcome.startswith("broken"):
            broken[number] = outcome
    assert not broken


@pytest.mark.parametrize("name", ["text", "pdf"])
def test_an_input_is_the_same_every_time(name: str) -> None:
    target = load(name)
    assert input_of(target, target.seeds(), 5, 17) == input_of(target, target.seeds(), 5, 17)


def test_seeds_are_whole() -> None:
    for name in ("text", "pdf"):
        target = load(name)
        assert {judge(data, target.file_name) for data in target.seeds()} == {"document"}
