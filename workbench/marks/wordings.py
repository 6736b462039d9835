# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of the rules files this room reads: placeholders, statutes, stamps.

pydantic is imported with this module, so finders import it when they first need their rules, not before.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from workbench.core.rules import load_rules, rule_files


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


@cache
def placeholder_rules() -> tuple[PlaceholderRules, ...]:
    """The rules that ship, then the user's.

    Raises:
        RulesError: one of the files is not valid.

    """
    return tuple(load_rules(path, PlaceholderRules) for path in rule_files("placeholders.yaml"))


class LabelRules(Rules):
    """rules/exemptions.yaml: codes that are words of their own."""

    cia: tuple[str, ...] = Field(default=(), alias="CIA")
    cia_ambiguous: tuple[str, ...] = Field(default=(), alias="CIA-ambiguous")


@cache
def label_rules() -> tuple[LabelRules, ...]:
    """The rules that ship, then the user's; raises RulesError."""
    return tuple(load_rules(path, LabelRules) for path in rule_files("exemptions.yaml"))


class Statute(Rules):
    """A statute that exempts, what agencies call it, and where that is said."""

    citation: str
    title: str
    labels: tuple[str, ...] = ()
    source: str = ""


class StatuteRules(RootModel[tuple[Statute, ...]]):
    """rules/statutes.yaml."""


@cache
def statute_rules() -> tuple[StatuteRules, ...]:
    """The rules that ship, then the user's; raises RulesError."""
    return tuple(load_rules(path, StatuteRules) for path in rule_files("statutes.yaml"))


class StampWording(Rules):
    """Wordings of one decision and where they count."""

    decision: str
    place: Literal["anywhere", "line", "alone", "form"]
    wordings: tuple[str, ...]


class StampRules(RootModel[tuple[StampWording, ...]]):
    """rules/stamps.yaml."""


@cache
def stamp_rules() -> tuple[StampRules, ...]:
    """The rules that ship, then the user's; raises RulesError."""
    return tuple(load_rules(path, StampRules) for path in rule_files("stamps.yaml"))


class AuthorityRules(Rules):
    """rules/authority.yaml: labels and statements by field, and the groups of automatic downgrading."""

    labels: dict[str, tuple[str, ...]] = {}
    statements: dict[str, tuple[str, ...]] = {}
    groups: tuple[str, ...] = ()


@cache
def authority_rules() -> tuple[AuthorityRules, ...]:
    """The rules that ship, then the user's; raises RulesError."""
    return tuple(load_rules(path, AuthorityRules) for path in rule_files("authority.yaml"))
