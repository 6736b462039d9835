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
from workbench.cli.streams import standard_input, tell
from workbench.core.terminal import printable
from workbench.core.walking import Met, walk


if TYPE_CHECKING:
    from workbench.core.findings import Finding
    from workbench.documents import Document, OcrMode
    from workbench.structure import Analysis


F = TypeVar("F", bound=Callable[..., Any])


class _PathType(click.Path):
    """A path. One that cannot be read is the reader's to tell, as a document that failed, not as wrong usage."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuses an empty word: as a path it would be the current folder, and a script's variable is unset."""
        if value == "":
            self.fail("an empty word is no path; write . for the current folder", param, ctx)
        path: Any = super().convert(value, param, ctx)
        return path if value == "-" else _named(path)


PATH = _PathType()


def _named(path: Path) -> Path:
    """``path`` of a file. One that is called ``-`` is not taken for standard input, as ``Path("./-")`` would be."""
    return path.absolute() if str(path) == "-" else path


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


def policy_option(help: str) -> Callable[[F], F]:  # noqa: A002
    """``--policy``, the parameter ``policy_name``."""
    return click.option("--policy", "policy_name", metavar="NAME|FILE", default="public", show_default=True, help=help)


ocr_option = choice_option(
    "--ocr", ("auto", "always", "never"), "Read pages by optical character recognition; auto: those without text."
)
text_or_json = choice_option("--format", ("text", "json"), "Format of the output.", "form")


def _set_quiet(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    # A command's silence about it does not take back what was said before its name.
    ctx.meta["workbench.quiet"] = value or ctx.meta.get("workbench.quiet", False)


def _set_verbose(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["workbench.verbose"] = value or ctx.meta.get("workbench.verbose", False)


def narrate(message: str, *, detail: bool = False) -> None:
    """A line for a person, on stderr: nothing with ``--quiet``; a ``detail`` only with ``--verbose``."""
    meta = click.get_current_context().meta
    if not meta.get("workbench.quiet") and (meta.get("workbench.verbose") or not detail):
        tell(printable(message))


def say(form: str, as_json: Callable[[], Any], as_text: Callable[[], str]) -> None:
    """A report on stdout, in the ``form`` of ``text_or_json``."""
    import json

    click.echo(json.dumps(as_json()) if form == "json" else "\n".join(map(printable, as_text().split("\n"))))


def complain(message: str) -> None:
    """A line on stderr that ``--quiet`` does not silence: something failed."""
    tell(printable(f"workbench: {message}"))


def place(finding: Finding) -> str:
    """``path:line:column: CODE message``, as far as the place is known; a page where there are no lines."""
    where = [finding.path, *(str(n) for n in (finding.line, finding.column) if n)]
    page = f"page {finding.page}: " if finding.page and not finding.line else ""
    return f"{':'.join(where)}: {finding.code} {page}{finding.message}"


def wants_progress() -> bool:
    """Whether a progress bar may be drawn: on a terminal that can, unless ``--quiet`` or NO_COLOR says otherwise."""
    refused = click.get_current_context().meta.get("workbench.quiet") or os.environ.get("NO_COLOR")
    return sys.stderr.isatty() and not refused and os.environ.get("TERM") not in ("dumb", "unknown")


def expand_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """The files that ``paths`` name, each once, folders walked in the order of names; links to folders are told of.

    A folder that cannot be read is a source like a file that cannot be: reading it says why, and is a failure.
    """
    given: set[str] = set()
    for path in paths:
        for source in _expand(path):
            # ``-`` is no file, so that one of that name is read beside it.
            place = "-" if source.path == Path("-") else os.path.abspath(source.path)  # noqa: PTH100
            if place not in given:
                given.add(place)
                yield source


def _expand(path: Path) -> Iterator[Source]:
    if path == Path("-") or not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder above may not be entered
        yield Source(path)
        return
    empty = True
    for found, met in walk(path):
        if met is Met.LINK:
            narrate(f"skipped: {found}: is a link to a folder; name it to read what is in it")
        else:
            empty = False
            yield Source(_named(found), walked=met is Met.FILE)
    if empty:
        narrate(f"{path}: holds no files")


def read(path: Path, ocr: OcrMode) -> Document:
    """The document at ``path``, ``-`` for standard input.

    Raises:
        DocumentError: it cannot be read.

    """
    from workbench.documents import open_document, read_document

    data = standard_input([path])
    return open_document(path, ocr=ocr) if data is None else read_document(data, "-", ocr=ocr)


def read_analysis(path: Path, ocr: OcrMode) -> Analysis:
    """The document at ``path``, ``-`` for standard input, analysed.

    Raises:
        DocumentError: it cannot be read.
        UsageError: ``ocr`` is ``always`` and no engine is installed.

    """
    from workbench.documents.ocr import require_engine
    from workbench.documents.opening import one_error
    from workbench.structure import analyse

    require_engine(ocr)
    with one_error(str(path)):
        return analyse(read(path, ocr))


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
