# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.releases.making import release
from workbench.releases import Difference, Side, compare


CASES = [
    pytest.param(case, id=case["name"])
    for case in yaml.safe_load((Path(__file__).parent / "cases" / "compare.yaml").read_text(encoding="utf-8"))
]


def shown(side: Side | None) -> str:
    if side is None:
        return "-"
    found = [" ".join(side.text.split())] if side.text else []
    for deletion in side.deletions:
        extent = [] if deletion.quantity is None else [f"{deletion.quantity:g} {deletion.unit}"]
        found.append(f"<{' '.join([*deletion.codes, *extent])}>")
    return " ".join(found)


def row(difference: Difference) -> list[str]:
    return [difference.kind.value, shown(difference.old), shown(difference.new)]


@pytest.mark.parametrize("case", CASES)
def test_a_reader_is_told(case: dict[str, Any]) -> None:
    comparison = compare(release(case["old"]), release(case["new"]))
    assert [row(difference) for difference in comparison.differences] == case["told"]
    changes = [[c.what, list(c.old), list(c.new)] for c in comparison.markings]
    assert changes == case.get("markings", [])
    quiet = {"still_withheld", "misreadings"}
    assert comparison.reports == bool(changes or {kind for kind, *_ in case["told"]} - quiet)  # the exit code
