# SPDX-License-Identifier: AGPL-3.0-or-later
"""A help that lists options in sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from workbench.cli.common import F


_TITLE = "workbench_section"


def section(title: str, *options: Callable[[Any], Any]) -> Callable[[F], F]:
    """``options``, listed under ``title`` in the help of a ``SectionedCommand``."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            setattr(option(command).__click_params__[-1], _TITLE, title)
        return command

    return decorate


class SectionedCommand(click.Command):
    """A command whose help lists the options of each section under its title, and all others behind them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sections, in their order."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in sorted(self.get_params(ctx), key=lambda param: not hasattr(param, _TITLE)):
            if record := param.get_help_record(ctx):
                sections.setdefault(getattr(param, _TITLE, "Options"), []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)
