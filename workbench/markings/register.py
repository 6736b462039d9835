# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register: every level, control and country code that rules/register/ lists, ready for looking up.

Read on first use and kept; a user's folder (``WORKBENCH_RULES``) adds to each file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from workbench.markings.model import Level
from workbench.markings.phrases import Phrases


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
    common: bool = False


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
    owner: str = ""

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
    activities: dict[str, str] = field(default_factory=dict)
    tetragraphs: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    categories: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    lone: Phrases = field(default_factory=lambda: Phrases(()))
    tail: Phrases = field(default_factory=lambda: Phrases(()))
    head: Phrases = field(default_factory=lambda: Phrases(()))
    names: Phrases = field(default_factory=lambda: Phrases(()))
    first_words: frozenset[str] = frozenset()

    def control(self, category: str, portion: str) -> Control | None:
        """The control of that category and portion form."""
        return self.controls.get((category, portion))

    def is_code(self, code: str) -> bool:
        """Whether ``code`` is a country's or an organisation's."""
        return code in self.countries or code in self.tetragraphs

    def is_source(self, code: str) -> bool:
        """Whether ``code`` may stand behind FGI: a country, an organisation, or one with a level of its own (UN)."""
        return self.is_code(code) or (code, Level.R) in self.banners


@cache
def register() -> Register:
    """The register as rules/ has it.

    Raises:
        RulesError: a file is not valid; names the file, the line and the key.

    """
    from workbench.markings.building import build

    return build()


_LAST = 999


def sort_entries(category: str, texts: Iterable[str]) -> list[str]:
    """Controls in the register's order, systems and programs alphanumerically (CAPCO 2016 A.6, D.1)."""
    known = register()

    def place(text: str) -> tuple[int, int, str]:
        if category == "aea":  # what is below RD stands behind it, SIGMA numbers ascending: RD-CNWDI-SIGMA 14 18
            base, _, number = text.partition("-SG-")
            return known.controls[category, base.split("-")[0]].order, int(number or -1), text
        control = known.control(category, text) if category in ("dissem", "nonic", "nato") else None
        return control.order if control else _LAST, 0, text

    return sorted(texts, key=place)
