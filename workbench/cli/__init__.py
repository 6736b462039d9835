# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: options in, data to stdout, everything for people to stderr. No logic of its own."""

from __future__ import annotations

import importlib
from typing import Any

import click

from workbench import __version__


# name -> module below workbench.cli whose attribute ``command`` is the click command. Listing names here and
# importing on use keeps `workbench check` free of the libraries that `review` and `export` need.
COMMANDS = {
    "parse": "parse",
    "scan": "scan",
    "check": "check",
    "rule": "rule",
    "rules": "rules",
    "export": "export",
    "verify": "verify",
    "review": "review",
    "index": "index",
}


class LateGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module: Any = importlib.import_module(f"workbench.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbench")
def main() -> None:
    """Review, mark and sanitize classified documents."""
