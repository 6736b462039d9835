# SPDX-License-Identifier: AGPL-3.0-or-later
"""``workbench parse``: explain markings one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import click

from workbench.cli.common import choice_option, common_options, examples, text_or_json
from workbench.core.errors import ExitCode
from workbench.markings import Book, Form, Parsed, parse


@click.command(
    "parse",
    epilog=examples('parse "(S//NF)" "TOP SECRET//SI//NOFORN"', 'parse --book legacy "(S/NF)"', "parse - < marks.txt"),
)
@click.argument("marks", nargs=-1, required=True, metavar="MARK...")
@click.option(
    "--as",
    "as_form",
    type=click.Choice([form.value for form in Form]),
    help="Read MARK as this (default: by its form).",
)
@choice_option("--book", Book, "Rule book to judge by; the books contradict each other.")
@text_or_json
@common_options
def command(marks: tuple[str, ...], as_form: str | None, book: str, form: str) -> int:
    """Explain markings: what each says, what is wrong with it, what to write instead.

    MARK "-" reads markings from standard input, one a line, and answers each line, blank ones too, with one line. The
    exit code is 1 where a marking is not valid in the book.
    """
    every_valid = True
    chosen = Form(as_form) if as_form else None
    for mark, one_line in _marks(marks):
        parsed = parse(mark, chosen, Book(book))
        every_valid &= parsed.valid or (one_line and not mark.strip())
        click.echo(_shown(parsed, form, one_line=one_line))
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


def _shown(parsed: Parsed, form: str, *, one_line: bool) -> str:
    if form == "json":
        return json.dumps(parsed.as_json())
    from workbench.markings.explain import explain, explain_line

    return explain_line(parsed) if one_line else explain(parsed)
