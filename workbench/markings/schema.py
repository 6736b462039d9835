# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file in rules/register/ and rules/books/ may hold; an error names the file, the line and the key.

Imported only where files are read: pydantic costs more to load than all of this room's own code.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Refuses keys it does not know: a misspelt key would silently change what a mark means."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelRow(Strict):
    """How one system writes one level.

    ``controls`` is what a combined abbreviation (SRD) says besides; ``common``: it is an ordinary word as well.
    """

    system: str
    level: Literal["CUI", "U", "R", "C", "S", "TS"]
    portion: str
    banner: str = ""
    also: list[str] = []
    controls: list[str] = []
    common: bool = False
    until: date | None = None
    source: str = ""


class LevelFile(Strict):
    """``levels.yaml``."""

    source: str
    levels: list[LevelRow]
    combined: list[LevelRow] = []
    activities: dict[str, str] = {}


class ControlRow(Strict):
    """A control: its title, banner form (default: the portion form) and portion form.

    ``modern`` is what an old control is written as today: None while it is in force, [] where nothing took its place.
    ``books`` names the rule books that still list an old control.
    ``owner``: the country whose caveat it is, and whose paper a mark with it.
    ``alone`` is the level it implies where it stands without one, ``alone_also`` spellings that stand only alone.
    """

    portion: str
    title: str
    banner: str = ""
    also: list[str] = []
    alone: Literal["U", "C", "S", "TS"] | None = None
    alone_also: list[str] = []
    modern: list[str] | None = None
    legacy: bool = False
    books: list[str] = []
    owner: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""


class ControlFile(Strict):
    """``sci.yaml``, ``sap.yaml``, ``aea.yaml``, ``nato.yaml``, ``dissem.yaml``, ``nonic.yaml``."""

    source: str
    entries: list[ControlRow] = []
    codewords: list[ControlRow] = []


class CountryFile(Strict):
    """``countries.yaml``: trigraphs, and older names of the same countries."""

    source: str
    countries: dict[str, str] = {}
    legacy: dict[str, str] = {}


class TetragraphRow(Strict):
    """An organisation or coalition; ``members`` only where a roll-up may expand it."""

    title: str
    members: list[str] = []
    until: date | None = None


class TetragraphFile(Strict):
    """``tetragraphs.yaml``."""

    source: str
    tetragraphs: dict[str, TetragraphRow]


class CategoryRow(Strict):
    """A CUI category: basic, specified (written with SP-) or both."""

    title: str
    as_: Literal["basic", "specified", "both"] = Field(alias="as")
    until: date | None = None


class CuiFile(Strict):
    """``cui.yaml``."""

    source: str
    categories: dict[str, CategoryRow] = {}
    limited_dissemination: list[ControlRow] = []


class MisreadingFile(Strict):
    """``misreadings.yaml``: characters that look alike; brackets, slashes and levels as misread; words of no mark."""

    source: str
    alike: list[str] = []
    double: dict[str, list[str]] = {}
    opening: str = ""
    closing: str = ""
    hyphens: str = ""
    slash: str = ""
    slashes: list[str] = []
    levels: dict[str, Literal["U", "C", "S", "TS"]] = {}
    doubtful: dict[str, Literal["U", "C", "S", "TS"]] = {}
    ordinary: list[str] = []


class SyntaxRow(Strict):
    """How a book takes a slip of form."""

    severity: Literal["allowed", "info", "warning", "error"]
    source: str


class RelationRow(Strict):
    """A rule between the parts of a marking.

    Where any facet of ``given`` is present: the level must be one of ``levels``, every facet of ``needs`` and one of
    ``needs_any`` must be there, and none of ``never``. ``unless`` lifts the rule where any of its facets is present.
    """

    given: list[str]
    levels: list[Literal["CUI", "U", "R", "C", "S", "TS"]] = []
    needs: list[str] = []
    needs_any: list[str] = []
    never: list[str] = []
    unless: list[str] = []
    severity: Literal["info", "warning", "error"] = "error"
    source: str
    say: str = ""


class BookFile(Strict):
    """A rule book: ``rules/books/NAME.yaml``."""

    title: str
    source: str
    syntax: dict[str, SyntaxRow]
    rules: list[RelationRow] = []


class FindingRow(Strict):
    """What a finding code means, as its manual page says it."""

    title: str
    explanation: str


class FindingFile(Strict):
    """``rules/books/findings.yaml``."""

    findings: dict[str, FindingRow]
