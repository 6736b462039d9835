# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.structure.making import found, look, shown
from workbench.marks.model import MarkType
from workbench.structure import Kind


CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def summary(case: dict[str, Any], line_end: str = "\n") -> list[dict[str, Any]]:
    text = case["text"].replace("<FF>", "\f").replace("\n", line_end)
    others = found(text, MarkType.PLACEHOLDER, case.get("placeholders", ()))
    others += found(text, MarkType.EXEMPTION, case.get("exemptions", ()))
    portions = [raw.replace("\n", line_end) for raw in case.get("portions", ())]
    analysis = look(text, portions, case.get("banners", ()), others)
    rows = []
    for paragraph in analysis.paragraphs:
        row: dict[str, Any] = {str(paragraph.role or paragraph.kind): shown(text, paragraph)}
        if paragraph.portion:
            row["mark"] = f"{' '.join(paragraph.portion.raw.split())} {paragraph.portion.placement}"
        if paragraph.inherited:
            row["inherits"] = str(paragraph.inherited.level)
        assert (paragraph.role is not None) == (paragraph.kind is Kind.FURNITURE)
        rows.append(row)
    return rows


@pytest.mark.parametrize("case", CASES)
def test_a_reviewer_sees(case: dict[str, Any]) -> None:
    assert summary(case) == case["sees"]


@pytest.mark.parametrize("case", CASES)
def test_the_line_ends_of_windows_change_nothing(case: dict[str, Any]) -> None:
    assert summary(case, "\r\n") == case["sees"]
