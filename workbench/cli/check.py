# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench check``: validate the markings of documents; what the pre-commit hook runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import click

from workbench.checks import Settings, check, find_settings
from workbench.checks.fixes import FIXABLE, chosen, diff, fixed, write
from workbench.checks.reports import FORMATS
from workbench.cli.common import common_options, expand_paths, narrate, say_unreadable
from workbench.core.errors import DocumentError, ExitCode, UsageError
from workbench.core.findings import Finding
from workbench.documents import Document, open_document, read_document
from workbench.structure import analyse


@dataclass(frozen=True, slots=True)
class Options:
    """What the call asks for."""

    fix: bool
    unsafe: bool
    diff: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    as_of: date | None


def _codes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code.strip() for given in value for code in given.split(",") if code.strip())
    if codes:
        from workbench.checks.explain import known_prefix

        for code in codes:
            if not known_prefix(code):
                raise click.BadParameter(f"{code} is the beginning of no code; `workbench rules` lists them")
    return codes


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Write safe fixes into text files: marks in their canonical form.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Take fixes that may change what a mark means, too.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@click.option("--select", multiple=True, callback=_codes, help="Codes, or beginnings of codes, to check.")
@click.option("--ignore", multiple=True, callback=_codes, help="Codes, or beginnings of codes, to leave out.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day by which declassification is judged.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How to print the findings.")
@common_options
def command(
    paths: tuple[Path, ...],
    fix: bool,
    unsafe: bool,
    show_diff: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: datetime | None,
    form: str,
) -> int:
    """Check the markings of documents against the book of their era, or the one the settings name."""
    options = Options(fix, unsafe, show_diff, select, ignore, as_of.date() if as_of else None)
    failed = fixes = 0
    found: list[Finding] = []
    for source in expand_paths(paths):
        try:
            left, made = _check_one(source.path, options)
        except DocumentError as error:
            failed += say_unreadable(error, source)
            continue
        found += left
        fixes += made
    if show_diff:
        narrate(f"{fixes} fixes would be made.")
        return ExitCode.REPORT if failed or fixes else ExitCode.OK
    report = FORMATS[form](found)
    if report:
        click.echo(report)
    if fixes:
        narrate(f"{fixes} fixes made.")
    # A hook that changed a file fails, so that the change is looked at and staged.
    return ExitCode.REPORT if failed or found or fixes else ExitCode.OK


def _check_one(path: Path, options: Options) -> tuple[list[Finding], int]:
    """The findings left in the document at ``path``, and how many fixes were made (or would be, with --diff)."""
    document = _open(path)
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
    _write(document, after)
    return list(check(analyse(_reread(document, after)), settings)), len(picked)


def _write(document: Document, text: str) -> None:
    if document.path == "-":
        raise UsageError("--fix cannot write to standard input; use --diff")
    write(document, text)


def _reread(document: Document, text: str) -> Document:
    return replace(read_document(text.encode("utf-8"), document.path), encoding=document.encoding)


def _open(path: Path) -> Document:
    return read_document(sys.stdin.buffer.read(), "-") if str(path) == "-" else open_document(path)


def _settings(path: Path, options: Options) -> Settings:
    settings = find_settings(path)
    return replace(
        settings,
        select=options.select or settings.select,
        ignore=(*settings.ignore, *options.ignore),
        as_of=options.as_of or settings.as_of,
    )
