# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pytest

from tests.documents.marked_pages import LEVELS, MARKS, MarkedPage
from tests.documents.pdf_making import column, lines, pdf_of, read
from workbench.documents import read_document
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


@pytest.mark.parametrize("run_on", [(), ("The carts had to go round", "by the church.")], ids=["none", "one"])
def test_the_white_between_paragraphs_of_a_line_each_is_not_taken_for_the_space_between_lines(
    run_on: tuple[str, ...],
) -> None:
    texts = ["(U) Recommendation 1. The harbor master should issue guidance.", "He concurred, and moved Ansa."]
    texts += ["(S) The lamp is a signal.", "(U) The pier was rebuilt.", "Mayor Olm was told."]
    rows = [*column(72, 80, texts, step=24), *column(72, 220, list(run_on), step=12)]
    held = levels(analyse(read(pdf_of(lines((72, 40, "SECRET"), *rows, size=10)))))
    assert held["guidance."] == held["rebuilt."] == "U"
    assert held["concurred,"] is held["Mayor"] is None


def test_where_no_sentence_runs_on_a_line_ends_where_the_next_word_had_room_on_the_page() -> None:
    texts = [
        "(U) The buoy is red.",
        "It holds a lamp.",
        "(S) The pier is mined.",
        "(U) Questions?",
        "Ask Olm at the inn",
    ]
    held = levels(analyse(read(pdf_of(lines((72, 40, "SECRET"), *column(72, 80, texts), size=10)))))
    assert held["red."] == held["Questions?"] == "U"
    assert held["holds"] is held["Olm"] is None


def test_notes_set_closer_than_the_text_do_not_make_it_double_spaced() -> None:
    text = ["The mill by the lock (U)", "(U) The pier was rebuilt and", "the cranes were painted"]
    text += ["while the road was mended.", "The carts had to go round", "by the church and the mill"]
    text += [
        "and the lock was drained",
        "for the first time since",
        "the year of the flood",
        "and the fair of the town.",
    ]
    notes = [f"The note {i} tells of a boat and" for i in range(12)]
    page = (lines((72, 40, "SECRET"), *column(72, 80, text, step=18)), lines(*column(72, 400, notes, step=9.5), size=8))
    held = levels(analyse(read(pdf_of(lambda drawn: [draw(drawn) for draw in page]))))
    assert held["fair"] == held["pier"] == "U"


def test_a_mark_alone_on_its_line_that_is_printed_as_the_heading_above_is_that_headings() -> None:
    heading = lines(*column(72, 80, ["The Mill And The Lock Of The", "(U)"], step=16), size=13, fontname="hebo")
    text = lines(
        (72, 40, "SECRET"),
        *column(72, 113, ["Mayor Ansa was told of the lamp"]),
        (72, 126, "by the pilot of the ferry."),
    )
    held = levels(analyse(read(pdf_of(lambda drawn: [draw(drawn) for draw in (text, heading)]))))
    assert held["Mill"] == "U"
    assert held["Mayor"] is held["pilot"] is None


def test_the_text_below_a_subject_is_told_by_how_its_first_line_is_set_in() -> None:
    text = [(93, "Mayor Ansa was told of the lamp by the pilot of the ferry, who"), (72, "had seen it from the lock.")]
    rows = [(72.0, 80.0, "SUBJECT: (U) The pier"), *((x, 96.0 + 16 * i, row) for i, (x, row) in enumerate(text))]
    more = column(72, 128, ["The mill was sold to the miller's son in the year of the flood,"] * 3, step=16)
    held = levels(analyse(read(pdf_of(lines((72, 40, "SECRET"), *rows, *more)))))
    assert held["pier"] == "U"
    assert held["Mayor"] is held["lock."] is None


def test_a_quotation_is_a_paragraph_however_far_it_is_set_in() -> None:
    above = column(72, 80, ["(U) The ferry goes at noon, and the pilot", "waits for it at the pier by the old mill."])
    quoted = column(172, 106, ["Mayor Ansa was told of", "the lamp on the lock."])
    held = levels(analyse(read(pdf_of(lines((72, 40, "SECRET"), *above, *quoted)))))
    assert held["pilot"] == "U"
    assert held["Mayor"] is held["lamp"] is None


def test_an_item_in_a_cell_is_a_paragraph_of_its_own() -> None:
    left = column(72, 100, ["(1) (U) The mill was", "sold by lot.", "(2) Mayor Ansa was", "told of the lamp."])
    right = column(300, 100, ["(U) The ferry was", "painted white."])
    held = levels(analyse(read(pdf_of(lines((72, 40, "SECRET"), *left, *right)))))
    assert held["sold"] == held["painted"] == "U"
    assert held["Mayor"] is held["lamp."] is None


def test_where_marks_trail_the_mark_behind_the_number_of_a_figure_is_none_of_the_text_above() -> None:
    above = (
        "SECRET\n\nThe mill was sold. (S)\n\nThe pier is open. (U)\n\nThe lamp was carried to the lock by a pilot.\n"
    )
    text = above + "Figure 7. (U) The lock and the mill, as they were in the\nyear of the flood.\n"
    held = levels(analyse(read_document(text.encode(), "memo.txt")))
    assert held["open."] == "U"
    assert held["lamp"] is held["carried"] is None


