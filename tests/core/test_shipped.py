# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scripts.ship_rules import ROOMS
from workbench.core.errors import RulesError
from workbench.core.rules import rules_folder
from workbench.core.shipped import Shipped, validated


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_data_are_those_of_the_rules_folder(room: ModuleType) -> None:
    assert room.KEPT.read_text(encoding="utf-8") == room.compiled_now(), "run: python -m scripts.ship_rules"


def statutes(path: Path, _name: str) -> object:
    return validated(path, "workbench.marks.wordings", "StatuteRules")


def test_a_changed_file_is_validated_and_used(tmp_path: Path) -> None:
    kept, rules = tmp_path / "shipped.json", tmp_path / "statutes.yaml"
    rules.write_bytes((rules_folder() / "statutes.yaml").read_bytes())
    kept.write_text(Shipped(kept, statutes).now(["statutes.yaml"]), encoding="utf-8")
    as_shipped = json.loads(kept.read_text(encoding="utf-8"))["statutes.yaml"]["data"]
    assert list(Shipped(kept, statutes).data("statutes.yaml", [rules])) == [as_shipped]
    rules.write_text("- citation: 5 U.S.C. 9999\n  title: Of Fairs\n", encoding="utf-8")
    [changed] = Shipped(kept, statutes).data("statutes.yaml", [rules])
    assert [statute["citation"] for statute in changed] == ["5 U.S.C. 9999"]
    rules.write_text("- title: Of Fairs\n", encoding="utf-8")
    with pytest.raises(RulesError, match=r"statutes\.yaml:1: 0\.citation"):
        list(Shipped(kept, statutes).data("statutes.yaml", [rules]))


@pytest.mark.parametrize("kept", ["", "{", "[]"])
def test_data_that_cannot_be_read_only_cost_time(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "shipped.json"
    path.write_text(kept, encoding="utf-8")
    [data] = Shipped(path, statutes).data("statutes.yaml", [rules_folder() / "statutes.yaml"])
    assert data


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
