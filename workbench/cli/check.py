# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench check``: validate the markings of documents; what the pre-commit hook runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from workbench.checks import Settings, check, find_settings
from workbench.checks.fixes import FIXABLE, chosen, diff, fixed, write
from workbench.checks.reports import FORMATS
from workbench.cli.common import (
    PATH,
    F,
    choice_option,
    common_options,
    examples,
    expand_paths,
    narrate,
    read,
    report_unreadable,
)
from workbench.core.errors import DocumentError, EmptyDocumentError, ExitCode, UsageError
from workbench.core.findings import Finding
from workbench.documents import OcrMode, read_document
from workbench.documents.opening import one_error
from workbench.structure import analyse


@dataclass(frozen=True, slots=True)
class Options:
    """What the call asks for."""

    fix: bool
    unsafe: bool
    diff: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    as_of: datetime | None


def _codes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code.strip() for given in value for code in given.split(",") if code.strip())
    if codes:
        from workbench.checks.explain import known_prefix

        for code in codes:
            if not known_prefix(code):
                raise click.BadParameter(f"{code} is the beginning of no code; `workbench rules` lists them")
    return codes


def _rules_option(flag: str, help: str) -> Callable[[F], F]:  # noqa: A002
    return click.option(flag, metavar="CODES", multiple=True, callback=_codes, help=help)


@click.command(
    "check",
    epilog=examples("check FOLDER", "check --fix --select P memo.txt", "check --format sarif . > findings.sarif"),
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--fix", is_flag=True, help="Write marks in their canonical form into text files (safe fixes).")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="With --fix or --diff: fixes that may change a mark's meaning too."
)
@click.option("--diff", is_flag=True, help="Print what --fix would change; change nothing.")
@_rules_option("--select", "Rules to check: codes or their beginnings, with commas.")
@_rules_option("--ignore", "Rules to leave out, likewise.")
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge dates of declassification as on this day.",
)
@choice_option("--format", FORMATS, "Format of the findings.", "form")
@common_options
def command(paths: tuple[Path, ...], form: str, **values: Any) -> int:
    """Check the markings of documents.

    A document is judged by the rule book of its own era, unless the settings name one: [tool.workbench] in
    pyproject.toml, or .workbench.toml, the nearest to the document. PATHS are files, folders or - for standard input.
    """
    options = Options(**values)
    failed = fixes = 0
    found: list[Finding] = []
    for source in expand_paths(paths):
        try:
            left, made = _check_one(source.path, options)
        except EmptyDocumentError as error:
            narrate(f"skipped: {error}")
            continue
        except DocumentError as error:
            failed += report_unreadable(str(error), error.code, source)
            continue
        found += left
        fixes += made
        if made and not options.diff:
            narrate(f"fixed: {source.path}: {_fixes(made)}")
    if options.diff:
        narrate(f"{_fixes(fixes)} would be made.")
        return ExitCode.REPORT if failed or fixes else ExitCode.OK
    report = FORMATS[form](found)
    # "All checks passed" would not be true of a document that nobody could read.
    if report and (found or not failed or form != "text"):
        click.echo(report)
    if fixes:
        narrate(f"{_fixes(fixes)} made.")
    # A hook that changed a file fails, so that the change is looked at and staged.
    return ExitCode.REPORT if failed or found or fixes else ExitCode.OK


def _fixes(number: int) -> str:
    return "1 fix" if number == 1 else f"{number} fixes"


def _check_one(path: Path, options: Options) -> tuple[list[Finding], int]:
    """The findings left in the document at ``path``, and how many fixes were made (or would be, with --diff)."""
    with one_error(str(path)):
        document = read(path, OcrMode.AUTO)
        settings = _settings(path, options)
        findings = check(analyse(document), settings)
    if not (options.fix or options.diff):
        return list(findings), 0
    picked = chosen(findings, unsafe=options.unsafe) if document.format in FIXABLE else []
    if not picked:
        return list(findings), 0
    after = fixed(document.text, picked)
    if options.diff:
        click.echo(diff(document.path, document.text, after), nl=False)
        return list(findings), len(picked)
    if document.path == "-":
        raise UsageError("--fix cannot write to standard input; use --diff")
    write(document, after)
    return list(check(analyse(read_document(after.encode("utf-8"), document.path)), settings)), len(picked)


def _settings(path: Path, options: Options) -> Settings:
    settings = find_settings(path)
    return replace(
        settings,
        select=options.select or settings.select,
        ignore=(*settings.ignore, *options.ignore),
        as_of=options.as_of.date() if options.as_of else settings.as_of,
    )
