# SPDX-License-Identifier: AGPL-3.0-or-later
"""Patterns: what is withheld for its form, such as a social security number, as ``rules/patterns.yaml`` has it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from workbench.core.errors import UsageError
from workbench.core.rules import load_rules, rule_files
from workbench.redaction.codes import Code


_FILE_SUFFIXES = (".yaml", ".yml")


def _expression(text: str) -> str:
    try:
        matches_nothing = compiled(text).fullmatch("")
    except regex.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    if matches_nothing:
        raise ValueError("matches where nothing stands")
    return text


class Pattern(BaseModel):
    """What is searched for, under which name and code. ``expression`` is matched against folded text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: Annotated[str, Field(pattern=r"^[\w-]+$")]
    title: Annotated[str, Field(min_length=3, max_length=80)]
    code: Code = None
    source: str = ""
    expression: Annotated[str, AfterValidator(_expression), Field(alias="pattern")]
    capitals: bool = False
    check: Literal["luhn"] | None = None


class _Patterns(BaseModel):
    model_config = ConfigDict(extra="forbid")

    patterns: tuple[Pattern, ...]


@lru_cache(maxsize=256)
def compiled(expression: str) -> regex.Pattern[str]:
    """The expression compiled. Case needs no flag: it is matched against folded text, which has none."""
    return regex.compile(expression, regex.IGNORECASE)


@cache
def known_patterns() -> dict[str, Pattern]:
    """The patterns that ship and those of the user's folder, by name.

    Raises:
        RulesError: one of the files is not valid.

    """
    return {p.name: p for path in rule_files("patterns.yaml") for p in load_rules(path, _Patterns).patterns}


def read_patterns(names_or_files: str) -> tuple[Pattern, ...]:
    """``all``, or names and paths of YAML files with a comma between them; each pattern once, in the order named.

    Raises:
        UsageError: there is no pattern of a name; names those there are.
        RulesError: a file is not valid.

    """
    parts = [part.strip() for part in names_or_files.split(",")]
    found = {p.name: p for part in parts if part for p in _read(part)}
    if not found:
        raise UsageError(f"{names_or_files!r} names no pattern")
    return tuple(found.values())


def named_patterns(names: Iterable[str]) -> tuple[Pattern, ...]:
    """The patterns of ``names`` (or ``all``); raises as ``read_patterns``, and reads no file but those of rules."""
    return tuple({p.name: p for name in names for p in _named(name)}.values())


def _read(part: str) -> Iterable[Pattern]:
    path = Path(part)
    return load_rules(path, _Patterns).patterns if path.suffix.lower() in _FILE_SUFFIXES else _named(part)


def _named(name: str) -> Iterable[Pattern]:
    known = known_patterns()
    if name == "all":
        return known.values()
    if name not in known:
        raise UsageError(f"no pattern {name!r}: use all, {', '.join(known)}, or a YAML file")
    return (known[name],)
