# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which day declassification is judged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.checks import find_settings
from workbench.cli import run
from workbench.core.errors import RulesError


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.txt"
    path.write_text("SECRET\n\n(S) The ferry was late.\n\nDeclassify On: 20991231\n", encoding="utf-8")
    return path


def check(memo: Path, *options: str) -> int:
    return run(["check", "--select", "D002", *options, str(memo)])


def test_the_option_outranks_the_settings_and_these_outrank_today(memo: Path) -> None:
    assert check(memo) == 0
    memo.with_name(".workbench.toml").write_text("as-of = 2100-01-01\n")
    assert check(memo) == 1
    assert check(memo, "--as-of", "2099-12-31") == 0


@pytest.mark.parametrize("written", ["2100-01-01", '"2100-01-01"'])
def test_a_date_may_be_written_as_toml_has_it_or_quoted(memo: Path, written: str) -> None:
    memo.with_name(".workbench.toml").write_text(f"as-of = {written}\n")
    assert find_settings(memo).as_of == date(2100, 1, 1)


@pytest.mark.parametrize("written", ['"soon"', "2100", "2100-01-01T00:00:00", "true"])
def test_what_is_no_date_is_named_with_its_line(memo: Path, written: str) -> None:
    memo.with_name(".workbench.toml").write_text(f"ignore = []\nas-of = {written}\n")
    with pytest.raises(RulesError, match="as-of"):
        find_settings(memo)


def test_a_day_that_is_none_is_wrong_usage(memo: Path) -> None:
    assert check(memo, "--as-of", "2099-02-30") == 2
