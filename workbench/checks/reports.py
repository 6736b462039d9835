# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings in the formats that people, scripts, code scanning (SARIF 2.1.0) and GitHub read."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workbench import __version__
from workbench.checks.engine import RULES
from workbench.core.counted import counted
from workbench.core.findings import Finding, Severity
from workbench.core.terminal import printable


def as_text(findings: Sequence[Finding]) -> str:
    """``path:line:column: CODE message`` for each, then one summary line."""
    lines = [f"{f.path}:{f.line or 1}:{f.column or 1}: {f.code} {_told(f)}" for f in findings]
    return "\n".join([*map(printable, lines), _summary(findings)])


def _told(finding: Finding) -> str:
    """The message, the page where a line alone does not lead there, and what to write instead where that is known."""
    page = f" (page {finding.page})" if finding.page and finding.page > 1 else ""
    if not finding.fix or len(finding.fix.edits) != 1:
        return finding.message + page
    [edit] = finding.fix.edits
    instead = f"write {edit.text} [fixable]" if finding.fix.safe else f"perhaps {edit.text} is meant"
    return f"{finding.message}{page}; {instead}"


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "All checks passed."
    said = f"Found {counted(len(findings), 'finding')}."
    for safe, how in (True, "--fix"), (False, "--fix --unsafe-fixes"):
        if number := sum(1 for f in findings if f.fix and f.fix.safe is safe):
            said += f" {number} fixable with {how}."
    return said


def as_json(findings: Sequence[Finding]) -> str:
    """One array of FINDING objects."""
    return json.dumps([f.as_json() for f in findings], indent=2)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    return "\n".join(
        f"::{'notice' if f.severity is Severity.INFO else f.severity} file={_property(f.path)},"
        f"line={f.line or 1},col={f.column or 1},title={_property(f.code)}::{_data(_told(f))}"
        for f in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log with one run."""
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": (inspect.getdoc(rule) or "").partition("\n")[0]},
            "fullDescription": {"text": inspect.getdoc(rule) or ""},
        }
        for rule in RULES
    ]
    driver = {"name": "workbench", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(f) for f in findings]}
    return json.dumps(
        {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}, indent=2
    )


def _result(finding: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.line or 1, "startColumn": finding.column or 1}
    if finding.start is not None and finding.end is not None:
        region |= {"charOffset": finding.start, "charLength": finding.end - finding.start}
    place = {"artifactLocation": {"uri": _uri(finding.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": "note" if finding.severity is Severity.INFO else finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }
    if finding.fix:
        result["fixes"] = [_change(finding)]
    return result


def _uri(path: str) -> str:
    """A reference by RFC 3986: what a name holds beside letters stands as its bytes."""
    return quote(os.fsencode(Path(path).as_posix()))


def _change(finding: Finding) -> dict[str, Any]:
    assert finding.fix
    replacements = [
        {
            "deletedRegion": {"charOffset": e.start, "charLength": e.end - e.start},
            "insertedContent": {"text": e.text},
        }
        for e in finding.fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(finding.path)}, "replacements": replacements}
    return {"description": {"text": "Write the mark in its canonical form."}, "artifactChanges": [change]}


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
