# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule against its YAML cases: a reviewer can add one without Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.checks import BY_CODE, Settings, check
from workbench.checks.fixes import chosen, fixed
from workbench.core.findings import Finding
from workbench.documents import read_document
from workbench.structure import analyse


CASES = Path(__file__).parent / "cases"


def cases(kind: str) -> list[Any]:
    return list(_cases(kind))


def _cases(kind: str) -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")).get(kind) or []:
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")


def findings(code: str, text: str, settings: dict[str, Any]) -> list[Finding]:
    document = read_document(text.encode(), "case.txt")
    return list(check(analyse(document), Settings(select=(code,), **settings)))


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_what_is_right_has_no_finding(code: str, case: dict[str, Any]) -> None:
    assert findings(code, case["text"], case.get("settings", {})) == []


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_what_is_wrong_is_found_at_its_place(code: str, case: dict[str, Any]) -> None:
    found = findings(code, case["text"], case.get("settings", {}))
    assert [f"{f.line or 1}:{f.column or 1}" for f in found] == case["places"]


@pytest.mark.parametrize(("code", "case"), cases("fix"))
def test_a_fix_gives_the_canonical_form_and_settles_the_finding(code: str, case: dict[str, Any]) -> None:
    found = findings(code, case["before"], case.get("settings", {}))
    asked = case.get("unsafe", False)
    assert not asked or not chosen(found, unsafe=False)
    after = fixed(case["before"], chosen(found, unsafe=asked))
    assert after == case["after"]
    assert findings(code, after, case.get("settings", {})) == []


def test_every_rule_has_cases_that_pass_and_fail() -> None:
    for code in BY_CODE:
        data = yaml.safe_load((CASES / f"{code}.yaml").read_text(encoding="utf-8"))
        assert data["pass"], code
        assert data["fail"], code
