# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench verify``: searches a copy for anything that was withheld."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import PATH, common_options, complain, examples, narrate, text_or_json
from workbench.cli.export import place
from workbench.core.counted import counted
from workbench.core.errors import ExitCode, UsageError
from workbench.core.terminal import printable


if TYPE_CHECKING:
    from workbench.exports.model import Verification


@click.command(
    "verify",
    epilog=examples(
        "verify exports/sanitized/memo.sanitized.pdf --against memo.pdf", "verify somebody-elses-release.pdf"
    ),
)
@click.argument("file", type=PATH)
@click.option("--against", type=PATH, help="The original of which FILE is a sanitized copy.")
@click.option("--redactions", type=PATH, help="Record of the export (default: the one that belongs to FILE).")
@click.option(
    "--policy",
    "policy_name",
    default="public",
    show_default=True,
    help="What should be withheld, if there is no record.",
)
@click.option("--terms", "terms_file", type=PATH, help="Words that should be withheld, one a line.")
@text_or_json
@common_options
def command(
    file: Path, against: Path | None, redactions: Path | None, policy_name: str, terms_file: Path | None, form: str
) -> int:
    """Search all of FILE for what was withheld from its original.

    Without --against, look for bad redactions and hidden data in a file that somebody else made.
    """
    from workbench.exports.verifying import inspect, verify_against
    from workbench.redaction import load_policy, read_terms

    if against is None:
        if redactions or terms_file:
            raise UsageError("--redactions and --terms go with --against ORIGINAL")
        verification = inspect(file)
    else:
        terms = read_terms(terms_file) if terms_file else ()
        verification = verify_against(file, against, redactions, load_policy(policy_name), terms)
    return _tell(verification, file, against, form)


def _tell(verification: Verification, file: Path, against: Path | None, form: str) -> int:
    if form == "json":
        found = {"schema": "workbench.verify/1", "path": str(file), "against": str(against) if against else None}
        found |= verification.as_json() | {"findings": [f.as_json() for f in verification.findings]}
        click.echo(json.dumps(found))
    else:
        for finding in verification.findings:
            click.echo(printable(place(finding)))
        for check in verification.checks:
            if check.not_searched:
                complain(f"{file}: not searched: {check.name}: {check.not_searched}")
    leaks = counted(verification.leaks, "leak" if against else "hidden thing")
    narrate(f"{file}: {counted(len(verification.checks), 'check')}, {leaks}")
    return ExitCode.REPORT if verification.leaks else ExitCode.OK
