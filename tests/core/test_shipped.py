# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.ship_rules import ROOMS
from workbench.core import shipped
from workbench.core.errors import RulesError
from workbench.core.shipped import Shipped


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.kept.parent.name)
def test_data_are_those_of_the_rules_folder(room: Shipped) -> None:
    assert room.kept.read_text(encoding="utf-8") == room.now(), "run: python -m scripts.ship_rules"


def statutes(kept: Path) -> Shipped:
    return Shipped(kept, "workbench.marks.wordings", {"statutes.yaml": "StatuteRules"})


def test_a_changed_file_is_validated_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, rules = tmp_path / "shipped.json", tmp_path / "statutes.yaml"
    kept.write_text(statutes(kept).now(), encoding="utf-8")
    as_shipped = json.loads(kept.read_text(encoding="utf-8"))["statutes.yaml"]["data"]
    assert list(statutes(kept).rule_data("statutes.yaml")) == [as_shipped]
    monkeypatch.setattr(shipped, "rule_files", lambda _name: iter([rules]))
    rules.write_text("- citation: 5 U.S.C. 9999\n  title: Of Fairs\n", encoding="utf-8")
    [changed] = statutes(kept).rule_data("statutes.yaml")
    assert [statute["citation"] for statute in changed] == ["5 U.S.C. 9999"]
    rules.write_text("- title: Of Fairs\n", encoding="utf-8")
    with pytest.raises(RulesError, match=r"statutes\.yaml:1: 0\.citation"):
        list(statutes(kept).rule_data("statutes.yaml"))


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_data_that_cannot_be_read_only_cost_time(tmp_path: Path, content: str) -> None:
    kept = tmp_path / "shipped.json"
    kept.write_text(content, encoding="utf-8")
    assert all(statutes(kept).rule_data("statutes.yaml"))


def test_checking_a_text_loads_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    text = tmp_path / "memo.txt"
    text.write_text(
        "SECRET\n\n(S) The ferry sailed [1 line not declassified] at dawn (b)(1).\n\nPage 2\n", encoding="utf-8"
    )
    code = (
        "import sys; from workbench.cli import run; run(['check', sys.argv[1]]);"
        "print([name for name in ('pydantic', 'yaml', 'numpy', 'pymupdf', 'textual', 'docx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(text)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
