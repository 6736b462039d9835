# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench verify``: searches copies for anything that was withheld."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import (
    PATH,
    Source,
    common_options,
    complain,
    examples,
    expand_paths,
    narrate,
    place,
    policy_option,
    report_unreadable,
    text_or_json,
)
from workbench.cli.streams import standard_input
from workbench.core.counted import counted
from workbench.core.errors import DocumentError, ExitCode, UsageError
from workbench.core.terminal import printable


if TYPE_CHECKING:
    from workbench.exports.model import Verification


@click.command(
    "verify",
    epilog=examples(
        "verify exports/sanitized/memo.sanitized.pdf --against memo.pdf",
        "verify exports --against FOLDER",
        "verify somebody-elses-release.pdf",
    ),
)
@click.argument("paths", metavar="COPY...", nargs=-1, required=True, type=PATH)
@click.option("--against", type=PATH, help="The original, or for several copies a folder that holds the originals.")
@click.option("--redactions", type=PATH, help="Record of the export (default: the one that belongs to the copy).")
@policy_option("What should be withheld, if there is no record.")
@click.option("--terms", "terms_file", type=PATH, help="Words that should be withheld, one a line.")
@text_or_json
@common_options
def command(
    paths: tuple[Path, ...],
    against: Path | None,
    redactions: Path | None,
    policy_name: str,
    terms_file: Path | None,
    form: str,
) -> int:
    """Search all of each COPY for what was withheld from its original.

    Without --against, look for bad redactions and hidden data in files that somebody else made. Of a folder that
    `workbench export` wrote into, the sanitized copies are taken; their records tell which of the originals is theirs.
    """
    from workbench.exports.verifying import inspect, originals, verify_against
    from workbench.redaction import load_policy, read_terms

    if against is None and (redactions or terms_file):
        raise UsageError("--redactions and --terms go with --against ORIGINAL")
    sources = _copies(paths)
    if len(sources) > 1 and (redactions or (against and not against.is_dir())):
        raise UsageError("--redactions and --against FILE are for one copy; name the folder of the originals")
    if against is None:
        return _verify(sources, lambda copy: (inspect(copy, standard_input([copy])), None), form)
    if any(str(source.path) == "-" for source in sources):
        raise UsageError("--against: needs a copy with a name, not standard input")
    original_of = originals(source.path for source in (expand_paths([against]) if against.is_dir() else ()))
    terms, policy = read_terms(terms_file) if terms_file else (), load_policy(policy_name)

    def verified(copy: Path) -> tuple[Verification, Path | None]:
        original = original_of(copy) if against.is_dir() else against
        return verify_against(copy, original, redactions, policy, terms), original

    return _verify(sources, verified, form)


def _copies(paths: Sequence[Path]) -> list[Source]:
    """What may have been meant for release: not the records of a run, nor its annotated copies."""
    from workbench.exports.naming import may_go_out

    sources = list(expand_paths(paths))
    meant = [source for source in sources if not source.walked or may_go_out(source.path)]
    if len(meant) < len(sources):
        narrate(f"skipped: {counted(len(sources) - len(meant), 'file')} that no run meant for release")
    return meant


def _verify(sources: Sequence[Source], verify: Callable[[Path], tuple[Verification, Path | None]], form: str) -> int:
    failed = leaks = 0
    for source in sources:
        try:
            verification, original = verify(source.path)
        except DocumentError as error:
            failed += report_unreadable(str(error), error.code, source)
        except UsageError as error:  # the record of this copy is at fault
            if len(sources) == 1:
                raise
            complain(str(error))
            failed += 1
        else:
            leaks += verification.leaks
            _tell(verification, source.path, original, form)
    if len(sources) > 1:
        unread = f", {failed} not verified" if failed else ""
        narrate(f"{counted(len(sources), 'file')}: {counted(leaks, 'thing')} found{unread}")
    return ExitCode.REPORT if failed or leaks else ExitCode.OK


def _tell(verification: Verification, file: Path, against: Path | None, form: str) -> None:
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
