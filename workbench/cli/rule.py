# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench rule CODE``: the manual page of a rule."""

from __future__ import annotations

from difflib import get_close_matches

import click

from workbench.checks import BY_CODE
from workbench.checks.explain import explain
from workbench.cli.common import common_options, examples
from workbench.core.errors import ExitCode, UsageError


@click.command("rule", epilog=examples("rule P001", "rule V119"))
@click.argument("code")
@common_options
def command(code: str) -> int:
    """Explain the rule or finding CODE: what it looks for, where it comes from, how to write it right."""
    explained = explain(code)
    if explained is None:
        near = get_close_matches(code.upper(), BY_CODE, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else "; `workbench rules` lists them"
        raise UsageError(f"{code}: no such rule{hint}")
    click.echo(f"{explained.title}\n\n{explained.text}")
    return ExitCode.OK
