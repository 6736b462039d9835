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
from workbench.core.errors import DocumentError


if TYPE_CHECKING:
    from workbench.documents import OcrMode
    from workbench.structure import Analysis


F = TypeVar("F", bound=Callable[..., Any])

# Folders that hold a program's own files, never a user's documents.
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".workbench", "__pycache__", "node_modules", ".venv"})


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read. ``walked`` tells a file met in a folder from one that the user named."""

    path: Path
    walked: bool = False


def common_options(command: F) -> F:
    """``--quiet``, ``--verbose`` and ``--version``, which every command takes."""
    command = click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_hush, help="Say less.")(command)
    command = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_chat, help="Say more of what is being done."
    )(command)
    return click.version_option(__version__, prog_name="workbench")(command)


def ocr_option(command: F) -> F:
    """``--ocr``: which pages that are pictures are read."""
    return click.option(
        "--ocr",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Read pages without text by optical character recognition.",
    )(command)


def _hush(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["workbench.quiet"] = value


def _chat(ctx: click.Context, param: click.Parameter, value: bool) -> None:
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
    """The files that ``paths`` name, folders walked in the order of their names; symbolic links are not followed."""
    for path in paths:
        if not path.is_dir():
            yield Source(path)
            continue
        for folder, names, files in os.walk(path):
            names[:] = sorted(n for n in names if n not in SKIPPED_FOLDERS)
            yield from (Source(Path(folder) / name, walked=True) for name in sorted(files))


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


def say_unreadable(error: DocumentError, source: Source) -> bool:
    """Names a document that could not be read; returns whether that is a failure.

    A stranger in a folder (a spreadsheet, a picture) is named and skipped; a file the user named, or one of our formats
    that is damaged, is a failure.
    """
    if source.walked and error.code == "unknown-format":
        narrate(f"skipped: {error}")
        return False
    complain(str(error))
    return True
