# SPDX-License-Identifier: AGPL-3.0-or-later
"""A help that lists options in sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from workbench.cli.common import F


_SECTIONS = "__workbench_sections__"


def section(title: str, *options: Callable[[Any], Any]) -> Callable[[F], F]:
    """``options``, listed under ``title`` in the help of a ``SectionedCommand``."""

    def decorate(command: F) -> F:
        others = {param.name for param in getattr(command, "__click_params__", ())}
        for option in reversed(options):
            option(command)
        own = [param.name for param in command.__click_params__ if param.name not in others]  # type: ignore[attr-defined]
        setattr(command, _SECTIONS, dict.fromkeys(own, title) | getattr(command, _SECTIONS, {}))
        return command

    return decorate


class SectionedCommand(click.Command):
    """A command whose help lists the options of each section under its title, and all others behind them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sections, in their order."""
        titles = getattr(self.callback, _SECTIONS, {})
        for title in (*dict.fromkeys(titles.values()), "Options"):
            own = [param for param in self.get_params(ctx) if titles.get(param.name or "", "Options") == title]
            with formatter.section(title):
                formatter.write_dl([record for param in own if (record := param.get_help_record(ctx))])
