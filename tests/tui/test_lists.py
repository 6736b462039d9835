# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that say by a sign what is pointed at, and draw nothing that is not in sight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.paged import review_of
from tests.tui.pilots import SMALL, OpenApp, loaded, settled, shown_screen
from workbench.documents import Block, Place
from workbench.documents.model import ROWS_OF_A_TABLE
from workbench.tui.export_dialog import ExportDialog
from workbench.tui.pointed_list import PointedList
from workbench.tui.side_panes import DocumentList, FindingsTable
from workbench.tui.target import Target


def lines(shown: PointedList) -> list[str]:
    return [shown.render_line(y).text.rstrip() for y in range(shown.scrollable_content_region.height)]


async def test_signs_tell_what_is_pointed_at_and_what_is_open(open_app: OpenApp, folder: Path) -> None:
    for number in range(30):
        (folder / f"{number:02}.txt").write_text("(C) The quay is closed.\n", encoding="utf-8")
    async with open_app(".").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        await pilot.press("f2", "down", "down")
        await pilot.pause()
        documents = screen.query_one(DocumentList)
        assert [line[:2] for line in lines(documents)[:5:2]] == [" •", "  ", "▶ "]
        await pilot.press("end")
        await pilot.pause()
        assert any(line.startswith("▶ memo.txt") for line in lines(documents))
        await pilot.press("down", "enter")
        assert screen.item is screen.session.items[0]


async def test_documents_opened_later_are_scrolled_to(open_app: OpenApp, folder: Path) -> None:
    (folder / "more").mkdir()
    for number in range(30):
        (folder / "more" / f"{number:02}.txt").write_text("(C) The quay is closed.\n", encoding="utf-8")
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen = await settled(pilot)
        screen.add_paths([folder / "more"])
        await settled(pilot)
        await pilot.press("f2", "end")
        await pilot.pause()
        assert any(line.startswith("▶ 29.txt") for line in lines(screen.query_one(DocumentList)))


async def test_the_terminals_own_cursor_stands_where_a_list_points(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        screen, _ = await loaded(pilot)
        await pilot.press("f4")
        await pilot.pause()
        assert pilot.app.cursor_position == screen.query_one(FindingsTable).content_region.offset
        await pilot.press("escape", "e", "up")
        await pilot.pause()
        asked = pilot.app.screen.query_one(PointedList)
        assert pilot.app.cursor_position.y == asked.content_region.y + asked.pointed == asked.content_region.y + 15


async def test_a_click_takes_what_it_points_at(open_app: OpenApp) -> None:
    async with open_app("memo.txt").run_test(size=SMALL) as pilot:
        await loaded(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.click("#questions", offset=(4, 4))
        await pilot.pause()
        dialog = shown_screen(pilot)
        assert isinstance(dialog, ExportDialog)
        assert dialog.query_one(PointedList).pointed == 4
        assert "reflow" in lines(dialog.query_one(PointedList))[4]


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [(2 * ROWS_OF_A_TABLE + 3, 1, "table 2, r3 c1"), (ROWS_OF_A_TABLE + 1, 0, "table 1, r1"), (7, 0, "")],
)
def test_a_cell_is_named_by_table_row_and_column(row: int, column: int, told: str) -> None:
    analysis = analysis_of(MEMO)
    paragraph = analysis.paragraphs[2]
    block = Block(paragraph.spans[0], 1, Place.TABLE_CELL, row, column)
    review = review_of(replace(analysis, document=replace(analysis.document, blocks=(block,))))
    assert review.cell(2) == told
    assert Target((2,)).name(review) == (f"¶ 3 ({told})" if told else "¶ 3")
    assert review.cell(3) == ""
