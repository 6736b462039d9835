# SPDX-License-Identifier: AGPL-3.0-or-later
"""Options that belong together: one argument of the command, one section of its help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.common import F


if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SECTIONS = "__workbench_sections__"


def option_group(
    name: str, title: str, made: type[DataclassInstance], *options: Callable[[Any], Any]
) -> Callable[[F], F]:
    """Options that reach the command as its argument ``name``, a ``made`` whose fields are their parameters."""
    own = [field.name for field in fields(made)]

    def decorate(command: F) -> F:
        @wraps(command)
        def call(*args: Any, **values: Any) -> Any:
            return command(*args, **{name: made(**{each: values.pop(each) for each in own})}, **values)

        for option in reversed(options):
            option(call)
        sections = getattr(command, _SECTIONS, {})
        setattr(call, _SECTIONS, dict.fromkeys(own, title) | sections)
        return call  # type: ignore[return-value]

    return decorate


class SectionedCommand(click.Command):
    """A command whose help lists the options of each group under its title, and all others behind them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sections, in the order of the groups."""
        titles = getattr(self.callback, _SECTIONS, {})
        for title in (*dict.fromkeys(titles.values()), "Options"):
            with formatter.section(title):
                formatter.write_dl(list(self._records(ctx, titles, title)))

    def _records(self, ctx: click.Context, titles: dict[str, str], title: str) -> Iterator[tuple[str, str]]:
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record and titles.get(param.name or "", "Options") == title:
                yield record
