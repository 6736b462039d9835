# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a stranger's file may hold beside what it shows, by files of rules (``rules/left_in_*.yaml``)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from workbench.core.findings import Severity
from workbench.core.rules import load_rules, rules_folder


class LeftBehind(BaseModel):
    """A kind of thing that stays behind in a file, and what tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    code: str = "hidden"
    severity: Severity = Severity.WARNING
    elements: str = ""
    parts: str = ""
    placed: bool = False
    objects: str = ""
    pattern: str = ""
    markup: bool = False
    may_be_mark: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[str, LeftBehind]


@cache
def left_behind(where: str) -> dict[str, LeftBehind]:
    """The kinds of what is left ``where`` (``word``, ``pdf``, ``text``), by their names."""
    return load_rules(rules_folder() / f"left_in_{where}.yaml", _File).kinds
