# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a finding's code means, whichever room it comes from."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
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
    codes: str = ""
    """The codes of a family: ``V100-V139 V141``."""

    def all_codes(self) -> Iterator[str]:
        for item in self.codes.split():
            if bounds := re.fullmatch(r"([A-Z])(\d{3})-\1(\d{3})", item):
                yield from (f"{bounds[1]}{number:03}" for number in range(int(bounds[2]), int(bounds[3]) + 1))
            else:
                yield item


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
    code = code if code in _findings() else code.upper()
    row = _findings().get(code)
    return Explanation(f"{row.title} ({code}).", row.explanation) if row else None


@cache
def _findings() -> dict[str, _Row]:
    rows = [pair for path in rule_files("findings.yaml") for pair in load_rules(path, _Findings).findings.items()]
    # A code's own row outranks that of its family.
    return {code: row for _, row in rows for code in row.all_codes()} | dict(rows)


def known_prefix(code: str) -> bool:
    """Whether ``code`` is a code, or the beginning of one, in the case that findings have it."""
    return any(known.startswith(code) for known in (*BY_CODE, *_findings()))
