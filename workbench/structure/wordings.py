# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wordings of rules/structure/, read once: shapes of furniture, labels, abbreviations."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from workbench.core.rules import load_rules, rule_files
from workbench.structure.model import Role


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return pattern


class Where(StrEnum):
    """What a shape needs beside itself."""

    ANYWHERE = "anywhere"
    ISOLATED = "isolated"
    EDGE = "edge"


class Shape(BaseModel):
    """A line that is furniture by its shape: ``pattern`` matches all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    where: Where
    pattern: Annotated[str, AfterValidator(_compiles)]
    examples: tuple[str, ...]


class Shapes(BaseModel):
    """rules/structure/furniture.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shapes: tuple[Shape, ...]


class Wordings(BaseModel):
    """rules/structure/wordings.yaml; see there what each list is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_labels: tuple[str, ...] = ()
    address_labels: tuple[str, ...] = ()
    weak_address_labels: tuple[str, ...] = ()
    form_labels: tuple[str, ...] = ()
    form_text: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    telegram_captions: tuple[str, ...] = ()


@cache
def shapes() -> tuple[tuple[Shape, re.Pattern[str]], ...]:
    """Every shape with its compiled pattern: what ships, then the user's."""
    found = [s for path in rule_files("structure/furniture.yaml") for s in load_rules(path, Shapes).shapes]
    return tuple((shape, re.compile(shape.pattern)) for shape in found)


@cache
def any_shape() -> re.Pattern[str]:
    """Matches a line that some shape matches: nearly no line does, and one refusal is cheaper than thirty."""
    inline = (re.sub(r"^\(\?([aimsx]+)\)(.*)$", r"(?\1:\2)", shape.pattern, flags=re.DOTALL) for shape, _ in shapes())
    return re.compile("|".join(f"(?:{pattern})" for pattern in inline))


@cache
def wordings() -> Wordings:
    """The lists of words: what ships, with the user's added."""
    merged: dict[str, tuple[str, ...]] = {}
    for path in rule_files("structure/wordings.yaml"):
        for name, listed in load_rules(path, Wordings):
            merged[name] = merged.get(name, ()) + listed
    return Wordings(**merged)


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists, casefolded."""
    return frozenset(word.casefold() for word in getattr(wordings(), name))


@cache
def longest(name: str) -> int:
    """Characters of the longest word of a list: what is longer need not be looked up."""
    return max(map(len, words(name)), default=0)


@cache
def initials(name: str) -> frozenset[str]:
    """What the words of a list begin with: a line that begins otherwise need not be looked at."""
    return frozenset(word[0] for word in words(name))


def unquoted(text: str) -> str:
    """A line of an e-mail that an answer quotes, without the signs of quotation before it; those alone stay."""
    return text.lstrip("> \t") or text if text[:1] == ">" else text


def label(text: str) -> str | None:
    """The label a line begins with (``Subject`` of ``Subject:   ...``), casefolded; None where it has none."""
    colon = text.find(":", 0, 40)
    return " ".join(text[:colon].casefold().split()) if colon >= 0 else None
