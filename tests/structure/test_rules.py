# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.errors import RulesError
from workbench.core.rules import load_rules
from workbench.structure.schema import ShapeFile
from workbench.structure.wordings import Shape, any_shape, shapes, words


EXAMPLES = [pytest.param(shape, text, id=f"{shape.role}: {text}") for shape in shapes() for text in shape.examples]

# Lines of made-up texts that must never be furniture by their shape alone.
SENTENCES = (
    "The agent was released on 4 May 1997 from the prison in the north.",
    "Approved for release to the press were the following names:",
    "Declassified by the ministry in 1997, the paper was lost again.",
    "Page 3 of the report names the source.",
    "Attachment of the cable to the pole took two hours.",
    "DEAR AND ITS PRICE",
    "To protect the source",
    "part of it",
    "PART OF IT",
    "SECRET AGENT",
    "NOON",
    "Memorandum for the embassy of Kam",
    "4 barrels",
    "E.O.D. teams",
    "The White House and its lawn",
)


@pytest.mark.parametrize(("shape", "text"), EXAMPLES)
def test_a_shape_matches_its_examples(shape: Shape, text: str) -> None:
    assert any(known is shape and known.matches(text) for known in shapes())
    assert any_shape().fullmatch(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_shape_matches_text(text: str) -> None:
    assert not [shape.pattern for shape in shapes() if shape.matches(text)]


def test_every_shape_has_an_example() -> None:
    assert all(shape.examples for shape in shapes())


def test_words_are_strings_though_yaml_takes_no_for_a_truth_value() -> None:
    assert "no" in words("abbreviations")


def test_a_shape_that_is_no_expression_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "furniture.yaml"
    path.write_text(
        "shapes:\n  - role: header\n    where: edge\n    pattern: '('\n    examples: []\n", encoding="utf-8"
    )
    with pytest.raises(RulesError, match=r"furniture\.yaml:4: shapes\.0\.pattern: .*no regular expression"):
        load_rules(path, ShapeFile)
