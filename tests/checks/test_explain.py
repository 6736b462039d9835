# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every code a user can meet has an explanation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import workbench
from workbench.checks.explain import explain
from workbench.cli import run


CODE = re.compile(r"\"([AMPBDRVX]\d{3})\"|Finding\(\s*\"([a-z][a-z-]+)\"|^    code: (V\d{3})$", re.MULTILINE)
RULES = Path(__file__).parents[2] / "rules"


def codes() -> set[str]:
    sources = (*Path(workbench.__file__).parent.rglob("*.py"), *RULES.glob("left_in_*.yaml"))
    return {code for source in sources for found in CODE.findall(source.read_text("utf-8")) for code in found if code}


def test_no_code_in_the_source_is_without_an_explanation() -> None:
    assert {"P001", "M203", "A009", "V101", "X101", "hidden-text"} <= codes()
    assert [code for code in sorted(codes()) if explain(code) is None] == []


def test_no_code_of_a_family_is_explained_that_no_source_has() -> None:
    """`workbench rule V199` is a slip of the pen, not a finding in a PDF."""
    numbered = {f"{family}{number:03}" for family in "RVX" for number in range(1000)}
    assert {code for code in numbered if explain(code)} == {code for code in codes() if code[0] in "RVX"}


def test_each_note_on_a_sanitized_pdf_has_an_explanation_of_its_own() -> None:
    family = explain("X1")
    assert family and [c for c in codes() if c[0] == "X" and (said := explain(c)) and said.text == family.text] == []


@pytest.mark.parametrize("code", ["Z999", "M999x", "", "V199", "V140", "R055", "X199", "ocr-other", "hidden-x"])
def test_an_unknown_code_has_none(code: str) -> None:
    assert explain(code) is None


@pytest.mark.parametrize("code", ["Q1", "p001", "portion.missing", "V199", "M203"])
def test_selecting_a_code_that_no_finding_has_is_wrong_usage(code: str, tmp_path: Path) -> None:
    """It would select nothing, and every document would pass."""
    path = tmp_path / "a.txt"
    path.write_text("(U) Open.\n")
    assert run(["check", "--select", code, str(path)]) == 2
    assert run(["check", "--select", "A0,P", str(path)]) == 0
