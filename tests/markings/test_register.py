# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from workbench.core import shipped
from workbench.core.errors import RulesError
from workbench.core.rules import rules_folder
from workbench.markings import Book, building
from workbench.markings.books import rule_book
from workbench.markings.register import register


ROOT = Path(__file__).resolve().parents[2]


def python(code: str, rules: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = os.environ | ({"WORKBENCH_RULES": str(rules)} if rules else {})
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False)


def test_every_control_can_be_written_and_read_again() -> None:
    known = register()
    for (category, _), control in known.controls.items():
        for spelling in (control.portion, control.banner):
            found = known.spellings.get(spelling.upper()) or known.legacy_spellings.get(spelling.upper())
            found = found or known.limited.get(spelling.upper())
            assert found is not None, (category, spelling)


def test_what_an_old_control_became_is_in_the_register() -> None:
    known = register()
    for control in known.controls.values():
        for name in control.modern or ():
            assert any(portion == name for _, portion in known.controls), control


def test_every_finding_code_is_explained() -> None:
    explained = set(yaml.safe_load((rules_folder() / "books/findings.yaml").read_text(encoding="utf-8"))["findings"])
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "workbench/markings").glob("*.py"))
    used = set(re.findall(r'"(M\d{3})"', sources))
    assert used <= explained
    for book in Book:
        assert set(rule_book(book).syntax) <= explained


def test_a_user_adds_a_control(tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / "register/nonic.yaml").write_text(
        "source: our office\nentries:\n  - {portion: GLD, banner: GOLDEN, title: GOLDEN HANDLING}\n", encoding="utf-8"
    )
    code = (
        "from workbench.markings import parse; p = parse('SECRET//NOFORN//GOLDEN'); print(p.valid, p.marking.portion)"
    )
    assert python(code, tmp_path).stdout.split() == ["True", "(S//NF//GLD)"]


def test_a_wrong_rule_is_named_with_file_line_and_key(tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / "register/nonic.yaml").write_text(
        "source: our office\nentries:\n  - portion: GLD\n    titel: GOLDEN\n", encoding="utf-8"
    )
    done = python("from workbench.cli import main; main(['parse', '(S)'])", tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert re.search(r"nonic\.yaml:3: entries\.0\.", done.stderr)
    assert "Traceback" not in done.stderr


def test_reading_marks_loads_neither_yaml_nor_pydantic_while_rules_are_as_shipped() -> None:
    code = "import sys; from workbench.markings import parse; parse('(S//NF)'); print([m for m in sys.modules])"
    loaded = python(code).stdout
    assert "'workbench.markings.grammar'" in loaded
    for library in ("pydantic", "yaml", "click", "rich", "lxml", "pymupdf"):
        assert f"'{library}'" not in loaded


def test_a_changed_file_is_validated_and_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    levels = tmp_path / "levels.yaml"
    levels.write_text("source: x\nlevels: [{system: US, level: Q, portion: Q}]\n", encoding="utf-8")
    monkeypatch.setattr(shipped, "rule_files", lambda _name: iter([levels]))
    with pytest.raises(RulesError, match=r"levels\.yaml:2: levels\.0\.level"):
        building.build()
