# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of the rules files this room reads: placeholders, statutes, stamps.

pydantic is imported with this module, which ``shipped`` imports for rules that are not as they ship.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Rules(BaseModel):
    """A key nobody knows is a typing mistake, so it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EditorialRules(Rules):
    """What marks a bracket as an editor's."""

    begins: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


class UnbracketedRules(Rules):
    """Labels printed over a deletion without brackets."""

    anywhere: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()


class PlaceholderRules(Rules):
    """rules/placeholders.yaml."""

    withheld: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    editorial: EditorialRules = EditorialRules()
    units: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[str, ...] = ()
    subjects: dict[str, tuple[str, ...]] = {}
    unbracketed: UnbracketedRules = UnbracketedRules()


class LabelRules(Rules):
    """rules/exemptions.yaml: codes that are words of their own."""

    cia: tuple[str, ...] = Field(default=(), alias="CIA")
    cia_ambiguous: tuple[str, ...] = Field(default=(), alias="CIA-ambiguous")


class Statute(Rules):
    """A statute that exempts, what agencies call it, and where that is said."""

    citation: str
    title: str
    labels: tuple[str, ...] = ()
    source: str = ""


class StatuteRules(RootModel[tuple[Statute, ...]]):
    """rules/statutes.yaml."""


class StampWording(Rules):
    """Wordings of one decision and where they count."""

    decision: str
    place: Literal["anywhere", "line", "alone", "form"]
    wordings: tuple[str, ...]


class StampRules(RootModel[tuple[StampWording, ...]]):
    """rules/stamps.yaml."""


class AuthorityRules(Rules):
    """rules/authority.yaml: labels and statements by field, and the groups of automatic downgrading."""

    labels: dict[str, tuple[str, ...]] = {}
    statements: dict[str, tuple[str, ...]] = {}
    groups: tuple[str, ...] = ()
