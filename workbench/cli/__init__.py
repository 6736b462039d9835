# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: options in, data to stdout, everything for people to stderr. No logic of its own."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from workbench.cli.common import common_options
from workbench.cli.streams import STDOUT, let_go, open_streams, tell
from workbench.core.errors import ExitCode, WorkbenchError
from workbench.core.faults import fault
from workbench.core.terminal import printable


# Each is the attribute ``command`` of the module of its name, imported on use: `workbench check` stays free of the
# libraries that `review` and `export` need, and `workbench --help` imports none of them.
COMMANDS = {
    "review": "Review documents on the screen and decide what is withheld.",
    "export": "Write sanitized and annotated copies, with their records.",
    "verify": "Search a copy for what was withheld from it.",
    "index": "Print the redaction (Vaughn) index of an export or a case.",
    "scan": "Print the paragraphs and marks of documents.",
    "parse": "Explain classification markings.",
    "check": "Check the markings of documents; fix them.",
    "rule": "Explain one rule or code.",
    "rules": "List the rules of check.",
    "compare": "Compare two releases of the same text.",
    "corroborate": "Find what already stands in public sources.",
}


_SIGPIPE = 128 + 13
"""The exit code of a program that nobody listens to any more."""


class _ReaderLeft(Exception):
    """Nobody reads standard output any more. Click ends with 1 on a BrokenPipeError, and would not let it through."""


@contextmanager
def _past_click() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise _ReaderLeft from None


class LateGroup(click.Group):
    """A group whose commands are imported when they are called."""

    make_context = _past_click()(click.Group.make_context)  # --help and --version print there
    invoke = _past_click()(click.Group.invoke)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of ``COMMANDS``: the most used first."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with what each is for."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module: Any = importlib.import_module(f"workbench.cli.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@common_options
def group() -> None:
    """Review, mark and sanitize classified documents.

    Data goes to standard output, all else to standard error. Exit codes: 0 nothing to report; 1 something to report (a
    finding, a leak, a document that failed); 2 wrong usage or settings.

    `workbench COMMAND --help` explains a command and shows examples.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command in ``argv`` (default: the process's own arguments) and exit with its code.

    Click prints a usage error as three lines with a hint; scripts and hooks want one, so it is caught here.
    """
    open_streams()
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command in ``argv``. Every error a user can cause is one line on stderr."""
    try:
        result = group.main(args=argv, prog_name="workbench", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else ExitCode.OK
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message())
        return ExitCode.USAGE
    except click.ClickException as error:
        return _fail(error.format_message(), ExitCode.USAGE)
    except WorkbenchError as error:
        return _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _fail("interrupted", 130)
    except (_ReaderLeft, BrokenPipeError):
        # The reader of our output left (`workbench check | head`), and what it was not told is not known to be nothing:
        # no message, but the exit code that grep and git have then. stdout must not be flushed again.
        let_go(sys.stdout)
        return _SIGPIPE
    except OSError as error:
        if error.filename == STDOUT:
            let_go(sys.stdout)
        what = f"{error.filename}: " if isinstance(error.filename, str) else ""
        return _fail(f"{what}{error.strerror or type(error).__name__}", ExitCode.REPORT)
    except Exception as error:
        return _fail(fault(error), ExitCode.REPORT)


def _fail(message: str, code: int) -> int:
    tell(printable(f"workbench: {' '.join(message.split())}"))
    return code
