# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of which some letters, or those beside them, cannot be read: the cases stand in ``cases/unread.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.documents import read_document
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "unread.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_may_be_a_term_by_the_letters_that_are_read_is_withheld(case: dict[str, Any]) -> None:
    text = case["text"].format("\uf0b7")
    plan = make_plan(analyse(read_document(text.encode(), "a.txt")), load_policy("none"), [Term(case["term"])])
    assert [text[span.start : span.end] for cut in plan.redactions for span in cut.spans] == case["withheld"]
