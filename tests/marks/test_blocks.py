# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks
from workbench.marks.authority_check import check_authority
from workbench.marks.model import Authority


BLOCKS = yaml.safe_load((Path(__file__).parent / "blocks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", BLOCKS, ids=[case["text"][:60] for case in BLOCKS])
def test_a_block_is_read_and_judged_by_the_order_of_its_time(case: dict[str, Any]) -> None:
    text = case["text"]
    marks = find_marks(Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),)))
    lines = [mark.value for mark in marks if isinstance(mark.value, Authority)]
    assert [line.field for line in lines] == [field for field, _ in case["lines"]]
    for line, (_, said) in zip(lines, case["lines"], strict=True):
        assert line.date == said or line.text.startswith(said)
    written = date(case["written"], 6, 1) if case["written"] else None
    assert [finding.code for finding in check_authority(marks, written=written)] == case["findings"]
