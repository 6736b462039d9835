# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has to be seen in the four seed documents, as ``workbench scan`` prints it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest


SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")


@cache
def answers() -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "workbench", "scan", "--format", "json", "--with-text", str(SEEDS)]
    lines = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout.splitlines()
    return {Path(answer["path"]).name[:3]: answer for answer in map(json.loads, lines)}


def scanned(number: str) -> dict[str, Any]:
    return answers()[number]


def of_type(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [mark for mark in answer["marks"] if mark["type"] == kind]


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_offsets_are_exact(number: str) -> None:
    answer = scanned(number)
    assert [m for m in answer["marks"] if answer["text"][m["start"] : m["end"]] != m["raw"]] == []


@pytest.mark.parametrize("number", ["000", "001"])
def test_news_carries_no_marks(number: str) -> None:
    assert scanned(number)["marks"] == []


def test_portions_of_the_assessment() -> None:
    raws = [p["portion"]["raw"] for p in scanned("002")["paragraphs"] if p["portion"]]
    assert raws == ["(U)", *["(C)"] * 7, "(S/NF)", "(S)", "(S)"]


def test_the_paragraph_that_a_page_break_cuts_is_one() -> None:
    answer = scanned("002")
    cut = [p for p in answer["paragraphs"] if len(p["spans"]) > 1]
    assert len(cut) == 1
    assert len(cut[0]["spans"]) == 2
    assert cut[0]["portion"]["raw"] == "(C)"


def test_banner_roll_up_codes_and_placeholders_of_the_assessment() -> None:
    answer = scanned("002")
    assert [mark["raw"].strip("()") for mark in of_type(answer, "banner")] == ["SECRET/NOFORN"]
    assert answer["overall"]["computed"]["banner"] == "SECRET//NOFORN"
    assert answer["overall"]["consistent"] is True
    assert [mark["value"]["code"] for mark in of_type(answer, "exemption")] == ["(b)(1)", "(b)(1)"]
    assert len(of_type(answer, "placeholder")) == 2


def test_the_struck_memorandum_was_released() -> None:
    answer = scanned("003")
    assert [mark["value"]["code"] for mark in of_type(answer, "exemption")] == ["(b)(3)"]
    assert "2009-08-31" in [mark["value"]["date"] for mark in of_type(answer, "stamp")]
    assert [(mark["raw"].strip("~"), mark["struck"]) for mark in of_type(answer, "banner")] == [("SECRET", True)]
    assert not any(p["portion"] for p in answer["paragraphs"])
    assert answer["overall"]["released"] is True
    assert answer["overall"]["classified"] is False
