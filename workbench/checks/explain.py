# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a finding's code means, whichever room it comes from."""

from __future__ import annotations

import inspect
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from workbench.checks.engine import BY_CODE
from workbench.core.rules import load_rules, rule_files
from workbench.markings import explain_code


class Explanation(NamedTuple):
    """A heading and what stands below it."""

    title: str
    text: str


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    explanation: str


class _Findings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    findings: dict[str, _Row]


def explain(code: str) -> Explanation | None:
    """What ``code`` means: a rule by code or name, a finding of the marking engine, of reading or of exporting.

    Raises:
        RulesError: rules/findings.yaml is not valid.

    """
    rule = BY_CODE.get(code.upper()) or next((r for r in BY_CODE.values() if r.name == code), None)
    if rule:
        return Explanation(
            f"{rule.name} ({rule.code}), {rule.severity}. Fix: {rule.fixable}.", inspect.getdoc(rule) or ""
        )
    if said := explain_code(code):
        return Explanation(f"{said[0]} ({code.upper()}), a finding of `workbench parse`.", said[1])
    row = _longest(code)
    return Explanation(f"{row.title} ({code}).", row.explanation) if row else None


def _longest(code: str) -> _Row | None:
    fitting = [key for key in _findings() if code == key or code.upper().startswith(key) or code.startswith(f"{key}-")]
    return _findings()[max(fitting, key=len)] if fitting else None


@cache
def _findings() -> dict[str, _Row]:
    return {
        code: row for path in rule_files("findings.yaml") for code, row in load_rules(path, _Findings).findings.items()
    }


def known_prefix(code: str) -> bool:
    """Whether ``code`` is a code, or the beginning of one, that a finding of ``check`` can have."""
    known = (*BY_CODE, *_findings())
    return any(k.startswith(code) for k in known) or explain(code) is not None
