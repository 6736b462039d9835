# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every command shares: options, the walking of folders, and who is told what on which stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from workbench import __version__
from workbench.core.walking import Met, walk


if TYPE_CHECKING:
    from workbench.documents import OcrMode
    from workbench.structure import Analysis


F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read. ``walked`` tells a file met in a folder from one that the user named."""

    path: Path
    walked: bool = False


def common_options(command: F) -> F:
    """``--quiet``, ``--verbose`` and ``--version``, which every command takes."""
    command = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_set_quiet, help="Print no notes."
    )(command)
    command = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_set_verbose, help="Print more notes."
    )(command)
    return click.version_option(__version__, prog_name="workbench")(command)


def choice_option(flag: str, values: Iterable[str], help: str, name: str = "") -> Callable[[F], F]:  # noqa: A002
    """An option that takes one of ``values``, the first where it is not given; ``name`` is its parameter's."""
    choices = [str(value) for value in values]
    names = (flag, name) if name else (flag,)
    return click.option(*names, type=click.Choice(choices), default=choices[0], show_default=True, help=help)


def examples(*calls: str) -> str:
    """The end of a command's help."""
    # click fills no lines behind a backspace.
    return "\b\nExamples:\n" + "\n".join(f"  workbench {call}" for call in calls)


ocr_option = choice_option(
    "--ocr", ("auto", "always", "never"), "Read pages by optical character recognition; auto: those without text."
)
text_or_json = choice_option("--format", ("text", "json"), "Format of the output.", "form")


def _set_quiet(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["workbench.quiet"] = value


def _set_verbose(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["workbench.verbose"] = value


def narrate(message: str, *, detail: bool = False) -> None:
    """A line for a person, on stderr: nothing with ``--quiet``; a ``detail`` only with ``--verbose``."""
    meta = click.get_current_context().meta
    if not meta.get("workbench.quiet") and (meta.get("workbench.verbose") or not detail):
        click.echo(printable(message), err=True)


def complain(message: str) -> None:
    """A line on stderr that ``--quiet`` does not silence: something failed."""
    click.echo(printable(f"workbench: {message}"), err=True)


def printable(text: str) -> str:
    """``text`` with control characters replaced: a file's name must not move a terminal's cursor."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def wants_progress() -> bool:
    """Whether a progress bar may be drawn: on a terminal, unless ``--quiet`` or NO_COLOR says otherwise."""
    quiet = click.get_current_context().meta.get("workbench.quiet")
    return sys.stderr.isatty() and not quiet and not os.environ.get("NO_COLOR")


def expand_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """The files that ``paths`` name, folders walked in the order of names; links to folders are told of.

    A folder that cannot be read is a source like a file that cannot be: reading it says why, and is a failure.
    """
    for path in paths:
        if not path.is_dir():
            yield Source(path)
            continue
        for found, met in walk(path):
            if met is Met.LINK:
                narrate(f"skipped: {found}: is a link to a folder; name it to read what is in it")
            else:
                yield Source(found, walked=met is Met.FILE)


def read_analysis(path: Path, ocr: OcrMode) -> Analysis:
    """The document at ``path``, ``-`` for standard input, analysed.

    Raises:
        DocumentError: it cannot be read.
        UsageError: ``ocr`` is ``always`` and no engine is installed.

    """
    from workbench.documents import open_document, read_document
    from workbench.documents.ocr import require_engine
    from workbench.structure import analyse

    require_engine(ocr)
    if str(path) == "-":
        return analyse(read_document(sys.stdin.buffer.read(), "-", ocr=ocr))
    return analyse(open_document(path, ocr=ocr))


def report_unreadable(message: str, code: str, source: Source) -> bool:
    """Names a document that could not be read (a ``DocumentError`` and its code); returns whether that is a failure.

    A stranger in a folder (a spreadsheet, a picture) is named and skipped; a file the user named, or one of our formats
    that is damaged, is a failure.
    """
    if source.walked and code == "unknown-format":
        narrate(f"skipped: {message}")
        return False
    complain(message)
    return True
