# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from tests.genres.reading import Case, cases, misses


CASES = {
    f"{path.stem}: {case.name}": case
    for path in sorted((Path(__file__).parent / "cases").glob("*.txt"))
    for case in cases(path)
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_document_is_read_as_its_genre_is_written(case: Case) -> None:
    assert not misses(case)


def test_a_document_read_otherwise_is_told() -> None:
    lines = next(iter(CASES.values())).lines
    wrong = [line._replace(truths=(*line.truths, ("X", "(b)(1)"))) for line in lines]
    assert len(misses(Case("wrong", tuple(wrong)))) >= len(lines)
