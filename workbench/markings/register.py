# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register: every level, control and country code that rules/register/ lists, ready for looking up.

Read on first use and kept; a user's folder (``WORKBENCH_RULES``) adds to each file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from workbench.markings.model import Level


if TYPE_CHECKING:
    from workbench.markings.schema import ControlFile, ControlRow, LevelRow


@dataclass(frozen=True, slots=True)
class Head:
    """What a classification says at the start of a mark."""

    system: str
    level: Level
    banner: str
    portion: str
    controls: tuple[str, ...] = ()
    legacy: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control of the register; ``order`` is its place in a canonical mark."""

    category: str
    portion: str
    banner: str
    title: str
    order: int
    alone: Level | None = None
    modern: tuple[str, ...] | None = None
    legacy: bool = False
    source: str = ""
    years: str = ""
    books: tuple[str, ...] = ()

    @property
    def is_obsolete(self) -> bool:
        """No longer in force: ``modern`` says what took its place."""
        return self.modern is not None


@dataclass(slots=True)
class Register:
    """Tables for looking up; keys are upper case."""

    heads: dict[str, Head] = field(default_factory=dict)
    banners: dict[tuple[str, Level], str] = field(default_factory=dict)
    controls: dict[tuple[str, str], Control] = field(default_factory=dict)
    spellings: dict[str, Control] = field(default_factory=dict)
    legacy_spellings: dict[str, Control] = field(default_factory=dict)
    alone: dict[str, Control] = field(default_factory=dict)
    limited: dict[str, Control] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    old_countries: dict[str, str] = field(default_factory=dict)
    tetragraphs: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    categories: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    lone: re.Pattern[str] = re.compile("(?!)")
    tail: re.Pattern[str] = re.compile("(?!)")
    head: re.Pattern[str] = re.compile("(?!)")

    def control(self, category: str, portion: str) -> Control | None:
        """The control of that category and portion form."""
        return self.controls.get((category, portion))

    def is_code(self, code: str) -> bool:
        """Whether ``code`` is a country's or an organisation's."""
        return code in self.countries or code in self.tetragraphs


CATEGORIES = ("sci", "sap", "aea", "nato", "dissem", "nonic")


@cache
def register() -> Register:
    """The register as rules/ has it.

    Raises:
        RulesError: a file is not valid; names the file, the line and the key.

    """
    from workbench.core.rules import load_rules, rule_files
    from workbench.markings import schema

    found = Register()
    for path in rule_files("register/levels.yaml"):
        levels = load_rules(path, schema.LevelFile)
        _add_heads(found, levels.levels, levels.source)
        _add_heads(found, levels.combined, levels.source)
    for category in CATEGORIES:
        for path in rule_files(f"register/{category}.yaml"):
            _add_controls(found, category, load_rules(path, schema.ControlFile))
    for path in rule_files("register/countries.yaml"):
        countries = load_rules(path, schema.CountryFile)
        found.countries.update(countries.countries)
        found.old_countries.update(countries.legacy)
    for path in rule_files("register/tetragraphs.yaml"):
        for code, row in load_rules(path, schema.TetragraphFile).tetragraphs.items():
            found.tetragraphs[code] = row.title
            if row.members:
                found.members[code] = frozenset(row.members)
    for path in rule_files("register/cui.yaml"):
        cui = load_rules(path, schema.CuiFile)
        found.categories.update(
            {code: (row.as_, row.title, row.until is not None) for code, row in cui.categories.items()}
        )
        for control in _controls("dissem", cui.limited_dissemination, cui.source, 1000):
            for spelling in (control[0].portion, control[0].banner, *control[1]):
                found.limited.setdefault(spelling.upper(), control[0])
            found.controls.setdefault(("dissem", control[0].portion), control[0])
    _compile(found)
    return found


def _add_heads(found: Register, rows: Iterable[LevelRow], source: str) -> None:
    for row in rows:
        level = Level(row.level)
        banner = row.banner or row.portion
        old = bool(row.controls) or row.until is not None
        head = Head(row.system, level, banner, row.portion, tuple(row.controls), old, row.source or source)
        for spelling in (banner, row.portion, *row.also):
            found.heads.setdefault(spelling.upper(), head)
        if row.banner:
            found.banners.setdefault((row.system, level), row.banner)


def _add_controls(found: Register, category: str, file: ControlFile) -> None:
    start = sum(1 for known in found.controls if known[0] == category)
    pairs = list(_controls(category, file.entries, file.source, start))
    pairs += _controls("codeword", file.codewords, file.source, 0)
    for control, spellings in pairs:
        found.controls[control.category, control.portion] = control
        table = found.legacy_spellings if control.legacy else found.spellings
        for spelling in (control.portion, control.banner, control.title, *spellings):
            table.setdefault(spelling.upper(), control)
            if not control.legacy:
                found.legacy_spellings.setdefault(spelling.upper(), control)
            if control.alone:
                found.alone.setdefault(spelling.upper(), control)
    for row in file.entries:
        for spelling in row.alone_also:
            found.alone[spelling.upper()] = found.controls[category, row.portion]


def _controls(category: str, rows: list[ControlRow], source: str, start: int) -> list[tuple[Control, list[str]]]:
    made = []
    for order, row in enumerate(rows, start):
        years = f"{row.since or ''}..{row.until}" if row.until else ""
        control = Control(
            category,
            row.portion,
            row.banner or row.portion,
            row.title.upper() if row.title.isupper() else row.title,
            order,
            Level(row.alone) if row.alone else None,
            None if row.modern is None else tuple(row.modern),
            row.legacy,
            row.source or source,
            years,
            tuple(row.books),
        )
        made.append((control, row.also))
    return made


def _compile(found: Register) -> None:
    words = sorted(found.legacy_spellings, key=len, reverse=True)
    found.tail = re.compile("(?:" + "|".join(map(_loose, words)) + r")(?![A-Z0-9])")
    lone = sorted(found.alone, key=len, reverse=True)
    found.lone = re.compile("(?:" + "|".join(map(_loose, lone)) + r")(?![A-Z0-9])")
    heads = sorted(found.heads, key=len, reverse=True)
    found.head = re.compile("(?:" + "|".join(map(_loose, heads)) + r")(?![A-Z0-9])")


def _loose(spelling: str) -> str:
    """The spelling as a pattern in which a space is any run of spaces."""
    return re.escape(spelling).replace(r"\ ", r"\s+")


def sort_entries(category: str, texts: list[str]) -> list[str]:
    """Controls in the register's order, systems and programs alphanumerically (CAPCO 2016 A.6, D.1)."""
    known = register()

    def place(text: str) -> tuple[int, str]:
        control = known.control(category, text)
        return (
            control.order
            if control and category in ("dissem", "nonic", "nato")
            else 0
            if category in ("sci", "sap", "codeword")
            else 999,
            text,
        )

    return sorted(texts, key=place)
