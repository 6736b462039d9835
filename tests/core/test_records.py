# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pickle
from dataclasses import fields, replace

import pytest

from workbench.core.findings import Finding, Severity
from workbench.marks.model import Mark, MarkType, Placeholder
from workbench.structure.model import Kind, Paragraph


RECORDS = (
    Finding("X1", Severity.INFO, "something"),
    Mark(MarkType.PLACEHOLDER, "[x]", 0, 3, 1, Placeholder(None, None, "text")),
    Paragraph("p1", Kind.BODY, 1, ()),
)


@pytest.mark.parametrize("one", RECORDS, ids=lambda one: type(one).__name__)
def test_a_record_is_the_value_of_its_fields(one: Finding | Mark | Paragraph) -> None:
    same = replace(one)
    assert same == one and hash(same) == hash(one) and same is not one
    assert pickle.loads(pickle.dumps(one)) == one
    assert not hasattr(one, "__dict__") and {field.name for field in fields(one)} == set(one.__slots__)
    assert replace(one, page=9) != one