def test_where_all_pages_are_short_one_of_several_lines_tells_the_white_between_paragraphs() -> None:
    texts = ["(S) The ferry sails to the island at noon, and the lamp of the northern pier is", "lit."]
    full = lines(*column(72, 80, texts * 4))
    rows = [
        (72.0, 80.0, "Annex (S)"),
        (72.0, 106.0, "(U) The mill was sold when the island was, and so were the cart, nets and lamps."),
        (72.0, 132.0, "Nets hang below it for the keeper of the lamp, who lives beside the mill."),
        (72.0, 158.0, "(S) The keeper of the lamp is paid for them by the miller and the owner of a"),
        (72.0, 171.0, "ferry."),
    ]
    held = levels(analyse(read(pdf_of(full, lines(*rows)))))
    assert (held["mill"], held["Nets"]) == ("U", None)


def test_a_heading_in_bold_is_not_reached_by_the_item_that_ends_the_page_before() -> None:
    texts = [
        "(U) The ferry sails to the island at noon and the lamp is",
        "lit by hand whenever it calls there or at the mill",
    ]
    item, body = lines(*column(72, 700, texts)), lines(*column(72, 110, ["(S) The nets hang in it."]))

    def slide(page: Any) -> None:
        page.insert_text((72, 80), "Nets of the Tarn and of its Piers", fontname="hebo", fontsize=11)
        body(page)

    held = levels(analyse(read(pdf_of(item, slide))))
    assert (held["ferry"], held["Nets"]) == ("U", None)


@pytest.mark.parametrize(("second", "held"), [(50, "U"), (90, None)])
def test_a_title_in_large_type_goes_on_where_the_next_word_had_no_room(second: float, held: str | None) -> None:
    body = column(72, 200, ["(U) The ferry sails to the island at noon, and the lamp of the pier is lit."] * 5, step=13)

    def titled(page: Any) -> None:
        page.insert_text((72, 20), "(U) The Inspection of the", fontname="helv", fontsize=30)
        page.insert_text((72, second), "Lamp", fontname="helv", fontsize=30)
        lines(*body, (72, 290, "SECRET"))(page)

    assert levels(analyse(read(pdf_of(titled))))["Lamp"] == held


def test_a_title_that_had_room_for_the_next_word_has_ended() -> None:
    body = column(72, 200, ["(U) The ferry sails to the island at noon, and the lamp of the pier is lit."] * 5, step=13)

    def titled(page: Any) -> None:
        page.insert_text((72, 20), "(U) Inspection", fontname="helv", fontsize=30)
        page.insert_text((72, 50), "Lamp", fontname="helv", fontsize=30)
        lines(*body, (72, 290, "SECRET"))(page)

    assert levels(analyse(read(pdf_of(titled))))["Lamp"] is None


def test_a_title_goes_on_where_its_column_had_no_room_for_the_next_word() -> None:
    body = column(
        72,
        200,
        ["(U) The ferry sails to the", "island at noon, and there", "the lamp of the pier is lit."] * 3,
        step=13,
    )

    def titled(page: Any) -> None:
        page.insert_text((72, 20), "(S) The Lock", fontname="helv", fontsize=20)
        page.insert_text((72, 42), "Lamp", fontname="helv", fontsize=20)
        lines(*body, (330, 400, "(U) The other column of the page"), (72, 450, "SECRET"))(page)

    assert levels(analyse(read(pdf_of(titled))))["Lamp"] == "S"


@pytest.mark.parametrize("gap", [20, 60], ids=["close", "far"])
@pytest.mark.parametrize("empty", [False, True], ids=["lines", "empty-lines-too"])
@pytest.mark.parametrize("first", [False, True], ids=["line-by-line", "numbers-first"])
def test_the_numbers_of_lines_part_nothing(gap: float, *, empty: bool, first: bool) -> None:
    texts = [
        "(U) The harbor master said that the lamp had been lit all",
        "night, and that the mill by the lock was shut when the flood",
        "came, as it had been",
        "for years.",
        "(S) Mayor Ansa kept the keys of the store, and the crates were",
        "counted twice by the pilot before they were loaded",
        "on the ferry.",
        "The cranes were painted.",
    ]
    rows = [row for text in texts for row in ([text, ""] if empty else [text])]
    step = 12.0 if empty else 24.0
    places = [80.0 + step * i for i in range(len(rows))]
    numbers = [(60.0 if i < 9 else 54.0, y, str(i + 1)) for i, y in enumerate(places)]
    words = [(60.0 + gap, y, row) for y, row in zip(places, rows, strict=True) if row]
    drawn = [*numbers, *words] if first else sorted([*numbers, *words], key=lambda row: (row[1], row[0]))
    held = levels(analyse(read(pdf_of(lines((280, 40, "SECRET"), *drawn, size=10)))))
    assert [held[word] for word in ("night,", "years.", "counted", "ferry.")] == ["U", "U", "S", "S"]
    assert held["cranes"] is None
