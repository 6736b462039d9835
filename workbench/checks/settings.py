# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings of a check: ``.workbench.toml`` or ``[tool.workbench]`` of a pyproject.toml, the nearest file above wins."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from workbench.core.errors import RulesError
from workbench.markings.model import Book


NAMES = (".workbench.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project asks of its documents. Keys are written with hyphens in TOML."""

    book: Book | None = None
    """The rule book to judge by; None judges each document by the book of its own era."""
    require_marking: bool = False
    """Whether a document without any marking is a finding."""
    select: tuple[str, ...] = field(default=())
    """Codes, or beginnings of codes, to check; empty checks all."""
    ignore: tuple[str, ...] = field(default=())
    """Codes, or beginnings of codes, not to check."""
    as_of: date | None = None
    """The day by which declassification is judged; None is today, for dates that documents give themselves."""

    def wants(self, code: str) -> bool:
        """Whether findings of ``code`` are asked for. ``ignore`` outranks ``select``."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))


def find_settings(path: Path) -> Settings:
    """The settings in force for the document at ``path``.

    Raises:
        RulesError: a settings file is not TOML, or has a key or value that is not known.

    """
    for folder in Path(os.path.realpath(path)).parents:
        # Messages name it as the user named the document: an absolute path tells of the machine.
        named = folder if path.is_absolute() else Path(os.path.relpath(folder))
        for name in NAMES:
            table = _table(named / name)
            if table is not None:
                return _settings(named / name, table)
    return Settings()


def _table(file: Path) -> dict[str, Any] | None:
    """The table of settings in ``file``; None where there is no such file or no such table."""
    try:
        source = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise RulesError(str(file), None, "", f"cannot be read: {error.strerror}") from error
    ours = file.name != "pyproject.toml"
    if not ours and b"workbench" not in source:
        return None  # somebody else's file: whether it is TOML is for its own tools to say
    try:
        data: Any = tomllib.loads(source.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(str(file), None, "", str(error)) from error
    for key in () if ours else ("tool", "workbench"):
        data = data.get(key) if isinstance(data, dict) else None
    if data is not None and not isinstance(data, dict):
        raise RulesError(str(file), _line_of(file, "workbench"), "tool.workbench", "must be a table of settings")
    return data


def _settings(file: Path, table: dict[str, Any]) -> Settings:
    known = {f.name.replace("_", "-"): f.name for f in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise RulesError(str(file), _line_of(file, key), key, f"is not a setting; known are {', '.join(known)}")
        values[known[key]] = _value(file, key, value)
    return Settings(**values)


_WANTED = {
    "book": f"one of {', '.join(Book)}",
    "require-marking": "true or false",
    "as-of": "a date, YYYY-MM-DD",
    "select": "a list of codes",
    "ignore": "a list of codes",
}


def _value(file: Path, key: str, value: Any) -> Any:
    wrong = f"must be {_WANTED[key]}"
    if key == "require-marking" and isinstance(value, bool):
        return value
    with suppress(ValueError):
        if key == "book":
            return Book(value)
        if key == "as-of" and (isinstance(value, str) or type(value) is date):
            return date.fromisoformat(str(value))
    if key in {"select", "ignore"} and isinstance(value, list) and all(isinstance(v, str) for v in value):
        from workbench.checks.explain import known_prefix  # explains every rule: only who names codes needs it

        # A code mistyped would check nothing, and every document would pass.
        unknown = [code for code in value if not code or not known_prefix(code)]
        if not unknown:
            return tuple(value)
        wrong = f"{unknown[0]!r} is the beginning of no code"
    raise RulesError(str(file), _line_of(file, key), key, wrong)


def _line_of(file: Path, key: str) -> int | None:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip(" \t[").startswith(key)), None)
