# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wordings of rules/structure/, read once: shapes of furniture, labels, abbreviations."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from workbench.core.shipped import Shipped
from workbench.marks.late import late
from workbench.structure.model import Role


# Which model of ``schema`` each file is validated by.
FILES = {
    "structure/furniture.yaml": "ShapeFile",
    "structure/wordings.yaml": "WordingFile",
}

SHIPPED = Shipped(Path(__file__).with_name("shipped.json"), "workbench.structure.schema", FILES)
rule_data = SHIPPED.rule_data


WORD = late(r"[A-Za-z]+")
_INNER = late(r"\b([A-Za-z]+) ?:")
_SPECKS = " .,;'’\""
_SUBJECT = ("subject", late(r"[s58$][uvo][bh68e][j1i][eco][ceo][tf1lir]"))


class Where(StrEnum):
    """What a shape needs beside itself."""

    ANYWHERE = "anywhere"
    ISOLATED = "isolated"
    EDGE = "edge"


class Shape(NamedTuple):
    """A line that is furniture by its shape: ``matcher``, compiled when first asked, matches all of it."""

    role: Role
    where: Where
    pattern: str
    examples: tuple[str, ...]
    matcher: re.Pattern[str]

    def matches(self, text: str) -> bool:
        """Whether ``text`` has this shape."""
        return self.matcher.fullmatch(text) is not None


@cache
def shapes() -> tuple[Shape, ...]:
    """Every shape: what ships, then the user's."""
    rows = [row for rules in rule_data("structure/furniture.yaml") for row in rules["shapes"]]
    return tuple(
        Shape(Role(row["role"]), Where(row["where"]), row["pattern"], tuple(row["examples"]), late(row["pattern"]))
        for row in rows
    )


@cache
def shapes_at(*places: Where) -> tuple[Shape, ...]:
    """Those of the shapes that need one of ``places``, in their order."""
    return tuple(shape for shape in shapes() if shape.where in places)


@cache
def any_shape() -> re.Pattern[str]:
    """Matches a line that some shape matches: nearly no line does, and one refusal is cheaper than thirty."""
    inline = (re.sub(r"^\(\?([aimsx]+)\)(.*)$", r"(?\1:\2)", shape.pattern, flags=re.DOTALL) for shape in shapes())
    return re.compile("|".join(f"(?:{pattern})" for pattern in inline))


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of rules/structure/wordings.yaml, casefolded: what ships, with the user's added."""
    files = rule_data("structure/wordings.yaml")
    return frozenset(word.casefold() for rules in files for word in rules[name])


@cache
def longest(name: str) -> int:
    """Characters of the longest word of a list: what is longer need not be looked up."""
    return max(map(len, words(name)), default=0)


@cache
def initials(name: str) -> frozenset[str]:
    """What the words of a list begin with: a line that begins otherwise need not be looked at."""
    return frozenset(word[0] for word in words(name))


def has_office(text: str) -> bool:
    """Whether a rank or an office is among the words of ``text``: ``Chief of Staff``."""
    return not words("signers").isdisjoint(word.casefold() for word in WORD.findall(text))


def unquoted(text: str) -> str:
    """A line of an e-mail that an answer quotes, without the signs of quotation before it; those alone stay."""
    return text.lstrip("> \t") or text if text[:1] == ">" else text


def holds_title(value: str) -> bool:
    """Whether a title's label stands in ``value``, behind another label: ``TO: Chief, G-2   SUBJECT: The pier``."""
    return ":" in value and any(match[1].casefold() in words("title_labels") for match in _INNER.finditer(value))


LONGEST_LABEL = 40
"""Characters before the colon of a label, at most."""


def label(text: str) -> str | None:
    """The label a line begins with (``Subject`` of ``Subject:   ...``), casefolded; None where it has none.

    In a formatted message a stroke parts it from the text, and two strokes end that: ``SUBJ/HARBOR WORKS//``. A scanner
    leaves specks before the colon, and misreads the label that is never missing: ``SUBJECT . :``, ``5ubjeet:``.
    """
    colon = text.find("/", 0, 12) if text.endswith("//") else text.find(":", 0, LONGEST_LABEL)
    if colon < 0:
        return None
    named = " ".join(text[:colon].casefold().split()).rstrip(_SPECKS)
    return _SUBJECT[0] if len(named) == len(_SUBJECT[0]) and _SUBJECT[1].fullmatch(named) else named
