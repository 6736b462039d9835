# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench rules``: all the rules there are."""

from __future__ import annotations

import inspect
import json

import click

from workbench.checks import RULES
from workbench.cli.common import common_options, text_or_json
from workbench.core.errors import ExitCode
from workbench.marks.authority_check import CODES as AUTHORITY


@click.command("rules")
@text_or_json
@common_options
def command(form: str) -> int:
    """List the rules of `workbench check`: code, name, severity, and what each looks for."""
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "fix": rule.fixable,
            "summary": (inspect.getdoc(rule) or "").partition("\n")[0],
        }
        for rule in RULES
    ]
    if form == "json":
        click.echo(json.dumps(rows, indent=2))
        return ExitCode.OK
    for row in rows:
        click.echo(f"{row['code']:<4}  {row['name']:<27} {row['severity']:<8} {row['summary']}")
        for code, title in AUTHORITY.items() if row["code"] == "A0" else ():
            click.echo(f"  {code}{'':<37} {title}")
    return ExitCode.OK
