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

    Attributes:
        system: whose marking it is: ``US``, ``NATO``, ``FGI``, ``JOINT``, ``CUI``, or a country such as ``UK``.
        level: its classification level.
        sci: control systems with their compartments (``SI-G ABCD``).
        sar: special access programs.
        aea: Atomic Energy Act markings (``RD-CNWDI``).
        fgi: the countries and organisations whose information it holds.
        owners: those that classified a JOINT or foreign marking.
        dissem: dissemination controls (``NF``, ``OC``).
        rel_to: the countries that it may be released to, ``USA`` first.
        display_only: the countries to which it may be shown.
        nonic: controls of agencies outside the Intelligence Community (``LIMDIS``).
        cui: categories of controlled unclassified information (``SP-CTI``).
        unknown: what is not in the register, as written.
        era: by which generation of rules it is written.
        portion: its canonical portion mark of today, or None where there is none.
        banner: its canonical banner line of today, or None.
        nato_controls: controls of NATO (``ATOMAL``).
        codewords: words, such as UMBRA, that stood for a system in ``sci``.
        handle_via: the systems of a "HANDLE VIA ... CHANNELS ONLY" line.
        obsolete: what of the mark is no longer in force.
        declassify: the date or exemption that ended a banner until 2008.

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
    """What ``parse`` understood of one marking, and what it did not.

    Attributes:
        raw: the text that was given.
        form: whether it was read as a portion mark or a banner line.
        book: the rule book that ``valid`` is about.
        valid: whether ``book`` allows the marking as it is written.
        marking: its meaning; None where ``raw`` is no marking.
        findings: what is wrong with it, with offsets in characters of ``raw``.
        suggestion: the canonical form of what was meant; None where it is valid, or what was meant is not clear.
        confidence: 0 to 1; 1 where nothing was repaired.

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

    Attributes:
        part: the part as the banner prints it.
        sources: the indices of the markings that ask for it.
        rule: the source of the rule, such as ``CAPCO 2016 D.2``.

    """

    part: str
    sources: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RollUp:
    """The banner that markings require together, and why; ``marking`` is None where there were none."""

    marking: Marking | None
    reasons: tuple[Reason, ...] = ()
