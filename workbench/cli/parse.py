# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench parse``: explain markings one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import click

from workbench.cli.common import common_options
from workbench.core.errors import ExitCode
from workbench.markings import Book, Form, Parsed, parse


@click.command("parse")
@click.argument("marks", nargs=-1, required=True, metavar="MARK...")
@click.option("--as", "form", type=click.Choice([f.value for f in Form]), help="Read it as this; default: by its form.")
@click.option(
    "--book",
    type=click.Choice([b.value for b in Book]),
    default=Book.CAPCO_2016.value,
    show_default=True,
    help="The rule book to judge by; the books contradict each other.",
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@common_options
def command(marks: tuple[str, ...], form: str | None, book: str, output: str) -> int:
    """Explain each MARK: what it says, what is wrong, what to write instead.

    "-" reads one marking a line from standard input and answers each, blank ones too, with one line.
    Exit code 1 where a marking is not valid in the book.
    """
    every_valid = True
    chosen = Form(form) if form else None
    for mark, one_line in _marks(marks):
        parsed = parse(mark, chosen, Book(book))
        every_valid &= parsed.valid or not mark.strip()
        click.echo(_shown(parsed, output, one_line=one_line))
    return ExitCode.OK if every_valid else ExitCode.REPORT


def _marks(marks: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Every mark, and whether its answer is one line of a stream."""
    for mark in marks:
        if mark != "-":
            yield mark, False
            continue
        with click.open_file("-", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                yield line.rstrip("\r\n"), True


def _shown(parsed: Parsed, output: str, *, one_line: bool) -> str:
    if output == "json":
        return json.dumps(parsed.as_json())
    from workbench.markings.explain import explain, explain_line

    return explain_line(parsed) if one_line else explain(parsed)
