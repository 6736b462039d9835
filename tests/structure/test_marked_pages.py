# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from tests.documents.marked_pages import LEVELS, MARKS, MarkedPage
from tests.documents.pdf_making import column, lines, pdf_of, read
from workbench.structure import Analysis, analyse


def levels(analysis: Analysis) -> dict[str, str | None]:
    """The level that each word is held at, None where its paragraph is unmarked."""
    text = analysis.document.text
    return {
        word: paragraph.governing.level.value if paragraph.governing else None
        for paragraph in analysis.paragraphs
        for span in paragraph.spans
        for word in text[slice(*span)].split()
    }


def lower(page: MarkedPage, held: dict[str, str | None]) -> list[str]:
    ranks = {level: rank for rank, level in enumerate(LEVELS)}
    return [w for w, mark in page.truth.items() if mark and ranks.get(held[w] or "TS", 0) < ranks[MARKS[mark]]]


@pytest.mark.parametrize("trailing", [False, True], ids=["leading", "trailing"])
@pytest.mark.parametrize(("columns", "tables"), [(1, True), (2, False), (2, True), (3, False)])
def test_where_the_file_goes_down_its_cells_each_word_is_held_as_its_mark_says(
    columns: int, tables: bool, trailing: bool
) -> None:
    for seed in range(5):
        page = MarkedPage(seed, columns=columns, tables=tables, trailing=trailing)
        held = levels(analyse(read(page.drawn(across=False))))
        assert page.truth.keys() <= held.keys()
        assert not lower(page, held)
        marked = {word: MARKS[mark] for word, mark in page.truth.items() if mark}
        assert sum(held[word] == level for word, level in marked.items()) >= 0.95 * len(marked)
        assert sum(held[word] == "U" for word, mark in page.truth.items() if mark is None) <= 0.01 * len(held)


@pytest.mark.parametrize("trailing", [False, True], ids=["leading", "trailing"])
@pytest.mark.parametrize(("columns", "tables"), [(1, True), (2, False), (3, False)])
def test_where_the_file_goes_across_no_word_is_held_lower_than_its_mark_says(
    columns: int, tables: bool, trailing: bool
) -> None:
    for seed in range(5):
        page = MarkedPage(seed, columns=columns, tables=tables, trailing=trailing)
        held = levels(analyse(read(page.drawn(across=True))))
        assert page.truth.keys() <= held.keys()
        assert not lower(page, held)


def test_on_a_last_page_of_a_few_lines_the_white_between_paragraphs_is_that_of_the_pages_before() -> None:
    full = [
        f"{'(U) The' if i % 4 == 0 else 'and the'} pier {i} was rebuilt in the year of the flood" for i in range(20)
    ]
    rows = [(72.0, 80.0 + 12 * i + 12 * (i // 4), text) for i, text in enumerate(full)]
    last = column(72, 80, ["(U) The lamp is lit.", "(U) The ferry is late.", "Mayor Ansa was told."], step=24)
    held = levels(analyse(read(pdf_of(lines(*rows, (72, 400, "SECRET"), size=10), lines(*last, size=10)))))
    assert held["late."] == "U"
    assert held["Mayor"] is None
