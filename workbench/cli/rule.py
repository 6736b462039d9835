# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench rule CODE``: the manual page of a rule."""

from __future__ import annotations

import inspect
from difflib import get_close_matches

import click

from workbench.checks import BY_CODE
from workbench.cli.common import common_options
from workbench.core.errors import ExitCode, UsageError
from workbench.markings import explain_code


@click.command("rule")
@click.argument("code")
@common_options
def command(code: str) -> int:
    """Explain a rule: what it looks for, why it matters, where the rule comes from, how to write it right."""
    rule = BY_CODE.get(code.upper()) or next((r for r in BY_CODE.values() if r.name == code), None)
    if rule is None and (explained := explain_code(code)):
        click.echo(f"{explained[0]} ({code.upper()}), a finding of `workbench parse`.\n\n{explained[1]}")
        return ExitCode.OK
    if rule is None:
        near = get_close_matches(code.upper(), BY_CODE, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else "; `workbench rules` lists them"
        raise UsageError(f"{code}: no such rule{hint}")
    click.echo(f"{rule.name} ({rule.code}), {rule.severity}. Fix: {rule.fixable}.\n")
    click.echo(inspect.getdoc(rule))
    return ExitCode.OK
