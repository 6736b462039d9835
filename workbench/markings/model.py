# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a marking says, whatever way it was written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from workbench.core.findings import Finding


class Level(StrEnum):
    """Classification levels, as portions abbreviate them; ``CUI`` stands for a CUI-only marking."""

    CUI = "CUI"
    U = "U"
    R = "R"
    C = "C"
    S = "S"
    TS = "TS"

    @property
    def rank(self) -> int:
        """0 for unclassified (U, CUI), then R < C < S < TS."""
        return _RANKS[self.value]


_RANKS = {"CUI": 0, "U": 0, "R": 1, "C": 2, "S": 3, "TS": 4}


class Form(StrEnum):
    """Where a marking is written: before or after a portion, or as the banner of a page."""

    PORTION = "portion"
    BANNER = "banner"


class Era(StrEnum):
    """By which generation of rules a marking is written."""

    MODERN = "modern"
    LEGACY = "legacy"


class Book(StrEnum):
    """The rule books a marking can be judged by. They contradict each other: a verdict names its book."""

    CAPCO_2016 = "capco-2016"
    DODM_5200_01 = "dodm-5200.01"
    LEGACY = "legacy"
    CUI = "cui"


@dataclass(frozen=True, slots=True)
class Marking:
    """The meaning of a marking. Lists hold the register's portion-form abbreviations (NF, not NOFORN).

    ``portion`` and ``banner`` are the canonical modern renderings, None where there is none.
    ``obsolete`` names what of the mark is no longer in force, ``codewords`` words such as UMBRA that stood for a
    system in ``sci``, ``declassify`` the value that ended a banner until 2008, ``handle_via`` the systems of a
    "HANDLE VIA ... CHANNELS ONLY" line.
    """

    system: str
    level: Level
    sci: tuple[str, ...] = ()
    sar: tuple[str, ...] = ()
    aea: tuple[str, ...] = ()
    fgi: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    dissem: tuple[str, ...] = ()
    rel_to: tuple[str, ...] = ()
    display_only: tuple[str, ...] = ()
    nonic: tuple[str, ...] = ()
    cui: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    era: Era = Era.MODERN
    portion: str | None = None
    banner: str | None = None
    nato_controls: tuple[str, ...] = ()
    codewords: tuple[str, ...] = ()
    handle_via: tuple[str, ...] = ()
    obsolete: tuple[str, ...] = ()
    declassify: str | None = None

    @property
    def is_classified(self) -> bool:
        """Whether the level is above unclassified."""
        return self.level.rank > 0

    def as_json(self) -> dict[str, Any]:
        """The MARKING object of the command-line contract."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What ``parse`` understood of one marking, and what not. ``valid`` is the verdict of ``book``.

    ``findings`` carry offsets into ``raw``; ``suggestion`` is the canonical form of what was probably meant.
    ``confidence`` (0 to 1) is 1 where nothing was repaired.
    """

    raw: str
    form: Form
    book: Book
    valid: bool
    marking: Marking | None
    findings: tuple[Finding, ...] = ()
    suggestion: str | None = None
    confidence: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """One line of ``workbench parse --format json``."""
        return {
            "schema": "workbench.parse/1",
            "raw": self.raw,
            "form": self.form,
            "book": self.book,
            "valid": self.valid,
            "marking": self.marking.as_json() if self.marking else None,
            "findings": [f.as_json() for f in self.findings],
            "suggestion": self.suggestion,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of a rolled-up banner is there.

    ``part`` as printed, ``sources`` the indices of the markings that ask for it, ``rule`` the rule's source.
    """

    part: str
    sources: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RollUp:
    """The banner that markings require together, and why; ``marking`` is None where there were none."""

    marking: Marking | None
    reasons: tuple[Reason, ...] = ()
