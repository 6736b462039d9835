# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pytest

from tests.documents.pdf_making import pdf_of, read
from workbench.structure import analyse


FIRST = [f"(C) The harbour board counted the ferries of district {i} and" for i in (1,)] + [
    "wrote down how many of them had left the quay before dawn and",
    "how many of them had been kept back by the winter storms that",
]
NEXT = ["had passed over the coast, and sent the count to the clerk of", "the port, who kept it."]
NOTES = ["1 See the register of the harbour, second volume, page 40, and", "the letters of the clerk."]


def put(page: Any, top: float, rows: list[str], size: float) -> None:
    for i, row in enumerate(rows):
        page.insert_text((72, top + 1.3 * size * i), row, fontsize=size)


def texts(first: list[str], after: list[str], note_size: float = 8, header: bool = False) -> list[str]:
    def one(page: Any) -> None:
        put(page, 90, ["(U) The count was taken at noon, and nobody was hurt."], 11)
        put(page, 130, first, 11)
        put(page, 700, NOTES, note_size)
        put(page, 800, ["SECRET"] if header else [], 11)

    def two(page: Any) -> None:
        put(page, 40, ["SECRET"] if header else [], 11)
        put(page, 90, after, 11)
        put(page, 200, ["(U) The next count will be taken in spring, if at all."], 11)

    document = read(pdf_of(one, two))
    found = analyse(document).paragraphs
    return [" ".join(" ".join(document.text[a:b] for a, b in p.spans).split()) for p in found]


@pytest.mark.parametrize("header", [False, True], ids=["bare", "with banners"])
def test_a_paragraph_goes_on_behind_the_notes_at_the_foot_of_its_page(header: bool) -> None:
    found = texts(FIRST, NEXT, header=header)
    assert " ".join(FIRST + NEXT) in found
    assert " ".join(NOTES) in found


def test_a_paragraph_that_has_ended_takes_nothing_from_the_next_page() -> None:
    ended = [*FIRST[:-1], "how many of them had not."]
    found = texts(ended, ["The clerk of the port kept the count.", "Nobody asked for it."])
    assert " ".join(ended) in found


def test_a_marked_paragraph_on_the_next_page_is_its_own() -> None:
    after = ["(S) had passed over the coast, said the clerk."]
    found = texts(FIRST, after)
    assert " ".join(FIRST) in found and after[0] in found


def test_what_is_as_large_as_the_text_is_no_note() -> None:
    assert " ".join(FIRST + NEXT) not in texts(FIRST, NEXT, note_size=11)
