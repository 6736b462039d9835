# SPDX-License-Identifier: AGPL-3.0-or-later
"""The standard streams as commands need them, whatever the caller made of them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import click

from workbench.core.errors import DocumentError


STDOUT = "standard output"
"""The file name of an error in writing there."""


def open_streams() -> None:
    """Makes the streams fit: closed ones empty, standard output told by name where it cannot be written."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_nowhere(number, name)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name or a mark with a letter that this terminal's encoding lacks is told by its number, as on stderr.
        sys.stdout.reconfigure(errors="backslashreplace")
        if sys.stdout is sys.__stdout__:  # else nothing else holds it: let go, it would close its number behind it
            _name_stdout(sys.stdout)


def standard_input(paths: Iterable[Path]) -> bytes | None:
    """What stands for the document ``-`` where ``paths`` name it: no more than tells a reader that it is too large.

    Raises:
        DocumentError: it cannot be read.

    """
    if Path("-") not in paths:
        return None
    from workbench.documents import DEFAULT_LIMITS

    try:
        return sys.stdin.buffer.read(DEFAULT_LIMITS.max_bytes + 1)
    except OSError as error:
        raise DocumentError("-", f"cannot be read: {error.strerror or error}") from None


def let_go(stream: TextIO) -> None:
    """What is left for ``stream`` goes nowhere: it cannot be written, and Python would try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(message: str) -> None:
    """A line on standard error. Where that cannot be written the work goes on, and its exit code tells."""
    try:
        click.echo(message, err=True)
    except OSError:
        let_go(sys.stderr)


def _open_nowhere(number: int, name: str) -> None:
    """Opens a stream that the caller closed (``>&-``), so that no document gets its number.

    What a library then prints would be written into the document.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
    setattr(sys, name, os.fdopen(number, "w" if number else "r"))


class _Stdout(io.FileIO):
    """Standard output, whose errors say so: a full disk there is not one below ``--to``."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise OSError(error.errno, error.strerror, STDOUT) from None


def _name_stdout(stream: io.TextIOWrapper) -> None:
    binary: Any = stream.buffer
    unbuffered = type(binary) is io.FileIO  # PYTHONUNBUFFERED
    if not unbuffered and type(getattr(binary, "raw", None)) is not io.FileIO:
        return  # a console of Windows
    raw: Any = _Stdout(stream.fileno(), "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        raw if unbuffered else io.BufferedWriter(raw),
        stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering,
        write_through=unbuffered,
    )
