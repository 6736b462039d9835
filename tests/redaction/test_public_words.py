# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words of made-up documents go under policy ``public`` and which stay: cases/public.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.documents import read_document
from workbench.redaction import load_policy, make_plan
from workbench.structure import analyse


PUBLIC = load_policy("public")
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "public.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_the_words_that_go_and_those_that_stay(case: dict[str, Any]) -> None:
    text = case["text"].replace("<FF>", "\f")
    plan = make_plan(analyse(read_document(text.encode(), case.get("file", "memo.txt"))), PUBLIC)
    read = plan.analysis.document.text
    gone = " ".join(read[start:end] for r in plan.redactions for start, end in r.spans)
    wanted, free = case.get("gone", "").split(), case.get("stays", "").split()
    assert [word for word in wanted if word not in gone] == []
    assert [word for word in free if word in gone] == []
    assert all(word in read for word in (*wanted, *free))
    for word in wanted:
        assert (word, gone.count(word)) == (word, read.count(word))
